"""Certificates: who completed an edition, what was issued, and the check that anybody can make of it."""
