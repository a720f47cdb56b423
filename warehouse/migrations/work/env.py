from warehouse.migrations import environment
from warehouse.models.work import metadata

environment.run(metadata)
