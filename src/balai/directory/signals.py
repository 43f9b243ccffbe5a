"""News of the directory for the rooms above; each is sent within the transaction of the deed."""

from __future__ import annotations

from django.dispatch import Signal

days_declared = Signal()
"""What a country declared about days was entered, changed, archived or removed.

Sends ``countries`` (codes), ``since`` and ``until`` (the days it is about, before and after), ``actor`` (a
reference) and ``at``.
"""
