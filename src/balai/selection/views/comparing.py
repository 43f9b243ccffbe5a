"""Set side by side: people of the pool, a swap that the checker counts, and two proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from balai.engine.selection.check import recount
from balai.kernel.translated import TranslatedText
from balai.nominations.models import Nomination
from balai.people.access import roles
from balai.selection.documents.sheets import wish_text
from balai.selection.enums import ProposalState
from balai.selection.models import Proposal
from balai.selection.queries.scores import NOBODY
from balai.selection.queries.workbench import proposals_of
from balai.selection.rules.decisions import READERS, may_keep_selection
from balai.selection.services.wording import Wording, figure_text, points_text
from balai.selection.views.common import edition_for, way_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from balai.engine.selection.problem import Problem
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.selection.services.pooling import Pool


def in_words(words: Mapping[str, str]) -> str:
    """What was told in several languages, in the one of now."""
    return str(TranslatedText(words))


# --- people ------------------------------------------------------------------------------------------------


def comparison_of(
    edition: Edition, pool: Pool, proposal: Proposal | None, codes: list[str]
) -> dict[str, Any]:
    """Two to four people side by side; of two, one in and one not, what a swap would change."""
    people = list(
        Nomination.objects.filter(edition=edition, code__in=codes).select_related("country").order_by("code")
    )
    scores = [pool.scores.get(one.code, NOBODY) for one in people]
    rows = [
        (
            gettext("Score"),
            [figure_text(one.points) if one.points is not None else "–" for one in scores],
        ),
        (gettext("Rank at home"), [str(one.rank) for one in people]),
        (gettext("Kind"), [one.get_track_display() for one in people]),
        (gettext("Sector of work"), [one.sector or "–" for one in people]),
        (gettext("Language"), [one.language_level or "–" for one in people]),
        (gettext("Experience, years"), [str(one.experience_years or "–") for one in people]),
    ]
    found: dict[str, Any] = {"people": people, "rows": rows, "swap": None}
    selected = set(proposal.told.get("selected", ())) if proposal else set()
    inside = [one for one in people if one.code in selected]
    outside = [one for one in people if one.code not in selected and one.code in pool.nominations]
    if len(people) == 2 and len(inside) == len(outside) == 1 and pool.problem is not None:
        found["swap"] = swap_of(pool, pool.problem, selected, leaver=inside[0].code, comer=outside[0].code)
        found["inside"], found["outside"] = inside[0], outside[0]
    return found


def swap_of(
    pool: Pool, problem: Problem, selected: set[str], *, leaver: str, comer: str
) -> dict[str, Any] | None:
    """What a swap would change, counted by the checker; None where it cannot be counted."""
    known = {one.id for one in problem.nominees}
    if comer not in known or not selected <= known:
        return None
    before = recount(problem, selected)
    after = recount(problem, selected - {leaver} | {comer})
    wording = Wording.of(problem, pool)
    kept = {one.limit for one in before.missed}
    return {
        "points": points_text(abs(after.points - before.points)),
        "gains": after.points > before.points,
        "is_equal": after.points == before.points,
        "broken": [wording.phrase(one.words) for one in after.missed if one.limit not in kept],
    }


# --- proposals ---------------------------------------------------------------------------------------------


@roles(*sorted(READERS))
@require_safe
def proposals(request: SignedInRequest, code: str) -> HttpResponse:
    """Every proposal that is kept, and two of them side by side."""
    edition = edition_for(request, code)
    rows = list(proposals_of(edition))
    context = {
        "edition": edition,
        "rows": [
            {
                "proposal": one,
                "wish": wish_text(one.wish),
                "figure": figure_text(one.points) if one.points is not None else "–",
            }
            for one in rows
        ],
        "compared": _compared(edition, request.GET.get("a", ""), request.GET.get("b", "")),
        "working": next((one for one in rows if one.is_open), None),
        "keeps": may_keep_selection(request.grants, edition) is None,
        "crumbs": way_to(edition, gettext("Proposals")),
    }
    return render(request, "selection/proposals.html", context)


def _compared(edition: Edition, one: str, other: str) -> dict[str, Any] | None:
    found = {
        str(proposal.pk): proposal
        for proposal in Proposal.objects.filter(edition=edition, state=ProposalState.DONE).defer(
            "evidence", "problem"
        )
        if str(proposal.pk) in {one, other}
    }
    if one not in found or other not in found or one == other:
        return None
    a, b = found[one], found[other]
    first, second = a.told["selected"], b.told["selected"]
    names = {
        nominee.code: nominee
        for nominee in Nomination.objects.filter(
            edition=edition, code__in=set(first) ^ set(second)
        ).select_related("country")
    }
    known = a.points is not None and b.points is not None
    gained = (b.points or 0) - (a.points or 0)
    return {
        "a": a,
        "b": b,
        "wish_a": wish_text(a.wish),
        "wish_b": wish_text(b.wish),
        "known": known,
        "gained": gained,
        "points": points_text(abs(gained)),
        "entering": [names[code] for code in second if code not in first and code in names],
        "leaving": [names[code] for code in first if code not in second and code in names],
        "why_none": [in_words(words) for words in b.told.get("why_none", a.told.get("why_none", []))],
    }
