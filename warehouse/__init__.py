"""Everything that touches a database: the work store, the shared store and the way between them."""
