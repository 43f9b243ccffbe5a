"""What an edition knows of itself: risks, texts of its booklet, lessons."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.engine.bundle.kinds import (
    Date,
)
from balai.engine.bundle.section import Shape
from balai.kernel.bundle.parts import Column, ModelPart
from balai.programmes.bundle.columns import EDITION
from balai.programmes.bundle.deeds import LessonDeeds
from balai.programmes.bundle.lists import ListPart
from balai.programmes.models import (
    BookletText,
    Lesson,
    Risk,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def _done_on(lesson: Lesson) -> dt.date | None:
    return None if lesson.done_at is None else lesson.done_at.astimezone(dt.UTC).date()


def memory() -> Iterable[ModelPart]:
    yield ListPart(
        name="risks",
        file="editions/{edition}/risks.csv",
        shape=Shape.TABLE,
        model=Risk,
        columns=(EDITION, "code", "title", "likelihood", "harm", "response", "owner_role", "state"),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
    yield ListPart(
        name="booklet-texts",
        file="editions/{edition}/booklet.yaml",
        shape=Shape.LIST,
        model=BookletText,
        columns=(EDITION, "chapter", "text"),
        key=("edition", "chapter"),
        ordering=("edition", "chapter"),
        goes_with=("edition",),
    )
    yield ModelPart(
        name="lessons",
        file="editions/{edition}/lessons.yaml",
        shape=Shape.LIST,
        model=Lesson,
        columns=(
            EDITION,
            "number",
            "source",
            "text",
            "is_demanded",
            "owner_role",
            "due_on",
            # The edition that takes a lesson up may be another office's: it does not come along.
            Column(name="taken_up_in", refers="editions", brings_along=False),
            Column(
                name="done_on",
                kind=Date(),
                doc="Day on which it was settled, by UTC.",
                get=_done_on,
                beside="taken_up_in",
            ),
            Column(name="answer", beside="taken_up_in"),
        ),
        key=("edition", "number"),
        deeds=LessonDeeds(),
        ordering=("edition", "number"),
        goes_with=("edition",),
    )
