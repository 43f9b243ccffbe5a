"""What this room's pages take in."""
