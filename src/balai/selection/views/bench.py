"""The workbench: the pool, the proposal with its proof, and what each target and lock costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from balai.kernel.sheets import csv_answer, xlsx_answer
from balai.nominations.enums import NominationState, Standing
from balai.nominations.models import Nomination
from balai.people.access import roles
from balai.programmes.enums import EditionStatus
from balai.programmes.rules import readable_editions
from balai.selection.documents.sheets import pool_head, pool_rows
from balai.selection.enums import Place, ProposalState
from balai.selection.forms.bench import PoolFilter
from balai.selection.queries.decisions import decision_before_panel, decision_in_force
from balai.selection.queries.scores import NOBODY, plan_of, scores_in
from balai.selection.queries.workbench import NO_SCORE, NOT_ELIGIBLE, latest_proposal, listed
from balai.selection.rules.decisions import READERS, may_keep_selection, may_lay_before_panel
from balai.selection.rules.proposals import may_propose, may_send_to_panel
from balai.selection.services.deciding import digest_of
from balai.selection.services.pooling import pool_of
from balai.selection.services.proposing import plain
from balai.selection.services.wording import figure_text, money_text, points_text, range_text
from balai.selection.views.common import edition_for, way_to
from balai.selection.views.comparing import comparison_of, in_words
from balai.ui.parts import Pager, View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.selection.models import Proposal
    from balai.selection.queries.scores import Scored
    from balai.selection.services.pooling import Pool

MARKS = {
    Place.SELECTED.value: "ok",
    Place.RESERVE.value: "due",
    Place.NOT_SELECTED.value: "wait",
    NO_SCORE: "wait",
    NOT_ELIGIBLE: "block",
}
COMPARED = 4
"""People that are set side by side at most."""


@roles(*sorted(READERS))
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The editions that are being selected or were, the newest first."""
    editions = readable_editions(request.grants, READERS).exclude(
        status__in=[EditionStatus.IDEA, EditionStatus.APPROVED, EditionStatus.CANCELLED]
    )
    rows = editions.order_by("-starts_on", "pk").select_related("series")[:100]
    return render(request, "selection/index.html", {"editions": rows})


@roles(*sorted(READERS))
@require_safe
def workbench(request: SignedInRequest, code: str) -> HttpResponse:
    """The pool on one side, the proposal, its targets and two people compared on the other."""
    return show_workbench(request, edition_for(request, code))


