"""Deeds of the call and of nominations, one module for each stage."""
