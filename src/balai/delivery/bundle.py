"""What a bundle carries of the delivery: tasks that are practised, with their steps; questions of tests.

What people did is no part of a programme's definition and never lies in a bundle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balai.delivery.models.outcome_test import BankQuestion
from balai.delivery.models.practice import PracticeTask
from balai.delivery.services.practice_tasks import change_task, enter_task
from balai.delivery.services.question_bank import change_question, enter_question
from balai.engine.bundle.fields import Field, ListOf, Record, Translated
from balai.engine.bundle.kinds import Boolean
from balai.engine.bundle.section import Shape
from balai.kernel.bundle.parts import Column, Deeds, ModelPart
from balai.kernel.bundle.registry import parts
from balai.kernel.refusal import enforce
from balai.people.queries import grants_live_at, identities_of
from balai.people.services.persons import reference_of
from balai.programmes.rules.access import may_keep_edition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.kernel.bundle.importing import Importing
    from balai.programmes.models import Edition

STEP = Record(
    (
        Field(name="text", kind=Translated(most=200), doc="What is done.", is_required=True),
        Field(name="criterion", kind=Translated(most=300), doc="What shows that it is done well."),
        Field(
            name="is_critical",
            kind=Boolean(),
            doc="Whether nobody works independently who was not seen to do it.",
        ),
    )
)


OPTION = Record(
    (
        Field(name="text", kind=Translated(most=300), doc="What can be chosen.", is_required=True),
        Field(name="is_right", kind=Boolean(), doc="Whether it is right; of several, all have to be chosen."),
    )
)


class TaskDeeds(Deeds):
    """Tasks with their steps; who keeps the edition brings them."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        _ask(importing, values["edition"])
        return enter_task(values=values, actor=reference_of(importing.actor), at=importing.at)

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        _ask(importing, record.edition)
        change_task(task=record, values=values, actor=reference_of(importing.actor), at=importing.at)


class QuestionDeeds(Deeds):
    """Questions with their answers; one that was drawn is superseded."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        _ask(importing, values["edition"])
        return enter_question(values=values, actor=reference_of(importing.actor), at=importing.at)

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        _ask(importing, record.edition)
        change_question(question=record, values=values, actor=reference_of(importing.actor), at=importing.at)


def _ask(importing: Importing, edition: Edition) -> None:
    """Refuse where the pages would; who brings a new edition brings all of it."""
    if importing.actor is not None and not importing.has_entered(edition):
        held = grants_live_at(importing.at).filter(person__in=identities_of(importing.actor))
        enforce(may_keep_edition(list(held), edition))


def _steps_of(task: PracticeTask) -> list[dict[str, Any]]:
    return [
        {
            "text": dict(step.text),
            "criterion": dict(step.criterion) or None,
            "is_critical": step.is_critical or None,
        }
        for step in task.steps.order_by("number")
    ]


def register_parts() -> None:
    """Add practice and questions to what bundles can hold."""
    _register_tasks()
    _register_questions()


def _register_tasks() -> None:
    part = ModelPart(
        name="practice-tasks",
        file="editions/{edition}/practice-tasks.yaml",
        shape=Shape.LIST,
        model=PracticeTask,
        columns=(
            Column(name="edition", refers="editions"),
            "code",
            "title",
            Column(name="site", refers="sites"),
            Column(name="machine", refers="machines"),
            Column(name="activity", refers="activities", within="edition"),
            Column(name="outcome", refers="outcomes", within="edition"),
            "highest",
            "minutes",
            "measure",
            "unit",
            "target",
            "tolerance",
            Column(
                name="steps",
                kind=ListOf(kind=STEP),
                doc="What its supervisor watches, in order.",
                get=_steps_of,
            ),
            "source",
            "order",
        ),
        key=("edition", "code"),
        deeds=TaskDeeds(),
        ordering=("edition", "order", "code"),
        goes_with=("edition",),
    )
    parts.register(part.name, part)


def _options_of(question: BankQuestion) -> list[dict[str, Any]]:
    return [
        {"text": dict(option.text), "is_right": option.is_right or None} for option in question.options.all()
    ]


def _register_questions() -> None:
    part = ModelPart(
        name="questions",
        file="editions/{edition}/questions.yaml",
        shape=Shape.LIST,
        model=BankQuestion,
        columns=(
            Column(name="edition", refers="editions"),
            "code",
            Column(name="outcome", refers="outcomes", within="edition"),
            "text",
            Column(
                name="options",
                kind=ListOf(kind=OPTION),
                doc="What can be chosen, in order: two to eight, of which one is right at least, and not all.",
                get=_options_of,
            ),
            "explanation",
            "source",
            "order",
        ),
        key=("edition", "code"),
        deeds=QuestionDeeds(),
        ordering=("edition", "order", "code"),
        goes_with=("edition",),
        live=lambda: BankQuestion.objects.filter(superseded_at=None),
    )
    parts.register(part.name, part)
