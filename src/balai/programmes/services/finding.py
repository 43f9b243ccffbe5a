"""Finding dates: asked on a page, worked out by a worker, kept with the edition until it is asked again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.engine.calendars.find import find_windows
from balai.engine.calendars.search import EVERY_WEEKDAY, Search, Stretch
from balai.kernel.jobs import enqueue
from balai.programmes.models import DateSearch
from balai.programmes.queries.calendars import (
    almanac_for,
    closures_of,
    places_of_prayer,
    plain_reason,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.engine.calendars.search import Window
    from balai.programmes.models import Edition

FIND = "programmes.find_dates"
BEST = 12
"""Windows that are shown; the office chooses among these or asks more narrowly."""

REFUSED = 12


@transaction.atomic
def ask_for_dates(*, edition: Edition, question: Mapping[str, Any], actor: str, at: datetime) -> DateSearch:
    """Have windows for an edition looked for; an earlier search of it is forgotten.

    Args:
        edition: for which.
        question: as the form has it: the season, days, weekdays, and what to keep out of.
        actor: who asks.
        at: the moment.
    """
    DateSearch.objects.filter(edition=edition).delete()
    search = DateSearch.objects.create(edition=edition, question=dict(question), asked_at=at)
    record(actor=actor, action="edition.dates_looked_for", subject=edition.reference, at=at)
    enqueue(FIND, search_id=search.pk)
    return search


def answer_search(*, search_id: UUID, at: datetime) -> None:
    """Work a search out and keep its answer; one that was asked anew or cancelled meanwhile is left."""
    search = DateSearch.objects.filter(pk=search_id, answer__isnull=True).select_related("edition").first()
    if search is None:
        return
    asked = search_of(search.edition, search.question)
    ranking = find_windows(asked, almanac_for(asked))
    answer = {
        "feasible": [_plain(window) for window in ranking.feasible[:BEST]],
        "refused": [_plain(window) for window in ranking.refused[:REFUSED]],
        "feasible_count": len(ranking.feasible),
        "refused_count": len(ranking.refused),
    }
    DateSearch.objects.filter(pk=search_id, answer__isnull=True).update(answer=answer, answered_at=at)


@transaction.atomic
def forget_search(*, edition: Edition, actor: str, at: datetime) -> None:
    """Cancel a search that runs, or put its answer away."""
    gone, _kinds = DateSearch.objects.filter(edition=edition).delete()
    if gone:
        record(actor=actor, action="edition.date_search_forgotten", subject=edition.reference, at=at)


def search_of(edition: Edition, question: Mapping[str, Any]) -> Search:
    """The engine's question; every country that has places sends."""
    first = dt.date.fromisoformat(question["season_first"])
    last = dt.date.fromisoformat(question["season_last"])
    return Search(
        hosts=frozenset({edition.country_id}),
        sending=frozenset(edition.quotas.values_list("country_id", flat=True)),
        season_first=first,
        season_last=last,
        days=question["days"],
        start_weekdays=frozenset(question["weekdays"]) or EVERY_WEEKDAY,
        avoids_ramadan=question["avoids_ramadan"],
        exclusions=_stretches(question["exclusions"]),
        cautions=(*_stretches(question["cautions"]), *closures_of(edition, first, last)),
        places=places_of_prayer(edition) if question["keeps_fridays"] else (),
    )


def _stretches(lines: list[list[str]]) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(name=name, first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last))
        for first, last, name in lines
    )


def _plain(window: Window) -> dict[str, Any]:
    return {
        "first": window.first.isoformat(),
        "last": window.last.isoformat(),
        "cost": window.cost,
        "reasons": [plain_reason(reason) for reason in window.reasons],
    }
