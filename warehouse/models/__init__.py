"""The tables. No object of these classes leaves the package."""
