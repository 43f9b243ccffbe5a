"""Practice: what is practised, who was told of its dangers, and what was signed off.

A task and its steps are data of an edition. What was signed is never overwritten: a correction is a further
sign-off, and of several the one signed last counts, whatever order they arrived in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import Level, SignedBy, Signer
from balai.directory.enums import ProtectionTag, SafetyClass
from balai.directory.models import Machine, Site
from balai.directory.models.base import are_some_of, has_words, is_one_of
from balai.kernel.files import KeptFile, KeptFileField
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.restricted import RestrictedJSONField
from balai.kernel.translated import TranslatedTextField
from balai.programmes.models import Activity, Edition, Outcome
from balai.programmes.models.parts import is_coded
from balai.selection.models import Participant

if TYPE_CHECKING:
    from uuid import UUID

    from balai.people.models import Person

MOST_MINUTES = 1_440
"""A day at the machine."""
MOST_ATTEMPTS = 50


class PracticeTask(IdentifiedModel):
    """One thing that is practised, or watched, at a machine or in a workshop of an edition.

    Attributes:
        activity: the practice in whose sessions it is done; tells the groups and what protects them.
        machine: none where no single machine is used.
        highest: the highest level that can be reached here: “observed” where nothing may be touched.
        minutes: how long it usually takes one person.
        measure: what is measured of the product; ``target``, ``tolerance`` and what was measured are in
            ``unit``.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="practice_tasks")
    code = models.CharField(_("code"), max_length=24)
    title = TranslatedTextField(_("title"))
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    machine = models.ForeignKey(
        Machine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("machine")
    )
    activity = models.ForeignKey(
        Activity,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="practice_tasks",
        verbose_name=_("activity"),
    )
    outcome = models.ForeignKey(
        Outcome,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="practice_tasks",
        verbose_name=_("outcome"),
    )
    highest = models.CharField(
        _("highest level here"), max_length=12, choices=Level, default=Level.INDEPENDENT
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes for each"), default=30, validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)]
    )
    measure = TranslatedTextField(_("what is measured"), blank=True)
    unit = models.CharField(_("unit"), max_length=16, blank=True)
    target = models.DecimalField(_("target"), max_digits=10, decimal_places=3, null=True, blank=True)
    tolerance = models.DecimalField(_("tolerance"), max_digits=10, decimal_places=3, null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        db_table = "balai_practice_task"
        constraints = [
            is_coded("practice_task_code_is_a_code"),
            has_words("title", name="practice_task_has_a_title"),
            is_one_of("highest", Level, name="practice_task_highest_is_known"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="practice_task_code_once",
                violation_error_message=_("Another task has this code."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, MOST_MINUTES)), name="practice_task_takes_time"
            ),
            models.CheckConstraint(
                condition=Q(measure={}, unit="", target=None, tolerance=None) | ~Q(measure={}) & ~Q(unit=""),
                name="practice_task_measure_has_a_unit",
                violation_error_message=_("Say what is measured and in which unit, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(tolerance=None) | Q(target__isnull=False, tolerance__gte=0),
                name="practice_task_tolerance_has_a_target",
                violation_error_message=_("A tolerance is not negative and needs a target."),
            ),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        site_id: UUID
        machine_id: UUID | None

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def reference(self) -> str:
        """How the trail names this task."""
        return f"practice_task:{self.pk}"

    @property
    def safety_class(self) -> str:
        """What must have happened before; without a machine, a workshop asks for its briefing."""
        return self.machine.safety_class if self.machine else SafetyClass.BRIEFED


class PracticeStep(IdentifiedModel):
    """One step of a task, as its supervisor watches it."""

    task = models.ForeignKey(PracticeTask, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("number"))
    text = TranslatedTextField(_("step"))
    criterion = TranslatedTextField(_("done well when"), blank=True, max_length=300)
    is_critical = models.BooleanField(_("critical"), default=False)

    class Meta:
        db_table = "balai_practice_step"
        constraints = [
            has_words("text", name="practice_step_says_what"),
            models.UniqueConstraint(fields=["task", "number"], name="practice_step_number_once"),
            models.CheckConstraint(condition=Q(number__range=(1, 30)), name="practice_step_is_numbered"),
        ]

    if TYPE_CHECKING:
        task_id: UUID

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class SafetyBriefing(IdentifiedModel):
    """A participant was told of the dangers of a machine, or of a class of machines at a site, and agreed.

    Attributes:
        nonce: made by the device; the same briefing sent again is the same.
        machine: none where the briefing was for every machine of the site of this class and milder.
        protection: what was handed out.
        given_at: by the device's clock; ``received_at`` by the server's.
        withdrawn_at: when it stopped to count, as after a breach of safety: nothing is signed until the next.
    """

    nonce = models.UUIDField(unique=True)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="safety_briefings")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    machine = models.ForeignKey(Machine, models.PROTECT, null=True, related_name="+")
    safety_class = models.CharField(_("safety"), max_length=12, choices=SafetyClass)
    protection = ArrayField(models.CharField(max_length=12, choices=ProtectionTag), default=list, blank=True)
    given_by: models.ForeignKey[Person, Person] = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    given_at = models.DateTimeField(_("given"))
    received_at = models.DateTimeField(_("received"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.CharField(max_length=MAX_LENGTH, blank=True)

    class Meta:
        db_table = "balai_safety_briefing"
        constraints = [
            is_one_of("safety_class", SafetyClass, name="safety_briefing_class_is_known"),
            are_some_of("protection", ProtectionTag, name="safety_briefing_protection_is_known"),
            models.UniqueConstraint(
                fields=["participant", "site", "machine", "safety_class"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="safety_briefing_once",
                violation_error_message=_("This participant has had this briefing."),
            ),
            models.CheckConstraint(
                condition=Q(given_at__lte=F("received_at")), name="safety_briefing_is_given_before_received"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) ^ ~Q(withdrawn_by=""),
                name="safety_briefing_is_withdrawn_by_somebody",
            ),
        ]

    if TYPE_CHECKING:
        participant_id: UUID
        site_id: UUID
        machine_id: UUID | None

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.safety_class}"

    @property
    def reference(self) -> str:
        """How the trail names this briefing."""
        return f"safety_briefing:{self.pk}"


class SignOff(IdentifiedModel):
    """What a supervisor signed about one participant and one task, once and for good.

    Of several for the same participant and task, the one signed last counts; where two say the same moment,
    the greater nonce. So what counts does not depend on which device was heard first.

    Attributes:
        nonce: made by the device; the same sign-off sent again is the same.
        results: by number of step, how it was done; a step that is missing was not seen.
        minutes: at the machine or the table, by this participant.
        is_excused: did not work at the machine for a good reason, which is nobody's business: observed.
        measured: of the product, in the task's unit.
        signed_at: by the device's clock; ``received_at`` by the server's.
        corrects: the sign-off that the supervisor had before them, and ``why`` it is corrected.
    """

    nonce = models.UUIDField(unique=True)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="sign_offs")
    task = models.ForeignKey(PracticeTask, models.PROTECT, related_name="sign_offs")
    level = models.CharField(_("level"), max_length=12, choices=Level)
    results = models.JSONField(_("steps"), default=dict)
    minutes = models.PositiveSmallIntegerField(_("minutes at the machine"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=1)
    is_excused = models.BooleanField(_("excused from working at it"), default=False)
    measured = models.DecimalField(_("measured"), max_digits=10, decimal_places=3, null=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    supervisor: models.ForeignKey[Person, Person] = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("supervisor")
    )
    signed_at = models.DateTimeField(_("signed"))
    received_at = models.DateTimeField(_("received"))
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    why = models.CharField(_("why it is corrected"), max_length=300, blank=True)

    class Meta:
        db_table = "balai_sign_off"
        constraints = [
            is_one_of("level", Level, name="sign_off_level_is_known"),
            models.CheckConstraint(
                condition=Q(minutes__lte=MOST_MINUTES), name="sign_off_minutes_are_of_a_day"
            ),
            models.CheckConstraint(
                condition=Q(attempts__range=(1, MOST_ATTEMPTS)), name="sign_off_was_attempted"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, why="") | Q(corrects__isnull=False) & ~Q(why=""),
                name="sign_off_correction_says_why",
                violation_error_message=_("A correction says why."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at__lte=F("received_at")), name="sign_off_is_signed_before_received"
            ),
            models.CheckConstraint(
                condition=Q(is_excused=False) | Q(level=Level.OBSERVED), name="sign_off_excused_is_observed"
            ),
        ]
        indexes = [
            models.Index(
                F("participant"),
                F("task"),
                F("signed_at").desc(),
                F("nonce").desc(),
                name="sign_off_that_counts",
            ),
        ]

    if TYPE_CHECKING:
        participant_id: UUID
        task_id: UUID
        supervisor_id: UUID
        corrects_id: UUID | None

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.task_id} {self.level}"

    @property
    def reference(self) -> str:
        """How the trail names this sign-off."""
        return f"sign_off:{self.pk}"


