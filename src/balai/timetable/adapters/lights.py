"""What the board and the list of open things tell of timetables: planned, published, confirmed, repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.programmes.enums import EditionStatus
from balai.programmes.queries.editions import due_moment
from balai.programmes.registries import Light, OpenThing, Owner
from balai.timetable.enums import ConfirmationState, TimetableState
from balai.timetable.models import Hindrance, Timetable
from balai.timetable.queries.own import held_confirmations
from balai.ui.parts import Deed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from balai.programmes.models import Edition


PLANNED = frozenset({EditionStatus.PREPARATION, EditionStatus.RUNNING})
"""While a timetable is made and held; before and after it nothing is asked."""
ASKED, DECLINED = ConfirmationState.ASKED, ConfirmationState.DECLINED


# --- the board -----------------------------------------------------------------------------------------


def timetable_light(edition: Edition, *, at: datetime) -> Light:
    """A timetable is published, nothing is in its way, and everybody has confirmed; three questions."""
    due = due_moment(edition, "go-no-go")
    if edition.status not in PLANNED:
        return _light(due, 0, 0, [])
    versions = _versions(edition)
    published = _published(versions)
    if published is None:
        return _light(due, 0, 1, [_to_publish(edition, versions[-1].version if versions else None, due)])
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
    is_in_the_way = Hindrance.objects.filter(edition=edition, at__gt=published.published_at).exists()
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
            deed=to_bench(edition),
        )
    return OpenThing(
        owner=Owner.OFFICER,
        what=_("Publish the timetable"),
        why=gettext("Version %(number)s is a draft; nobody goes by it yet.") % {"number": draft},
        due_at=due,
        deed=to_bench(edition),
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
            deed=to_bench(edition),
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
                deed=to_bench(edition),
            )


def to_bench(edition: Edition) -> Deed:
    return Deed(label=_("Open the timetable"), url=reverse("timetable:bench", args=[edition.code]))


def timetable_fact(edition: Edition, *, at: datetime) -> StrOrPromise | None:
    """Which version is published, for the line of stages."""
    if edition.status not in PLANNED:
        return None
    published = _published(_versions(edition))
    if published is None:
        return None
    return gettext("timetable %(number)s is published") % {"number": published.version}


def _versions(edition: Edition) -> list[Timetable]:
    """Every version in order, without what it is made of; one question for all who look."""
    rows = Timetable.objects.only("edition", "state", "version", "published_at").order_by("version")
    prefetch_related_objects([edition], Prefetch("timetables", rows, to_attr="known_versions"))
    known: list[Timetable] = vars(edition)["known_versions"]
    return known


def _published(versions: Iterable[Timetable]) -> Timetable | None:
    return next((one for one in versions if one.state == TimetableState.PUBLISHED), None)
