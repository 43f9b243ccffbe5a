"""The bank, the forms drawn from it, one's own tests, and what both tests tell together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from balai.delivery.models import AnswerSheet, BankQuestion, FormQuestion, OutcomeTest
from balai.people.queries import identities_of
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Person
    from balai.programmes.models import Edition, Outcome


def bank_of(edition: Edition | UUID) -> QuerySet[BankQuestion]:
    """The questions of an edition in force, outcome by outcome."""
    return (
        BankQuestion.objects.filter(edition=edition, superseded_at=None)
        .select_related("outcome")
        .prefetch_related("options")
        .order_by("outcome__order", "outcome__code", "order", "code")
    )


def versions_of(question: BankQuestion) -> QuerySet[BankQuestion]:
    """What a question was before, the newest first."""
    rows = BankQuestion.objects.filter(edition=question.edition_id, code=question.code)
    return rows.exclude(superseded_at=None).order_by("-version")


def outcomes_with_questions(edition: Edition) -> list[tuple[Outcome, int]]:
    """The outcomes of an edition in order, each with how many questions in force are about it."""
    in_force = Count("bank_questions", filter=Q(bank_questions__superseded_at=None))
    rows = edition.outcomes.annotate(questions=in_force).order_by("order", "code")
    return [(one, one.questions) for one in rows]


def answered_of(test: OutcomeTest) -> dict[str, int]:
    """By the test, how many of those who take part have begun to answer it; what was saved counts."""
    sheets = AnswerSheet.objects.filter(test=test, participant__state=ParticipantState.CONFIRMED)
    rows = sheets.order_by().values_list("occasion")
    return dict(rows.annotate(number=Count("pk")))


def form_of(test: OutcomeTest, form: str) -> list[FormQuestion]:
    """The questions of one form with their answers, in order; three questions to the database."""
    rows = FormQuestion.objects.filter(test=test, form=form).select_related("question__outcome")
    return list(rows.prefetch_related("question__options").order_by("number"))


def outcome_tests_of(edition: Edition | UUID) -> OutcomeTest | None:
    """The two tests of an edition, if it has them."""
    return OutcomeTest.objects.select_related("edition").filter(edition=edition).first()


def own_participations(person: Person) -> QuerySet[Participant]:
    """Where somebody takes or took part in an edition with tests, the newest first."""
    return (
        Participant.objects.filter(
            person__in=identities_of(person),
            state=ParticipantState.CONFIRMED,
            edition__outcome_test__drawn_at__isnull=False,
        )
        .select_related("edition__outcome_test__edition")
        .order_by("-edition__starts_on", "pk")
    )


def sheets_of(participant: Participant) -> dict[str, AnswerSheet]:
    """What somebody answered, by the test."""
    return {one.occasion: one for one in AnswerSheet.objects.filter(participant=participant)}


def marks_of(test: OutcomeTest, occasion: str) -> Iterator[tuple[UUID, str, bool]]:
    """For each answered sheet and question: whose pair it is, the outcome, and whether it was right.

    A question that was left out was not right. Three questions to the database.
    """
    places: dict[str, list[FormQuestion]] = defaultdict(list)
    rows = FormQuestion.objects.filter(test=test).select_related("question__outcome")
    for place in rows.prefetch_related("question__options"):
        places[place.form].append(place)
    for sheet in AnswerSheet.objects.filter(test=test, occasion=occasion):
        for place in places[sheet.form]:
            chosen = sheet.given.get(str(place.number), ())
            yield sheet.pair, place.question.outcome.code, place.question.is_right(chosen)


def sheets_about(persons: Collection[Person]) -> QuerySet[AnswerSheet]:
    """What one person answered, under all of their identities."""
    return AnswerSheet.objects.filter(participant__person__in=persons)
