"""What participants of the sample programme said after sessions: made up, and the same each time."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING

from balai.delivery.enums import THERE, FeedbackKind
from balai.delivery.models import Presence
from balai.delivery.services.feedback import answer_feedback
from balai.programmes.enums import Family

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.selection.models import Participant
    from balai.timetable.models import Slot

TAUGHT = frozenset({Family.TEACHING, Family.PRACTICE, Family.VISIT})
"""Nobody is heard of ceremonies, meals and ways."""
ANSWERS = 6
"""So many of those who were there: of fewer than five nothing is told."""
SAID: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "useful": ("34555", "3455555"),
    "clear": ("34455", "44555"),
    "pace": (("right", "right", "right", "fast", "slow"), ("right", "right", "right", "right", "fast")),
    "level": (("right", "right", "right", "hard", "easy"), ("right", "right", "right", "right", "hard")),
    "applies": (("yes", "yes", "partly", "partly", "no"), ("yes", "yes", "yes", "yes", "partly")),
}
"""By question, from what is drawn: of lectures and visits, and of practice, which pleased more."""


def say_after_sessions(slots: Sequence[Slot], *, at: datetime) -> None:
    """Of each session at which something was taught, some of those who were there tell how it was."""
    taught = [slot for slot in slots if slot.session.activity.session_type.family in TAUGHT]
    there: dict[UUID, list[Participant]] = defaultdict(list)
    noted = Presence.objects.filter(session__in=[slot.session_id for slot in taught], state__in=THERE)
    for one in noted.select_related("participant__edition").order_by("participant__nomination__code"):
        there[one.session_id].append(one.participant)
    for slot in taught:
        people = there[slot.session_id]
        draw = random.Random(slot.session.code)  # noqa: S311 -- made up for the sample, the same each time; no secret
        is_practice = slot.session.activity.session_type.family == Family.PRACTICE
        for participant in draw.sample(people, min(ANSWERS, len(people))):
            given = {question: draw.choice(words[is_practice]) for question, words in SAID.items()}
            answer_feedback(participant=participant, kind=FeedbackKind.PULSE, given=given, slot=slot, at=at)
