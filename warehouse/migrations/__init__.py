"""Two Alembic histories: ``work`` and ``shared``; run from :mod:`warehouse.migrate` alone."""
