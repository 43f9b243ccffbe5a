"""What a person tells of themselves for an application, kept for the next edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import is_one_of
from balai.kernel.files import KeptFile, KeptFileField
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.restricted import RestrictedJSONField
from balai.nominations.enums import (
    DocumentKind,
    Education,
    EmployerKind,
    LanguageLevel,
    LanguageTest,
    Scan,
    Sex,
    Track,
)

if TYPE_CHECKING:
    from balai.people.models import Person
    from balai.programmes.models import Edition


class Profile(IdentifiedModel):
    """What one person told of themselves; every application of theirs begins with it.

    Passport, needs, faith and health are sealed with the key of the person: each is a small dictionary, whose
    keys are in :mod:`balai.nominations.forms.application`. Of the passport the last day stands open, as for a
    nominee: a date without number identifies nobody, and rules ask for it. ``passport_index`` finds the same
    number again and tells none. ``lacking`` names, for each sealed part, what is still empty, and
    ``zone_differs`` where the machine-readable zone differs from what was typed: names of fields, no values.
    ``versions`` holds for each section how often it was saved, so that two devices are told of each other.
    """

    person: models.OneToOneField[Person, Person] = models.OneToOneField(
        "people.Person", models.PROTECT, related_name="profile", verbose_name=_("person")
    )
    versions = models.JSONField(default=dict)
    changed_at = models.DateTimeField(_("changed"), null=True)

    given_names = models.CharField(_("given names"), max_length=120, blank=True)
    family_name = models.CharField(
        _("family name"), max_length=120, blank=True, help_text=_("Leave it empty if you have none.")
    )
    name_in_passport = models.CharField(
        _("name as the passport prints it"), max_length=200, blank=True, help_text=_("In Latin letters.")
    )
    name_on_certificate = models.CharField(_("name for the certificate"), max_length=200, blank=True)
    name_native = models.CharField(_("name in your own script"), max_length=200, blank=True)
    honorific = models.CharField(_("how you are addressed"), max_length=40, blank=True)
    sex = models.CharField(_("sex in the passport"), max_length=6, choices=Sex, blank=True)
    gender = models.CharField(
        _("gender, in your own words"), max_length=60, blank=True, help_text=_("Only if you wish.")
    )
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    birth_place = models.CharField(_("place of birth"), max_length=120, blank=True)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    other_nationalities = models.CharField(_("other nationalities"), max_length=120, blank=True)

    passport = RestrictedJSONField(_("passport"), owner="person", null=True)
    passport_until = models.DateField(_("passport valid until"), null=True, blank=True)
    passport_index = models.CharField(max_length=64, blank=True)
    zone_differs = ArrayField(models.CharField(max_length=40), default=list)

    email = models.EmailField(_("e-mail address"), blank=True)
    mobile = models.CharField(_("mobile telephone"), max_length=40, blank=True)
    messenger = models.CharField(_("messenger"), max_length=80, blank=True)
    office_address = models.TextField(_("address of the office"), max_length=500, blank=True)
    home_address = models.TextField(_("address at home"), max_length=500, blank=True)
    nearest_airport = models.CharField(
        _("nearest airport"), max_length=3, blank=True, help_text=_("Its three letters, such as PBH.")
    )
    duty_country = models.CharField(_("country where you are on duty"), max_length=2, blank=True)
    emergency_name = models.CharField(_("whom to call in an emergency"), max_length=120, blank=True)
    emergency_relation = models.CharField(_("who that is to you"), max_length=80, blank=True)
    emergency_phone = models.CharField(_("telephone of that person"), max_length=40, blank=True)
    emergency_language = models.CharField(_("language of that person"), max_length=60, blank=True)

    track = models.CharField(_("kind of nominee"), max_length=12, choices=Track, blank=True)
    employer = models.CharField(_("employer or enterprise"), max_length=200, blank=True)
    ministry = models.CharField(_("ministry or sector"), max_length=200, blank=True)
    employer_kind = models.CharField(_("kind of employer"), max_length=12, choices=EmployerKind, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    position_since = models.DateField(_("in this position since"), null=True, blank=True)
    duties = models.TextField(
        _("duties"), max_length=2000, blank=True, help_text=_("At most two hundred words.")
    )
    staff_supervised = models.PositiveIntegerField(_("people you supervise"), null=True, blank=True)
    experience_years = models.PositiveSmallIntegerField(
        _("years of experience in the field"), null=True, blank=True
    )
    decision_scope = models.TextField(_("what you may decide"), max_length=1000, blank=True)
    is_military = models.BooleanField(_("serves in the military"), null=True, blank=True)
    is_owner = models.BooleanField(_("you own the enterprise"), null=True, blank=True)
    company_number = models.CharField(_("registration number of the company"), max_length=60, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    women_employees = models.PositiveIntegerField(_("women among them"), null=True, blank=True)
    products = models.TextField(_("products"), max_length=1000, blank=True)
    markets = models.CharField(_("markets"), max_length=300, blank=True)
    certifications = models.CharField(_("certifications"), max_length=300, blank=True)

    education = models.CharField(_("highest education"), max_length=8, choices=Education, blank=True)
    studies = models.JSONField(_("studies"), default=list)
    trainings = models.JSONField(_("earlier training courses"), default=list)
    took_part_before = models.BooleanField(_("took part in this series before"), null=True, blank=True)
    language_level = models.CharField(
        _("level in the working language"), max_length=2, choices=LanguageLevel, blank=True
    )
    language_test = models.CharField(_("shown by"), max_length=8, choices=LanguageTest, blank=True)
    language_score = models.CharField(_("score"), max_length=20, blank=True)
    language_tested_on = models.DateField(_("date of the test"), null=True, blank=True)
    other_languages = models.CharField(_("other languages"), max_length=200, blank=True)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), null=True, blank=True)

    needs = RestrictedJSONField(_("diet, allergies and access"), owner="person", null=True)
    faith = RestrictedJSONField(_("practice of faith"), owner="person", null=True)
    health = RestrictedJSONField(_("health"), owner="person", null=True)
    lacking = models.JSONField(default=dict)

    class Meta:
        db_table = "balai_profile"
        constraints = [
            models.CheckConstraint(
                condition=Q(experience_years=None) | Q(experience_years__lte=70),
                name="profile_experience_is_of_one_life",
                violation_error_message=_("This is more than a working life."),
            ),
            models.CheckConstraint(
                condition=Q(passport_index="") | Q(passport__isnull=False),
                name="profile_index_is_of_a_passport",
            ),
        ]
        indexes = [
            models.Index(
                fields=["passport_index"], condition=~Q(passport_index=""), name="profile_by_passport"
            ),
            models.Index(fields=["birth_on", "person"], name="profile_by_birth"),
        ]

    def __str__(self) -> str:
        return f"profile of {self.person_id}"

    @property
    def reference(self) -> str:
        """How the trail names this profile."""
        return f"profile:{self.pk}"

    def version_of(self, section: str) -> int:
        """How often a section was saved."""
        return int(self.versions.get(section, {}).get("number", 0))

    def writer_of(self, section: str) -> str:
        """Which opening of its form saved a section last."""
        return str(self.versions.get(section, {}).get("writer", ""))


class Document(IdentifiedModel):
    """A document of a person, sealed with the person's key; one that was replaced stays for what was sent.

    Its row stays for good; its file goes when it was put away and nothing that was sent names it, and when
    the person is erased. Only what the scanner for viruses called clean, or what no scanner was asked about,
    gets here.
    """

    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="documents", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DocumentKind)
    file = KeptFileField(unique=True, null=True)
    name = models.CharField(_("file"), max_length=160)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    scan = models.CharField(_("scanner"), max_length=8, choices=Scan)
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    kept_at = models.DateTimeField(_("came"))
    kept_by = models.CharField(max_length=MAX_LENGTH)
    put_away_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "balai_document"
        constraints = [
            is_one_of("kind", DocumentKind, name="document_kind_is_known"),
            is_one_of("scan", Scan, name="document_was_not_infected"),
            holds_references("kept_by", name="document_kept_by_is_a_reference", or_system=True),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(put_away_at=None) & ~Q(kind=DocumentKind.OTHER),
                name="document_one_of_a_kind",
            ),
            models.CheckConstraint(condition=~Q(name="") & Q(size__gte=1), name="document_is_a_file"),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(put_away_at__isnull=False),
                name="document_in_use_has_a_file",
            ),
        ]
        indexes = [models.Index(fields=["person", "kept_at"], name="document_by_person")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"

    @property
    def reference(self) -> str:
        """How the trail names this document."""
        return f"document:{self.pk}"

    @property
    def kept(self) -> KeptFile | None:
        """The sealed file, until it goes."""
        if self.file is None:
            return None
        return KeptFile(id=self.file, name=self.name, media_type=self.media_type, size=self.size)


class RequiredDocument(IdentifiedModel):
    """A document that nominees of an edition have to send; without any row the usual ones are asked for."""

    edition: models.ForeignKey[Edition, Edition] = models.ForeignKey(
        "programmes.Edition", models.CASCADE, related_name="required_documents", verbose_name=_("edition")
    )
    kind = models.CharField(_("document"), max_length=10, choices=DocumentKind)
    may_follow = models.BooleanField(_("may follow after the application was sent"), default=False)

    class Meta:
        db_table = "balai_required_document"
        constraints = [
            is_one_of("kind", DocumentKind, name="required_document_kind_is_known"),
            models.UniqueConstraint(
                fields=["edition", "kind"],
                name="required_document_once",
                violation_error_message=_("This document is asked for already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.kind}"
