"""Who received: what each country counts in an edition, from the best record there is; never the host."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncDate

from balai.delivery.enums import THERE
from balai.delivery.models import Presence
from balai.programmes.enums import EditionStatus
from balai.programmes.models import KnownCountry, Quota
from balai.reporting.enums import Basis
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant

if TYPE_CHECKING:
    from balai.programmes.models import Edition

AHEAD = frozenset(
    {
        EditionStatus.APPROVED,
        EditionStatus.CALL,
        EditionStatus.SELECTION,
        EditionStatus.PREPARATION,
        EditionStatus.POSTPONED,
        EditionStatus.CANCELLED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What each country counts, and what was counted.

    Attributes:
        weights: by country, without the host.
        basis: participant-days, participants, or planned places.
        people: participants by country, the host's among them; empty where nobody is recorded one by one.
        by_sex: the same by sex, of those of whom it is recorded.
    """

    weights: dict[str, int]
    basis: Basis
    people: dict[str, int] = field(default_factory=dict)
    by_sex: dict[str, int] = field(default_factory=dict)


def received(edition: Edition) -> Received:
    """Days of presence; else participants; else what sources tell; before it is held, the places given."""
    confirmed = Participant.objects.filter(edition=edition, state=ParticipantState.CONFIRMED)
    people = _counted(confirmed.values_list("country").annotate(Count("pk")))
    by_sex = _counted(
        confirmed.exclude(nomination__sex="").values_list("nomination__sex").annotate(Count("pk"))
    )
    days: Counter[str] = Counter()
    there = (
        Presence.objects.filter(session__edition=edition, state__in=THERE, participant__in=confirmed)
        .annotate(day=TruncDate("session__last_slot__begins_at", tzinfo=ZoneInfo(edition.time_zone)))
        .filter(session__last_slot__isnull=False)
        .values_list("participant__country", "participant", "day")
        .distinct()
    )
    for country, _participant, _day in there:
        days[country] += 1
    host = edition.country_id
    for weights, basis in (
        (dict(days), Basis.DAYS),
        (people, Basis.PEOPLE),
        (_known(edition), Basis.KNOWN),
        (_planned(edition), Basis.PLANNED),
    ):
        foreign = {country: count for country, count in sorted(weights.items()) if country != host and count}
        if foreign:
            return Received(weights=foreign, basis=basis, people=people, by_sex=by_sex)
    return Received(weights={}, basis=Basis.NONE)


def _counted(pairs: object) -> dict[str, int]:
    return {str(key): int(count) for key, count in pairs}  # type: ignore[attr-defined] # a question's rows


def _known(edition: Edition) -> dict[str, int]:
    """What sources tell of an edition of the past; nothing where they leave a country without a number."""
    rows = list(KnownCountry.objects.filter(edition=edition).values_list("country", "participants"))
    if any(count is None for _country, count in rows):
        return {}
    return {country: count or 0 for country, count in rows}


def _planned(edition: Edition) -> dict[str, int]:
    """The places that countries were given, while the edition is still to come or comes no more."""
    if edition.status not in AHEAD:
        return {}
    return dict(Quota.objects.filter(edition=edition, places__gt=0).values_list("country", "places"))
