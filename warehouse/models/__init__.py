"""The tables of the two stores, as SQLAlchemy Core tables; nothing of them leaves the package."""
