"""What the newsroom prints."""
