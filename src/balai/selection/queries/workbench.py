"""The pool as the workbench lists it: everybody of the edition, with what the proposal says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from balai.nominations.enums import NominationState
from balai.nominations.models import Nomination
from balai.nominations.queries.applications import MAY_BE_SELECTED
from balai.selection.enums import Place, ProposalState
from balai.selection.models import Proposal
from balai.selection.models.proposal import OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.programmes.models import Edition

PAGE = 50
NOT_ELIGIBLE = "not-eligible"
NO_SCORE = "no-score"
ORDER = (Place.SELECTED.value, Place.RESERVE.value, Place.NOT_SELECTED.value, NO_SCORE, NOT_ELIGIBLE)
SHOWN = {
    "all": "",
    "in": Place.SELECTED.value,
    "reserves": Place.RESERVE.value,
    "out": Place.NOT_SELECTED.value,
}


def latest_proposal(edition: Edition | UUID) -> Proposal | None:
    """The proposal of an edition: the newest that was not cancelled and asks nothing else; no what-if."""
    return (
        Proposal.objects.filter(edition=edition, wish={})
        .exclude(state=ProposalState.CANCELLED)
        .defer("evidence", "problem")
        .order_by("-asked_at", "-pk")
        .first()
    )


def proposals_of(edition: Edition | UUID) -> QuerySet[Proposal]:
    """Those that are worked out or being so, the newest first; without what pages of lists do not show."""
    return (
        Proposal.objects.filter(edition=edition, state__in=[ProposalState.DONE, *OPEN])
        .defer("evidence", "problem", "told")
        .order_by("-asked_at", "-pk")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which nominees the workbench looks for; an empty text leaves a question out.

    Attributes:
        show: all, in, reserves, out or not-eligible.
        words: of name, employer, position or reference.
        country, track, sex: as nominations have them.
        after: the reference after which the page begins.
    """

    show: str = "all"
    words: str = ""
    country: str = ""
    track: str = ""
    sex: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page of the pool.

    Attributes:
        rows: nominations with the place that the proposal gives them, in the order of the list.
        counts: how many there are in each view, by its name, the other questions left aside.
        after: where the next page begins; empty on the last one.
    """

    rows: list[tuple[Nomination, str]]
    counts: dict[str, int]
    after: str


def listed(edition: Edition, accounts: Mapping[str, Any], asked: Asked, *, most: int = PAGE) -> Listed:
    """A page of the pool: who is in, reserves by number, the others by what they lack, then who cannot be.

    Two questions, however long the list: references with what they are ordered by, and the rows of the page.
    """
    everybody = Nomination.objects.filter(edition=edition).exclude(state=NominationState.WITHDRAWN)
    everybody = everybody.exclude(state=NominationState.DRAFT)
    facts = list(
        everybody.annotate(may_be_selected=MAY_BE_SELECTED)
        .order_by("code")
        .values_list("code", "may_be_selected", "search_text", "country_id", "track", "sex")
    )
    placed = [
        (_key(code, accounts, may_be_selected=bool(may_be)), code, *rest) for code, may_be, *rest in facts
    ]
    placed.sort()
    counts = {"all": len(placed)}
    for name, place in [*list(SHOWN.items())[1:], (NOT_ELIGIBLE, NOT_ELIGIBLE)]:
        counts[name] = sum(ORDER[key[0]] == place for key, *_rest in placed)
    found = [(code, ORDER[key[0]]) for key, code, *rest in placed if _fits(ORDER[key[0]], rest, asked)]
    codes = [code for code, _place in found]
    begin = codes.index(asked.after) + 1 if asked.after in codes else 0
    page = found[begin : begin + most]
    rows = {
        one.code: one
        for one in everybody.filter(code__in=[code for code, _place in page]).select_related(
            "country", "lock", "edition", "application"
        )
    }
    return Listed(
        rows=[(rows[code], place) for code, place in page if code in rows],
        counts=counts,
        after=page[-1][0] if begin + most < len(found) else "",
    )


def _key(code: str, accounts: Mapping[str, Any], *, may_be_selected: bool) -> tuple[int, int, int]:
    if not may_be_selected:
        return (ORDER.index(NOT_ELIGIBLE), 0, 0)
    account = accounts.get(code)
    if account is None:
        return (ORDER.index(NO_SCORE), 0, 0)
    lacking = account["lacking"]
    order = -lacking if account["place"] == Place.SELECTED and lacking else lacking or 0
    return (ORDER.index(account["place"]), account["reserve"] or 0, order)


def _fits(place: str, facts: list[Any], asked: Asked) -> bool:
    text, country, track, sex = facts
    wanted = SHOWN.get(asked.show, asked.show)
    return (
        (not wanted or wanted == place)
        and all(word in text for word in asked.words.lower().split())
        and asked.country in {"", country}
        and asked.track in {"", track}
        and asked.sex in {"", sex}
    )
