"""The workbench: the pool, the proposal with its proof, what rules cost, what if, the way to the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.engine.selection.check import recount
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import csv_answer, xlsx_answer
from balai.kernel.translated import TranslatedText
from balai.nominations.enums import NominationState, Standing
from balai.nominations.models import Nomination
from balai.people.access import roles
from balai.programmes.enums import EditionStatus
from balai.programmes.rules import readable_editions
from balai.selection.documents.sheets import pool_head, pool_rows, wish_text
from balai.selection.enums import Place, ProposalState
from balai.selection.forms.bench import LockForm, PlanForm, PoolFilter, SendForm, WishForm
from balai.selection.models import Proposal
from balai.selection.queries.decisions import decision_before_panel, decision_in_force
from balai.selection.queries.scores import NOBODY, plan_of, scores_in
from balai.selection.queries.workbench import (
    NO_SCORE,
    NOT_ELIGIBLE,
    latest_proposal,
    listed,
    proposals_of,
)
from balai.selection.rules.decisions import KEEPERS, READERS, may_keep_selection, may_lay_before_panel
from balai.selection.rules.proposals import may_propose, may_send_to_panel
from balai.selection.services.deciding import digest_of
from balai.selection.services.pooling import pool_of
from balai.selection.services.proposing import (
    ask_for_proposal,
    cancel_proposal,
    lock_nominee,
    plain,
    send_to_panel,
    unlock_nominee,
)
from balai.selection.services.scoring import keep_plan
from balai.selection.services.wording import Wording, figure_text, money_text, points_text, range_text
from balai.selection.views.common import actor_of, edition_for, status_of, way_to
from balai.ui.parts import Pager, View

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.engine.selection.problem import Problem
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
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
    grants = [grant for grant in request.grants if grant.role in READERS]
    editions = readable_editions(grants).exclude(
        status__in=[EditionStatus.IDEA, EditionStatus.APPROVED, EditionStatus.CANCELLED]
    )
    rows = editions.order_by("-starts_on", "pk").select_related("series")[:100]
    return render(request, "selection/index.html", {"editions": rows})


@roles(*sorted(READERS))
@require_safe
def workbench(request: SignedInRequest, code: str) -> HttpResponse:
    """The pool on one side, the proposal, its targets and two people compared on the other."""
    return _workbench(request, edition_for(request, code))


def _workbench(
    request: SignedInRequest, edition: Edition, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
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
        "comparison": _comparison(edition, pool, proposal, compared) if compared else None,
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
        "why_none": [_now(words) for words in told.get("why_none", [])],
        "closest": len(told.get("closest", [])),
    }


def _now(words: Mapping[str, str]) -> str:
    return str(TranslatedText(words))


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
        "why": _now(account["sentence"]) if account else _why_not(place),
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


# --- two to four people side by side ------------------------------------------------------------------------


def _comparison(edition: Edition, pool: Pool, proposal: Proposal | None, codes: list[str]) -> dict[str, Any]:
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


# --- making, cancelling, what if ----------------------------------------------------------------------------


@roles(*sorted(KEEPERS))
@require_POST
def propose(request: SignedInRequest, code: str) -> HttpResponse:
    """Have the proposal worked out."""
    edition = edition_for(request, code, keeps=True)
    try:
        ask_for_proposal(edition=edition, actor=actor_of(request), at=clock.now())
    except RuleViolationError as violation:
        return _workbench(request, edition, refusal=violation.refusal, status=409)
    return redirect("selection:workbench", code)


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


@roles(*sorted(KEEPERS))
@require_POST
def cancel(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Stop working a proposal out."""
    edition = edition_for(request, code, keeps=True)
    proposal = get_object_or_404(Proposal, edition=edition, pk=key)
    cancel_proposal(proposal=proposal, actor=actor_of(request), at=clock.now())
    return redirect("selection:workbench", code)


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Put somebody in or out beforehand, or leave it to the points again."""
    edition = edition_for(request, code, keeps=True)
    nomination = get_object_or_404(
        Nomination.objects.select_related("edition", "country", "lock"), edition=edition, pk=key
    )
    now = getattr(nomination, "lock", None)
    initial = {"place": now.place, "reason": now.reason} if now else {"place": Place.SELECTED.value}
    form = LockForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["place"] == LockForm.FREE:
                unlock_nominee(nomination=nomination, actor=actor_of(request), at=clock.now())
            else:
                lock_nominee(
                    nomination=nomination,
                    place=Place(form.cleaned_data["place"]),
                    reason=form.cleaned_data["reason"],
                    actor=actor_of(request),
                    at=clock.now(),
                )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("Noted. Have the proposal made again to see what it costs."))
            return redirect("selection:workbench", code)
    title = gettext("Lock %(name)s") % {"name": nomination.name}
    context = {
        "edition": edition,
        "form": form,
        "title": title,
        "lead": f"{nomination.country.brief_name} · {nomination.position or nomination.employer}",
        "label": gettext("Keep"),
        "back": reverse("selection:workbench", args=[code]),
        "crumbs": way_to(edition, title),
    }
    return render(request, "selection/form.html", context, status=status_of(request))


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask what another wish would change."""
    edition = edition_for(request, code, keeps=True)
    pool = pool_of(edition)
    limits = [(f"target:{one}", str(name)) for one, name in pool.targets.items()]
    if edition.host_places:
        limits.append(("host", gettext("Host country")))
    limits.append(("countries", gettext("Every country")))
    limits += [(f"budget:{one.id}", str(pool.money.names[one.id])) for one in pool.money.budgets]
    if pool.money.rooms is not None:
        limits.append(("rooms", gettext("Rooms")))
    form = WishForm(
        request.POST or None,
        initial={"places": edition.places, "nominee": request.GET.get("nominee", "")},
        limits=limits,
        nominees=[(one, f"{nominee.name} ({one})") for one, nominee in pool.nominations.items()],
    )
    if request.method == "POST" and form.is_valid():
        wish = form.wish(edition.places)
        if not wish:
            form.add_error(None, gettext("Change something, or there is nothing to compare."))
        else:
            try:
                asked = ask_for_proposal(edition=edition, wish=wish, actor=actor_of(request), at=clock.now())
            except RuleViolationError as violation:
                form.add_error(None, str(violation.refusal.message))
            else:
                base = latest_proposal(edition)
                address = reverse("selection:proposals", args=[code])
                return redirect(f"{address}?a={base.pk if base else ''}&b={asked.pk}")
    context = {
        "edition": edition,
        "form": form,
        "title": gettext("What if…"),
        "lead": gettext("The best cohort under another wish is worked out and set beside the proposal."),
        "label": gettext("Work it out"),
        "back": reverse("selection:workbench", args=[code]),
        "crumbs": way_to(edition, gettext("What if…")),
    }
    return render(request, "selection/form.html", context, status=status_of(request))


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
        "why_none": [_now(words) for words in b.told.get("why_none", a.told.get("why_none", []))],
    }


