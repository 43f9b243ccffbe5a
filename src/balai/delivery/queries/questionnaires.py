"""What participants are asked: ten seconds after a session, a minute halfway, ten minutes at the end.

The questions follow Kirkpatrick's first level (reaction). Those about outcomes, modules, trainers and centres
are made from the edition, so that a questionnaire never asks about what was not there. No question must be
answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balai.delivery.enums import FeedbackKind
from balai.programmes.models import Module, Outcome
from balai.timetable.queries.plans import published_slots

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.programmes.models import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How a question is answered.

    Attributes:
        choices: words with their labels, from the least to the most.
        good: those that say that it is well; their share is what results tell.
    """

    choices: tuple[tuple[str, StrOrPromise], ...]
    good: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; its key stays, its label is in the language of now."""

    key: str
    label: StrOrPromise
    scale: Scale

    @property
    def is_of_one(self) -> bool:
        """Whether it is about one trainer or one centre: they and the office are told, and nobody else."""
        return self.key.startswith(("trainer:", "centre:"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Questions under one heading."""

    heading: StrOrPromise
    questions: tuple[Question, ...]


def _numbers(least: int, most: int, good: int) -> Scale:
    words = [str(number) for number in range(least, most + 1)]
    return Scale(choices=tuple((one, one) for one in words), good=frozenset(words[good - least :]))


FIVE = _numbers(1, 5, 4)
"""From 1, not at all, to 5, fully."""
TEN = _numbers(0, 10, 9)
"""From 0 to 10; who says 9 or 10 promotes."""
PACE = Scale(
    choices=(("slow", _("Too slow")), ("right", _("Just right")), ("fast", _("Too fast"))),
    good=frozenset({"right"}),
)
DIFFICULTY = Scale(
    choices=(("easy", _("Too easy")), ("right", _("Just right")), ("hard", _("Too hard"))),
    good=frozenset({"right"}),
)
AMOUNT = Scale(
    choices=(("little", _("Too little")), ("right", _("Just right")), ("much", _("Too much"))),
    good=frozenset({"right"}),
)
APPLIES = Scale(
    choices=(("no", _("No")), ("partly", _("Partly")), ("yes", _("Yes"))), good=frozenset({"yes"})
)
RESPECTED = Scale(
    choices=(("no", _("No")), ("partly", _("Partly")), ("yes", _("Yes"))), good=frozenset({"yes"})
)


def _part(heading: StrOrPromise, *questions: tuple[str, StrOrPromise, Scale]) -> Part:
    return Part(
        heading=heading,
        questions=tuple(Question(key=key, label=label, scale=scale) for key, label, scale in questions),
    )