class PracticeSignature(IdentifiedModel):
    """One of the two signatures under a sign-off; what was drawn is sealed with the signer's key.

    Attributes:
        strokes: lines of points, in thousandths of the field; nothing where somebody signed with a button.
    """

    sign_off = models.ForeignKey(SignOff, models.PROTECT, related_name="signatures")
    signer = models.CharField(_("signature of"), max_length=12, choices=Signer)
    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+"
    )
    by = models.CharField(_("signed how"), max_length=8, choices=SignedBy)
    strokes = RestrictedJSONField(_("signature on a practice sign-off"), owner="person", null=True)
    signed_at = models.DateTimeField(_("signed"))

    class Meta:
        db_table = "balai_practice_signature"
        constraints = [
            is_one_of("signer", Signer, name="practice_signature_signer_is_known"),
            is_one_of("by", SignedBy, name="practice_signature_way_is_known"),
            models.UniqueConstraint(
                fields=["sign_off", "signer"],
                name="practice_signature_once",
                violation_error_message=_("This is signed already."),
            ),
        ]

    if TYPE_CHECKING:
        sign_off_id: UUID
        person_id: UUID

    def __str__(self) -> str:
        return f"{self.sign_off_id}: {self.signer}"


class PracticeProduct(IdentifiedModel):
    """The photo of what a participant made, sealed with the participant's key."""

    sign_off = models.OneToOneField(SignOff, models.PROTECT, related_name="product")
    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+"
    )
    file = KeptFileField()
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    kept_at = models.DateTimeField(_("kept"))
    kept_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_practice_product"
        constraints = [holds_references("kept_by", name="practice_product_kept_by_is_a_reference")]

    if TYPE_CHECKING:
        sign_off_id: UUID
        person_id: UUID

    def __str__(self) -> str:
        return self.name

    @property
    def kept(self) -> KeptFile:
        return KeptFile(id=self.file, name=self.name, media_type=self.media_type, size=self.size)
