"""Pages on accounts and persons."""
