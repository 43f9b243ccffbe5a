"""News of editions for the rooms above; each is sent within the transaction of the deed."""

from __future__ import annotations

from django.dispatch import Signal

call_opened = Signal()
"""The call of an edition was opened. Sends ``edition``, ``actor`` (a reference) and ``at``."""
