"""Questions about decisions of panels: which is in force, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Value, When

from balai.selection.enums import DecisionState, Place
from balai.selection.models import Decision, Verdict

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.programmes.models import Edition


def decision_in_force(edition: Edition | UUID) -> Decision | None:
    """What counts for an edition now, or None while nothing was decided; one question."""
    return Decision.objects.filter(edition=edition, state=DecisionState.DECIDED).first()


def decision_before_panel(edition: Edition | UUID) -> Decision | None:
    """What lies before the panel and is not decided, if anything."""
    return Decision.objects.filter(edition=edition, state=DecisionState.PROPOSED).first()


def decisions_of(edition: Edition | UUID) -> QuerySet[Decision]:
    """Every version, the newest first."""
    return Decision.objects.filter(edition=edition).order_by("-version")


def verdicts_of(decision: Decision | UUID) -> QuerySet[Verdict]:
    """A decision's verdicts as minutes list them: selected by code, reserves by number, then the others."""
    placed = Case(
        When(place=Place.SELECTED, then=Value(0)),
        When(place=Place.RESERVE, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        Verdict.objects.filter(decision=decision)
        .select_related("nomination__country", "nomination__person")
        .order_by(placed, "reserve_rank", "nomination__code")
    )


def verdicts_in_force(edition: Edition | UUID) -> QuerySet[Verdict]:
    """The verdicts that count for an edition now; none while nothing was decided."""
    return Verdict.objects.filter(
        decision__edition=edition, decision__state=DecisionState.DECIDED
    ).select_related("nomination__country", "nomination__person")


def reserves_in_force(edition: Edition | UUID) -> QuerySet[Verdict]:
    """The reserves of the decision in force, the first first."""
    return verdicts_in_force(edition).filter(place=Place.RESERVE).order_by("reserve_rank")
