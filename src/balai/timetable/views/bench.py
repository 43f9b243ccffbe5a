"""The workbench: the whole programme on one screen, how good it is, and planning it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import csv_answer, xlsx_answer
from balai.kernel.translated import TranslatedText
from balai.people.access import person_of, roles
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Group
from balai.programmes.rules import readable_editions
from balai.timetable.documents import sheets
from balai.timetable.documents.papers import Paper
from balai.timetable.models import Search, Slot
from balai.timetable.queries.drawing import drawn_slots
from balai.timetable.queries.own import declined_in
from balai.timetable.queries.plans import (
    dates_of,
    hours_of,
    latest_search,
    published_timetable,
    shown_slots,
    slots_in,
    versions_of,
    with_people,
)
from balai.timetable.rules.planning import KEEPERS, READERS, may_keep_timetable, may_plan
from balai.timetable.services.attending import wholes_of
from balai.timetable.services.moving import take_back
from balai.timetable.services.relaxing import repair_with_remedy, take_remedy
from balai.timetable.services.searching import ask_for_timetable, cancel_search
from balai.timetable.views.common import (
    bench_url,
    edition_for,
    latest_version,
    sessions_url,
    timetable_for,
    way_to,
)
from balai.timetable.views.showing.board import WAYS, board_of
from balai.timetable.views.showing.days import columns_for, date_in, days_of, links_to
from balai.timetable.views.showing.observances import observed_in
from balai.timetable.views.showing.quality import quality_of, search_words
from balai.timetable.views.showing.quiet import Quiet, quiet_of
from balai.timetable.views.showing.remedies import why_of
from balai.ui.parts import View

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.timetable.models import Timetable


@roles(*sorted(READERS))
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The editions that are planned or were, the newest first."""
    editions = readable_editions(request.grants, READERS).exclude(
        status__in=[EditionStatus.IDEA, EditionStatus.CANCELLED]
    )
    rows = editions.order_by("-starts_on", "pk").select_related("series")[:100]
    return render(request, "timetable/index.html", {"editions": rows})


@roles(*sorted(READERS))
@require_safe
def bench(request: SignedInRequest, code: str) -> HttpResponse:
    """Days across, groups down; on the side how good it is."""
    return show_bench(request, edition_for(request, code))


