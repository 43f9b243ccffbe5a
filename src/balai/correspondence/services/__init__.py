"""The deeds of correspondence."""
