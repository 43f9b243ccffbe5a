"""Persons, accounts, grants of roles, consents and languages; who may see which page."""
