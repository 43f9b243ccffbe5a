"""Those who took part beside reserves who did not: who is asked, and what the answers say."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_noop

from balai.followup.enums import Group
from balai.followup.models import YearAnswer
from balai.nominations.models import Nomination
from balai.people.queries import rules_in_force
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.selection.queries.decisions import reserves_in_force

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import QuerySet

    from balai.people.models import Person
    from balai.programmes.models import Edition

QUESTIONS = ("changed", "taught", "abroad")
Z = 1.96
"""Of the normal distribution, for intervals of 95 %."""
FEWEST = 5
"""Of fewer answers no shares are told: who knows the group would know who said what."""
YEAR_KEPT_WEEKS = 260
"""After the last day; an office may set another term for the class ``YEAR``."""
YEAR = "followup.year"
TOO_FEW = gettext_noop("Of fewer than five answers no shares are told, so that nobody is known by them.")
NO_LONGER_KEPT = gettext_noop("The answers of a year later are past the time for which they are kept.")


def asked_in(edition: Edition) -> dict[Group, QuerySet[Nomination]]:
    """Whose answers are wanted: who took part, and reserves who never did; only those with an address."""
    took_part = Participant.objects.filter(nomination=OuterRef("pk"))
    reserves = reserves_in_force(edition).values("nomination")
    rows = (
        Nomination.objects.filter(edition=edition)
        .exclude(email="")
        .select_related("person__merged_into", "edition")
    )
    confirmed = took_part.filter(state=ParticipantState.CONFIRMED)
    return {
        Group.PARTICIPANTS: rows.filter(Exists(confirmed)).order_by("pk"),
        Group.RESERVES: rows.filter(~Exists(took_part), pk__in=reserves).order_by("pk"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of those who answered said yes, and between what that share may lie.

    Attributes:
        yes, of: people.
        low, high: per cent; the interval of Wilson (1927) at 95 %, which holds for few answers too.
    """

    yes: int
    of: int

    @property
    def percent(self) -> int | None:
        """Of a hundred; None where nobody answered."""
        return round(100 * self.yes / self.of) if self.of else None

    @property
    def low(self) -> int | None:
        return self._bound(-1)

    @property
    def high(self) -> int | None:
        return self._bound(1)

    def _bound(self, sign: int) -> int | None:
        if not self.of:
            return None
        share, n = self.yes / self.of, self.of
        middle = share + Z * Z / (2 * n)
        half = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
        return round(100 * (middle + sign * half) / (1 + Z * Z / n))


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAnswers:
    """What one group said.

    Attributes:
        asked: how many were written to.
        answered: of these, who agreed to be counted.
        declined: who said no to that.
        shares: by question; empty where fewer than ``FEWEST`` answered.
    """

    asked: int
    answered: int
    declined: int
    shares: Mapping[str, Share]


def comparison_of(edition: Edition, *, on: dt.date) -> dict[Group, GroupAnswers] | None:
    """Both groups of an edition; two questions. A group of whom nobody was asked is empty.

    None once answers are past their term: what is left of them would count who did not answer as declined.
    """
    rule = rules_in_force(on).get(YEAR)
    kept = dt.timedelta(weeks=rule.weeks if rule else YEAR_KEPT_WEEKS)
    if edition.ends_on is not None and edition.ends_on < on - kept:
        return None
    rows = YearAnswer.objects.filter(edition=edition)
    counted: Any = rows.values("group").annotate(
        asked=Count("pk"),
        answered=Count("pk", filter=Q(agrees=True)),
        declined=Count("pk", filter=Q(agrees=False)),
        **{f"yes_{name}": Count("pk", filter=Q(**{name: True})) for name in QUESTIONS},
    )
    by_group = {row["group"]: row for row in counted.order_by("group")}
    empty = {"asked": 0, "answered": 0, "declined": 0, **{f"yes_{name}": 0 for name in QUESTIONS}}
    return {group: _told(by_group.get(group.value, empty)) for group in Group}


def _told(row: Mapping[str, int]) -> GroupAnswers:
    return GroupAnswers(
        asked=row["asked"],
        answered=row["answered"],
        declined=row["declined"],
        shares={name: Share(yes=row[f"yes_{name}"], of=row["answered"]) for name in QUESTIONS}
        if row["answered"] >= FEWEST
        else {},
    )


def year_answers_about(persons: Collection[Person]) -> QuerySet[YearAnswer]:
    """What was asked of persons a year later."""
    return YearAnswer.objects.filter(nomination__person__in=persons).order_by("asked_at", "pk")
