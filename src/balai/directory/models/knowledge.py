"""What can be learnt where and from whom: topics, technologies, resource persons and their days."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import AvailabilityKind, Certainty
from balai.directory.models.base import (
    CODE_HELP,
    DirectoryRecord,
    Sourced,
    ends_after_it_begins,
    everything_in,
    has_words,
    is_a_code,
    is_one_of,
    is_sorted_by,
    stretch_of_days,
)
from balai.directory.models.organisation import Organisation
from balai.kernel.identity import IdentifiedModel
from balai.kernel.translated import TranslatedTextField
from balai.people.models import Person


class Topic(DirectoryRecord):
    """A subject that technologies and resource persons are found by."""

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=CODE_HELP)
    name = TranslatedTextField(_("name"))
    search_text = models.GeneratedField(
        expression=everything_in("code", translated=("name",)),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_topic"
        constraints = [
            has_words("name", name="topic_has_a_name"),
            is_a_code(name="topic_code_is_plain"),
        ]
        indexes = [
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="topic_by_words"),
            *is_sorted_by("name", "code", name="topic_by_name"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Technology(DirectoryRecord, Sourced):
    """Something that a centre developed or masters and can show, teach or hand on."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="technologies", verbose_name=_("organisation")
    )
    code = models.SlugField(_("code"), max_length=40, help_text=CODE_HELP)
    title = TranslatedTextField(_("title"))
    description = TranslatedTextField(_("description"), blank=True, lines=5, max_length=3000)
    readiness = models.PositiveSmallIntegerField(
        _("readiness level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("Technology readiness, 1 (principle observed) to 9 (proven in use)."),
    )
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="technologies",
        db_table="balai_technology_topic",
        verbose_name=_("topics"),
    )
    search_text = models.GeneratedField(
        expression=everything_in("code", translated=("title", "description")),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_technology"
        constraints = [
            is_a_code(name="technology_code_is_plain"),
            is_one_of("certainty", Certainty, name="technology_certainty_is_known"),
            has_words("title", name="technology_has_a_title"),
            models.CheckConstraint(
                condition=Q(readiness__isnull=True) | Q(readiness__range=(1, 9)),
                name="technology_readiness_is_one_to_nine",
            ),
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="technology_code_once_per_organisation",
                violation_error_message=_("The organisation has a technology with this code already."),
            ),
        ]
        indexes = [
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="technology_by_words"),
            *is_sorted_by("title", "code", name="technology_by_title"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class ResourcePerson(DirectoryRecord, Sourced):
    """A person who can lecture, train or mentor. Not public."""

    person = models.OneToOneField(
        Person, models.PROTECT, related_name="resource_person", verbose_name=_("person")
    )
    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=CODE_HELP)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resource_persons",
        verbose_name=_("organisation"),
    )
    function = TranslatedTextField(_("function"), blank=True, help_text=_("Such as “Senior engineer”."))
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="resource_persons",
        db_table="balai_resource_person_topic",
        verbose_name=_("topics"),
    )
    languages = ArrayField(
        models.CharField(max_length=12),
        verbose_name=_("languages"),
        default=list,
        blank=True,
        help_text=_("In which one can teach: en, id, …"),
    )
    honorarium_class = models.CharField(
        _("honorarium class"), max_length=60, blank=True, help_text=_("As the unit-cost regulation calls it.")
    )
    about = TranslatedTextField(_("about"), blank=True, lines=4, max_length=2000)

    class Meta:
        db_table = "balai_resource_person"
        constraints = [
            is_a_code(name="resource_person_code_is_plain"),
            is_one_of("certainty", Certainty, name="resource_person_certainty_is_known"),
        ]

    def __str__(self) -> str:
        return self.person.name


class Availability(IdentifiedModel):
    """What a resource person said about some days, both ends included; days not spoken of are not known."""

    person = models.ForeignKey(
        ResourcePerson, models.CASCADE, related_name="availability", verbose_name=_("resource person")
    )
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    kind = models.CharField(_("kind"), max_length=12, choices=AvailabilityKind)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        db_table = "balai_availability"
        ordering = ["since"]
        constraints = [
            is_one_of("kind", AvailabilityKind, name="availability_kind_is_known"),
            ends_after_it_begins(name="availability_ends_after_it_begins"),
            ExclusionConstraint(
                name="availability_says_one_thing_about_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (stretch_of_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Something was said about some of these days already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since}–{self.until}: {self.kind}"
