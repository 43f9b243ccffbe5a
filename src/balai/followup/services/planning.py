"""Writing a plan: beginning, saving, submitting, taking back, returning.

Saving is one deed for the button and for the form that saves itself, as with applications: what is sound is
kept, and the rest is left as it was.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from balai.audit.services import record
from balai.correspondence.services.writing import send
from balai.engine.documents.words import language_for
from balai.followup.enums import Part
from balai.followup.models import Plan, PlanActivity, PlanIndicator, PlanSubmission, parts
from balai.followup.queries.plans import asks_for_plans, earlier_plans, endorsement_of
from balai.followup.rules.planning import (
    lacking_in,
    may_add_row,
    may_begin,
    may_inherit,
    may_present,
    may_submit,
    may_take_back,
    may_write,
    must_be_newest,
)
from balai.followup.services.asking import ask_newly, put_away_unanswered
from balai.kernel.refusal import enforce
from balai.office.addresses import link_to
from balai.programmes.services.telling import edition_in
from balai.selection.models import Participant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person

RETURNED = "plan.returned"
NOTED_EVERY = dt.timedelta(minutes=15)
"""A form that saves itself writes one line in the trail in this time, not one for each word."""
ROWS: Mapping[Part, type[PlanActivity | PlanIndicator]] = {
    Part.ACTIVITIES: PlanActivity,
    Part.INDICATORS: PlanIndicator,
}
CARRIED = ("title", "problem", "causes", "goal", "purpose", "inputs", "support_wanted", "risks", "sdg_target")
"""What a plan takes over from the one that it goes on with; days, the first step and people are its own."""


def locked(plan_id: UUID) -> Plan:
    """The plan, locked, with whom rules look at; within a transaction only.

    A form saves itself again and again: what only letters tell of, they ask for.
    """
    rows = Plan.objects.select_for_update(of=("self",))
    return rows.select_related("participant__edition", "participant__person__merged_into").get(pk=plan_id)


@transaction.atomic
def begin_plan(
    *, participant_id: UUID, inherits_from_id: UUID | None = None, actor: str, at: datetime
) -> Plan:
    """Begin the plan of a participant, empty or from an earlier plan of the same country.

    What is taken over: problem and objective, every activity without its days, and every indicator with its
    target. Its author changes all of it.

    Args:
        participant_id: whose plan it is; the row is locked, so two clicks begin one plan.
        inherits_from_id: an earlier plan, as :func:`~balai.followup.queries.plans.earlier_plans` offers it.
        actor: who begins it.
        at: the moment.

    Raises:
        RuleViolationError: ``plan.not_asked``, ``plan.has_left``, ``plan.not_now``, ``plan.begun`` or
            ``plan.not_to_be_inherited``.
    """
    participant = (
        Participant.objects.select_for_update(of=("self",))
        .select_related("edition__series", "nomination")
        .get(pk=participant_id)
    )
    has_plan = Plan.objects.filter(participant=participant).exists()
    enforce(may_begin(participant, is_asked=asks_for_plans(participant.edition), has_plan=has_plan))
    earlier = None
    if inherits_from_id is not None:
        earlier = earlier_plans(participant).filter(pk=inherits_from_id).first()
        enforce(may_inherit(earlier))
    plan = Plan(
        participant=participant,
        inherits_from=earlier,
        organisation=participant.nomination.employer,
        begun_at=at,
    )
    if earlier is not None:
        for name in CARRIED:
            setattr(plan, name, getattr(earlier, name))
    plan.save()
    if earlier is not None:
        _carry_rows(earlier, plan)
    record(
        actor=actor,
        action="plan.begun",
        subject=plan.reference,
        at=at,
        detail={"inherits_from": str(earlier.pk)} if earlier else {},
    )
    return plan


def _carry_rows(earlier: Plan, plan: Plan) -> None:
    PlanActivity.objects.bulk_create(
        PlanActivity(
            plan=plan,
            order=number,
            what=row.what,
            learned_from=row.learned_from,
            responsible=row.responsible,
            means=row.means,
            milestone=row.milestone,
        )
        for number, row in enumerate(earlier.activities.order_by("order"), start=1)
    )
    PlanIndicator.objects.bulk_create(
        PlanIndicator(
            plan=plan,
            order=number,
            name=row.name,
            unit=row.unit,
            baseline=row.baseline,
            baseline_on=row.baseline_on,
            source=row.source,
            target=row.target,
            verification=row.verification,
            is_by_sex=row.is_by_sex,
        )
        for number, row in enumerate(earlier.indicators.order_by("order"), start=1)
    )


# --- writing -----------------------------------------------------------------------------------------------


@transaction.atomic
def save_part(  # noqa: PLR0913 -- each is named where it is called
    *,
    plan_id: UUID,
    part: Part,
    version: int,
    writer: str,
    values: Mapping[str, Any],
    actor: str,
    at: datetime,
) -> Plan:
    """Keep what was typed into one step; what is not in ``values`` stays as it was.

    Args:
        plan_id: an open plan.
        part: a step that is one form.
        version: of the step as the form showed it.
        writer: names one opening of the form; what it saves again overtakes nobody.
        values: sound values by column.
        actor: its author.
        at: the moment.

    Raises:
        RuleViolationError: ``plan.submitted``, ``plan.has_left`` or ``plan.changed_meanwhile``.
    """
    plan = locked(plan_id)
    enforce(may_write(plan))
    now = plan.version_of(part)
    enforce(must_be_newest(version, now, is_same_writer=bool(writer) and writer == plan.writer_of(part)))
    taken = [name for name in parts.COLUMNS[part] if name in values]
    for name in taken:
        setattr(plan, name, values[name])
    plan.versions[part.value] = {"number": now + 1, "writer": writer}
    _note_saved(plan, part, actor=actor, at=at)
    plan.save(update_fields=[*taken, "versions", "saved_at"])
    return plan


def _note_saved(plan: Plan, part: Part, *, actor: str, at: datetime) -> None:
    if plan.saved_at is None or at - plan.saved_at > NOTED_EVERY:
        record(actor=actor, action="plan.saved", subject=plan.reference, at=at, detail={"part": part.value})
    plan.saved_at = at


@transaction.atomic
def add_row(*, plan_id: UUID, part: Part, actor: str, at: datetime) -> PlanActivity | PlanIndicator:
    """Add an empty activity or indicator at the end.

    Raises:
        RuleViolationError: ``plan.submitted``, ``plan.has_left`` or ``plan.too_many_rows``.
    """
    plan = locked(plan_id)
    enforce(may_write(plan))
    model = ROWS[part]
    rows = model._default_manager.filter(plan=plan)
    enforce(may_add_row(rows.count()))
    last = rows.aggregate(last=Max("order"))["last"] or 0
    _note_saved(plan, part, actor=actor, at=at)
    plan.save(update_fields=["saved_at"])
    return model._default_manager.create(plan=plan, order=last + 1)


@transaction.atomic
def save_row(  # noqa: PLR0913 -- as above
    *,
    plan_id: UUID,
    part: Part,
    row_id: UUID,
    version: int,
    writer: str,
    values: Mapping[str, Any],
    actor: str,
    at: datetime,
) -> PlanActivity | PlanIndicator:
    """Keep what was typed into one activity or indicator, as :func:`save_part` does.

    Raises:
        RuleViolationError: as there.
        ObjectDoesNotExist: it was removed.
    """
    plan = locked(plan_id)
    enforce(may_write(plan))
    row = ROWS[part]._default_manager.get(plan=plan, pk=row_id)
    is_same = bool(writer) and writer == row.writer
    enforce(must_be_newest(version, row.version, is_same_writer=is_same))
    taken = [name for name in parts.ROWS[part] if name in values]
    for name in taken:
        setattr(row, name, values[name])
    row.version, row.writer = row.version + 1, writer
    row.save(update_fields=[*taken, "version", "writer"])
    _note_saved(plan, part, actor=actor, at=at)
    plan.save(update_fields=["saved_at"])
    return row


@transaction.atomic
def remove_row(*, plan_id: UUID, part: Part, row_id: UUID, actor: str, at: datetime) -> None:
    """Take an activity or indicator out of an open plan; once it is gone, this does nothing.

    Raises:
        RuleViolationError: ``plan.submitted`` or ``plan.has_left``.
    """
    plan = locked(plan_id)
    enforce(may_write(plan))
    gone, _by_model = ROWS[part]._default_manager.filter(plan=plan, pk=row_id).delete()
    if gone:
        record(
            actor=actor,
            action="plan.row_removed",
            subject=plan.reference,
            at=at,
            detail={"part": part.value},
        )


# --- submitting --------------------------------------------------------------------------------------------


def content_of(plan: Plan) -> dict[str, Any]:
    """What a plan says, as plain values: for freezing, for its paper, and for the supervisor."""
    columns = [name for names in parts.COLUMNS.values() for name in names]
    return {
        **{name: plain_of(getattr(plan, name)) for name in columns},
        **{
            part.value: [
                {name: plain_of(getattr(row, name)) for name in parts.ROWS[part]}
                for row in model._default_manager.filter(plan=plan).order_by("order")
            ]
            for part, model in ROWS.items()
        },
    }


def plain_of(value: Any) -> Any:
    """A day or figure as a text, for what is frozen."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


