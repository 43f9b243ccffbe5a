"""What pages show, drawn from records."""
