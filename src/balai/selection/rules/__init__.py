"""May it be done? The rules of this room."""
