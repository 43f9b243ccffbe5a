"""News of people for the rooms above; each is sent within the transaction of the deed."""

from __future__ import annotations

from django.dispatch import Signal

request_received = Signal()
"""Somebody asked for one of their rights. Sends ``request`` (a RightsRequest) and ``at``."""

request_answered = Signal()
"""Such a request was answered. Sends ``request``, ``words`` (the answer as it is told) and ``at``; of an
erasure it is sent before anything is erased."""

consent_withdrawn = Signal()
"""Somebody no longer agrees. Sends ``consent`` (a Consent, withdrawn already) and ``at``."""
