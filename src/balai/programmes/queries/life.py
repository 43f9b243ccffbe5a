"""An edition with everything that its lights look at, read at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from balai.programmes.enums import EditionStatus
from balai.programmes.models import (
    ActivityPerson,
    Booklet,
    BudgetLine,
    Lesson,
    LightOverride,
    Reservation,
    Risk,
)
from balai.programmes.queries.booklet import what_booklets_say
from balai.programmes.registries import lights_in_order, readings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from balai.programmes.models import Edition
    from balai.programmes.registries import Light

OVER = (EditionStatus.CANCELLED, EditionStatus.CLOSED, EditionStatus.REPORTED, EditionStatus.EVALUATED)


def with_life(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """The same editions with what the lights of every room look at; as many questions for one as for many."""
    lookups = [lookup for reading in readings for lookup in reading()]
    return editions.select_related("series__body", "country", "completion_rule").prefetch_related(*lookups)


def lights_of(edition: Edition, *, at: datetime) -> dict[str, Light]:
    """How every light of an edition stands, by name; none of one that is over.

    What had to be ready for the course is no longer asked for then.
    """
    if edition.status in OVER:
        return {}
    return {name: light(edition, at=at) for name, light in lights_in_order()}


def what_lights_look_at() -> Sequence[Prefetch[Any] | str]:
    """Of this room: what its booklet says, and what says whether it can be kept."""
    return (
        *what_booklets_say(),
        Prefetch("activities__people", ActivityPerson.objects.only("activity", "task")),
        Prefetch("budget", BudgetLine.objects.order_by("order", "code")),
        Prefetch("booklets", Booklet.objects.defer("facts").order_by("-version")),
        Prefetch(
            "reservations",
            Reservation.objects.select_related("site")
            .only("edition", "first_on", "last_on", "state", "held_until", "site__code", "site__name")
            .order_by("first_on", "site__code"),
        ),
        Prefetch(
            "lessons_taken_up",
            Lesson.objects.select_related("edition")
            .only("taken_up_in", "text", "source", "due_on", "done_at", "edition__code")
            .order_by("due_on", "pk"),
        ),
        Prefetch("risks", Risk.objects.order_by("-weight", "order", "code")),
        Prefetch("light_overrides", LightOverride.objects.select_related("person")),
    )