BLANK: dict[str, Any] = {
    **{name: "" for names in parts.COLUMNS.values() for name in names},
    **dict.fromkeys(("women_reached", "men_reached", "dissemination_on", "first_step_on")),
    **{part.value: [] for part in ROWS},
}
"""What a plan says of which nothing is left, because its author was erased."""


def newest_of(plan: Plan) -> tuple[dict[str, Any], int, dt.datetime | None]:
    """What a plan says now: as submitted, with version and moment; of an open one the draft, version 0."""
    if plan.is_open:
        return content_of(plan), 0, plan.saved_at
    submission = plan.submissions.latest("number")
    return {**BLANK, **submission.content}, submission.number, submission.at


@transaction.atomic
def submit_plan(*, plan_id: UUID, actor: str, at: datetime) -> PlanSubmission:
    """Submit a plan: what it says is frozen as the next version, and the supervisor gets a link to it.

    Raises:
        RuleViolationError: ``plan.submitted``, ``plan.has_left``, ``plan.incomplete``, ``plan.own_address``
            or ``plan.first_step_too_late``.
    """
    plan = locked(plan_id)
    lacking = lacking_in(plan, plan.activities.order_by("order"), plan.indicators.order_by("order"))
    enforce(may_submit(plan, lacking, own_addresses=own_addresses(plan)))
    number = (plan.submissions.aggregate(last=Max("number"))["last"] or 0) + 1
    submission = PlanSubmission.objects.create(
        plan=plan, number=number, at=at, actor=actor, content=content_of(plan)
    )
    plan.submitted_at, plan.returned_at, plan.returned_by, plan.returned_because = at, None, "", ""
    plan.save(update_fields=["submitted_at", "returned_at", "returned_by", "returned_because"])
    record(actor=actor, action="plan.submitted", subject=plan.reference, at=at, detail={"version": number})
    ask_newly(plan, submission, actor=actor, at=at)
    return submission


