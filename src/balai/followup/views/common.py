"""What pages of this room have in common: who asks, which edition, how a plan is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from balai.followup.adapters.rights import EVIDENCE
from balai.followup.documents.plan import LANGUAGES, plan_pdf
from balai.followup.enums import ANSWERING, Part, PlanState
from balai.followup.models import Plan, PlanActivity, PlanIndicator, parts
from balai.followup.models.times import day_in, waves_of
from balai.followup.queries.plans import endorsement_of
from balai.followup.queries.tracking import answers_of
from balai.followup.rules.access import READERS, may_keep_plans
from balai.followup.services.planning import newest_of
from balai.kernel.crypto import UnreadableError
from balai.kernel.files import deliver, read
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit
from balai.programmes.rules import readable_editions
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.followup.models import FollowUp, FollowUpEvidence, PlanEndorsement
    from balai.followup.models.times import Wave
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


def edition_for(request: SignedInRequest, code: str, *, keeps: bool = False) -> Edition:
    """The edition of an address, for those who read its plans; another is not there at all."""
    edition = get_object_or_404(
        readable_editions(request.grants, READERS).select_related("series", "country"), code=code
    )
    if keeps:
        admit(may_keep_plans(request.grants, edition))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """One of the three times at which is asked how a plan goes.

    Attributes:
        wave: which.
        url: where it is told, once it is asked; else empty.
        mark, word: the sign of its state, and the state in a word.
        line: when it was told and by whom, or when it is due.
    """

    wave: Wave
    url: str
    mark: State
    word: str
    line: str


def times_of(plan: Plan, *, view: str, at: dt.datetime) -> list[Time]:
    """The three times of a submitted plan; ``view`` is the address on which it is told."""
    edition = plan.participant.edition
    today, answers = day_in(edition, at), answers_of([plan]).get(plan.pk, {})
    found = []
    for wave in waves_of(edition):
        told = next(
            (answers[wave.months][one] for one in ANSWERING if one in answers.get(wave.months, {})), None
        )
        mark, word = mark_of(wave, told, today=today)
        if told is not None:
            line = gettext("told by %(name)s on %(day)s") % {
                "name": told.told_by,
                "day": formats.date_format(told.at, "j M Y"),
            }
        else:
            line = gettext("due on %(day)s") % {"day": formats.date_format(wave.due_on, "j M Y")}
        url = reverse(view, args=[plan.pk, wave.months]) if wave.is_open(today) else ""
        found.append(Time(wave=wave, url=url, mark=mark, word=word, line=line))
    return found


def mark_of(wave: Wave, told: FollowUp | None, *, today: dt.date) -> tuple[State, str]:
    """How one time of a plan stands: told, told late, asked, late, or not yet asked."""
    if told is not None:
        return ("ok", gettext("Told late")) if told.is_late else ("ok", pgettext("follow-up", "Told"))
    if wave.is_over(today):
        return "late", gettext("No answer")
    if wave.is_open(today):
        return "due", gettext("Asked")
    return "wait", gettext("Not asked yet")


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


def file_of(evidence: FollowUpEvidence, *, actor: Person, purpose: str, at: dt.datetime) -> HttpResponse:
    """A paper or photo that came with an answer, to be saved; the look is logged."""
    try:
        content = read(
            evidence.kept,
            owner=evidence.person,
            what=EVIDENCE,
            actor=actor.reference,
            purpose=purpose,
            at=at,
        )
    except UnreadableError as error:
        raise Http404 from error
    return deliver(evidence.kept, content)
