"""Sessions as calendars know them: those that are held, and those that were and no longer are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from balai.people.queries import identities_of
from balai.programmes.enums import Publicity
from balai.timetable.models import CalendarAddress, Session, Slot
from balai.timetable.queries.own import hosted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.kernel.translated import TranslatedText
    from balai.people.models import Grant, Person
    from balai.programmes.models import Edition


class Told(NamedTuple):
    """What calendars say of a session as it was published last: plain, for everybody asks every hour."""

    key: UUID
    sequence: int
    changed_at: datetime
    is_cancelled: bool
    zone: str
    title: TranslatedText
    slot: UUID
    begins_at: datetime
    ends_at: datetime
    site: TranslatedText | None
    room: TranslatedText | None


def told(sessions: QuerySet[Session]) -> list[Told]:
    """The sessions of a question, as calendars tell them."""
    rows = sessions.values_list(
        *("pk", "sequence", "changed_at", "is_cancelled", "edition__time_zone", "activity__title"),
        *("last_slot_id", "last_slot__begins_at", "last_slot__ends_at"),
        *("last_slot__site__name", "last_slot__room__name"),
    )
    return [Told(*row) for row in rows]


def groups_told(sessions: QuerySet[Session]) -> dict[UUID, list[str]]:
    """The names of the groups that come, by the slots of sessions."""
    found: dict[UUID, list[str]] = {}
    together = Slot.groups.through.objects.filter(slot__in=sessions.order_by().values("last_slot"))
    rows = together.order_by("group__order", "group__code").values_list("slot", "group__name", "group__code")
    for slot, name, code in rows:
        found.setdefault(slot, []).append(str(name or code))
    return found


def _published() -> QuerySet[Session]:
    rows = Session.objects.filter(last_slot__isnull=False, changed_at__isnull=False)
    return rows.order_by("last_slot__begins_at", "code")


def sessions_of_edition(edition: Edition) -> QuerySet[Session]:
    """Everything that was published of an edition."""
    return _published().filter(edition=edition)


def sessions_of_group(edition: Edition, code: str) -> QuerySet[Session]:
    """Those of one group."""
    return sessions_of_edition(edition).filter(last_slot__groups__code=code)


def sessions_at_site(edition: Edition, code: str) -> QuerySet[Session]:
    """Those at one site."""
    return sessions_of_edition(edition).filter(last_slot__site__code=code)


def sessions_of_person(person: Person, grants: Iterable[Grant]) -> QuerySet[Session]:
    """What somebody attends, teaches or hosts, in every edition."""
    persons = identities_of(person)
    own = Q(last_slot__people__resource_person__person__in=persons)
    own |= Q(last_slot__groups__members__participant__person__in=persons)
    own |= hosted(grants, "last_slot__site")
    keys = Session.objects.filter(own).values("pk")
    return _published().filter(pk__in=keys)


def is_open(edition: Edition) -> bool:
    """Whether everybody may see what is published of an edition."""
    return edition.publicity == Publicity.PUBLIC


def calendar_address_of(person: Person) -> CalendarAddress | None:
    """Where somebody's own calendar is, if they want one."""
    return CalendarAddress.objects.filter(person=person).first()


def calendar_addresses_of(persons: Collection[Person]) -> QuerySet[CalendarAddress]:
    """Those of one person under all of their identities."""
    return CalendarAddress.objects.filter(person__in=persons)
