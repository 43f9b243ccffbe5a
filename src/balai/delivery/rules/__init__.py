"""The rules of this room: who may do what, and how scans become presence."""
