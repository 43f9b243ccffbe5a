"""What this room does when others tell something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balai.alumni.services.joining import PURPOSE, remove_entry

if TYPE_CHECKING:
    from datetime import datetime

    from balai.people.models import Consent


def leave_with_consent(*, consent: Consent, at: datetime, **unused: Any) -> None:
    """Who no longer agrees is in the directory no longer, wherever they took the consent back."""
    if consent.purpose == PURPOSE:
        remove_entry(consent, at=at)
