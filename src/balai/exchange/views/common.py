"""What pages of this room have in common: who asks, which edition, and how a match is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from balai.exchange.enums import Kind, MatchState
from balai.exchange.models import Card
from balai.exchange.queries.exchange import own_centres
from balai.exchange.rules.access import readers_editions
from balai.followup.models.times import day_in
from balai.people.enums import Role
from balai.programmes.models import Edition
from balai.timetable.enums import TimetableState
from balai.timetable.models import Slot
from balai.timetable.queries.own import hosted
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from balai.exchange.models import Match, Outcome
    from balai.followup.models.times import Wave
    from balai.people.access import SignedInRequest
    from balai.people.models import Grant
    from balai.ui.parts import State

MARKS: Mapping[MatchState, State] = {
    MatchState.PROPOSED: "wait",
    MatchState.ANSWERED: "due",
    MatchState.AGREED: "ok",
    MatchState.DECLINED: "block",
}


def editions_seen(grants: Iterable[Grant]) -> QuerySet[Edition]:
    """The editions of which somebody sees the exchange, or what is their centre’s of it, the newest first."""
    grants = list(grants)
    own = Q(pk__in=readers_editions(grants).order_by().values("pk"))
    if any(grant.role == Role.CENTRE_COORDINATOR for grant in grants):
        held = Slot.objects.filter(hosted(grants, "site"), timetable__state=TimetableState.PUBLISHED)
        own |= Q(pk__in=held.values("timetable__edition"))
        asked = Card.objects.filter(organisation__in=own_centres(grants), kind=Kind.NEED)
        own |= Q(pk__in=asked.values("edition"))
    return Edition.objects.filter(own).select_related("series", "country").order_by("-starts_on", "code")


def edition_for(request: SignedInRequest, code: str) -> tuple[Edition, bool]:
    """The edition of an address and whether the reader sees the whole of it; another is not there at all."""
    edition = get_object_or_404(editions_seen(request.grants), code=code)
    return edition, readers_editions(request.grants).filter(pk=edition.pk).exists()


def way_to(edition: Edition, *steps: str) -> list[Crumb]:
    """The way down to a page of an edition; the last step is the page itself."""
    page = reverse("exchange:edition", args=[edition.code])
    return [
        Crumb(label=gettext("Technology exchange"), url=reverse("exchange:index")),
        Crumb(label=edition.code, url=page if steps else ""),
        *(Crumb(label=step) for step in steps),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A match as one side or the office reads it.

    Attributes:
        is_seeker: whether it reads as for the side that asks.
        contact: of the other side; empty until both agreed.
        asks: whether this side has not decided yet.
        asked: the time at which is asked now what came of it, or None.
        told: what was told, the earliest first.
    """

    match: Match
    mark: State
    is_seeker: bool
    contact: str = ""
    asks: bool = False
    asked: Wave | None = None
    told: list[Outcome] = field(default_factory=list)

    @property
    def state(self) -> MatchState:
        return self.match.state


def shown_of(match: Match, *, is_seeker: bool, at: dt.datetime) -> Shown:
    """How a match reads for one of its sides."""
    state = match.state
    contact = ""
    if state == MatchState.AGREED:
        contact = match.provider_contact if is_seeker else match.seeker_contact
    elif state == MatchState.ANSWERED and is_seeker:
        contact = match.provider_contact  # who answered has agreed that the seeker reads it
    outcomes = sorted(match.outcomes.all(), key=lambda one: one.months)
    known = {one.months for one in outcomes}
    today = day_in(match.edition, at)
    return Shown(
        match=match,
        mark=MARKS[state],
        is_seeker=is_seeker,
        contact=contact,
        asks=state == (MatchState.ANSWERED if is_seeker else MatchState.PROPOSED),
        asked=next((one for one in match.waves if one.is_open(today) and one.months not in known), None),
        told=outcomes,
    )
