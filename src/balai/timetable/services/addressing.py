"""The secret address of somebody's own calendar: given, renewed, taken away, and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.db import transaction

from balai.audit.services import record
from balai.people.models import Person
from balai.timetable.models import CalendarAddress
from balai.timetable.queries.calendars import calendar_addresses_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

SALT = "timetable.feed"


@transaction.atomic
def give_calendar_address(*, person: Person, at: datetime) -> CalendarAddress:
    """Give somebody an address for their own calendar; one that they had opens nothing any more.

    Args:
        person: whose sessions it tells; only they ask for it.
        at: the moment.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    revoke_calendar_address(person=person, at=at)
    address = CalendarAddress.objects.create(person=person, given_at=at)
    record(
        actor=person.reference, action="calendar_address.given", subject=address.reference, at=at, detail={}
    )
    return address


@transaction.atomic
def revoke_calendar_address(*, person: Person, at: datetime) -> None:
    """Let the address of somebody's calendar open nothing any more; without one this is no error."""
    for address in CalendarAddress.objects.select_for_update().filter(person=person):
        record(
            actor=person.reference,
            action="calendar_address.revoked",
            subject=address.reference,
            at=at,
            detail={},
        )
        address.delete()


def token_for(address: CalendarAddress) -> str:
    """The part of the address that is secret."""
    return signing.dumps(address.pk.hex, salt=SALT)


def address_by(token: str) -> CalendarAddress | None:
    """The address that a token names, while it holds."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return CalendarAddress.objects.select_related("person").filter(pk=key).first()


class CalendarAddressEraser:
    """Takes the addresses of somebody who is erased."""

    def __call__(self, persons: Collection[Person], *, at: datetime) -> int:
        """Tell how many there were."""
        gone, _by_model = calendar_addresses_of(persons).delete()
        return gone
