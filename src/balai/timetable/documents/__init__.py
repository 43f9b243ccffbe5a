"""What this room prints and hands out as files."""
