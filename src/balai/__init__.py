"""Balai runs an international short training programme from the pledge to the follow-up."""

__version__ = "0.1.0"
