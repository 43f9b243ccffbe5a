"""Alumni: their directory and groups, experts who come back, and invitations to the next edition."""