def show_bench(
    request: SignedInRequest,
    edition: Edition,
    *,
    timetable: Timetable | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The workbench with one of its versions, by default the latest."""
    asked = request.GET.get("version", "")
    if timetable is None:
        timetable = timetable_for(edition, int(asked)) if asked.isdecimal() else latest_version(edition)
    if asked and timetable is None:
        raise Http404
    by = request.GET.get("by", "group")
    by = by if by in WAYS else "group"
    slots = Slot.objects.filter(timetable=timetable) if timetable else Slot.objects.none()
    groups = list(Group.objects.filter(edition=edition).order_by("order", "code"))
    drawn = drawn_slots(slots, groups, names_people=by == "person") if by != "day" else []
    quiet = quiet_of(timetable) if timetable else Quiet()
    keeps = may_keep_timetable(request.grants, edition) is None
    stopped = may_plan(edition)
    context = {
        "edition": edition,
        "timetable": timetable,
        "published": published_timetable(edition),
        "versions": list(versions_of(edition)[:20]),
        "board": board_of(edition, drawn, groups, by=by, quiet=quiet, address=sessions_url(timetable))
        if drawn and timetable
        else None,
        **(_by_day(request, timetable, groups, quiet) if timetable and by == "day" else {}),
        "views": _views(edition, timetable, by),
        "quality": quality_of(timetable) if timetable else None,
        "observed": observed_in(timetable, quiet) if timetable else [],
        "given_up": [TranslatedText(one) for one in timetable.given_up] if timetable else [],
        "declined": list(declined_in(edition)),
        "papers": _papers(edition, timetable) if timetable else [],
        "keeps": keeps,
        "stopped": stopped,
        "drags": timetable is not None and timetable.is_draft and keeps and stopped is None,
        "grid": quiet.grid,
        "refusal": refusal,
        "crumbs": way_to(edition),
        **search_context(edition, keeps=keeps),
    }
    return render(request, "timetable/bench.html", context, status=status)


def _by_day(
    request: SignedInRequest, timetable: Timetable, groups: Sequence[Group], quiet: Quiet
) -> dict[str, Any]:
    """One day with everything that is said of its sessions, and the days to turn to."""
    edition = timetable.edition
    zone = ZoneInfo(edition.time_zone)
    slots = Slot.objects.filter(timetable=timetable)
    dates = dates_of(slots, zone)
    if not dates:
        return {}
    today = clock.now().astimezone(zone).date()
    try:
        on = date_in(dates, request.GET.get("day", ""), today)
    except LookupError as error:
        raise Http404 from error
    own = with_people(shown_slots(slots.filter(begins_at__range=hours_of(on, zone))))
    (day,) = days_of(list(own), wholes_of(groups), quiet=quiet, columns=columns_for(groups), zone=zone)
    address = f"{bench_url(edition, timetable.version)}&by=day&day="
    return {"day": day, "links": links_to(dates, on, lambda on: f"{address}{on}")}


def search_context(edition: Edition, *, keeps: bool) -> dict[str, Any]:
    """What the card of the search shows."""
    search = latest_search(edition)
    return {
        "edition": edition,
        "search": search,
        "keeps": keeps,
        "said": search_words(search) if search else None,
        **(why_of(search) if search and search.timetable is None else {}),
    }


def _papers(edition: Edition, timetable: Timetable) -> list[View]:
    return [
        View(
            label=str(label),
            url=reverse("timetable:paper", args=[edition.code, timetable.version, kind]),
            is_current=False,
        )
        for kind, label in Paper.choices
    ]


def _views(edition: Edition, timetable: Timetable | None, by: str) -> list[View]:
    version = f"version={timetable.version}&" if timetable else ""
    return [
        View(label=str(label), url=f"{bench_url(edition)}?{version}by={name}", is_current=name == by)
        for name, label in WAYS.items()
    ]


@roles(*sorted(READERS))
@require_safe
def progress(request: SignedInRequest, code: str) -> HttpResponse:
    """The card of the search alone, asked for every second until there is an answer."""
    edition = edition_for(request, code)
    keeps = may_keep_timetable(request.grants, edition) is None
    context = search_context(edition, keeps=keeps)
    response = render(request, "timetable/_search.html", context)
    if context["search"] is None or not context["search"].is_open:
        response["HX-Refresh"] = "true"  # the table beside it changes too
    return response


@roles(*sorted(KEEPERS))
@require_POST
def plan(request: SignedInRequest, code: str) -> HttpResponse:
    """Have the programme planned; what is pinned in the latest version stays."""
    edition = edition_for(request, code, keeps=True)
    try:
        ask_for_timetable(
            edition=edition, like=latest_version(edition), actor=person_of(request), at=clock.now()
        )
    except RuleViolationError as violation:
        return show_bench(request, edition, refusal=violation.refusal, status=409)
    return redirect("timetable:bench", code)


@roles(*sorted(KEEPERS))
@require_POST
def cancel(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Call a search off."""
    edition = edition_for(request, code, keeps=True)
    search = get_object_or_404(Search, edition=edition, pk=key)
    cancel_search(search=search, actor=person_of(request), at=clock.now())
    return redirect("timetable:bench", code)


@roles(*sorted(KEEPERS))
@require_POST
def remedy(request: SignedInRequest, code: str, key: UUID, number: int) -> HttpResponse:
    """Make the timetable of a remedy a draft; or, of a repair, have it worked out with it."""
    edition = edition_for(request, code, keeps=True)
    search = get_object_or_404(Search, edition=edition, pk=key)
    told: dict[str, Any] = {"number": number, "actor": person_of(request), "at": clock.now()}
    try:
        if search.before_id is not None:
            return redirect("timetable:repair", code, repair_with_remedy(search=search, **told).pk)
        draft = take_remedy(search=search, **told)
    except RuleViolationError as violation:
        return show_bench(request, edition, refusal=violation.refusal, status=409)
    return redirect(bench_url(edition, draft.version))


@roles(*sorted(KEEPERS))
@require_POST
def back(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    """Take the last move back."""
    edition = edition_for(request, code, keeps=True)
    timetable = timetable_for(edition, version)
    try:
        take_back(timetable=timetable, actor=person_of(request), at=clock.now())
    except RuleViolationError as violation:
        return show_bench(request, edition, timetable=timetable, refusal=violation.refusal, status=409)
    messages.success(request, gettext("The last move is taken back."))
    return redirect(bench_url(edition, version))


@roles(*sorted(READERS))
@require_safe
def export(request: SignedInRequest, code: str, version: int, kind: str) -> HttpResponseBase:
    """A version as a workbook or as CSV."""
    edition = edition_for(request, code)
    timetable = timetable_for(edition, version)
    answer = xlsx_answer if kind == "xlsx" else csv_answer
    name = f"timetable-{edition.code.lower()}-{version}.{kind}"
    return answer(name, sheets.head(), sheets.rows(slots_in(timetable), edition))
