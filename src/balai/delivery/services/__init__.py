"""The deeds of this room, one module per subject."""
