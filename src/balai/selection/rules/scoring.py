"""Who reads and scores, when, and when somebody sees what the others gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.programmes.enums import EditionStatus
from balai.programmes.queries.scopes import covers
from balai.selection.enums import Phase
from balai.selection.models import PanelDeclaration
from balai.selection.models.panel import HIGHEST_MARK
from balai.selection.queries.scores import conflicts_with
from balai.selection.rules.decisions import READERS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from balai.nominations.models import Nomination
    from balai.people.models import Grant, Person
    from balai.programmes.models import Edition
    from balai.selection.models import Reading, ScoreSheet, SelectionPlan


def may_sit(grants: Collection[Grant], edition: Edition) -> Refusal | None:
    """Who sees everybody's scores at any time cannot score independently of them."""
    if covers(grants, READERS, edition):
        return Refusal(
            "panel.sees_scores",
            _("The office of the edition sees every score, and does not score itself."),
        )
    return None


def may_assign(edition: Edition) -> Refusal | None:
    """Dossiers are read once the call is over."""
    if edition.status != EditionStatus.SELECTION:
        return Refusal("panel.not_now", _("Dossiers are read while the edition is being selected."))
    return None


def may_read_dossier(nomination: Nomination, member: Person) -> Refusal | None:
    """Nobody reads before they have declared their conflicts of interest, nor where they have one."""
    declared = PanelDeclaration.objects.filter(edition=nomination.edition_id, member=member)
    if not declared.exists():
        return Refusal("panel.not_declared", _("Declare first with whom you have a conflict of interest."))
    return must_be_free(nomination, member)


def must_be_free(nomination: Nomination, member: Person) -> Refusal | None:
    """Somebody with a conflict of interest does not read the dossier."""
    if conflicts_with(nomination).filter(member=member).exists():
        return Refusal(
            "panel.conflict", _("There is a conflict of interest. Somebody else reads this dossier.")
        )
    return None


def may_score(
    reading: Reading, sheet: ScoreSheet | None, phase: str, plan: SelectionPlan, *, at: datetime
) -> Refusal | None:
    """A score is given once in each phase: alone before the meeting, and again after it.

    Args:
        reading: whose.
        sheet: what was kept of this phase so far.
        phase: in which.
        plan: of the edition; its meeting divides the phases.
        at: the moment.
    """
    if reading.released_at is not None:
        return Refusal("reading.released", _("This dossier was given to somebody else."))
    if sheet is not None and sheet.submitted_at is not None:
        return Refusal("score.handed_in", _("Your score is handed in, and stays as it is."))
    if phase == Phase.AFTER:
        if plan.meets_at is None or at < plan.meets_at:
            return Refusal("score.before_meeting", _("Scores after the meeting are given once it has begun."))
        if not reading.sheets.filter(phase=Phase.BEFORE, submitted_at__isnull=False).exists():
            return Refusal("score.first_missing", _("Your score before the meeting is missing."))
    return may_assign(reading.nomination.edition)


def must_be_whole(marks: Mapping[str, int], criteria: Collection[str], recommendation: str) -> Refusal | None:
    """A score that is handed in has a mark for every criterion, and a recommendation."""
    if set(marks) != set(criteria) or not all(0 <= mark <= HIGHEST_MARK for mark in marks.values()):
        return Refusal("score.incomplete", _("Give a mark from 0 to 5 for every criterion."))
    if not recommendation:
        return Refusal("score.no_recommendation", _("Say what you recommend."))
    if not criteria:
        return Refusal("score.no_rubric", _("The edition has no criteria to score by."))
    return None
