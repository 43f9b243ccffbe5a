"""What feedback says: shares with their intervals where enough have answered, and what waits for somebody."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.delivery.enums import FeedbackKind
from balai.delivery.models import FeedbackAnswer, FeedbackToken
from balai.delivery.queries.presence import expected_at
from balai.delivery.queries.questionnaires import questionnaire
from balai.people.queries import identities_of
from balai.selection.models import Participant
from balai.timetable.queries.plans import beside_their_edition, published_slots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.delivery.queries.questionnaires import Part, Question
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How a question was answered.

    Attributes:
        counts: for each choice of its scale, in order.
    """

    question: Question
    counts: Sequence[int]

    @property
    def number(self) -> int:
        return sum(self.counts)

    @property
    def good(self) -> int:
        words = [word for word, _label in self.question.scale.choices]
        return sum(
            count for word, count in zip(words, self.counts, strict=True) if word in self.question.scale.good
        )


def counted(parts: Sequence[Part], answers: Iterable[FeedbackAnswer]) -> list[tuple[Part, list[Counted]]]:
    """How each question of a questionnaire was answered."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for answer in answers:
        for key, word in answer.given.items():
            said[key][word] += 1
    return [
        (
            part,
            [
                Counted(question=one, counts=[said[one.key][word] for word, _label in one.scale.choices])
                for one in part.questions
            ],
        )
        for part in parts
    ]


def results_of(edition: Edition, kind: str) -> tuple[list[FeedbackAnswer], list[tuple[Part, list[Counted]]]]:
    """All answers to a questionnaire of the edition, and how each question was answered."""
    answers = list(FeedbackAnswer.objects.filter(edition=edition, kind=kind).order_by("pk"))
    return answers, counted(questionnaire(kind, edition), answers)


def pulses_of(edition: Edition) -> list[tuple[Slot, int, list[Counted]]]:
    """For each published session that was answered about: how many, and how each question was."""
    by_session: dict[UUID | None, list[FeedbackAnswer]] = defaultdict(list)
    for answer in FeedbackAnswer.objects.filter(edition=edition, kind=FeedbackKind.PULSE):
        by_session[answer.session_id].append(answer)
    found = []
    for slot in published_slots(edition):
        if answers := by_session.get(slot.session_id):
            rows = [
                one
                for _part, ones in counted(questionnaire(FeedbackKind.PULSE, edition), answers)
                for one in ones
            ]
            found.append((slot, len(answers), rows))
    return found


def participations(person: Person) -> QuerySet[Participant]:
    """Where somebody takes or took part, the newest first."""
    return (
        Participant.objects.filter(person__in=identities_of(person))
        .select_related("edition", "person")
        .order_by("-edition__starts_on", "pk")
    )


def slots_of(participant: Participant) -> list[Slot]:
    """The published sessions at which somebody is expected."""
    slots = list(beside_their_edition(published_slots(participant.edition_id)))
    expected = expected_at(slots)
    return [slot for slot in slots if any(one.pk == participant.pk for one in expected[slot.session_id])]


def answered_by(participant: Participant) -> set[tuple[str, UUID | None]]:
    """Which questionnaires somebody has answered: kind and session."""
    return set(FeedbackToken.objects.filter(participant=participant).values_list("kind", "session"))


def tokens_about(persons: Iterable[Person]) -> QuerySet[FeedbackToken]:
    """That somebody has answered."""
    return FeedbackToken.objects.filter(participant__person__in=persons)
