"""The panel at work: declaring conflicts of interest, reading dossiers, scoring them one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.people.queries import grants_live_at, identities_of
from balai.programmes.models import Edition, RubricCriterion
from balai.selection.enums import ConflictKind
from balai.selection.models import (
    ConflictOfInterest,
    Mark,
    PanelDeclaration,
    Reading,
    ScoreSheet,
)
from balai.selection.queries.scores import conflicts_with, eligible_in, live_readings, members_of, plan_of
from balai.selection.rules.scoring import (
    may_assign,
    may_read_dossier,
    may_score,
    may_sit,
    must_be_free,
    must_be_whole,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.selection.enums import Phase
    from balai.selection.models import SelectionPlan

TENTHS_OF_A_WEIGHT = 2
"""A mark of 5 for a criterion of weight 1 is one point, ten tenths; so a mark of 1 is two tenths."""


@transaction.atomic
def keep_plan(*, edition: Edition, values: Mapping[str, Any], actor: Person, at: datetime) -> SelectionPlan:
    """Write how an edition is selected.

    Args:
        edition: which.
        values: by the names of the plan's columns.
        actor: who writes it.
        at: the moment.

    Raises:
        ValidationError: a value breaks a rule of the plan.
    """
    plan = plan_of(edition)
    for name, value in values.items():
        setattr(plan, name, value)
    plan.full_clean(validate_unique=False)
    plan.save()
    record(actor=actor.reference, action="selection.planned", subject=edition.reference, at=at)
    return plan


@transaction.atomic
def declare_conflicts(
    *, edition: Edition, member: Person, countries: Collection[str], at: datetime
) -> PanelDeclaration:
    """A panel member says for which countries they do not score; dossiers of these are taken from them.

    What was declared once stays; more can be added.
    """
    declaration, _made = PanelDeclaration.objects.get_or_create(
        edition=edition, member=member, defaults={"at": at}
    )
    for country in sorted(countries):
        ConflictOfInterest.objects.get_or_create(
            edition=edition,
            member=member,
            country_id=country,
            defaults={"kind": ConflictKind.COUNTRY, "at": at},
        )
    record(
        actor=member.reference,
        action="panel.declared",
        subject=edition.reference,
        at=at,
        detail={"countries": len(countries)},
    )
    _release_conflicting(edition, member, at=at)
    return declaration


@transaction.atomic
def declare_conflict(*, reading: Reading, kind: ConflictKind, at: datetime) -> None:
    """A reader finds that they know the nominee: the dossier is taken from them.

    Raises:
        RuleViolationError: ``score.handed_in``: the score is there already; tell the office instead.
    """
    reading = Reading.objects.select_for_update(of=("self",)).select_related("nomination").get(pk=reading.pk)
    if reading.sheets.filter(submitted_at__isnull=False).exists():
        raise RuleViolationError(
            Refusal("score.handed_in", _("Your score is handed in. Tell the office of the edition."))
        )
    ConflictOfInterest.objects.get_or_create(
        edition_id=reading.nomination.edition_id,
        member_id=reading.member_id,
        nomination=reading.nomination,
        defaults={"kind": kind, "at": at},
    )
    record(
        actor=reading.member.reference,
        action="panel.conflict_declared",
        subject=reading.nomination.reference,
        at=at,
        detail={"kind": kind.value},
    )
    _release_conflicting(reading.nomination.edition, reading.member, at=at)


def _release_conflicting(edition: Edition, member: Person, *, at: datetime) -> None:
    for reading in live_readings(edition).filter(member=member).select_related("nomination"):
        if conflicts_with(reading.nomination).filter(member=member).exists():
            _release(reading, why=str(_("Conflict of interest.")), actor=member, at=at)


def _release(reading: Reading, *, why: str, actor: Person, at: datetime) -> None:
    reading.released_at, reading.released_why = at, why
    reading.save(update_fields=["released_at", "released_why"])
    record(actor=actor.reference, action="reading.released", subject=reading.reference, at=at)


@transaction.atomic
def assign_dossiers(*, edition: Edition, actor: Person, at: datetime) -> int:
    """Give every dossier that lacks readers to those who have fewest and no conflict; how many were given.

    The order is that of the references, and equals are taken by name: the same panel gets the same dossiers.

    Raises:
        RuleViolationError: ``panel.not_now`` or ``panel.too_small``.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    enforce(may_assign(edition))
    plan = plan_of(edition)
    members = [member for member in members_of(edition, at=at) if _free_to_sit(member, edition, at) is None]
    if len(members) < plan.readers:
        raise RuleViolationError(
            Refusal(
                "panel.too_small",
                _("The panel has fewer members than each dossier has readers. Give the role to more people."),
            )
        )
    load = {member.pk: 0 for member in members}
    reads: dict[UUID, set[UUID]] = {}
    for nominee_id, member_id in live_readings(edition).values_list("nomination_id", "member_id"):
        reads.setdefault(nominee_id, set()).add(member_id)
        if member_id in load:
            load[member_id] += 1
    barred = _barred(edition)
    order = {member.pk: number for number, member in enumerate(members)}
    given = []
    for nomination in eligible_in(edition).order_by("code"):
        has = reads.get(nomination.pk, set())
        free = [
            pk
            for pk in load
            if pk not in has
            and (pk, nomination.country_id) not in barred
            and (pk, nomination.pk) not in barred
        ]
        free.sort(key=lambda pk: (load[pk], order[pk]))
        for pk in free[: max(plan.readers - len(has), 0)]:
            given.append(
                Reading(nomination=nomination, member_id=pk, assigned_at=at, assigned_by=actor.reference)
            )
            load[pk] += 1
    Reading.objects.bulk_create(given)
    record(
        actor=actor.reference,
        action="panel.dossiers_given",
        subject=edition.reference,
        at=at,
        detail={"readings": len(given)},
    )
    return len(given)


