"""What the newsroom does when others tell something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balai.newsroom.services.issues import forget_issues_with

if TYPE_CHECKING:
    from balai.people.models import Consent


def take_from_issues(*, consent: Consent, **unused: Any) -> None:
    """Somebody who no longer agrees is in no printable issue that is kept; pages and feeds ask each time."""
    forget_issues_with(consent)
