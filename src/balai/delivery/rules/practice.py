"""When practice may be briefed, signed and corrected, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import Level, StepResult
from balai.delivery.models.practice import MOST_ATTEMPTS, MOST_MINUTES
from balai.delivery.queries.practice import tasks_signed_by
from balai.directory.enums import SafetyClass
from balai.kernel.refusal import Refusal
from balai.timetable.rules.planning import OVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from balai.delivery.models.practice import PracticeStep, PracticeTask, SafetyBriefing, SignOff
    from balai.people.models import Grant
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

LEVELS = (Level.OBSERVED, Level.ASSISTED, Level.INDEPENDENT)
"""From the lowest to the highest."""
RESULTS = (StepResult.NOT_SEEN, StepResult.OBSERVED, StepResult.ASSISTED, StepResult.INDEPENDENT)


def may_sign_practice(grants: Iterable[Grant], task: PracticeTask) -> Refusal | None:
    """Supervisors of the edition, and coordinators of the centre where it is done."""
    if tasks_signed_by(grants).filter(pk=task.pk).exists():
        return None
    return Refusal(
        "practice.not_yours",
        _("A supervisor of this edition, or the coordinator of the centre, signs this."),
    )


def may_take_practice(edition: Edition) -> Refusal | None:
    """A device takes an edition along until it is reported or cancelled."""
    if edition.status in OVER:
        return Refusal("practice.over", _("This edition is over. What was signed stays as it was."))
    return None


def may_practise(task: PracticeTask, participant: Participant) -> Refusal | None:
    """Participants of the same edition, until it is reported or cancelled."""
    if refusal := may_take_practice(task.edition):
        return refusal
    if participant.edition_id != task.edition_id:
        return Refusal("practice.other_edition", _("This participant takes part in another edition."))
    if not participant.is_confirmed:
        return Refusal("practice.left", _("This person no longer takes part in the edition."))
    return None


def must_be_briefed(task: PracticeTask, briefing: SafetyBriefing | None) -> Refusal | None:
    """Nothing is signed before the safety briefing, but where no special care is needed."""
    if briefing is not None or task.safety_class == SafetyClass.OPEN:
        return None
    return Refusal(
        "practice.not_briefed", _("No safety briefing is recorded. Give it first, then sign what was done.")
    )


def highest_level(task: PracticeTask, steps: Iterable[PracticeStep], results: Mapping[int, str]) -> Level:
    """The highest level that can be signed for what was seen of the steps.

    Where a machine is only shown, or the task says so, nobody gets beyond observed. Whoever was not seen to
    do every critical step, with help or alone, does not work independently. And the whole is not better
    than the best step.
    """
    if task.safety_class == SafetyClass.SHOWN:
        return Level.OBSERVED
    found = Level(task.highest)
    known = list(steps)
    if any(
        results.get(step.number, StepResult.NOT_SEEN) in {StepResult.NOT_SEEN, StepResult.OBSERVED}
        for step in known
        if step.is_critical
    ):
        found = min(found, Level.ASSISTED, key=LEVELS.index)
    if known:
        best = max((RESULTS.index(StepResult(one)) for one in results.values()), default=0)
        found = min(found, LEVELS[max(best - 1, 0)], key=LEVELS.index)
    return found


def must_fit(  # noqa: PLR0913 -- each is named where it is called; one reason after the other
    task: PracticeTask,
    steps: Iterable[PracticeStep],
    *,
    level: Level,
    results: Mapping[int, str],
    minutes: int,
    attempts: int,
    measured: Decimal | None,
    is_excused: bool,
) -> Refusal | None:
    """What is signed is about this task's steps and measure, and says no more than was seen."""
    known = list(steps)
    if not set(results) <= {step.number for step in known} or not set(results.values()) <= set(
        StepResult.values
    ):
        return Refusal("practice.other_steps", _("The steps of this task have changed. Open it again."))
    if not 0 <= minutes <= MOST_MINUTES or not 1 <= attempts <= MOST_ATTEMPTS:
        return Refusal("practice.not_in_a_day", _("Write at most a day of minutes, and 1 to 50 attempts."))
    if measured is not None and not task.unit:
        return Refusal("practice.not_measured", _("Nothing is measured in this task."))
    if is_excused and level != Level.OBSERVED:
        return Refusal(
            "practice.excused", _("Who did not work at the machine has observed. Choose “Observed”.")
        )
    highest = highest_level(task, known, results)
    if LEVELS.index(level) > LEVELS.index(highest):
        return Refusal(
            "practice.too_high",
            _("What was seen of the steps carries “%(level)s” at most.") % {"level": highest.label},
        )
    return None


def must_say_why(*, is_correction: bool, why: str) -> Refusal | None:
    """A correction leaves what was signed, and says why it is not so."""
    if is_correction and not why.strip():
        return Refusal("practice.no_reason", _("Say why what was signed is corrected."))
    return None


def must_be_known(corrected: SignOff | None) -> Refusal | None:
    """What is corrected was signed for the same participant and task."""
    if corrected is not None:
        return None
    return Refusal("practice.nothing_to_correct", _("What is corrected was not found. Open the task again."))


def must_be_strokes(strokes: object) -> Refusal | None:
    """A drawn signature: lines of points in thousandths of the field, not longer than a hand draws."""
    lines = strokes if isinstance(strokes, list) and all(isinstance(line, list) for line in strokes) else []
    points = [point for line in lines for point in line] if len(lines) <= MOST_STROKES else []
    if 1 < len(points) <= MOST_POINTS and all(_is_point(point) for point in points):
        return None
    return Refusal("practice.signature", _("The signature could not be read. Draw it again."))


MOST_STROKES, MOST_POINTS = 60, 4_000


def _is_point(point: object) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= 1000 for one in point)
    )
