"""Pages that show several stages at once."""
