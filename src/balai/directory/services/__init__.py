"""Deeds on the directory."""
