"""What health officers see: nominees who told something of their health, needs or faith; and the looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from balai.audit.models import Look
from balai.nominations.models import Nomination, Submission
from balai.nominations.models.nomination import IS_LIVE
from balai.people.queries import identities_of
from balai.programmes.queries.scopes import covered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from balai.people.models import Grant, Person

PARTS = ("needs", "faith", "health")
"""The sealed parts that care is taken of, in the order in which a form asks for them."""

FIELDS = [*(f"submission.{part}" for part in PARTS), "document.health"]
"""What the log of looks calls them."""


def cared_for(grants: Iterable[Grant], roles: Collection[str]) -> QuerySet[Nomination]:
    """Live nominees of the editions that such a role of somebody covers, who sent one of these parts.

    Each with ``has_needs``, ``has_faith`` and ``has_health``; nothing sealed is read.
    """
    sent = Submission.objects.filter(application__nomination=OuterRef("pk"))
    told = {f"has_{part}": Exists(sent.filter(**{f"{part}__isnull": False})) for part in PARTS}
    return (
        Nomination.objects.filter(IS_LIVE)
        .select_related("edition", "country", "person__merged_into")
        .annotate(**told)
        .filter(Q(has_needs=True) | Q(has_faith=True) | Q(has_health=True), covered(grants, roles))
    )


def last_looks(persons: Iterable[Person]) -> dict[str, Look]:
    """The newest look at one of these parts of each person, by reference; one question."""
    rows = Look.objects.filter(subject__in={one.reference for one in persons}, field__in=FIELDS)
    return {row.subject: row for row in rows.order_by("subject", "-at", "-id").distinct("subject")}


def looks_in_care(person: Person) -> QuerySet[Look]:
    """Who looked at these parts of a person, under any of their records, the newest first."""
    references = [one.reference for one in identities_of(person)]
    return Look.objects.filter(subject__in=references, field__in=FIELDS).order_by("-at", "-id")
