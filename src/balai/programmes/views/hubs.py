"""Pages that show what belongs together: the curriculum, places and rules, money, dates, partners."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, roles
from balai.programmes.enums import Family, Level
from balai.programmes.forms.lists import SHEETS
from balai.programmes.models import CompletionRule, Deadline
from balai.programmes.queries.calendar_words import own_names, summed_up
from balai.programmes.queries.calendars import calendars_to_mind
from balai.programmes.registries import money_pages
from balai.programmes.rules import KEEPERS, READERS, may_keep_edition, may_keep_money
from balai.programmes.rules.moves import may_change, may_set_dates
from balai.programmes.services.deadlines import plan_usual_deadlines, recompute_deadlines
from balai.programmes.views.common import actor_of, country_names, edition_for, edition_page
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from balai.people.access import SignedInRequest
    from balai.programmes.models import Activity, Edition

ROWS_SHOWN = 100
LOOKED_AT = {
    "activities": ("code", "session_type", "title", "module", "minutes", "attendance", "sites"),
    "budget": ("code", "description", "quantity", "days", "rate", "currency", "payer", "form"),
    "rules": ("code", "label", "severity", "expression"),
    "rubric": ("code", "title", "weight"),
    "outcomes": ("code", "statement", "level"),
    "risks": ("code", "title", "likelihood", "harm", "response", "state"),
    "places": ("country", "places", "reserve", "travel_category", "is_self_financed"),
}
"""Columns that a page shows of a wide list; the list itself has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShown:
    """A list as a page shows it: fewer columns, no fields."""

    name: str
    title: StrOrPromise
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    count: int
    url: str


def shown(edition: Edition, name: str) -> ListShown:
    """A list of an edition for reading, in the reader's language where there is one."""
    opened = SHEETS[name].opened(edition)
    wanted = LOOKED_AT.get(name)
    texts = opened.in_words()
    heads = [
        head
        for head in opened.heads
        if (wanted is None or head.name.partition(".")[0] in wanted)
        and head.name not in {"source", "certainty"}
    ]
    one_language = opened.in_one_language(heads)
    return ListShown(
        name=name,
        title=opened.sheet.title,
        heads=[label for _names, label in one_language],
        rows=[
            [next((row[name] for name in names if row.get(name)), "") for names, _label in one_language]
            for row in texts[:ROWS_SHOWN]
        ],
        count=len(texts),
        url=reverse("programmes:sheet", args=[edition.code, name]),
    )


@roles(*READERS)
@require_safe
def curriculum(request: SignedInRequest, code: str) -> HttpResponse:
    """Outcomes, modules, assessments, groups, activities, and when somebody has completed."""
    edition = edition_for(request, code)
    names = ("outcomes", "modules", "assessments", "groups", "activities")
    context = {
        "title": gettext("Curriculum"),
        "lists": [shown(edition, name) for name in names],
        "hours": hours_of(edition),
        "completion": CompletionRule.objects.filter(edition=edition).first(),
        **_may(request, edition),
    }
    return edition_page(request, edition, "programmes/curriculum.html", context, here="programmes:curriculum")


def hours_of(edition: Edition) -> list[tuple[StrOrPromise, str]]:
    """How many hours each family of sessions takes of one participant's time, where it counts as contact."""
    activities: Iterable[Activity] = edition.activities.select_related("session_type")
    minutes: Counter[str] = Counter()
    for activity in activities:
        if activity.session_type.is_contact:
            minutes[activity.session_type.family] += activity.minutes
    return [
        (Family(family).label, wording.hours(minutes[family])) for family in Family.values if minutes[family]
    ]


@roles(*READERS)
@require_safe
def places(request: SignedInRequest, code: str) -> HttpResponse:
    """Places by country, targets, rules of eligibility and the rubric."""
    edition = edition_for(request, code)
    given = edition.quotas.aggregate(given=Sum("places"))["given"] or 0
    context = {
        "title": gettext("Places and rules"),
        "lists": [shown(edition, name) for name in ("places", "targets", "rules", "rubric")],
        "given": given,
        **_may(request, edition),
    }
    return edition_page(request, edition, "programmes/lists.html", context, here="programmes:places")


