"""What the directory holds of resource persons, and what erasing one takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Availability, ResourcePerson
from balai.people.registries import Rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from django.db.models import QuerySet

    from balai.people.models import Person

EMPTY: dict[str, Any] = {"function": {}, "languages": [], "honorarium_class": "", "about": {}, "source": ""}


def cards_of(persons: Collection[Person]) -> QuerySet[ResourcePerson]:
    """The cards of somebody, under all of their identities."""
    return ResourcePerson.objects.filter(person__in=persons).order_by("code")


class ResourcePersonEraser:
    """Empties the card and archives it; sessions that were held keep their resource person, without a name.

    Its code was made of the name, so it is replaced. From which organisation somebody came stays: it counts.
    """

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        cards = cards_of(persons)
        gone, _kinds = Availability.objects.filter(person__in=cards).delete()
        taught, _kinds = ResourcePerson.topics.through.objects.filter(resourceperson__in=cards).delete()
        left = list(cards.exclude(Q(**EMPTY), code__startswith="erased-", archived_at__isnull=False))
        for card in left:
            for name, value in EMPTY.items():
                setattr(card, name, value)
            card.code, card.archived_at = f"erased-{card.pk.hex}", card.archived_at or at
            card.save()
        return gone + taught + len(left)


HELD = Rows(
    label=_("Your card as a resource person"),
    rows=cards_of,
    fields=["code", "organisation__code", "function", "languages", "honorarium_class", "about", "source"],
)
HELD_DAYS = Rows(
    label=_("When you can teach, as it is noted"),
    rows=lambda persons: Availability.objects.filter(person__person__in=persons).order_by("since", "pk"),
    fields=["since", "until", "kind", "note"],
)
HELD_TOPICS = Rows(
    label=_("What you teach, as it is noted"),
    rows=lambda persons: ResourcePerson.topics.through.objects.filter(
        resourceperson__person__in=persons
    ).order_by("topic__code"),
    fields=["topic__code"],
)
