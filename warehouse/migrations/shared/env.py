from warehouse.migrations import environment
from warehouse.models.star import metadata

environment.run(metadata)
