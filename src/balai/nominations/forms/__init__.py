"""What focal points and the office fill in."""
