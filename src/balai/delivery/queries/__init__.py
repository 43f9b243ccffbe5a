"""The questions of this room, one module per subject."""
