"""What an edition teaches: session types, outcomes, modules, how outcomes are seen, groups, completion."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import has_words, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.translated import TranslatedTextField
from balai.programmes.enums import AssessmentKind, Counted, Family, OutcomeLevel
from balai.programmes.models.edition import Edition
from balai.programmes.models.parts import is_coded


class SessionType(models.Model):
    """A kind of session with what planning must know of it.

    Rows are data: the reference programme's come with the product, and a bundle may bring more.
    """

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    name = TranslatedTextField(_("name"))
    family = models.CharField(_("family"), max_length=10, choices=Family)
    minutes_least = models.PositiveSmallIntegerField(_("fewest minutes"), null=True, blank=True)
    minutes_most = models.PositiveSmallIntegerField(_("most minutes"), null=True, blank=True)
    counted = models.CharField(_("minutes are for"), max_length=12, choices=Counted, default=Counted.SESSION)
    is_contact = models.BooleanField(_("counts as contact hours"), default=True)
    needs_room = models.BooleanField(_("needs a room"), default=False)
    needs_resource_person = models.BooleanField(_("needs a resource person"), default=False)
    needs_machines = models.BooleanField(_("needs machines"), default=False)
    needs_supervisor = models.BooleanField(_("needs a supervisor"), default=False)
    needs_sign_off = models.BooleanField(_("is signed off"), default=False)
    needs_transport = models.BooleanField(_("needs transport"), default=False)
    needs_gate_list = models.BooleanField(_("needs a gate list"), default=False)
    comes_after = ArrayField(
        models.CharField(max_length=8), verbose_name=_("only after these"), default=list, blank=True
    )
    most_in_a_row = models.PositiveSmallIntegerField(_("most in a row"), null=True, blank=True)
    most_in_half_a_day = models.PositiveSmallIntegerField(_("most in half a day"), null=True, blank=True)
    rule = TranslatedTextField(_("rule of planning"), blank=True, max_length=500)
    order = models.PositiveSmallIntegerField(_("order in lists"), default=100)

    class Meta:
        db_table = "balai_session_type"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z][A-Z0-9]{1,7}$"),
                name="session_type_code_is_short",
                violation_error_message=_("A code has 2 to 8 capitals or digits, such as PRA."),
            ),
            has_words("name", name="session_type_has_a_name"),
            is_one_of("family", Family, name="session_type_family_is_known"),
            is_one_of("counted", Counted, name="session_type_counted_is_known"),
            models.CheckConstraint(
                condition=Q(minutes_most=None)
                | Q(minutes_least=None)
                | Q(minutes_most__gte=F("minutes_least")),
                name="session_type_minutes_are_in_order",
                violation_error_message=_("The most minutes are fewer than the fewest."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def needs(self) -> list[str]:
        """What it needs, in the reader's language."""
        asked = (
            (_("a room"), self.needs_room),
            (_("a resource person"), self.needs_resource_person),
            (_("machines"), self.needs_machines),
            (_("a supervisor"), self.needs_supervisor),
            (_("sign-off"), self.needs_sign_off),
            (_("transport"), self.needs_transport),
            (_("a gate list"), self.needs_gate_list),
        )
        return [str(word) for word, is_needed in asked if is_needed]

    @property
    def reference(self) -> str:
        """How the trail names this kind."""
        return f"session_type:{self.code}"


class Outcome(IdentifiedModel):
    """What participants can do after an edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="outcomes")
    code = models.CharField(_("code"), max_length=24)
    statement = TranslatedTextField(_("after the programme, participants can"), max_length=500)
    level = models.CharField(_("level of learning"), max_length=10, choices=OutcomeLevel, blank=True)
    indicator = TranslatedTextField(_("how it shows"), blank=True, max_length=500)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        db_table = "balai_outcome"
        constraints = [
            is_coded("outcome_code_is_a_code"),
            has_words("statement", name="outcome_says_what"),
            models.CheckConstraint(
                condition=Q(level="") | Q(level__in=OutcomeLevel.values), name="outcome_level_is_known"
            ),
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="outcome_code_once",
                violation_error_message=_("Another outcome has this code."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.statement}"


class Module(IdentifiedModel):
    """A part of the curriculum; serves one outcome or more, and is made of activities."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="modules")
    code = models.CharField(_("code"), max_length=24)
    title = TranslatedTextField(_("title"))
    description = TranslatedTextField(_("description"), blank=True, lines=3, max_length=2000)
    outcomes = models.ManyToManyField(Outcome, related_name="modules", db_table="balai_module_outcome")
    is_mandatory = models.BooleanField(_("mandatory"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        db_table = "balai_module"
        constraints = [
            is_coded("module_code_is_a_code"),
            has_words("title", name="module_has_a_title"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="module_code_once",
                violation_error_message=_("Another module has this code."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Assessment(IdentifiedModel):
    """How it is seen that outcomes were reached; a required one is a deliverable for completion."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="assessments")
    code = models.CharField(_("code"), max_length=24)
    kind = models.CharField(_("kind"), max_length=16, choices=AssessmentKind)
    title = TranslatedTextField(_("title"))
    outcomes = models.ManyToManyField(
        Outcome, related_name="assessments", db_table="balai_assessment_outcome"
    )
    is_required = models.BooleanField(_("required for completion"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        db_table = "balai_assessment"
        constraints = [
            is_coded("assessment_code_is_a_code"),
            has_words("title", name="assessment_has_a_title"),
            is_one_of("kind", AssessmentKind, name="assessment_kind_is_known"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="assessment_code_once",
                violation_error_message=_("Another assessment has this code."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class CompletionRule(IdentifiedModel):
    """What somebody must have done to complete an edition; required assessments come on top."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="completion_rule")
    least_presence_percent = models.PositiveSmallIntegerField(_("least presence, in percent"), default=80)
    needs_required_activities = models.BooleanField(_("every required activity"), default=True)
    needs_safety = models.BooleanField(_("every safety briefing before practice"), default=True)
    note = TranslatedTextField(_("note"), blank=True, max_length=500)

    class Meta:
        db_table = "balai_completion_rule"
        constraints = [
            models.CheckConstraint(
                condition=Q(least_presence_percent__lte=100),
                name="completion_presence_is_a_share",
                violation_error_message=_("Presence is a share from 0 to 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.least_presence_percent}%"


class Group(IdentifiedModel):
    """A part of the participants of an edition.

    Groups of one division share out all participants: those of practice may be others than those of the
    action plans.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="groups")
    code = models.CharField(_("code"), max_length=24)
    division = models.SlugField(
        _("division"), max_length=24, default="practice", help_text=_("Groups of one division meet in turn.")
    )
    name = TranslatedTextField(_("name"))
    size = models.PositiveSmallIntegerField(_("people at most"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        db_table = "balai_group"
        constraints = [
            is_coded("group_code_is_a_code"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="group_code_once",
                violation_error_message=_("Another group has this code."),
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="group_has_a_person_or_more"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
