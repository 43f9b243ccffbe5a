"""What the board and the list of open things tell of timetables: planned, published, confirmed, repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.people.enums import EVERYWHERE
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.programmes.queries.editions import due_moment
from balai.programmes.registries import Light, OpenThing, Owner
from balai.timetable.enums import ConfirmationState, TimetableState
from balai.timetable.models import Hindrance, Timetable
from balai.timetable.queries.own import confirmations_for, held_confirmations
from balai.timetable.rules.planning import KEEPERS
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from balai.people.access import SignedInRequest

PLANNED = frozenset({EditionStatus.PREPARATION, EditionStatus.RUNNING})
"""While a timetable is made and held; before and after it nothing is asked."""
ASKED, DECLINED = ConfirmationState.ASKED, ConfirmationState.DECLINED


# --- the board -----------------------------------------------------------------------------------------


def timetable_light(edition: Edition, *, at: datetime) -> Light:
    """A timetable is published, nothing is in its way, and everybody has confirmed; three questions."""
    due = due_moment(edition, "go-no-go")
    if edition.status not in PLANNED:
        return _light(due, 0, 0, [])
    versions = Timetable.objects.filter(edition=edition).values_list("state", "version", "published_at")
    known = sorted(versions, key=lambda one: one[1])
    published = next((when for state, _version, when in known if state == TimetableState.PUBLISHED), None)
    if published is None:
        return _light(due, 0, 1, [_to_publish(edition, known[-1][1] if known else None, due)])
    counted = (
        held_confirmations()
        .filter(session__edition=edition)
        .aggregate(
            of=Count("pk"),
            centres=Count("pk", filter=Q(state=ASKED, site__isnull=False)),
            people=Count("pk", filter=Q(state=ASKED, site=None)),
            declined=Count("pk", filter=Q(state=DECLINED)),
        )
    )
    is_in_the_way = Hindrance.objects.filter(edition=edition, at__gt=published).exists()
    things = [*_to_repair(edition, counted["declined"], is_in_the_way=is_in_the_way)]
    things += _to_confirm(edition, counted["centres"], counted["people"], due, at)
    asked = counted["centres"] + counted["people"] + counted["declined"]
    return _light(due, counted["of"] - asked, counted["of"], things)


def _light(due: datetime | None, ready: int, of: int, things: list[OpenThing]) -> Light:
    return Light(
        title=_("Timetable"),
        rule=_("A timetable is published, and centres and resource persons have confirmed it."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=ready,
        of=of,
        open=things,
    )


def _to_publish(edition: Edition, draft: int | None, due: datetime | None) -> OpenThing:
    if draft is None:
        return OpenThing(
            owner=Owner.OFFICER,
            what=_("Plan the timetable"),
            why=_("Nothing is planned yet."),
            due_at=due,
            deed=_bench(edition),
        )
    return OpenThing(
        owner=Owner.OFFICER,
        what=_("Publish the timetable"),
        why=gettext("Version %(number)s is a draft; nobody goes by it yet.") % {"number": draft},
        due_at=due,
        deed=_bench(edition),
    )


def _to_repair(edition: Edition, declined: int, *, is_in_the_way: bool) -> Iterator[OpenThing]:
    if declined:
        words = ngettext("%(number)d session is declined", "%(number)d sessions are declined", declined)
        yield OpenThing(
            owner=Owner.OFFICER,
            what=words % {"number": declined},
            why=_("Say what gets in the way; the least disturbance is worked out."),
            is_blocked=True,
            deed=Deed(label=_("Repair"), url=reverse("timetable:hinder", args=[edition.code])),
        )
    if is_in_the_way:
        yield OpenThing(
            owner=Owner.OFFICER,
            what=_("Repair the timetable"),
            why=_("Something got in the way since it was published."),
            is_blocked=True,
            deed=_bench(edition),
        )


def _to_confirm(
    edition: Edition, centres: int, people: int, due: datetime | None, at: datetime
) -> Iterator[OpenThing]:
    for number, owner in ((centres, Owner.CENTRES), (people, Owner.PEOPLE)):
        if number:
            words = ngettext("%(number)d session to confirm", "%(number)d sessions to confirm", number)
            yield OpenThing(
                owner=owner,
                what=words % {"number": number},
                why=_("They were asked when the timetable was published."),
                due_at=due,
                is_waiting=due is None or at <= due,
                deed=_bench(edition),
            )


def _bench(edition: Edition) -> Deed:
    return Deed(label=_("Open the timetable"), url=reverse("timetable:bench", args=[edition.code]))


def timetable_fact(edition: Edition, *, at: datetime) -> StrOrPromise | None:
    """Which version is published, for the line of stages."""
    if edition.status not in PLANNED:
        return None
    found = Timetable.objects.filter(edition=edition, state=TimetableState.PUBLISHED).values_list("version")
    version = found.first()
    return gettext("timetable %(number)s is published") % {"number": version[0]} if version else None


# --- my tasks ------------------------------------------------------------------------------------------


def waiting(request: SignedInRequest, *, at: datetime) -> Sequence[Move]:
    """Sessions that wait for the reader's answer; timetables that wait for their office."""
    return [*_own(request, at), *_of_the_office(request)]


def _own(request: SignedInRequest, at: datetime) -> Iterator[Move]:
    person = request.user.person
    if person is None:
        return
    asked = confirmations_for(person.merged_into or person, request.grants)
    number = asked.filter(state=ASKED, ends_at__gt=at).count()
    if number:
        words = ngettext(
            "%(number)d session waits for your answer", "%(number)d sessions wait for your answer", number
        )
        yield Move(
            state="due",
            what=words % {"number": number},
            why=gettext("Confirm it, or say why it cannot be held: the office looks for another time."),
            deed=Deed(label=gettext("Answer"), url=reverse("timetable:mine")),
        )


def _of_the_office(request: SignedInRequest) -> Iterator[Move]:
    scopes = {grant.scope for grant in request.grants if grant.role in KEEPERS}
    if not scopes:
        return
    versions = Timetable.objects.filter(edition=OuterRef("pk"))
    published = versions.filter(state=TimetableState.PUBLISHED)
    declined = held_confirmations().filter(session__edition=OuterRef("pk"), state=DECLINED)
    late = Hindrance.objects.filter(edition=OuterRef("edition"), at__gt=OuterRef("published_at"))
    rows = Edition.objects.filter(status__in=PLANNED).annotate(
        is_published=Exists(published),
        is_declined=Exists(declined),
        is_in_the_way=Exists(published.filter(Exists(late))),
        is_planned=Exists(versions),
    )
    for edition in rows.order_by("starts_on", "code"):
        if EVERYWHERE not in scopes and edition.scope not in scopes:
            continue
        if edition.is_declined or edition.is_in_the_way:
            what = gettext("%(code)s: repair the timetable")
            why = gettext("Something got in the way of it, or a session is declined.")
        elif edition.is_planned and not edition.is_published:
            what = gettext("%(code)s: publish the timetable")
            why = gettext("It is planned, and nobody goes by it yet.")
        else:
            continue
        yield Move(state="due", what=what % {"code": edition.code}, why=why, deed=_bench(edition))
