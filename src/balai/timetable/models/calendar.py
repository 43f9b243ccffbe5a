"""Where somebody's own calendar is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.people.models import Person

if TYPE_CHECKING:
    from uuid import UUID


class CalendarAddress(IdentifiedModel):
    """The address at which a calendar program reads somebody's own sessions, without signing in.

    The address is the row's identifier, signed with the key of the installation: who reads the database alone
    cannot make one. Without the row it opens nothing, so taking the row away ends the address.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_address")
    given_at = models.DateTimeField(_("given"))

    class Meta:
        db_table = "balai_calendar_address"

    if TYPE_CHECKING:
        person_id: UUID

    def __str__(self) -> str:
        return f"{self.person_id}"

    @property
    def reference(self) -> str:
        """How the trail names this address; it is not the address itself."""
        return f"calendar_address:{self.pk}"
