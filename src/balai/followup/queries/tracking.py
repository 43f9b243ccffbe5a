"""Questions about what became of plans: the answers that count, and who was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from balai.followup.enums import ANSWERING
from balai.followup.models import FollowUp, FollowUpEvidence, FollowUpLink, HandOver, Plan
from balai.followup.models.times import ASKED_UNTIL
from balai.people.queries import identities_of
from balai.programmes.enums import EditionStatus
from balai.selection.enums import ParticipantState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from django.db.models import QuerySet

    from balai.people.models import Person
    from balai.programmes.models import Edition

NOT_HELD = (EditionStatus.CANCELLED, EditionStatus.POSTPONED)
"""Their days stand, and nobody took part: nobody is written to."""


def answers_of(
    plans: Iterable[Plan | UUID], *, while_asked: ZoneInfo | None = None
) -> dict[UUID, dict[int, dict[str, FollowUp]]]:
    """The newest answer of each voice at each time, by plan; one question, however many plans.

    ``while_asked``, the zone of an edition, leaves out what came when nobody was written to any more.
    """
    rows = FollowUp.objects.filter(plan__in=plans).order_by("plan", "months", "voice", "-number")
    if while_asked is not None:
        day = TruncDate("at", tzinfo=while_asked)  # and not where the reader is
        rows = rows.alias(day=day).filter(day__lte=F("due_on") + ASKED_UNTIL)
    found: dict[UUID, dict[int, dict[str, FollowUp]]] = {}
    for row in rows.distinct("plan", "months", "voice"):
        found.setdefault(row.plan_id, {}).setdefault(row.months, {})[row.voice] = row
    return found


def answered_in(edition: Edition) -> dict[int, int]:
    """Of how many submitted plans of those who take part there is an answer, by months; one question."""
    rows = FollowUp.objects.filter(
        plan__submitted_at__isnull=False,
        plan__participant__edition=edition,
        plan__participant__state=ParticipantState.CONFIRMED,
        voice__in=ANSWERING,
    )
    counted = rows.values("months").annotate(plans=Count("plan", distinct=True)).order_by("months")
    return {row["months"]: row["plans"] for row in counted}


def told_of(plan: Plan) -> QuerySet[FollowUp]:
    """Everything that was told of a plan, the newest first."""
    return plan.follow_ups.prefetch_related("evidence").order_by("-months", "voice", "-number")


def newest_told_by(plan: Plan, voice: str) -> FollowUp | None:
    """The last answer of a voice, whichever time it was for: where the next one begins."""
    return plan.follow_ups.filter(voice=voice).order_by("-months", "-number").first()


def plans_to_follow(*, ends_from: dt.date, ends_to: dt.date) -> QuerySet[Plan]:
    """Submitted plans of those who took part in editions that were held and ended within some days."""
    rows = Plan.objects.filter(
        submitted_at__isnull=False,
        participant__state=ParticipantState.CONFIRMED,
        participant__edition__ends_on__gte=ends_from,
        participant__edition__ends_on__lte=ends_to,
    )
    rows = rows.exclude(participant__edition__status__in=NOT_HELD)
    return rows.select_related(
        "participant__edition__series", "participant__country", "participant__person__merged_into"
    ).order_by("pk")


def links_of(plans: Iterable[Plan]) -> dict[tuple[UUID, int, str], FollowUpLink]:
    """Who is asked by link, by plan, months and voice."""
    rows = FollowUpLink.objects.filter(plan__in=plans, put_away_at=None)
    return {(row.plan_id, row.months, row.voice): row for row in rows}


def hand_over_of(plan: Plan) -> HandOver | None:
    """Who goes on with a plan, or was asked to and has not answered."""
    return HandOver.objects.filter(plan=plan, put_away_at=None).first()


def holders_of(plans: Iterable[Plan]) -> dict[UUID, HandOver]:
    """Who goes on with plans instead of their authors, by plan; one question."""
    rows = HandOver.objects.filter(plan__in=plans, put_away_at=None, is_accepted=True)
    return {row.plan_id: row for row in rows}


def evidence_of(person: Person) -> QuerySet[FollowUpEvidence]:
    """What came with answers about somebody's own plans."""
    return FollowUpEvidence.objects.select_related("person", "follow_up").filter(
        follow_up__plan__participant__person__in=identities_of(person)
    )


def sent_by(person: Person) -> list[str]:
    """How answers name somebody who told them, under each identity."""
    return [one.reference for one in identities_of(person)]


def evidence_to_take_out(person: Person) -> QuerySet[FollowUpEvidence]:
    """What somebody may remove: what came with answers about their own plans, and what they sent."""
    own = Q(follow_up__plan__participant__person__in=identities_of(person))
    rows = FollowUpEvidence.objects.select_related("follow_up__plan__participant__edition")
    return rows.filter(own | Q(follow_up__actor__in=sent_by(person)))


def told_about(persons: Collection[Person]) -> QuerySet[FollowUp]:
    """What was told of the plans of persons, for what is held of them."""
    return FollowUp.objects.filter(plan__participant__person__in=persons).order_by("at", "pk")


def links_about(persons: Collection[Person]) -> QuerySet[FollowUpLink]:
    """Who was asked about the plans of persons."""
    return FollowUpLink.objects.filter(plan__participant__person__in=persons).order_by("asked_at", "pk")


def hand_overs_about(persons: Collection[Person]) -> QuerySet[HandOver]:
    """To whom the plans of persons were offered."""
    return HandOver.objects.filter(plan__participant__person__in=persons).order_by("asked_at", "pk")
