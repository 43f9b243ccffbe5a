"""Tests before and after: a bank of questions by outcome, two parallel forms drawn from it, and answers.

A question that a form has is never changed: what is better takes its place as a newer version, and the form
keeps what was asked. Answers are a participant's until they are taken off the person; the two sheets of one
participant then still belong together, and nobody knows whose they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import Occasion, ParallelForm
from balai.directory.models.base import has_words, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH
from balai.kernel.translated import TranslatedTextField
from balai.programmes.models import Edition, Outcome
from balai.programmes.models.parts import is_coded
from balai.selection.models import Participant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


class BankQuestion(IdentifiedModel):
    """A question about one outcome, with options of which one or more are right; in one of its versions.

    Attributes:
        code: the same for all versions.
        explanation: why it is so, shown with one's result.
        source: where it comes from; says so where it is assumed.
        superseded_at: when a newer version took its place.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="bank_questions")
    outcome = models.ForeignKey(
        Outcome, models.PROTECT, related_name="bank_questions", verbose_name=_("outcome")
    )
    code = models.CharField(_("code"), max_length=24)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    text = TranslatedTextField(_("question"), lines=3, max_length=600)
    explanation = TranslatedTextField(_("explanation"), lines=3, max_length=1000, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    superseded_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    class Meta:
        db_table = "balai_bank_question"
        constraints = [
            is_coded("bank_question_code_is_a_code"),
            has_words("text", name="bank_question_asks_something"),
            models.CheckConstraint(condition=Q(version__gte=1), name="bank_question_has_a_version"),
            models.UniqueConstraint(fields=["edition", "code", "version"], name="bank_question_version_once"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                condition=Q(superseded_at=None),
                name="bank_question_code_once",
                violation_error_message=_("Another question has this code."),
            ),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        outcome_id: UUID

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def right(self) -> frozenset[int]:
        """The numbers of the right options; these are fetched with it."""
        return frozenset(one.number for one in self.options.all() if one.is_right)

    @property
    def asks_for_several(self) -> bool:
        return len(self.right) > 1

    def is_right(self, chosen: Iterable[int]) -> bool:
        """Whether exactly the right options were chosen."""
        return frozenset(chosen) == self.right


class QuestionOption(IdentifiedModel):
    """One answer that can be chosen."""

    question = models.ForeignKey(BankQuestion, models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField(_("number"))
    text = TranslatedTextField(_("answer"), max_length=300)
    is_right = models.BooleanField(_("right"), default=False)

    class Meta:
        db_table = "balai_question_option"
        ordering = ["number"]
        constraints = [
            has_words("text", name="question_option_says_something"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=8), name="question_option_number"),
            models.UniqueConstraint(fields=["question", "number"], name="question_option_once"),
        ]

    if TYPE_CHECKING:
        question_id: UUID

    def __str__(self) -> str:
        return str(self.text)


class OutcomeTest(IdentifiedModel):
    """The two tests of an edition: days on which each is open, and the draw of their forms.

    Attributes:
        seed: by which the forms were drawn, and who begins with which: the same seed gives the same.
    """

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="outcome_test")
    before_from = models.DateField(_("test before: first day"))
    before_until = models.DateField(_("test before: last day"))
    after_from = models.DateField(_("test after: first day"))
    after_until = models.DateField(_("test after: last day"))
    seed = models.PositiveIntegerField(_("number of the lots"), default=1)
    drawn_at = models.DateTimeField(_("drawn"), null=True)
    drawn_by = models.CharField(max_length=MAX_LENGTH, blank=True)

    class Meta:
        db_table = "balai_outcome_test"
        constraints = [
            models.CheckConstraint(
                condition=Q(before_from__lte=F("before_until"))
                & Q(before_until__lt=F("after_from"))
                & Q(after_from__lte=F("after_until")),
                name="outcome_test_days_are_in_order",
                violation_error_message=_("The test before ends before the test after begins."),
            ),
            models.CheckConstraint(
                condition=Q(drawn_at=None, drawn_by="") | Q(drawn_at__isnull=False) & ~Q(drawn_by=""),
                name="outcome_test_is_drawn_by_somebody",
            ),
        ]

    if TYPE_CHECKING:
        edition_id: UUID

    def __str__(self) -> str:
        return f"{self.edition_id}"


class FormQuestion(IdentifiedModel):
    """A question's place in one of the two forms."""

    test = models.ForeignKey(OutcomeTest, models.PROTECT, related_name="places")
    form = models.CharField(max_length=1, choices=ParallelForm)
    number = models.PositiveSmallIntegerField(_("number"))
    question = models.ForeignKey(BankQuestion, models.PROTECT, related_name="places")

    class Meta:
        db_table = "balai_form_question"
        ordering = ["form", "number"]
        constraints = [
            is_one_of("form", ParallelForm, name="form_question_form_is_known"),
            models.UniqueConstraint(fields=["test", "form", "number"], name="form_question_place_once"),
            models.UniqueConstraint(fields=["test", "question"], name="form_question_in_one_form"),
        ]

    if TYPE_CHECKING:
        test_id: UUID
        question_id: UUID

    def __str__(self) -> str:
        return f"{self.form}{self.number}"


class AnswerSheet(IdentifiedModel):
    """What somebody answered in one of the two tests.

    Attributes:
        participant: whose; none after it was taken off the person.
        pair: the same for the two sheets of one participant, and random.
        given: by the number of the question in the form, the numbers of the chosen options.
        handed_in_at: when it was finished; what was saved counts without that too, once the time is over.
    """

    test = models.ForeignKey(OutcomeTest, models.PROTECT, related_name="sheets")
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, related_name="answer_sheets", verbose_name=_("participant")
    )
    pair = models.UUIDField(default=uuid4, editable=False)
    occasion = models.CharField(_("which test"), max_length=6, choices=Occasion)
    form = models.CharField(_("form"), max_length=1, choices=ParallelForm)
    given = models.JSONField(_("answers"), default=dict)
    saved_at = models.DateTimeField(_("saved"))
    handed_in_at = models.DateTimeField(_("handed in"), null=True)

    class Meta:
        db_table = "balai_answer_sheet"
        constraints = [
            is_one_of("occasion", Occasion, name="answer_sheet_occasion_is_known"),
            is_one_of("form", ParallelForm, name="answer_sheet_form_is_known"),
            models.UniqueConstraint(fields=["test", "pair", "occasion"], name="answer_sheet_once"),
            models.UniqueConstraint(fields=["test", "pair", "form"], name="answer_sheet_forms_are_mirrored"),
            models.UniqueConstraint(
                fields=["test", "participant", "occasion"], name="answer_sheet_once_per_participant"
            ),
        ]

    if TYPE_CHECKING:
        test_id: UUID
        participant_id: UUID | None

    def __str__(self) -> str:
        return f"{self.test_id}: {self.occasion}"