def _free_to_sit(member: Person, edition: Edition, at: datetime) -> Refusal | None:
    grants = list(grants_live_at(at).filter(person__in=identities_of(member)))
    return may_sit(grants, edition)


def _barred(edition: Edition) -> set[tuple[UUID, object]]:
    rows = ConflictOfInterest.objects.filter(edition=edition)
    found: set[tuple[UUID, object]] = set()
    for member, country, nomination in rows.values_list("member_id", "country_id", "nomination_id"):
        found.add((member, country or nomination))
    return found


@transaction.atomic
def give_reading(
    *, nomination: Nomination, member: Person, is_third: bool = False, actor: Person, at: datetime
) -> Reading:
    """Give one dossier to one member: as a third reader, or in the place of somebody who is absent.

    Raises:
        RuleViolationError: ``panel.not_now``, ``panel.sees_scores`` or ``panel.conflict``.
        IntegrityError: they read it already.
    """
    enforce(may_assign(nomination.edition))
    enforce(_free_to_sit(member, nomination.edition, at))
    enforce(must_be_free(nomination, member))
    reading = Reading.objects.create(
        nomination=nomination,
        member=member,
        is_third=is_third,
        assigned_at=at,
        assigned_by=actor.reference,
    )
    record(actor=actor.reference, action="reading.given", subject=reading.reference, at=at)
    return reading


@transaction.atomic
def hand_over_reading(*, reading: Reading, member: Person, why: str, actor: Person, at: datetime) -> Reading:
    """Take a dossier from a reader who is absent, and give it to another.

    Raises:
        RuleViolationError: ``score.handed_in``, or as :func:`give_reading`.
    """
    reading = (
        Reading.objects.select_for_update(of=("self",))
        .select_related("nomination__edition", "nomination__country")
        .get(pk=reading.pk)
    )
    if reading.released_at is not None or reading.sheets.filter(submitted_at__isnull=False).exists():
        raise RuleViolationError(
            Refusal("score.handed_in", _("This dossier is scored already, or with somebody else."))
        )
    _release(reading, why=why, actor=actor, at=at)
    return give_reading(
        nomination=reading.nomination, member=member, is_third=reading.is_third, actor=actor, at=at
    )


@transaction.atomic
def keep_sheet(  # noqa: PLR0913 -- each is named where it is called
    *,
    reading: Reading,
    phase: Phase,
    marks: Mapping[str, int],
    comment: str = "",
    recommendation: str = "",
    hands_in: bool,
    at: datetime,
) -> ScoreSheet:
    """Keep what a reader has scored so far, or hand it in, after which it stays.

    Args:
        reading: whose.
        phase: before or after the meeting.
        marks: 0 to 5, by the code of the criterion; some may be missing until it is handed in.
        comment: for the panel.
        recommendation: what the reader would do.
        hands_in: whether it is handed in.
        at: the moment.

    Raises:
        RuleViolationError: as :func:`balai.selection.rules.scoring.may_score`, ``may_read_dossier`` and
            ``must_be_whole`` say.
    """
    reading = (
        Reading.objects.select_for_update(of=("self",))
        .select_related("nomination__edition", "member")
        .get(pk=reading.pk)
    )
    edition = reading.nomination.edition
    enforce(may_read_dossier(reading.nomination, reading.member))
    sheet = reading.sheets.filter(phase=phase).first()
    enforce(may_score(reading, sheet, phase, plan_of(edition), at=at))
    criteria = {one.code: one for one in RubricCriterion.objects.filter(edition=edition)}
    if hands_in:
        enforce(must_be_whole(marks, criteria, recommendation))
    sheet = sheet or ScoreSheet(reading=reading, phase=phase)
    sheet.comment, sheet.recommendation, sheet.kept_at = comment, recommendation, at
    sheet.save()
    sheet.marks.all().delete()
    Mark.objects.bulk_create(
        Mark(sheet=sheet, criterion=criteria[code], mark=mark)
        for code, mark in marks.items()
        if code in criteria
    )
    if hands_in:
        sheet.submitted_at = at
        sheet.total = total_of(marks, criteria)
        sheet.save(update_fields=["submitted_at", "total"])
        record(
            actor=reading.member.reference,
            action="score.handed_in",
            subject=reading.reference,
            at=at,
            detail={"phase": phase.value},
        )
    return sheet


def total_of(marks: Mapping[str, int], criteria: Mapping[str, RubricCriterion]) -> int:
    """Tenths of a point by the weights: 0 to 1000 where these add up to 100."""
    return sum(criteria[code].weight * mark * TENTHS_OF_A_WEIGHT for code, mark in marks.items())
