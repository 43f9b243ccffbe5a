"""Columns that several lists of an edition share."""

from __future__ import annotations

from balai.kernel.bundle.parts import Column

EDITION = Column(name="edition", refers="editions")
OUTCOMES = Column(name="outcomes", refers="outcomes", within="edition")
SOURCE = ("source", "certainty")
