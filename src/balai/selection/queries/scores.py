"""Questions about who reads which dossier and what was scored; and who may see that when.

The pages of panel members ask within :func:`seen_by`: then the database itself shows somebody else's sheet
only to those whose own for the same nominee and phase is in.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from balai.nominations.models import Nomination
from balai.nominations.queries.applications import MAY_BE_SELECTED
from balai.people.enums import EVERYWHERE, Role
from balai.people.queries import persons_with_role
from balai.programmes.models import Edition
from balai.selection.enums import Phase
from balai.selection.models import ConflictOfInterest, Reading, ScoreSheet, SelectionPlan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Grant, Person


def plan_of(edition: Edition) -> SelectionPlan:
    """How an edition is selected; what usually holds where nobody has written it."""
    return SelectionPlan.objects.filter(edition=edition).first() or SelectionPlan(edition=edition)


def eligible_in(edition: Edition | UUID) -> QuerySet[Nomination]:
    """The nominations that may be selected, with what the panel is shown of them."""
    return Nomination.objects.filter(MAY_BE_SELECTED, edition=edition).select_related("country")


def members_of(edition: Edition, *, at: datetime) -> list[Person]:
    """The panel of an edition now, in the order of their names."""
    return list(persons_with_role(Role.PANEL_MEMBER, at=at, scope=edition.scope).order_by("name", "pk"))


def panels_of(grants: Iterable[Grant]) -> QuerySet[Edition]:
    """The editions on whose panel somebody sits, the newest first; a role held everywhere is no seat."""
    scopes = [grant.scope for grant in grants if grant.role == Role.PANEL_MEMBER]
    keys = [scope.removeprefix("edition:") for scope in scopes if scope != EVERYWHERE]
    return Edition.objects.filter(pk__in=keys).order_by("-starts_on", "pk")


def conflicts_with(nomination: Nomination) -> QuerySet[ConflictOfInterest]:
    """Who does not score a nominee."""
    return ConflictOfInterest.objects.filter(
        Q(country=nomination.country_id) | Q(nomination=nomination), edition=nomination.edition_id
    )


def live_readings(*editions: Edition | UUID) -> QuerySet[Reading]:
    """Who reads whom now; of nominations that may still be selected."""
    eligible = Nomination.objects.filter(MAY_BE_SELECTED, edition__in=editions)
    return Reading.objects.filter(released_at=None, nomination__in=eligible)


def readings_for(member: Person, edition: Edition | UUID) -> QuerySet[Any]:
    """The dossiers of one member, those that wait first; with whether they are handed in."""
    own = ScoreSheet.objects.filter(reading=OuterRef("pk"), submitted_at__isnull=False)
    return (
        live_readings(edition)
        .filter(member=member)
        .select_related("nomination__country", "nomination__edition", "nomination__application")
        .annotate(
            is_in=Exists(own.filter(phase=Phase.BEFORE)), is_in_after=Exists(own.filter(phase=Phase.AFTER))
        )
        .order_by("is_in", "nomination__code")
    )


@contextmanager
def seen_by(member: Person) -> Iterator[None]:
    """Ask as a panel member: the database shows others' scores only where one's own is in."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('balai.reader', %s, true)", [str(member.pk)])
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("SELECT set_config('balai.reader', '', true)")


def sheets_of_others(reading: Reading) -> list[ScoreSheet]:
    """What the others say of a nominee, in the phases in which this reader has handed in; one question.

    Asked for the reader alone: within :func:`seen_by`, whoever forgets the phase gets no more.
    """
    phases = list(reading.sheets.filter(submitted_at__isnull=False).values_list("phase", flat=True))
    with seen_by(reading.member):
        return list(
            ScoreSheet.objects.filter(
                reading__nomination=reading.nomination_id,
                reading__released_at=None,
                submitted_at__isnull=False,
                phase__in=phases,
            )
            .exclude(reading=reading)
            .select_related("reading__member")
            .prefetch_related("marks")
            .order_by("phase", "reading__member__name", "pk")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What the panel gives a nominee.

    Attributes:
        points: tenths of a point, the mean of the readers, half a tenth rounded up; the score after the
            meeting where a reader gave one. None while nobody has scored.
        readers: how many read the dossier.
        handed_in: how many have scored before the meeting.
        spread: tenths between the highest and the lowest score before the meeting.
        has_third: whether a third reader was called in.
    """

    points: int | None
    readers: int
    handed_in: int
    spread: int
    has_third: bool

    @property
    def is_whole(self) -> bool:
        """Whether every reader has scored."""
        return 0 < self.readers == self.handed_in

    def is_alarming(self, plan: SelectionPlan) -> bool:
        """Whether the readers are so far apart that a third one has to read, and none does."""
        return self.is_whole and not self.has_third and self.spread >= plan.spread


NOBODY = Scored(points=None, readers=0, handed_in=0, spread=0, has_third=False)


def alarms_in(editions: Collection[Edition]) -> dict[UUID, int]:
    """In how many dossiers of each of these editions the readers are far apart; three questions for all."""
    plans = {plan.edition_id: plan for plan in SelectionPlan.objects.filter(edition__in=editions)}
    usual = SelectionPlan()
    whose = dict(live_readings(*editions).values_list("nomination", "nomination__edition"))
    return Counter(
        whose[nomination]
        for nomination, one in scores_in(*editions).items()
        if one.is_alarming(plans.get(whose[nomination], usual))
    )


def scores_in(*editions: Edition | UUID) -> dict[UUID, Scored]:
    """What the panel gives each nominee of an edition, or several, that anybody reads; one question."""
    rows = (
        live_readings(*editions)
        .order_by("nomination_id", "pk")
        .values_list("nomination_id", "pk", "is_third", "sheets__phase", "sheets__total")
    )
    found: dict[UUID, dict[UUID, dict[str, int]]] = {}
    thirds = set()
    for nomination, reading, is_third, phase, total in rows:
        totals = found.setdefault(nomination, {}).setdefault(reading, {})
        if total is not None:
            totals[phase] = total
        if is_third:
            thirds.add(nomination)
    return {
        nomination: _scored(list(readers.values()), has_third=nomination in thirds)
        for nomination, readers in found.items()
    }


def _scored(readers: list[dict[str, int]], *, has_third: bool) -> Scored:
    before = [totals[Phase.BEFORE] for totals in readers if Phase.BEFORE in totals]
    final = [totals.get(Phase.AFTER, totals[Phase.BEFORE]) for totals in readers if Phase.BEFORE in totals]
    return Scored(
        points=(2 * sum(final) + len(final)) // (2 * len(final)) if final else None,
        readers=len(readers),
        handed_in=len(before),
        spread=max(before) - min(before) if before else 0,
        has_third=has_third,
    )


def unfinished_readings(*, at: datetime) -> QuerySet[Any]:
    """Readings of editions in selection whose scores are due and not in, with member and edition."""
    own = ScoreSheet.objects.filter(reading=OuterRef("pk"), submitted_at__isnull=False, phase=Phase.BEFORE)
    return (
        Reading.objects.filter(
            ~Exists(own),
            released_at=None,
            nomination__in=Nomination.objects.filter(MAY_BE_SELECTED, edition__status="selection"),
            nomination__edition__selection_plan__scores_due_at__gt=at,
        )
        .annotate(due_at=F("nomination__edition__selection_plan__scores_due_at"))
        .select_related("member__merged_into", "nomination__edition")
        .order_by("pk")
    )
