"""Who has to be reminded that nominations are due, as the lists stand now."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.correspondence.registries import WantedReminder
from balai.nominations.models import CountryCall
from balai.nominations.queries import (
    UNREAD_AFTER,
    deadlines_by_call,
    holders_by_country,
    places_by_call,
    with_opening,
)
from balai.nominations.services.calling import gaps_of
from balai.office.addresses import link_to
from balai.programmes.enums import EditionStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

BEFORE = (dt.timedelta(days=7), dt.timedelta(days=2))
"""How long before the deadline a country that has sent nothing is reminded."""
REMINDER = "call.reminder"


def reminders(*, at: datetime) -> Iterator[WantedReminder]:
    """For holders of the role of a country that has sent nothing: unread after a week, then before the end.

    A reminder that would come before the invitation is two days old is left out. Six questions, however many
    countries wait.
    """
    waiting = CountryCall.objects.filter(edition__status=EditionStatus.CALL, sent_at=None)
    calls = list(with_opening(waiting).select_related("edition__series", "country").order_by("pk"))
    deadlines, places = deadlines_by_call(calls), places_by_call(calls)
    holders, home = holders_by_country(calls, at=at), link_to("/")
    for call in calls:
        deadline = deadlines[call.pk]
        if deadline is None or deadline.at <= at:
            continue
        moments = {f"due-{before.days}": deadline.at - before for before in BEFORE}
        if call.first_opened_at is None:
            moments["unread"] = call.issued_at + UNREAD_AFTER
        for person in holders.get(call.country_id, ()):
            gaps = gaps_of(call, person.language, places=places[call.pk], deadline=deadline, home=home)
            for name, moment in moments.items():
                if moment < call.issued_at + dt.timedelta(days=2) or moment >= deadline.at:
                    continue
                yield WantedReminder(
                    key=f"{name}:{call.pk}:{person.pk}",
                    letter=REMINDER,
                    person_id=person.pk,
                    subject_reference=call.reference,
                    due_at=moment,
                    context=gaps,
                )