@roles(*READERS)
@require_safe
def money(request: SignedInRequest, code: str) -> HttpResponse:
    """The budget with its sums by payer and form, and the package."""
    edition = edition_for(request, code)
    sums = (
        edition.budget.values("currency", "form", "payer__abbreviation", "payer__name")
        .annotate(sum=Sum("amount"))
        .order_by("currency", "form", "-sum")
    )
    context = {
        "title": gettext("Money"),
        "lists": [shown(edition, name) for name in ("budget", "package")],
        "sums": list(sums),
        "ways": ways_on(request, edition),
        **_may(request, edition),
        "may_keep": may_keep_money(request.grants, edition) is None and may_change(edition) is None,
    }
    return edition_page(request, edition, "programmes/money.html", context, here="programmes:money")


def ways_on(request: SignedInRequest, edition: Edition) -> list[tuple[StrOrPromise, str]]:
    """The pages of other rooms that belong to the money of an edition, each with its address."""
    offered = [page for page in money_pages if page.is_for is None or page.is_for(request)]
    return [
        (page.label, reverse(page.view, args=[edition.code]))
        for page in sorted(offered, key=lambda page: page.order)
    ]


@roles(*READERS)
@require_safe
def partners(request: SignedInRequest, code: str) -> HttpResponse:
    """Organisers, mandates, and what the sites have agreed to."""
    edition = edition_for(request, code)
    names = ["organisers", "sites"]
    if edition.known_participants is not None or edition.known_countries.exists():
        names.append("took-part")
    context = {
        "title": gettext("Partners"),
        "lists": [shown(edition, name) for name in names],
        "pledges": list(edition.mandates.order_by("year", "code")),
        "took_part_url": reverse("programmes:sheet", args=[edition.code, "took-part"]),
        **_may(request, edition),
    }
    return edition_page(request, edition, "programmes/partners.html", context, here="programmes:partners")


@roles(*READERS)
@require_safe
def dates(request: SignedInRequest, code: str) -> HttpResponse:
    """The days, the deadlines by level and country, and what the calendars say about them."""
    edition = edition_for(request, code)
    deadlines = list(
        Deadline.objects.filter(plan__edition=edition)
        .select_related("plan", "country")
        .order_by("at", "country_id", "pk")
    )
    reasons = calendars_to_mind(edition)
    own = own_names(reasons, {edition.country_id, *(one.country_id for one in deadlines if one.country_id)})
    context = {
        "own": own,
        "host_deadlines": [one for one in deadlines if one.plan.level in {Level.HOST, Level.SECRETARIAT}],
        "country_deadlines": [one for one in deadlines if one.country_id],
        "reasons": summed_up(reasons, country_names(reasons), own),
        "has_plan": edition.deadline_plans.exists(),
        "dates_refusal": may_set_dates(edition),
        "at": clock.now(),
        **_may(request, edition),
    }
    return edition_page(request, edition, "programmes/dates.html", context, here="programmes:dates")


@roles(*KEEPERS)
@require_POST
def plan(request: SignedInRequest, code: str) -> HttpResponse:
    """Give the edition the usual plan of deadlines, or work its own out anew."""
    edition = edition_for(request, code)
    admit(may_keep_edition(request.grants, edition))
    deed: Any = recompute_deadlines if edition.deadline_plans.exists() else plan_usual_deadlines
    try:
        deed(edition=edition, actor=actor_of(request), at=clock.now())
    except RuleViolationError as violation:
        messages.error(request, str(violation.refusal.message))
    else:
        messages.success(request, gettext("The deadlines are worked out."))
    return redirect("programmes:dates", edition.code)


def _may(request: SignedInRequest, edition: Edition) -> dict[str, Any]:
    return {"may_keep": may_keep_edition(request.grants, edition) is None and may_change(edition) is None}
