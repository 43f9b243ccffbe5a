"""When feedback may be given, and what results may be told without telling who said it."""

from __future__ import annotations

import math
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import FeedbackKind
from balai.delivery.queries.feedback import answered_by, slots_of
from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from balai.delivery.queries.questionnaires import Part
    from balai.programmes.models import Edition
    from balai.selection.models import Participant
    from balai.timetable.models import Slot

FEWEST = 5
"""Of fewer answers nothing is told: one could guess who said what. Assumed, as in surveys of staff."""
PULSE_DAYS = 3
"""After a session, as long as one remembers it."""
END_DAYS = 14
"""After the last day, so that nobody has to answer before they hold their certificate."""
Z = 1.959964
"""The normal quantile of a two-sided interval of 95 %."""


def window(kind: str, edition: Edition, slot: Slot | None = None) -> tuple[datetime, datetime] | None:
    """From when until when a questionnaire is open; None where the edition has no dates yet."""
    if slot is not None:
        return slot.ends_at, slot.ends_at + timedelta(days=PULSE_DAYS)
    if edition.starts_on is None or edition.ends_on is None:
        return None
    zone = ZoneInfo(edition.time_zone)
    half = edition.starts_on + (edition.ends_on - edition.starts_on) / 2
    first, last = (
        (half, edition.ends_on)
        if kind == FeedbackKind.MIDWAY
        else (edition.ends_on, edition.ends_on + timedelta(days=END_DAYS))
    )
    return datetime.combine(first, time.min, zone), datetime.combine(last, time.max, zone)


def may_answer(
    participant: Participant, kind: str, *, at: datetime, slot: Slot | None = None, is_expected: bool = True
) -> Refusal | None:
    """Participants, while it is open, and of a session those who were expected there."""
    if not participant.is_confirmed:
        return Refusal("feedback.left", _("This is for those who take part."))
    if not is_expected:
        return Refusal("feedback.not_expected", _("You were not expected at this session."))
    opened = window(kind, participant.edition, slot)
    if opened is None or at < opened[0]:
        return Refusal("feedback.too_early", _("These questions are not open yet."))
    if at > opened[1]:
        return Refusal("feedback.too_late", _("The time to answer these questions is over."))
    return None


def must_be_once(*, is_first: bool) -> Refusal | None:
    """Once for each questionnaire; what was said cannot be found again, not even to change it."""
    return None if is_first else Refusal("feedback.twice", _("You have answered this already."))


def must_be_asked(parts: Sequence[Part], given: Mapping[str, str], voice: str) -> Refusal | None:
    """Answers are to the questions of the questionnaire, in its words; something is said."""
    words = {
        one.key: {word for word, _label in one.scale.choices} for part in parts for one in part.questions
    }
    if any(key not in words or word not in words[key] for key, word in given.items()):
        return Refusal("feedback.other_questions", _("The questions have changed. Open them again."))
    if not given and not voice:
        return Refusal("feedback.nothing", _("Answer at least one question."))
    return None


def share_between(good: int, of: int) -> tuple[float, float]:
    """The interval of 95 % around a share, after Wilson, which holds for small numbers too.

    Args:
        good: how many of them.
        of: how many there are, one or more.

    Source:
        E. B. Wilson, Probable inference, the law of succession, and statistical inference,
        J. Am. Stat. Assoc. 22 (1927) 209-212.
    """
    share, square = good / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def open_to(participant: Participant, *, at: datetime) -> list[tuple[FeedbackKind, Slot | None]]:
    """What somebody may answer now and has not answered, sessions first: a handful of questions."""
    if not participant.is_confirmed:
        return []
    done = answered_by(participant)
    found: list[tuple[FeedbackKind, Slot | None]] = [
        (FeedbackKind.PULSE, slot)
        for slot in slots_of(participant)
        if (FeedbackKind.PULSE, slot.session_id) not in done
        and may_answer(participant, FeedbackKind.PULSE, at=at, slot=slot) is None
    ]
    return found + [
        (kind, None)
        for kind in (FeedbackKind.MIDWAY, FeedbackKind.END)
        if (kind, None) not in done and may_answer(participant, kind, at=at) is None
    ]
