"""Pages of focal points and of the office."""
