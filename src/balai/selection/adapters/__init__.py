"""What this room gives to those below it."""
