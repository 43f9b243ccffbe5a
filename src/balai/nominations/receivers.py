"""What this room does when something happens below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balai.nominations.services.calling import issue_invitations

if TYPE_CHECKING:
    from datetime import datetime

    from balai.programmes.models import Edition


def invite_countries(*, edition: Edition, actor: str, at: datetime, **unused: Any) -> None:
    """When a call is opened, its countries are invited within the same transaction."""
    issue_invitations(edition=edition, actor=actor, at=at)
