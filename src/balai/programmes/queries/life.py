"""An edition with everything that its lights look at, read at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from balai.programmes.models import (
    Booklet,
    BudgetLine,
    Lesson,
    LightOverride,
    Reservation,
)
from balai.programmes.queries.booklet import what_booklets_say
from balai.programmes.registries import readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from balai.programmes.models import Edition


def with_life(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """The same editions with what the lights of every room look at; as many questions for one as for many."""
    lookups = [lookup for reading in readings for lookup in reading()]
    return editions.select_related("series__body", "country", "completion_rule").prefetch_related(*lookups)


def what_lights_look_at() -> Sequence[Prefetch[Any] | str]:
    """Of this room: what its booklet says, and what says whether it can be kept."""
    return (
        *what_booklets_say(),
        "modules__outcomes",
        "assessments__outcomes",
        "activities__people",
        Prefetch("budget", BudgetLine.objects.order_by("order", "code")),
        Prefetch("booklets", Booklet.objects.defer("facts").order_by("-version")),
        Prefetch(
            "reservations", Reservation.objects.select_related("site").order_by("first_on", "site__code")
        ),
        Prefetch("lessons_taken_up", Lesson.objects.select_related("edition").order_by("due_on", "pk")),
        Prefetch("light_overrides", LightOverride.objects.select_related("person")),
    )
