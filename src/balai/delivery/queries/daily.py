"""Questions about one day: who is away, what is not confirmed, whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.delivery.enums import PresenceState
from balai.delivery.models import Presence
from balai.directory.models import Contact
from balai.directory.queries import live
from balai.timetable.enums import ConfirmationState
from balai.timetable.models import StandIn
from balai.timetable.queries.own import held_confirmations

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.programmes.models import Edition
    from balai.timetable.models import Confirmation, Slot

AWAY = (PresenceState.EXCUSED, PresenceState.ABSENT)


def contacts_for(edition: Edition, slots: Sequence[Slot]) -> list[Contact]:
    """Offices to turn to: of the organisers in the order of protocol, then of the centres; never a person.

    Two questions for any number of sessions.
    """
    order: dict[UUID, int] = {}
    organisers = edition.organisers.order_by("order").values_list("organisation", flat=True)
    centres = (slot.site.organisation_id for slot in slots if slot.site)
    for key in (*organisers, *centres):
        order.setdefault(key, len(order))
    rows = live(Contact.objects.all()).filter(organisation__in=order).select_related("organisation")
    return sorted(rows, key=lambda one: (order[one.organisation_id], str(one.office)))


def away_from(sessions: Collection[UUID]) -> QuerySet[Presence]:
    """Who is excused from sessions, or was not there, by name."""
    return (
        Presence.objects.filter(session__in=sessions, state__in=AWAY)
        .select_related("participant__country", "session__activity")
        .order_by("participant__name", "participant", "session__last_slot__begins_at", "pk")
    )


def stand_ins_at(sessions: Collection[UUID]) -> QuerySet[StandIn]:
    """Who stands in for whom at sessions."""
    return (
        StandIn.objects.filter(session__in=sessions)
        .select_related("absent__person", "person__person")
        .order_by("at", "pk")
    )


def unconfirmed(sessions: Collection[UUID]) -> QuerySet[Confirmation]:
    """What centres, then resource persons, have declined or not answered of sessions as they are held."""
    return (
        held_confirmations()
        .filter(session__in=sessions, state__in=[ConfirmationState.ASKED, ConfirmationState.DECLINED])
        .select_related("session__activity", "site", "resource_person__person")
        .order_by("begins_at", "session", "site__name", "resource_person__person__name", "pk")
    )
