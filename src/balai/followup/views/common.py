"""What pages of this room have in common: who asks, which edition, how a plan is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext

from balai.followup.documents.plan import LANGUAGES, plan_pdf
from balai.followup.enums import Part, PlanState
from balai.followup.models import Plan, PlanActivity, PlanIndicator, parts
from balai.followup.queries.plans import endorsement_of
from balai.followup.rules.access import READERS, may_keep_plans
from balai.followup.services.planning import newest_of
from balai.kernel.refusal import RuleViolationError
from balai.programmes.rules import readable_editions
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.followup.models import PlanEndorsement
    from balai.people.access import SignedInRequest
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.ui.parts import State

MARKS: Mapping[PlanState, State] = {
    PlanState.NONE: "wait",
    PlanState.DRAFT: "wait",
    PlanState.RETURNED: "due",
    PlanState.SUBMITTED: "info",
    PlanState.ENDORSED: "ok",
    PlanState.DECLINED: "block",
}


def person_of(request: SignedInRequest) -> Person:
    """The person who asks, as the one that is kept of several records; a program has no pages."""
    person = request.user.person
    if person is None:
        raise PermissionDenied
    return person.merged_into or person


def edition_for(request: SignedInRequest, code: str, *, keeps: bool = False) -> Edition:
    """The edition of an address, for those who read its plans; another is not there at all."""
    grants = [grant for grant in request.grants if grant.role in READERS]
    edition = get_object_or_404(readable_editions(grants).select_related("series", "country"), code=code)
    if keeps and (refusal := may_keep_plans(request.grants, edition)):
        raise PermissionDenied(str(refusal.message))
    return edition


def way_to(edition: Edition, *steps: str | Crumb) -> list[Crumb]:
    """The way down to a page of an edition; the last step is the page itself."""
    page = reverse("followup:edition", args=[edition.code])
    return [
        Crumb(label=gettext("Action plans"), url=reverse("followup:index")),
        Crumb(label=edition.code, url=page if steps else ""),
        *(step if isinstance(step, Crumb) else Crumb(label=step) for step in steps),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One step of a plan as it reads.

    Attributes:
        part: which.
        facts: its columns with what stands there, those that are filled.
        rows: of a step of rows, the facts of each.
    """

    part: Part
    facts: list[tuple[str, str]]
    rows: list[list[tuple[str, str]]]


def label_of(part: Part, name: str) -> str:
    """What a column is called."""
    model = {Part.ACTIVITIES: PlanActivity, Part.INDICATORS: PlanIndicator}.get(part, Plan)
    return capfirst(str(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr] # a column has it


def told(said: Mapping[str, Any], *, only: frozenset[Part] = frozenset(Part)) -> list[Told]:
    """What a plan says, as :func:`~balai.followup.services.planning.content_of` has it, for pages to show."""
    found = []
    for part in (one for one in Part if one in only):
        if part in parts.COLUMNS:
            facts = _facts(part, parts.COLUMNS[part], said)
            found.append(Told(part=part, facts=facts, rows=[]))
        else:
            rows = [_facts(part, parts.ROWS[part], row) for row in said.get(part.value, ())]
            found.append(Told(part=part, facts=[], rows=rows))
    return [one for one in found if one.facts or one.rows]


def _facts(part: Part, names: tuple[str, ...], said: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (label_of(part, name), _shown(name, said[name])) for name in names if said.get(name) not in (None, "")
    ]


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if name.endswith("_on") and isinstance(value, str):
        return formats.date_format(dt.date.fromisoformat(value), "j M Y")
    return str(value)


def paper_of(plan: Plan, language: str, *, at: dt.datetime) -> HttpResponse:
    """The plan as a PDF to keep."""
    if language not in LANGUAGES:
        raise Http404
    said, number, moment = newest_of(plan)
    endorsement: PlanEndorsement | None = endorsement_of(plan) if number else None
    try:
        content = plan_pdf(plan, said, language, number=number, endorsement=endorsement, at=moment or at)
    except RuleViolationError as violation:
        return HttpResponse(
            str(violation.refusal.message),
            status=HTTPStatus.CONFLICT,
            content_type="text/plain; charset=utf-8",
        )
    name = f"action-plan-{plan.participant.edition.code}-{language}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
