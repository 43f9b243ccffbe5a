"""Who has to be reminded that nominations are due, as the lists stand now."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.correspondence.registries import WantedReminder
from balai.nominations.models import CountryCall
from balai.nominations.queries import UNREAD_AFTER, deadline_of, holders_of
from balai.nominations.services.calling import invitation_in
from balai.programmes.enums import EditionStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

BEFORE = (dt.timedelta(days=7), dt.timedelta(days=2))
"""How long before the deadline a country that has sent nothing is reminded."""
REMINDER = "call.reminder"
GAPS = ("edition", "country", "places", "deadline", "link")


def reminders(*, at: datetime) -> Iterator[WantedReminder]:
    """For holders of the role of a country that has sent nothing: unread after a week, then before the end.

    A reminder that would come before the invitation is two days old is left out.
    """
    calls = CountryCall.objects.filter(edition__status=EditionStatus.CALL, sent_at=None)
    for call in calls.select_related("edition__series", "country").order_by("pk"):
        deadline = deadline_of(call)
        if deadline is None or deadline.at <= at:
            continue
        moments = {f"due-{before.days}": deadline.at - before for before in BEFORE}
        if call.opened_at is None and not call.letters.filter(letter__read_at__isnull=False).exists():
            moments["unread"] = call.issued_at + UNREAD_AFTER
        for person in holders_of(call, at=at):
            gaps = invitation_in(call, person.language, at=at)
            for name, moment in moments.items():
                if moment < call.issued_at + dt.timedelta(days=2) or moment >= deadline.at:
                    continue
                yield WantedReminder(
                    key=f"{name}:{call.pk}:{person.pk}",
                    letter=REMINDER,
                    person_id=person.pk,
                    subject_reference=call.reference,
                    due_at=moment,
                    context={gap: gaps[gap] for gap in GAPS},
                )
