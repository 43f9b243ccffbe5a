"""What participants of the sample programme said after sessions, halfway and at the end: made up.

The same code of a session, or edition, makes the same answers.
"""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING

from balai.delivery.enums import THERE, FeedbackKind
from balai.delivery.models import Presence
from balai.delivery.queries.questionnaires import questionnaire
from balai.delivery.services.feedback import answer_feedback
from balai.programmes.enums import Family
from balai.selection.queries.offers import confirmed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.delivery.queries.questionnaires import Question
    from balai.programmes.models import Edition
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
IN_THEIR_WORDS: Mapping[FeedbackKind, Sequence[tuple[str, bool]]] = {
    FeedbackKind.MIDWAY: (
        ("More time at the machines and less at the table, please.", False),
        ("The centres answer every question, also the awkward ones.", True),
        ("Lunch on Monday was late, and the afternoon short.", False),
    ),
    FeedbackKind.END: (
        ("I will try the recycling of cartons with two mills at home.", True),
        ("Kami ingin melanjutkan kerja sama ini.", True),
        ("The days in the workshops taught me more than any lecture.", True),
        ("A second week for practice would be worth it.", False),
        ("Send the drawings before the course, not after it.", False),
    ),
}
"""What some add in their own words, and whether they may be quoted."""
ANSWER_MIDWAY, ANSWER_AT_THE_END = 13, 17
"""How many of those who took part answer."""
LEAVE_OUT = 0.04
LEANINGS: Mapping[int, Sequence[int]] = {
    5: (2, 3, 3, 3, 4, 4, 4),
    11: (7, 8, 8, 9, 9, 10),
    3: (1, 1, 1, 1, 2),
}
"""By how many choices there are, in their order, which of them are drawn."""
BEFORE: Sequence[int] = (0, 1, 1, 2, 2)
"""The same where it is asked what somebody could do before."""


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


def say_of_the_whole(edition: Edition, kind: FeedbackKind, *, at: datetime) -> None:
    """Most of those who take part answer the questions about the whole, halfway or at the end."""
    draw = random.Random(f"{edition.code} {kind}")  # noqa: S311 -- made up for the sample, the same each time; no secret
    people = list(confirmed(edition).select_related("edition").order_by("nomination__code", "pk"))
    many = ANSWER_AT_THE_END if kind == FeedbackKind.END else ANSWER_MIDWAY
    questions = [one for part in questionnaire(kind, edition) for one in part.questions]
    voices = IN_THEIR_WORDS[kind]
    for place, participant in enumerate(draw.sample(people, min(many, len(people)))):
        voice, may_be_quoted = voices[place] if place < len(voices) else ("", False)
        answer_feedback(
            participant=participant,
            kind=kind,
            given={one.key: _chosen(one, draw) for one in questions if draw.random() > LEAVE_OUT},
            voice=voice,
            may_be_quoted=may_be_quoted,
            at=at,
        )


def _chosen(question: Question, draw: random.Random) -> str:
    words = [word for word, _label in question.scale.choices]
    leaning = BEFORE if question.key.endswith(":before") else LEANINGS.get(len(words), range(len(words)))
    if words == ["no", "partly", "yes"]:
        leaning = (1, 2, 2, 2, 2)
    return words[draw.choice(leaning)]
