"""What people write into the directory, and what they look for in it."""
