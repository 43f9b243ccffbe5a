"""Keeping the bank of questions: entered and changed with their answers; copied to the next edition.

A question that was drawn into a form is not changed: what is written or brought takes its place as a newer
version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.delivery.models import BankQuestion, QuestionOption
from balai.delivery.rules.outcome_tests import must_be_answerable, must_be_going_on, must_be_in_force
from balai.kernel.refusal import enforce
from balai.programmes.models import Edition, Outcome
from balai.programmes.services.cloning import copy_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from balai.programmes.registries import Carrying

OPTIONS = "options"
COPIED = ("edition", "outcome", "code", "text", "explanation", "source", "order")


@transaction.atomic
def enter_question(*, values: Mapping[str, Any], actor: str, at: datetime) -> BankQuestion:
    """Enter a question of an edition's bank, with its answers in their order.

    Args:
        values: its columns, and ``options``: for each its text, and whether it is right.
        actor: who.
        at: the moment.

    Raises:
        RuleViolationError: ``test.over`` or ``test.options``.
        ValidationError: a value cannot be; by field.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=values["edition"].pk)
    options = list(values.get(OPTIONS) or ())
    enforce(must_be_going_on(edition) or must_be_answerable(options))
    question = BankQuestion()
    _write(question, values)
    _write_options(question, options)
    _tell(question, "entered", actor=actor, at=at)
    return question


@transaction.atomic
def change_question(
    *, question: BankQuestion, values: Mapping[str, Any], actor: str, at: datetime
) -> BankQuestion:
    """Change a question; of one that a form has, a newer version takes its place.

    Raises:
        RuleViolationError: ``test.over``, ``test.superseded`` or ``test.options``.
        ValidationError: a value cannot be; by field.
    """
    Edition.objects.select_for_update(of=("self",)).get(pk=question.edition_id)
    found = BankQuestion.objects.select_related("edition").get(pk=question.pk)
    enforce(must_be_going_on(found.edition) or must_be_in_force(found))
    options = (
        list(values[OPTIONS] or ())
        if OPTIONS in values
        else [{"text": one.text, "is_right": one.is_right} for one in found.options.all()]
    )
    enforce(must_be_answerable(options))
    if found.places.exists():
        values = {name: getattr(found, name) for name in COPIED} | dict(values)
        found.superseded_at = at
        found.save(update_fields=["superseded_at"])
        found = BankQuestion(version=found.version + 1)
    _write(found, values)
    if OPTIONS in values or not found.options.exists():
        found.options.all().delete()
        _write_options(found, options)
    _tell(found, "changed", actor=actor, at=at)
    return found


def _write(question: BankQuestion, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name != OPTIONS:
            setattr(question, name, value)
    question.full_clean()
    question.save()


def _write_options(question: BankQuestion, options: Sequence[Mapping[str, Any]]) -> None:
    for number, option in enumerate(options, start=1):
        row = QuestionOption(
            question=question,
            number=number,
            text=option["text"],
            is_right=bool(option.get("is_right")),
        )
        row.full_clean()
        row.save()


def _tell(question: BankQuestion, what: str, *, actor: str, at: datetime) -> None:
    record(
        actor=actor,
        action=f"edition.bank_question_{what}",
        subject=f"edition:{question.edition_id}",
        at=at,
        detail={"code": question.code, "version": question.version},
    )


def copy_questions(carrying: Carrying) -> None:
    """Copy the questions in force of the outcomes that are carried, with their answers, as first versions."""
    found = carrying.old.bank_questions.filter(superseded_at=None)
    rows = [
        row
        for row in found.select_related("outcome").prefetch_related("options")
        if (Outcome, row.outcome_id) in carrying.copies
    ]
    for row in rows:
        row.version = 1
    copy_rows(rows, carrying, points=("outcome",))
    QuestionOption.objects.bulk_create(
        QuestionOption(
            question=carrying.copies[BankQuestion, row.pk],
            number=option.number,
            text=option.text,
            is_right=option.is_right,
        )
        for row in rows
        for option in row.options.all()
    )
