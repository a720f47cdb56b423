"""Runs the migrations of the shared store over a connection that is handed in."""

from alembic import context

from warehouse.models.star import SharedBase as Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
context.run_migrations()
