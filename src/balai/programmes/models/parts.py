"""What several models of this room have in common, besides what the directory offers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
"""Of codes that people give within an edition: ``BBLM-CNC``, ``E-AGE``."""


def is_coded(name: str) -> models.CheckConstraint:
    """The constraint that keeps blanks and strange signs out of a code."""
    return models.CheckConstraint(
        condition=Q(code__regex=CODE),
        name=name,
        violation_error_message=_("A code has letters, digits, dots and dashes only, such as BBLM-CNC."),
    )
