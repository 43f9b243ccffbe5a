"""The deeds of this room."""
