"""What the worker does for alumni."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.alumni.services import groups, inviting
from balai.kernel import clock
from balai.kernel.jobs import job


@job(groups.DELIVER, label=_("Write to a group of alumni"))
def deliver_letter(letter_id: str) -> None:
    """Write to each member."""
    groups.deliver_letter(letter_id=UUID(letter_id), at=clock.now())


@job(inviting.SEND, label=_("Invite alumni"))
def send_invitations(edition_id: str) -> None:
    """Write the letters that are not written yet."""
    inviting.send_invitations(edition_id=UUID(edition_id), at=clock.now())
