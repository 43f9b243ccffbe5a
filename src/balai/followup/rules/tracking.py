"""When is asked how plans go, whose answer is taken, and what an answer must hold. Days alone, no rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.correspondence.enums import ReminderMove
from balai.followup.enums import Obstacle, Progress
from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from balai.followup.models import FollowUpLink, Plan, YearAnswer
    from balai.followup.models.times import Wave

ASKED_AGAIN_AFTER = dt.timedelta(days=7)
"""Who has not answered a week after the day is asked a second time, and then no more."""
TOLD_ON_AFTER = dt.timedelta(days=14)
"""When the focal point hears of answers that did not come."""


def may_report(plan: Plan, wave: Wave | None, *, on: dt.date) -> Refusal | None:
    """Of a submitted plan, from three weeks before the day on; late answers are welcome."""
    if plan.is_open:
        return Refusal("plan.not_submitted", _("This plan is not submitted."))
    if wave is None:
        return Refusal("follow_up.no_days", _("The programme has no days yet, from which this is counted."))
    if not wave.is_open(on):
        return Refusal(
            "follow_up.too_early",
            _("This is asked from %(day)s on.") % {"day": wave.opens_on.isoformat()},
        )
    return None


def may_open_link(link: FollowUpLink | None, *, at: dt.datetime) -> Refusal | None:
    """A link is good until it expires, and while its plan is submitted."""
    if link is None or link.plan.is_open:
        return Refusal(
            "follow_up_link.unknown",
            _(
                "This link is not known, or a newer one was sent. Use the newest letter, or ask the participant."
            ),
        )
    if at >= link.expires_at:
        return Refusal(
            "follow_up_link.expired",
            _("This link has expired. The participant or the focal point can answer."),
        )
    return None


def must_tell_of_all(states: Sequence[str], *, of: int) -> Refusal | None:
    """An answer says of every activity of the plan how far it is."""
    if len(states) == of and set(states) <= set(Progress.values):
        return None
    return Refusal("follow_up.activities", _("Say of every activity how far it is."))


def must_be_measured(
    measured: Iterable[tuple[object | None, dt.date | None]], *, of: int, on: dt.date
) -> Refusal | None:
    """A figure comes with its day, and nothing is measured tomorrow; what nobody took is left out."""
    rows = list(measured)
    if len(rows) > of or any((value is None) != (day is None) or (day and day > on) for value, day in rows):
        return Refusal(
            "follow_up.measured",
            _("Give with each figure the day on which it was measured, not later than today."),
        )
    return None


def must_name_obstacle(obstacles: Iterable[str], words: str) -> Refusal | None:
    """Known codes; “something else” is said in words."""
    given = set(obstacles)
    if not given <= set(Obstacle.values) or (Obstacle.OTHER in given and not words.strip()):
        return Refusal("follow_up.obstacle", _("Say in a sentence what else stood in the way."))
    return None


def may_note_first_step(plan: Plan, done_on: dt.date, *, on: dt.date) -> Refusal | None:
    """Of a submitted plan, once it was done."""
    if plan.is_open:
        return Refusal("plan.not_submitted", _("This plan is not submitted."))
    if done_on > on:
        return Refusal("follow_up.not_yet", _("This day has not come yet."))
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLink:
    """Whom a plan's wave wants to be asked by link, and how often they should have been asked by now."""

    name: str
    email: str
    times: int


def wanted_times(wave: Wave, *, on: dt.date) -> int:
    """How often somebody without an answer should have been asked by a day."""
    if not wave.is_asked(on):
        return 0
    return 2 if on >= wave.due_on + ASKED_AGAIN_AFTER else 1


def link_move(wanted: WantedLink | None, known: WantedLink | None, *, is_answered: bool) -> ReminderMove:
    """Ask, ask anew, put the link away, or leave it; asked twice, the second answer is to leave it.

    Args:
        wanted: who is to be asked, and how often by now; None where nobody is any more.
        known: who was asked, and how often.
        is_answered: whether an answer of theirs is there; then nobody is asked again.
    """
    if wanted is None and known is not None and not is_answered:
        return ReminderMove.CANCEL
    if wanted is None or wanted.times == 0 or is_answered:
        return ReminderMove.NOTHING
    if known is None:
        return ReminderMove.CREATE
    if known.email != wanted.email or known.times < wanted.times:
        return ReminderMove.UPDATE
    return ReminderMove.NOTHING


def may_open_year(found: YearAnswer | None, *, at: dt.datetime) -> Refusal | None:
    """A link is good until it expires, also for changing what was said."""
    if found is None:
        return Refusal(
            "year_answer.unknown",
            _("This link is not known, or a newer one was sent. Use the newest letter."),
        )
    if at >= found.expires_at:
        return Refusal("year_answer.expired", _("This link has expired. Thank you for thinking of it."))
    return None


def may_answer_year(
    found: YearAnswer | None,
    answers: Mapping[str, bool],
    *,
    agrees: bool,
    of: Collection[str],
    at: dt.datetime,
) -> Refusal | None:
    """Who agrees to be counted answers every question; who does not answers none."""
    if refusal := may_open_year(found, at=at):
        return refusal
    if agrees and set(answers) != set(of):
        return Refusal(
            "year_answer.incomplete", _("Answer all three, or say that you are not to be counted.")
        )
    return None