# --- how it is selected, and the way to the panel -----------------------------------------------------------


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, code: str) -> HttpResponse:
    """How many read each dossier, what they see, the number of the lots, and when the panel meets."""
    edition = edition_for(request, code, keeps=True)
    form = PlanForm(request.POST or None, instance=plan_of(edition), zone=ZoneInfo(edition.time_zone))
    if request.method == "POST" and form.is_valid():
        keep_plan(edition=edition, values=form.values, actor=actor_of(request), at=clock.now())
        messages.success(request, gettext("Kept."))
        return redirect("selection:panel", code)
    title = gettext("How it is selected")
    context = {
        "edition": edition,
        "form": form,
        "title": title,
        "lead": "",
        "label": gettext("Keep"),
        "back": reverse("selection:workbench", args=[code]),
        "crumbs": way_to(edition, title),
    }
    return render(request, "selection/form.html", context, status=status_of(request))


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Lay a proposal before the panel; what is decided already is corrected by a later version."""
    edition = edition_for(request, code, keeps=True)
    proposal = get_object_or_404(
        Proposal.objects.select_related("edition"), edition=edition, pk=key, state=ProposalState.DONE
    )
    if proposal.points is None:
        raise Http404
    replaced = decision_in_force(edition)
    form = SendForm(request.POST or None)
    if replaced is None:
        del form.fields["correction"]
    if request.method == "POST" and (replaced is None or form.is_valid()):
        try:
            decision = send_to_panel(
                proposal=proposal,
                correction=form.cleaned_data["correction"] if replaced else "",
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.full_clean()
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("It lies before the panel. Its members can sign it now."))
            return redirect("selection:decision", code, decision.version)
    title = gettext("Lay the proposal before the panel")
    lead = gettext(
        "The members see who is in, the reserves and every sentence. What lay before them until now and was "
        "not decided is taken away."
    )
    context = {
        "edition": edition,
        "form": form,
        "title": title,
        "lead": lead,
        "label": gettext("Lay before the panel"),
        "back": reverse("selection:workbench", args=[code]),
        "crumbs": way_to(edition, title),
    }
    return render(request, "selection/form.html", context, status=status_of(request))


@roles(*sorted(READERS))
@require_safe
def export(request: SignedInRequest, code: str, kind: str) -> HttpResponseBase:
    """The whole pool with what the proposal says, as a CSV file or a workbook."""
    edition = edition_for(request, code)
    proposal = latest_proposal(edition)
    rows = pool_rows(edition, proposal, scores_in(edition))
    answer = xlsx_answer if kind == "xlsx" else csv_answer
    return answer(f"selection-{edition.code.lower()}.{kind}", pool_head(), rows)
