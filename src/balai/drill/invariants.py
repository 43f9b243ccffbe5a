"""What holds in every programme whatever goes wrong: asked of the tables, not of the code that fills them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db import connection

from balai.audit.models import Deed
from balai.certificates.models import Certificate
from balai.delivery.models import Incident
from balai.drill.people import PLANTED
from balai.engine.timetabling import check
from balai.kernel.restricted import reference_to
from balai.nominations.models import Application, CallContact, Nomination, Waiver
from balai.people.models import Consent
from balai.programmes.enums import EditionStatus, Task
from balai.selection.enums import OfferState, ParticipantState
from balai.selection.models import Decision, Offer, Participant
from balai.selection.queries.offers import allowed_beyond
from balai.timetable.enums import TimetableState
from balai.timetable.models import GroupMember, Hindrance, Slot, StandIn, Timetable
from balai.timetable.services.drafting import axis_for, plan_of, problem_of, slots_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from django.db.models import Model

    from balai.programmes.models import Edition


MOVED: Mapping[str, str] = {
    EditionStatus.CALL: "edition.call_opened",
    EditionStatus.CANCELLED: "edition.cancelled",
}
"""Deeds that have names of their own among those that move an edition."""


def breaches(edition: Edition) -> list[str]:
    """Everything that does not hold, in words; nothing where all does."""
    return [
        *booked_twice(),
        *broken_rules(edition),
        *held_twice(edition),
        *untold(edition),
        *leaked(),
    ]


# --- nobody and nothing is in two places ----------------------------------------------------------------


def booked_twice() -> Iterator[str]:
    """People, rooms and machines that published timetables, of whatever editions, have twice at once."""
    slots = list(
        Slot.objects.filter(timetable__state=TimetableState.PUBLISHED)
        .select_related("session", "timetable__edition")
        .prefetch_related("people__resource_person", "machines", "groups")
        .order_by("begins_at", "pk")
    )
    members: dict[Any, list[Any]] = {}
    for group, person in GroupMember.objects.filter(
        participant__state=ParticipantState.CONFIRMED
    ).values_list("group", "participant__person"):
        members.setdefault(group, []).append(person)
    taken: dict[tuple[str, Any], list[Slot]] = {}
    for slot in slots:
        for thing in _taken_by(slot, members):
            taken.setdefault(thing, []).append(slot)
    return clashes(taken)


def clashes(taken: Mapping[tuple[str, Any], Sequence[Slot]]) -> Iterator[str]:
    """Sessions of one thing that overlap; in the order of their beginnings."""
    for (kind, _key), those in taken.items():
        for before, after in pairwise(those):
            if after.begins_at < before.ends_at:
                yield f"a {kind} is in {before.session.code} and {after.session.code} at {after.begins_at}"


def _taken_by(slot: Slot, members: Mapping[Any, list[Any]]) -> Iterator[tuple[str, Any]]:
    if slot.room_id:
        yield "room", slot.room_id
    for part in slot.people.all():
        if part.task != Task.SUBSTITUTE:  # who is in a session without being there
            yield "person", part.resource_person.person_id
    for use in slot.machines.all():
        yield "machine", (use.machine_id, use.unit)
    for group in slot.groups.all():
        for person in members.get(group.pk, ()):
            yield "participant", person


def broken_rules(edition: Edition) -> Iterator[str]:
    """What the independent checker finds in what is published."""
    published = Timetable.objects.filter(edition=edition, state=TimetableState.PUBLISHED).first()
    if published is None:
        return
    problem = problem_of(published)
    for one in check.breaches(problem, plan_of(slots_of(published), axis_for(problem, edition))):
        yield f"{one.rule} {', '.join(one.sessions)}: {one.detail}"


def held_twice(edition: Edition) -> Iterator[str]:
    """Places with two people, people with two places, and countries beyond what was decided."""
    rows = list(
        Participant.objects.filter(edition=edition, state=ParticipantState.CONFIRMED).select_related("person")
    )
    places = Counter(one.place_id for one in rows)
    yield from (f"place {place} is held {number} times" for place, number in places.items() if number > 1)
    if None in places:
        yield "somebody takes part without a place"
    people = Counter(one.person.merged_into_id or one.person_id for one in rows)
    yield from (f"person:{key} has {number} places" for key, number in people.items() if number > 1)
    if edition.places is not None and len(rows) > edition.places:
        yield f"{len(rows)} people have {edition.places} places"
    beyond = allowed_beyond(edition)
    may = {one.country_id: one.places + beyond.get(one.country_id, 0) for one in edition.quotas.all()}
    for country, number in Counter(one.country_id for one in rows).items():
        if number > may.get(country, 0):
            yield f"{country} has {number} places of {may.get(country, 0)}"


# --- every record tells how it came to be ---------------------------------------------------------------


def untold(edition: Edition) -> Iterator[str]:
    """Records of an edition of which the trail has no entry for what they are."""
    wanted = list(_records(edition))
    told = set(
        Deed.objects.filter(subject__in={subject for subject, _actions in wanted}).values_list(
            "subject", "action"
        )
    )
    for subject, actions in wanted:
        if not any((subject, action) in told for action in actions):
            yield f"the trail does not tell {' or '.join(actions)} of {subject}"


def _records(edition: Edition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each record with the deeds of which one must have made it what it is."""

    def each(rows: Iterable[Any], *actions: str, of: Callable[[Any], Model] = lambda row: row) -> Any:
        return ((reference_to(of(row)), actions) for row in rows)

    nominations = Nomination.objects.filter(edition=edition)
    yield from each(nominations, "nomination.entered")
    yield from each(nominations.filter(admitted_at__isnull=False), "nomination.admitted")
    yield from each(nominations.filter(withdrawn_at__isnull=False), "nomination.withdrawn")
    waivers = Waiver.objects.filter(nomination__edition=edition).select_related("nomination")
    yield from each(waivers, "nomination.rule_waived", of=lambda row: row.nomination)
    sent = Application.objects.filter(nomination__edition=edition, sent_at__isnull=False)
    yield from each(sent, "application.sent")
    spoken = CallContact.objects.filter(call__edition=edition).select_related("call")
    yield from each(spoken, "country_call.contacted", of=lambda row: row.call)
    yield from each(Decision.objects.filter(edition=edition), "decision.taken")
    for state in (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.LAPSED, OfferState.WITHDRAWN):
        yield from each(Offer.objects.filter(edition=edition, state=state), f"offer.{state}")
    people = Participant.objects.filter(edition=edition)
    yield from each(people.filter(met_at__isnull=False), "participant.met")
    yield from each(people.filter(missed_at__isnull=False), "participant.missed")
    for left in (ParticipantState.WITHDRAWN, ParticipantState.RELEASED):
        yield from each(people.filter(state=left), f"participant.{left}")
    yield from each(people.select_related("offer"), "offer.accepted", of=lambda row: row.offer)
    public = Timetable.objects.filter(edition=edition).exclude(state=TimetableState.DRAFT)
    yield from each(public, "timetable.published")
    yield from each(Hindrance.objects.filter(edition=edition), "hindrance.reported")
    stand_ins = StandIn.objects.filter(session__edition=edition).select_related("session")
    yield from each(stand_ins, "session.resource_person_replaced", of=lambda row: row.session)
    yield from each(Incident.objects.filter(edition=edition), "incident.reported")
    yield from each(Certificate.objects.filter(edition=edition), "certificate.issued", "certificates.issued")
    gone = Consent.objects.filter(withdrawn_at__isnull=False, person__participations__edition=edition)
    yield from each(gone.select_related("person"), "consent.withdrawn", of=lambda row: row.person)
    yield from each([edition], MOVED.get(edition.status, "edition.moved_on"))


# --- nothing sealed stands in the clear -----------------------------------------------------------------


def leaked() -> list[str]:
    """Tables in which a planted word stands in the clear: letters, the trail, jobs, problems, all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT') ORDER BY tablename"
        )
        tables = [table for (table,) in cursor.fetchall()]
        asked = " UNION ALL ".join(
            f"(SELECT '{table}' FROM {connection.ops.quote_name(table)} AS row"  # noqa: S608 -- names of our own tables
            " WHERE row::text ILIKE ANY (%(words)s) LIMIT 1)"
            for table in tables
        )
        words = [f"%{PLANTED}%", f"%{PLANTED.encode().hex()}%"]
        cursor.execute(asked, {"words": words})
        return [f"a planted word stands in {table}" for (table,) in cursor.fetchall()]