PULSE = (
    _part(
        _("This session"),
        ("useful", _("Useful (1 to 5)"), FIVE),
        ("clear", _("Clear (1 to 5)"), FIVE),
        ("pace", _("Pace"), PACE),
        ("level", _("Level"), DIFFICULTY),
        ("applies", _("Can you use it at home?"), APPLIES),
    ),
)
MIDWAY = (
    _part(
        _("Until now"),
        ("useful", _("Useful for your work (1 to 5)"), FIVE),
        ("pace", _("Pace"), PACE),
        ("theory", _("Theory"), AMOUNT),
        ("practice", _("Practice"), AMOUNT),
        ("visits", _("Visits"), AMOUNT),
    ),
    _part(
        _("Staying here"),
        ("hotel", _("Hotel and rooms (1 to 5)"), FIVE),
        ("meals", _("Meals (1 to 5)"), FIVE),
        ("needs", _("Prayer, diet and access are respected"), RESPECTED),
        ("respect", _("You feel safe and respected"), RESPECTED),
        ("staff", _("The staff answer and help (1 to 5)"), FIVE),
    ),
)
END_COURSE = (
    _part(
        _("The programme"),
        ("objectives", _("Its objectives were clear (1 to 5)"), FIVE),
        ("relevance", _("It is about your work (1 to 5)"), FIVE),
        ("order", _("The order of modules made sense (1 to 5)"), FIVE),
        ("theory", _("Theory"), AMOUNT),
        ("practice", _("Practice"), AMOUNT),
        ("visits", _("Visits"), AMOUNT),
        ("duration", _("Length of the programme"), Scale(
            choices=(("short", _("Too short")), ("right", _("Just right")), ("long", _("Too long"))),
            good=frozenset({"right"}),
        )),
        ("materials", _("Materials (1 to 5)"), FIVE),
        ("interpretation", _("Interpretation (1 to 5)"), FIVE),
        ("facilitation", _("Facilitation (1 to 5)"), FIVE),
        ("mix", _("Size and mix of the group (1 to 5)"), FIVE),
        ("peers", _("You learned from one another (1 to 5)"), FIVE),
    ),
)  # fmt: skip
END_STAY = (
    _part(
        _("Travel and stay"),
        ("information", _("Information before arrival (1 to 5)"), FIVE),
        ("visa", _("Help with the visa (1 to 5)"), FIVE),
        ("flight", _("Flight (1 to 5)"), FIVE),
        ("pick_up", _("Pick-up (1 to 5)"), FIVE),
        ("hotel", _("Hotel and rooms (1 to 5)"), FIVE),
        ("meals", _("Meals (1 to 5)"), FIVE),
        ("needs", _("Prayer, diet and access were respected"), RESPECTED),
        ("allowance", _("Allowance (1 to 5)"), FIVE),
        ("health", _("Health care (1 to 5)"), FIVE),
        ("safety", _("Safety (1 to 5)"), FIVE),
        ("staff", _("The staff answered and helped (1 to 5)"), FIVE),
        ("respect", _("Women and men were treated with the same respect"), RESPECTED),
    ),
    _part(
        _("What comes now"),
        ("recommend", _("Would you recommend it? (0 to 10)"), TEN),
        ("confidence", _("Will you be able to use what you learned? (0 to 10)"), TEN),
        ("obstacle", _("The greatest obstacle at home"), Scale(
            choices=(
                ("budget", _("Budget")),
                ("authority", _("No authority")),
                ("equipment", _("Equipment")),
                ("staff", _("Staff")),
                ("regulation", _("Regulation")),
                ("supervisor", pgettext_lazy("at home", "Supervisor")),
                ("other", _("Another")),
                ("none", _("None")),
            ),
            good=frozenset({"none"}),
        )),
    ),
)  # fmt: skip
OF_A_TRAINER = (
    ("knowledge", _("knowledge")),
    ("clarity", _("clarity")),
    ("language", _("language")),
    ("interaction", _("interaction")),
)
OF_A_CENTRE = (
    ("relevance", _("relevance")),
    ("hands_on", _("time for practice")),
    ("safety", _("safety")),
    ("hospitality", _("hospitality")),
)


def questionnaire(kind: str, edition: Edition) -> tuple[Part, ...]:
    """What participants of an edition are asked; a part without questions is not there."""
    if kind == FeedbackKind.PULSE:
        return PULSE
    if kind == FeedbackKind.MIDWAY:
        return MIDWAY
    parts = (*END_COURSE, *_of_the_edition(edition), *END_STAY)
    return tuple(part for part in parts if part.questions)


def questions_of(parts: Sequence[Part]) -> dict[str, Question]:
    """The questions by key, in order."""
    return {question.key: question for part in parts for question in part.questions}


def _of_the_edition(edition: Edition) -> Iterator[Part]:
    outcomes = Outcome.objects.filter(edition=edition).order_by("order", "code")
    yield _part(
        _("What you can do: before, and now (1 to 5)"),
        *(
            (f"outcome:{one.code}:{when}", f"{one.statement}: {word}", FIVE)
            for one in outcomes
            for when, word in (("before", _("before")), ("after", _("now")))
        ),
    )
    modules = Module.objects.filter(edition=edition).order_by("order", "code")
    yield _part(_("Each module (1 to 5)"), *((f"module:{one.code}", str(one.title), FIVE) for one in modules))
    slots = list(published_slots(edition))
    trainers = {
        part.resource_person.code: part.resource_person for slot in slots for part in slot.people.all()
    }
    yield _part(
        _("Each trainer (1 to 5)"),
        *(
            (f"trainer:{code}:{key}", f"{one.person.name}: {word}", FIVE)
            for code, one in sorted(trainers.items())
            for key, word in OF_A_TRAINER
        ),
    )
    centres = {slot.site.code: slot.site for slot in slots if slot.site}
    yield _part(
        _("Each centre (1 to 5)"),
        *(
            (f"centre:{code}:{key}", f"{site.name}: {word}", FIVE)
            for code, site in sorted(centres.items())
            for key, word in OF_A_CENTRE
        ),
    )
