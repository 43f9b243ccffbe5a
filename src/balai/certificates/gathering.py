"""What waits for people in this room: appeals and stopped batches for offices, news for participants."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from balai.certificates.enums import AppealState, BatchState, Outcome
from balai.certificates.models import Appeal, Batch, Completion
from balai.certificates.rules.access import KEEPERS
from balai.certificates.rules.completing import APPEAL_DAYS
from balai.people.queries import identities_of
from balai.programmes.queries.scopes import covered
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from balai.people.access import SignedInRequest
    from balai.people.models import Person


def waiting(request: SignedInRequest, *, at: dt.datetime) -> Sequence[Move]:
    """Open things of the reader, as somebody who took part and as the office of editions."""
    person = request.user.person
    if person is None:
        return ()
    return [*_of_participants(person.merged_into or person, at), *_of_offices(request)]


def _of_participants(person: Person, at: dt.datetime) -> Iterator[Move]:
    since = at - dt.timedelta(days=APPEAL_DAYS)
    rows = (
        Completion.objects.filter(participant__person__in=identities_of(person), decided_at__gte=since)
        .exclude(outcome=Outcome.COMPLETED)
        .filter(appeals=None)
        .select_related("edition")
        .only("edition__code")
    )
    for one in rows:
        yield Move(
            state="wait",
            what=gettext("%(code)s: read how your completion was decided") % {"code": one.edition.code},
            why=gettext("You may appeal within seven days."),
            deed=Deed(label=gettext("Read it"), url=reverse("certificates:mine")),
        )


def _of_offices(request: SignedInRequest) -> Iterator[Move]:
    kept = covered(request.grants, KEEPERS, "completion__edition")
    appeals = Appeal.objects.filter(kept, state=AppealState.OPEN)
    by_edition = appeals.values_list("completion__edition__code").annotate(number=Count("pk"))
    for code, number in by_edition.order_by("completion__edition__code"):
        words = ngettext("%(code)s: %(number)d appeal", "%(code)s: %(number)d appeals", number)
        yield Move(
            state="due",
            what=words % {"code": code, "number": number},
            why=gettext("A participant says that the decision on completion should be another."),
            deed=_deed(code),
        )
    for batch in _stopped(Batch.objects.filter(covered(request.grants, KEEPERS))):
        yield Move(
            state="block",
            what=gettext("%(code)s: certificates were not issued") % {"code": batch.edition.code},
            why=gettext("Something that they must say is missing; a list tells what."),
            deed=_deed(batch.edition.code),
        )


def _stopped(batches: QuerySet[Batch]) -> list[Batch]:
    """The newest batch of each edition, where it stopped."""
    newest = batches.order_by("edition", "-asked_at", "-pk").distinct("edition")
    known = newest.select_related("edition").only("state", "edition__code")
    return [batch for batch in known if batch.state == BatchState.STOPPED]


def _deed(code: str) -> Deed:
    return Deed(label=gettext("Open completion"), url=reverse("certificates:edition", args=[code]))
