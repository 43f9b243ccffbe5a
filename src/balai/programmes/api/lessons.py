"""Lessons over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Schema, Status

from balai.kernel.bodies import Truth, Word, Words, partly
from balai.kernel.translated import TranslatedText
from balai.people.authentication import Caller
from balai.programmes.api.common import KEEP, READ, Day, Reason, by, edition_of, kept_by, router
from balai.programmes.models import Lesson
from balai.programmes.queries import lessons_matching
from balai.programmes.services import lessons


class LessonOut(Schema):
    """What an edition taught; `learnt_in` and `taken_up_in` are codes of editions."""

    id: UUID
    learnt_in: str
    number: int
    source: str
    text: Words
    is_demanded: bool
    owner_role: str
    due_on: date | None
    taken_up_in: str | None
    done_at: datetime | None
    answer: Words

    @staticmethod
    def resolve_learnt_in(record: Lesson) -> str:
        """The code of the edition."""
        return record.edition.code

    @staticmethod
    def resolve_taken_up_in(record: Lesson) -> str | None:
        """The code of the edition."""
        return record.taken_up_in.code if record.taken_up_in else None


class LessonsOut(Schema):
    """What an edition taught, and what it took up from those before."""

    own: list[LessonOut]
    taken_up: list[LessonOut]


class LessonSearch(Schema):
    """Which lessons; with `open_only` those that are not settled."""

    words: Word = ""
    open_only: bool = False


class LessonIn(Schema):
    """A new lesson; `owner_role` is what an organiser does, such as `host`."""

    source: Word
    text: Words
    is_demanded: Truth = False
    owner_role: Word = "host"
    due_on: Day | None = None


if TYPE_CHECKING:
    LessonChange = LessonIn
else:
    LessonChange = partly(LessonIn, "LessonChange")


class LessonAnswerIn(Schema):
    """What was done about a lesson, by language."""

    answer: Reason


@router.get("editions/{code}/lessons", response=LessonsOut, operation_id="list_lessons", **READ)
def list_lessons(request: Caller, code: Word, asked: Query[LessonSearch]) -> dict[str, Any]:
    """List what an edition taught and what it took up, found by words and by what is open."""
    edition = edition_of(request, code)
    own, taken_up = (
        lessons_matching(rows.select_related("edition", "taken_up_in"), **asked.dict())
        for rows in (edition.lessons, edition.lessons_taken_up)
    )
    return {"own": own.order_by("number"), "taken_up": taken_up.order_by("pk")}


@router.post("editions/{code}/lessons", response={201: LessonOut}, operation_id="record_lesson", **KEEP)
def record_lesson(request: Caller, code: Word, given: LessonIn) -> Status[Lesson]:
    """Record a lesson of an edition."""
    return Status(201, lessons.record_lesson(edition=kept_by(request, code), **given.dict(), **by(request)))


@router.patch(
    "editions/{code}/lessons/{uuid:lesson_id}", response=LessonOut, operation_id="change_lesson", **KEEP
)
def change_lesson(request: Caller, code: Word, lesson_id: UUID, given: LessonChange) -> Lesson:
    """Correct a lesson that is not settled."""
    lesson = get_object_or_404(Lesson, pk=lesson_id, edition=kept_by(request, code))
    return lessons.change_lesson(lesson=lesson, **given.dict(exclude_unset=True), **by(request))


@router.post(
    "editions/{code}/lessons/{uuid:lesson_id}/settle",
    response=LessonOut,
    operation_id="settle_lesson",
    **KEEP,
)
def settle_lesson(request: Caller, code: Word, lesson_id: UUID, given: LessonAnswerIn) -> Lesson:
    """Say what this edition did about a lesson that it took up."""
    lesson = get_object_or_404(Lesson, pk=lesson_id, taken_up_in=kept_by(request, code))
    return lessons.settle_lesson(lesson=lesson, answer=TranslatedText(given.answer), **by(request))
