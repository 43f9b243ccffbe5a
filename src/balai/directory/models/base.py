"""What the records of this room have in common."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import DateRangeField, DecimalRangeField
from django.db import models
from django.db.models import Case, CharField, F, Func, Q, TextField, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat, Extract, Lower
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty
from balai.kernel.identity import IdentifiedModel
from balai.kernel.restricted import reference_to

SORTED_LANGUAGES = ("en", "id")
"""Languages by whose names lists are sorted by an index; other readers get the English order."""
CODE_HELP = _("Short name for files and commands: small letters, digits, hyphens.")


class Sourced(models.Model):
    """A row that says where it comes from and how sure it is."""

    source = models.TextField(
        _("source"),
        blank=True,
        max_length=500,
        help_text=_("Where this is written, so that others can check it."),
    )
    certainty = models.CharField(_("certainty"), max_length=8, choices=Certainty, default=Certainty.KNOWN)

    class Meta:
        abstract = True


class Recorded(models.Model):
    """A record that the trail names."""

    class Meta:
        abstract = True

    @property
    def reference(self) -> str:
        """How the trail names this record, such as ``site:<id>`` or ``country:BT``."""
        return reference_to(self)

    @property
    def is_archived(self) -> bool:
        """Whether it is out of use; some kinds never are."""
        return False


class DirectoryRecord(IdentifiedModel, Recorded):
    """A record that is archived rather than deleted."""

    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


def is_one_of(field: str, choices: type[models.TextChoices], *, name: str) -> models.CheckConstraint:
    """The constraint that keeps a column to the words of an enumeration."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def are_some_of(field: str, choices: type[models.TextChoices], *, name: str) -> models.CheckConstraint:
    """The same for a column that holds several words."""
    return models.CheckConstraint(condition=Q(**{f"{field}__contained_by": choices.values}), name=name)


def is_a_code(*, name: str) -> models.CheckConstraint:
    """The constraint on short names that files and commands use."""
    return models.CheckConstraint(
        condition=Q(code__regex=r"^[a-z0-9][a-z0-9-]*$"),
        name=name,
        violation_error_message=_("Write the code in small letters, digits and hyphens."),
    )


def has_words(field: str, *, name: str) -> models.CheckConstraint:
    """The constraint that a translated text says something in at least one language."""
    return models.CheckConstraint(
        condition=~Q(**{field: {}}),
        name=name,
        violation_error_message=_("Write the name in at least one language."),
    )


def is_on_earth(*, name: str) -> models.CheckConstraint:
    """The constraint that a row has both coordinates, in their bounds, or none."""
    return models.CheckConstraint(
        condition=Q(latitude__isnull=True, longitude__isnull=True)
        # A comparison with nothing is neither true nor false, and such a check passes: hence “not null”.
        | Q(
            latitude__isnull=False,
            longitude__isnull=False,
            latitude__range=(-90, 90),
            longitude__range=(-180, 180),
        ),
        name=name,
        violation_error_message=_(
            "Give latitude (−90 to 90) and longitude (−180 to 180), or leave both empty."
        ),
    )


def ends_after_it_begins(*, name: str) -> models.CheckConstraint:
    """The constraint on stretches of days; an open end is allowed."""
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(until__gte=F("since")),
        name=name,
        violation_error_message=_("The last day is before the first."),
    )


def stretch_of_days() -> Func:
    """The days from ``since`` to ``until``, both included, as a range; for exclusion constraints."""
    last = _not_before("since", "until", models.DateField())
    return Func(F("since"), last, Value("[]"), function="daterange", output_field=DateRangeField())


def stretch_of_time(begin: str, end: str) -> Func:
    """The seconds of a day between two times, as a range: PostgreSQL has none of times of day."""
    last = _not_before(begin, end, models.TimeField())
    return Func(
        Extract(begin, "epoch"), Extract(last, "epoch"), function="numrange", output_field=DecimalRangeField()
    )


def _not_before(begin: str, end: str, column: models.Field[Any, Any]) -> Case:
    """The end, unless it is before the beginning: no range is made of that, and a check refuses the row."""
    return Case(When(**{f"{end}__lt": F(begin)}, then=F(begin)), default=F(end), output_field=column)


def everything_in(*fields: str, translated: tuple[str, ...] = ()) -> Lower:
    """What search looks through: these columns, and these texts in all their languages, in small letters."""
    texts = [
        Cast(
            Func(
                F(name),
                Value("$.*", output_field=CharField()),
                function="jsonb_path_query_array",
                template="%(function)s(%(expressions)s::jsonpath)",
                output_field=TextField(),
            ),
            TextField(),
        )
        for name in translated
    ]
    parts = [part for name in (*fields, *texts) for part in (name, Value(" "))]
    return Lower(Concat(*parts, output_field=TextField()))


def name_for_sorting(field: str, language: str, otherwise: str) -> Lower:
    """A translated name in small letters, in one language or the other, else a column that is never empty."""
    first, second = (language, "en") if language != "en" else ("en", "id")
    texts = (KT(f"{field}__{first}"), KT(f"{field}__{second}"), F(otherwise))
    return Lower(Coalesce(*texts, output_field=TextField()))


def is_sorted_by(field: str, otherwise: str, *, name: str) -> list[models.Index]:
    """The indexes by which a long list comes in the order of its names, one for each language."""
    return [
        models.Index(name_for_sorting(field, language, otherwise), F("id"), name=f"{name}_{language}")
        for language in SORTED_LANGUAGES
    ]
