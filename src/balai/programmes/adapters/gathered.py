"""What this room adds to the search and to My tasks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from balai.engine.documents.words import language_for, span_text
from balai.kernel.gathering import Hit
from balai.programmes.enums import EditionStatus, Level, ReservationState
from balai.programmes.models import Deadline, Lesson, Reservation
from balai.programmes.queries import editions_matching, pledges_matching, series_matching
from balai.programmes.rules import KEEPERS, READERS, readable_editions, readable_pledges, readable_series
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from balai.people.access import SignedInRequest
    from balai.people.models import Grant
    from balai.programmes.models import Edition

MOST_BESIDE = 5
"""Series, and pledges, that a search shows where there is room."""
SOON = dt.timedelta(days=7)
OVER = (
    EditionStatus.CLOSED,
    EditionStatus.REPORTED,
    EditionStatus.EVALUATED,
    EditionStatus.POSTPONED,
    EditionStatus.CANCELLED,
)


class EditionSearch:
    """Finds editions by title, theme, code or city, and while there is room series and pledges."""

    kind: StrOrPromise = _("Programmes")

    def __call__(self, request: SignedInRequest, words: str, *, most: int) -> Sequence[Hit]:
        hits = [
            Hit(
                title=f"{edition.code}: {edition.title}",
                line=f"{edition.get_status_display()}, {_days(edition)}",
                url=reverse("programmes:edition", args=[edition.code]),
            )
            for edition in _as_hits(editions_matching(readable_editions(request.grants), words=words))[:most]
        ]
        if len(hits) < most and any(grant.role in READERS for grant in request.grants):
            hits += [*_series_found(request.grants, words), *_pledges_found(request.grants, words)]
        return hits[:most]


def _as_hits(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    return editions.select_related(None).only("code", "title", "status", "starts_on", "ends_on")


def _series_found(grants: Sequence[Grant], words: str) -> list[Hit]:
    rows = series_matching(readable_series(grants), words=words).select_related(None).order_by("code")
    return [
        Hit(
            title=f"{series.code}: {series.title}",
            line=gettext("Series"),
            url=reverse("programmes:series", args=[series.code]),
        )
        for series in rows.only("code", "title")[:MOST_BESIDE]
    ]


def _pledges_found(grants: Sequence[Grant], words: str) -> list[Hit]:
    rows = pledges_matching(readable_pledges(grants), words=words).select_related(None)
    return [
        Hit(
            title=f"{pledge.code}: {pledge}",
            line=gettext("Pledge"),
            url=reverse("programmes:pledge", args=[pledge.code]),
        )
        for pledge in rows.only("code", "meeting", "year").order_by("-year", "code")[:MOST_BESIDE]
    ]


def waiting(request: SignedInRequest, *, at: dt.datetime) -> Sequence[Move]:
    """What waits for whoever keeps editions: calls to open, sites to confirm, lessons to settle."""
    keeping = [grant for grant in request.grants if grant.role in KEEPERS]
    if not keeping:
        return []
    mine = readable_editions(keeping).exclude(status__in=OVER).order_by().values("pk")
    return [*_calls(mine, at), *_holds(mine, at), *_lessons(mine, at)]


def _calls(mine: Any, at: dt.datetime) -> Iterator[Move]:
    due = Deadline.objects.filter(
        plan__edition__in=mine,
        plan__edition__status=EditionStatus.APPROVED,
        plan__code="call",
        plan__level=Level.HOST,
        at__lte=at + SOON,
    )
    rows = due.select_related("plan__edition").only("at", "zone", "plan__edition__code")
    for deadline in rows.order_by("at", "pk"):
        edition = deadline.plan.edition
        yield Move(
            state="late" if deadline.at <= at else "due",
            what=gettext("%(code)s: open the call") % {"code": edition.code},
            why=gettext("The focal points wait for it."),
            by=_day(deadline.at, deadline.zone),
            deed=Deed(
                label=gettext("Open the call"), url=reverse("programmes:decide", args=[edition.code, "call"])
            ),
        )


def _holds(mine: Any, at: dt.datetime) -> Iterator[Move]:
    held = Reservation.objects.filter(
        edition__in=mine, state=ReservationState.HELD, held_until__lte=(at + SOON).date()
    )
    rows = held.select_related("edition", "site").only(
        "held_until", "edition__code", "edition__time_zone", "site__name"
    )
    for row in rows.order_by("held_until", "pk"):
        assert row.held_until is not None  # noqa: S101 -- a hold has a day, by constraint
        today = at.astimezone(ZoneInfo(row.edition.time_zone)).date()
        yield Move(
            state="late" if row.held_until < today else "due",
            what=gettext("%(code)s: confirm %(site)s") % {"code": row.edition.code, "site": row.site.name},
            why=gettext("Held until this day, and free again after."),
            by=formats.date_format(row.held_until, "D j M Y"),
            deed=Deed(
                label=gettext("Open the sites"),
                url=reverse("programmes:sheet", args=[row.edition.code, "sites"]),
            ),
        )


def _lessons(mine: Any, at: dt.datetime) -> Iterator[Move]:
    open_ones = Lesson.objects.filter(taken_up_in__in=mine, done_at=None, due_on__lte=(at + SOON).date())
    rows = open_ones.select_related("taken_up_in").only("text", "due_on", "taken_up_in__code")
    for lesson in rows.order_by("due_on", "pk"):
        assert lesson.taken_up_in is not None  # noqa: S101 -- as was asked
        assert lesson.due_on is not None  # noqa: S101 -- as was asked
        yield Move(
            state="late" if lesson.due_on < at.date() else "due",
            what=f"{lesson.taken_up_in.code}: {lesson.text}",
            why=gettext("A lesson of the edition before."),
            by=formats.date_format(lesson.due_on, "D j M Y"),
            deed=Deed(
                label=gettext("Say what was done"),
                url=reverse("programmes:settle_lesson", args=[lesson.taken_up_in.code, lesson.pk]),
            ),
        )


def _day(at: dt.datetime, zone: str) -> str:
    return formats.date_format(at.astimezone(ZoneInfo(zone)), "D j M Y")


def _days(edition: Edition) -> str:
    if edition.starts_on is None:
        return gettext("no dates yet")
    language = (get_language() or "en").partition("-")[0]
    return span_text(edition.starts_on, edition.ends_on or edition.starts_on, language_for(language))
