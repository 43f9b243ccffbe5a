"""Timetables: planned with proof, explained when there is none, repaired with the least disturbance."""
