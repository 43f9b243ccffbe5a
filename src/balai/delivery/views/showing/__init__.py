"""What pages of this room show, made ready in words."""
