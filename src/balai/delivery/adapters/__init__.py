"""What this room offers to the registries of those below it."""
