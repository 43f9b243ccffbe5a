"""What is asked on pages of the selection."""
