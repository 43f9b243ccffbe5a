"""What the office does about itself, and how it speaks to its mail server."""