def own_addresses(plan: Plan) -> set[str]:
    """Under which the author is known; none of them endorses the plan."""
    participant = plan.participant
    known = (participant.nomination.email, person_of(plan).email, participant.person.email)
    return {address.lower() for address in known if address}


def person_of(plan: Plan) -> Person:
    """The author, as the one that is kept of several records."""
    person = plan.participant.person
    return person.merged_into or person


@transaction.atomic
def take_back_plan(*, plan_id: UUID, actor: str, at: datetime) -> Plan:
    """Open a submitted plan again; the link that waits for an answer is put away.

    Raises:
        RuleViolationError: ``plan.not_submitted`` or ``plan.endorsed``.
    """
    plan = locked(plan_id)
    enforce(may_take_back(plan, endorsement_of(plan)))
    put_away_unanswered(plan, at=at)
    plan.submitted_at = None
    plan.save(update_fields=["submitted_at"])
    record(actor=actor, action="plan.taken_back", subject=plan.reference, at=at)
    return plan


@transaction.atomic
def return_plan(*, plan_id: UUID, because: str, actor: str, at: datetime) -> Plan:
    """Give a submitted plan back to its author with what should be changed, by letter.

    Raises:
        RuleViolationError: ``plan.not_submitted`` or ``plan.endorsed``.
    """
    plan = locked(plan_id)
    enforce(may_present(plan))
    enforce(may_take_back(plan, endorsement_of(plan)))
    put_away_unanswered(plan, at=at)
    open_again(plan, because=because, by=actor, at=at)
    return plan


def open_again(plan: Plan, *, because: str, by: str, at: datetime) -> None:
    """Open a locked plan for changes, and write to its author."""
    plan.submitted_at, plan.returned_at, plan.returned_by, plan.returned_because = None, at, by, because
    plan.save(update_fields=["submitted_at", "returned_at", "returned_by", "returned_because"])
    record(actor=by, action="plan.returned", subject=plan.reference, at=at)
    person = person_of(plan)
    language = language_for(person.language)
    send(
        letter=RETURNED,
        to=person,
        language=language,
        context={
            "name": plan.participant.name,
            "edition": edition_in(plan.participant.edition, language),
            "because": because,
            "link": link_to(address_of(plan)),
        },
        subject_reference=plan.reference,
        actor=by,
        at=at,
    )


def address_of(plan: Plan) -> str:
    """The page of a plan for its author."""
    return reverse("followup:plan", args=[plan.pk])
