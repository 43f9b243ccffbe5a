"""Deeds on persons, accounts, grants and tokens."""