def show_workbench(
    request: SignedInRequest, edition: Edition, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """The page of the workbench, also with what was refused."""
    proposal = latest_proposal(edition)
    pool = pool_of(edition)
    told: dict[str, Any] = proposal.told if proposal else {}
    accounts = told.get("accounts", {})
    show = request.GET.get("show", "all")
    form = PoolFilter(request.GET, countries=_countries(pool))
    page = listed(edition, accounts, form.asked(show=show, after=request.GET.get("after", "")))
    compared = request.GET.getlist("compare")[:COMPARED]
    keeps = may_keep_selection(request.grants, edition) is None
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("compare", None)
    context = {
        "edition": edition,
        "plan": plan_of(edition),
        "keeps": keeps,
        "may_lock": keeps and may_lay_before_panel(edition) is None,
        "form": form,
        "views": _views(query, page.counts, show),
        "lines": [
            _line(nomination, place, accounts, pool.scores.get(nomination.code, NOBODY), compared)
            for nomination, place in page.rows
        ],
        "pager": _pager(query, page.after, len(page.rows), page.counts.get(show, 0)),
        "show": show,
        "query": query.urlencode(),
        "eligible": len(pool.nominations),
        "comparison": comparison_of(edition, pool, proposal, compared) if compared else None,
        "before_panel": decision_before_panel(edition),
        "decision": decision_in_force(edition),
        "refusal": refusal,
        "crumbs": way_to(edition),
        **proposal_context(edition, proposal, pool, keeps=keeps),
    }
    return render(request, "selection/workbench.html", context, status=status)


def proposal_context(
    edition: Edition, proposal: Proposal | None, pool: Pool, *, keeps: bool
) -> dict[str, Any]:
    """What the card of the proposal and that of the targets show."""
    told: dict[str, Any] = proposal.told if proposal else {}
    is_there = proposal is not None and proposal.state == ProposalState.DONE
    stale = proposal is not None and is_there and digest_of(plain(pool.problem)) != proposal.problem_digest
    return {
        "edition": edition,
        "proposal": proposal,
        "keeps": keeps,
        "is_stale": stale,
        "may_send": keeps
        and proposal is not None
        and may_send_to_panel(proposal, is_current=not stale) is None,
        "may_ask": keeps and may_propose(edition, pool) is None,
        "stopped": may_propose(edition, pool),
        "unscored": len(pool.unscored),
        "unfinished": len(pool.unfinished),
        "people": len(told.get("selected", [])),
        "figure": figure_text(proposal.points) if proposal and proposal.points is not None else "",
        "more": points_text(proposal.bound - proposal.points)
        if proposal and proposal.points is not None and proposal.bound is not None
        else "",
        "targets": _targets(told, pool, edition),
        "locks": _locks(told, pool),
        "why_none": [in_words(words) for words in told.get("why_none", [])],
        "closest": len(told.get("closest", [])),
    }


def _countries(pool: Pool) -> list[tuple[str, str]]:
    return sorted(((code, str(name)) for code, name in pool.countries.items()), key=lambda pair: pair[1])


def _views(query: Any, counts: Mapping[str, int], show: str) -> list[View]:
    labels = {
        "all": gettext("All"),
        "in": gettext("In"),
        "reserves": gettext("Reserves"),
        "out": gettext("Not in"),
        NOT_ELIGIBLE: gettext("Not eligible"),
    }
    found = []
    for name, label in labels.items():
        asked = query.copy()
        asked["show"] = name
        found.append(
            View(label=f"{label} {counts[name]}", url=f"?{asked.urlencode()}", is_current=name == show)
        )
    return found


def _pager(query: Any, after: str, shown: int, of: int) -> Pager:
    asked = query.copy()
    asked["after"] = after
    words = ngettext("%(number)d nominee on this page", "%(number)d nominees on this page", shown)
    return Pager(shown=words % {"number": shown}, next_url=f"?{asked.urlencode()}" if after else "")


def _what_lacks(nomination: Nomination) -> str:
    """Why somebody is not in the pool: the list, the rules of eligibility, or the application."""
    if nomination.state != NominationState.SENT:
        return nomination.get_state_display()
    if nomination.standing != Standing.READY:
        return nomination.get_standing_display()
    return gettext("Application not sent")


def _line(
    nomination: Nomination, place: str, accounts: Mapping[str, Any], scored: Scored, compared: list[str]
) -> dict[str, Any]:
    account = accounts.get(nomination.code)
    lock = getattr(nomination, "lock", None)
    words = {
        Place.SELECTED.value: gettext("In"),
        Place.NOT_SELECTED.value: gettext("Not in"),
        NO_SCORE: gettext("No score"),
        NOT_ELIGIBLE: _what_lacks(nomination),
    }
    word = words.get(place) or gettext("Reserve %(number)s") % {
        "number": account["reserve"] if account else ""
    }
    return {
        "nomination": nomination,
        "mark": "info" if lock and place == Place.SELECTED else MARKS[place],
        "word": word,
        "points": figure_text(scored.points) if scored.points is not None else "–",
        "missing": scored.readers - scored.handed_in,
        "why": in_words(account["sentence"]) if account else _why_not(place),
        "moves_up_for": len(account["moves_up_for"]) if account else 0,
        "lock": lock,
        "is_compared": nomination.code in compared,
        "may_be_locked": place != NOT_ELIGIBLE,
    }


def _why_not(place: str) -> str:
    if place == NO_SCORE:
        return gettext("Not scored, or not part of a proposal yet.")
    return gettext("May not be selected as the nomination stands.")


def _targets(told: Mapping[str, Any], pool: Pool, edition: Edition) -> list[dict[str, Any]]:
    """Each target, the host's places, money, rooms and all countries at once, with what they cost."""
    people = max(len(told.get("selected", [])), edition.places or 1)
    found = []
    countries = [one for one in told.get("limits", []) if one["id"].startswith("country:")]
    for one in told.get("limits", []):
        kind, _colon, name = one["id"].partition(":")
        if kind in {"budget", "rooms"}:
            found.append(_means(one, pool))
        if kind not in {"target", "host"}:
            continue
        title = str(pool.targets.get(name, name)) if kind == "target" else gettext("Host country")
        found.append(
            {
                "title": title,
                "asked": range_text(one["least"], one["most"]),
                "count": one["count"],
                "most": people,
                "tick": one["least"] or one["most"],
                "costs": _cost(one["costs"]),
                "is_missed": one["count"] < one["least"]
                or (one["most"] is not None and one["count"] > one["most"]),
            }
        )
    if countries:
        found.append(
            {
                "title": gettext("Every country"),
                "asked": gettext("at most its places"),
                "count": sum(one["count"] > 0 for one in countries),
                "most": len(countries),
                "tick": None,
                "costs": _cost(countries[0]["costs"]),
                "is_missed": False,
            }
        )
    return found


def _means(told: Mapping[str, Any], pool: Pool) -> dict[str, Any]:
    """What a budget or the rooms come to, beside what there is."""
    if told["id"] == "rooms":
        title, asked, amount = gettext("Rooms"), range_text(0, told["most"]), str(told["count"])
        if pool.money.rooms is not None:
            words = gettext("%(asked)s for %(beds)s of one sex")
            asked = words % {"asked": asked, "beds": pool.money.rooms.beds}
    else:
        code = told["id"].partition(":")[2]
        title = str(pool.money.names.get(code, code))
        budget = next((one for one in pool.money.budgets if one.id == code), None)
        currency = budget.currency if budget else ""
        most = budget.most if budget else told["most"] * told["step"]
        asked = gettext("at most %(amount)s") % {"amount": money_text(currency, most)}
        amount = money_text(currency, told["count"] * told["step"])
    return {
        "title": title,
        "asked": asked,
        "amount": amount,
        "count": told["count"],
        "most": max(told["most"], told["count"], 1),
        "tick": None,
        "costs": _cost(told["costs"]),
        "is_missed": told["count"] > told["most"],
    }


def _cost(tenths: int | None) -> str:
    if tenths is None:
        return ""
    if tenths <= 0:
        return gettext("Costs no points")
    return gettext("Costs %(points)s") % {"points": points_text(tenths)}


def _locks(told: Mapping[str, Any], pool: Pool) -> list[dict[str, Any]]:
    costs = {one["id"]: one["costs"] for one in told.get("limits", [])}
    return [
        {
            "nomination": one,
            "lock": one.lock,
            "costs": _cost(costs.get(f"lock:{one.code}")),
        }
        for one in Nomination.objects.filter(
            edition__in={nomination.edition_id for nomination in pool.nominations.values()},
            lock__isnull=False,
        )
        .select_related("lock")
        .order_by("code")
    ]


@roles(*sorted(READERS))
@require_safe
def progress(request: SignedInRequest, code: str) -> HttpResponse:
    """The card of the proposal alone, asked for every second until it is there."""
    edition = edition_for(request, code)
    proposal = latest_proposal(edition)
    keeps = may_keep_selection(request.grants, edition) is None
    context = proposal_context(edition, proposal, pool_of(edition), keeps=keeps)
    response = render(request, "selection/_proposal.html", context)
    if proposal is None or not proposal.is_open:
        response["HX-Refresh"] = "true"  # the list beside it changes too
    return response


@roles(*sorted(READERS))
@require_safe
def export(request: SignedInRequest, code: str, kind: str) -> HttpResponseBase:
    """The whole pool with what the proposal says, as a CSV file or a workbook."""
    edition = edition_for(request, code)
    proposal = latest_proposal(edition)
    rows = pool_rows(edition, proposal, scores_in(edition))
    answer = xlsx_answer if kind == "xlsx" else csv_answer
    return answer(f"selection-{edition.code.lower()}.{kind}", pool_head(), rows)
