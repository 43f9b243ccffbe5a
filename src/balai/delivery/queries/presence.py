"""Questions about who is expected at a session, who was there, and what somebody has to look at."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from balai.delivery.models import CheckInCode, Conflict, Device, Kiosk, PaperRow, Presence, Scan
from balai.people.enums import Role
from balai.people.queries import identities_of
from balai.programmes.models import Edition
from balai.programmes.queries.scopes import covered
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.timetable.enums import TimetableState
from balai.timetable.models import GroupMember, Slot
from balai.timetable.queries.own import hosted
from balai.timetable.queries.plans import beside_their_edition, published_slots

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Grant, Person
    from balai.timetable.models import Session


def editions_for(grants: Sequence[Grant], readers: Collection[str]) -> QuerySet[Edition]:
    """Editions with a published timetable of which somebody sees presence, the newest first.

    Args:
        grants: of the reader.
        readers: the roles that see whole editions; coordinators see those with a session at their centre.
    """
    at_their_centre = Slot.objects.filter(hosted(grants, "site"), timetable__state=TimetableState.PUBLISHED)
    own = covered(grants, readers, "pk")
    if any(grant.role == Role.CENTRE_COORDINATOR for grant in grants):
        own |= Q(pk__in=at_their_centre.values("timetable__edition"))
    rows = Edition.objects.filter(own, timetables__state=TimetableState.PUBLISHED).select_related("series")
    return rows.order_by("-starts_on", "code")


def slots_seen_by(grants: Sequence[Grant], edition: Edition, *, is_whole: bool) -> QuerySet[Slot]:
    """Published sessions of an edition whose presence somebody sees: all, or those at their own centre."""
    rows = beside_their_edition(published_slots(edition))
    return rows if is_whole else rows.filter(hosted(grants, "site"))


def slot_held(session: UUID) -> Slot | None:
    """A session where it is published, or last was."""
    rows = Slot.objects.filter(session=session, session__last_slot=F("pk"))
    rows = rows.select_related("session__activity", "site", "room").prefetch_related("groups")
    return beside_their_edition(rows).first()


def expected_at(slots: Iterable[Slot]) -> dict[UUID, list[Participant]]:
    """Who is expected at each session, by its key and in order; a session without groups is for everybody.

    Three questions for any number of sessions of one edition. ``groups`` are fetched with the slots, and
    persons with the participants.
    """
    slots = list(slots)
    groups = {slot.session_id: {group.pk for group in slot.groups.all()} for slot in slots}
    editions = {slot.timetable.edition_id for slot in slots}
    everybody = list(
        Participant.objects.filter(edition__in=editions, state=ParticipantState.CONFIRMED)
        .select_related("country", "person")
        .order_by("name", "pk")
    )
    members = defaultdict(set)
    for participant, group in GroupMember.objects.filter(
        group__in={key for keys in groups.values() for key in keys}
    ).values_list("participant", "group"):
        members[participant].add(group)
    return {
        slot.session_id: [
            one
            for one in everybody
            if one.edition_id == slot.timetable.edition_id
            and (not groups[slot.session_id] or members[one.pk] & groups[slot.session_id])
        ]
        for slot in slots
    }


def presences_at(sessions: Collection[UUID]) -> QuerySet[Presence]:
    """What is known of sessions."""
    return Presence.objects.filter(session__in=sessions)


def counts_at(sessions: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """How many are in each state, by session."""
    found: dict[UUID, dict[str, int]] = {key: {} for key in sessions}
    rows = presences_at(sessions).order_by().values_list("session", "state")
    for session, state, number in rows.annotate(number=Count("pk")):
        found[session][state] = number
    return found


def scans_at(session: Session) -> QuerySet[Scan]:
    """Every raw note of a session, in the order of time."""
    return (
        Scan.objects.filter(session=session)
        .select_related("device", "participant")
        .prefetch_related("conflicts")
        .order_by("at", "nonce")
    )


def conflicts_of(edition: Edition | UUID, slots: Collection[UUID] | None = None) -> QuerySet[Conflict]:
    """What was found in an edition, or at some of its sessions, with the scan that it is about."""
    rows = Conflict.objects.filter(edition=edition).select_related(
        "scan__participant", "scan__device", "scan__session__activity"
    )
    return rows if slots is None else rows.filter(scan__session__in=slots)


def open_conflicts(edition: Edition | UUID) -> QuerySet[Conflict]:
    """What nobody has looked at yet."""
    return conflicts_of(edition).filter(settled_at=None)


def devices_of(edition: Edition | UUID) -> QuerySet[Device]:
    """Registered devices of an edition, the newest first."""
    return Device.objects.filter(edition=edition).select_related("person").order_by("-registered_at", "-pk")


def codes_in_force(edition: Edition | UUID) -> QuerySet[CheckInCode]:
    """The code of each participant, as it stands."""
    return CheckInCode.objects.filter(edition=edition, ended_at=None)


def paper_rows_of(sessions: Collection[UUID]) -> QuerySet[PaperRow]:
    """The rows of every sheet that was printed of sessions."""
    return PaperRow.objects.filter(sheet__session__in=sessions).select_related("sheet")


def screens_open(*editions: Edition | UUID, at: datetime) -> QuerySet[Kiosk]:
    """Screens at doors of sessions of editions that show codes now."""
    rows = Kiosk.objects.filter(session__edition__in=editions, opened_at__lte=at, closes_at__gt=at)
    return rows.select_related("session__edition", "session__activity")


def participations_of(person: Person, *, at: datetime) -> QuerySet[Participant]:
    """In which editions somebody takes part, that nearest in time first."""
    rows = Participant.objects.filter(
        person__in=identities_of(person), state=ParticipantState.CONFIRMED
    ).select_related("edition__series", "country")
    coming = rows.filter(edition__ends_on__gte=at.date()).order_by("edition__starts_on", "pk")
    return coming if coming.exists() else rows.order_by("-edition__ends_on", "pk")


def own_slots(participant: Participant) -> QuerySet[Slot]:
    """Published sessions that one participant goes to, in order."""
    mine = Q(groups__members__participant=participant) | Q(groups=None)
    keys = Slot.objects.filter(
        mine, timetable__edition=participant.edition_id, timetable__state=TimetableState.PUBLISHED
    ).values("pk")
    return beside_their_edition(published_slots(participant.edition_id).filter(pk__in=keys))


def presences_about(persons: Collection[Person]) -> QuerySet[Presence]:
    """Presence of one person, under all of their identities."""
    return Presence.objects.filter(participant__person__in=persons)


def scans_about(persons: Collection[Person]) -> QuerySet[Scan]:
    """Raw notes about one person, under all of their identities."""
    return Scan.objects.filter(participant__person__in=persons)
