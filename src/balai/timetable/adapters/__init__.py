"""What this room puts into the registries of rooms below."""
