"""What this room hands to the registries of lower ones."""
