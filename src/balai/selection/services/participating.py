"""After having confirmed: arriving, not arriving, taking part online, a corrected name, and leaving."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.correspondence.services.writing import send
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.nominations.enums import Section
from balai.nominations.queries.embassies import offices_of
from balai.nominations.services.applying import profile_for_writing
from balai.nominations.services.calling import recipient_at
from balai.people.enums import Role
from balai.people.queries import grants_live_at, identities_of
from balai.people.services.roles import end_grant
from balai.programmes.services.telling import moment_in
from balai.selection.enums import Attendance, EndReason, ParticipantState
from balai.selection.models import Participant
from balai.selection.models.participant import HELD
from balai.selection.queries.names import plain, printed_name
from balai.selection.queries.offers import overdue_arrivals
from balai.selection.rules.offers import (
    may_be_met,
    may_be_noted_absent,
    may_correct_name,
    may_leave,
    may_take_part_online,
)
from balai.selection.services.offering import locked
from balai.selection.services.writing import OUTCOME, gaps_of, tell_country, write_to_nominee

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person
    from balai.selection.enums import NameReason

NAMES = ("honorific", "name_in_passport", "name_on_certificate", "name_native")
"""What the person told of their name that papers print; ``name`` of the participant is what lists show."""


@transaction.atomic
def end_participation(  # noqa: PLR0913 -- each is named where it is called
    *,
    participant_id: UUID,
    to: ParticipantState,
    why: EndReason,
    note: str,
    recovers_cost: bool | None = None,
    recovery_note: str = "",
    actor: Person,
    at: datetime,
) -> Participant:
    """Note that somebody who had confirmed does not come; the place is free, and the row stays on record.

    Args:
        participant_id: who leaves.
        to: withdrawn where the person or the country said so, released where the office decided it.
        why: as far as statistics need to know.
        note: in the words of who writes.
        recovers_cost: whether costs are claimed back from the sponsoring agency; None is not decided.
        recovery_note: what is claimed, and from whom.
        actor: the participant, or an officer.
        at: the moment.

    Raises:
        RuleViolationError: ``participant.gone``, ``participant.too_late``; of somebody who did not arrive
            ``participant.not_missed`` or ``participant.held``.
    """
    participant = _locked(participant_id)
    edition = participant.edition
    enforce(may_leave(participant))
    if why == EndReason.NO_SHOW:
        enforce(may_be_noted_absent(participant, at=at))
    participant.state, participant.place = to, None
    participant.ended_at, participant.ended_by = at, actor.reference
    participant.ended_why, participant.ended_note = why, note
    participant.recovers_cost, participant.recovery_note = recovers_cost, recovery_note
    participant.save(
        update_fields=[
            "state",
            "place",
            "ended_at",
            "ended_by",
            "ended_why",
            "ended_note",
            "recovers_cost",
            "recovery_note",
        ]
    )
    record(
        actor=actor.reference,
        action="participant.released" if to == ParticipantState.RELEASED else "participant.withdrawn",
        subject=participant.reference,
        at=at,
        detail={"why": why.value, "place": participant.place_number},
    )
    roles = grants_live_at(at).filter(
        person__in=identities_of(participant.person), role=Role.PARTICIPANT, scope=edition.scope
    )
    for grant in roles:
        end_grant(grant=grant, actor=None, at=at)
    write_to_nominee(
        participant.nomination, "participant.ended", lambda _language: {}, actor=actor.reference, at=at
    )

    _tell_country(
        participant,
        lambda _language: str(ParticipantState(participant.state).label),
        actor=actor.reference,
        at=at,
    )
    return participant


@transaction.atomic
def note_arrival(*, participant_id: UUID, actor: Person, at: datetime) -> Participant:
    """Note that somebody has arrived and was met; the place is no longer held against time.

    Raises:
        RuleViolationError: ``participant.gone`` or ``participant.met``.
    """
    participant = _locked(participant_id)
    enforce(may_be_met(participant))
    participant.met_at = at
    participant.save(update_fields=["met_at"])
    record(actor=actor.reference, action="participant.met", subject=participant.reference, at=at)
    return participant


@transaction.atomic
def miss_who_did_not_arrive(*, at: datetime) -> int:
    """Note who was not met twelve hours after the day of arrival (workflow E7).

    Their focal points are told, and the embassies of their countries as the directory knows them. The place
    is held for another 24 hours; whether it is then given to somebody else is for the office.

    Returns:
        How many were missed now.
    """
    missed = 0
    for key in overdue_arrivals(at=at):
        participant = _locked(key)
        if participant.missed_at is not None or may_be_met(participant) is not None:
            continue
        participant.missed_at = at
        participant.save(update_fields=["missed_at"])
        record(actor="system", action="participant.missed", subject=participant.reference, at=at)
        _tell_country(participant, partial(_held, participant, at + HELD), actor="system", at=at)
        _ask_embassy(participant, at + HELD, at=at)
        missed += 1
    return missed


def _held(participant: Participant, until: datetime, language: str) -> str:
    return gettext("not met on arrival; the place is held until %(until)s") % {
        "until": moment_in(until, participant.edition.time_zone, language)
    }


def _ask_embassy(participant: Participant, until: datetime, *, at: datetime) -> None:
    """Ask the embassy of the country where somebody is who was not met."""
    edition = participant.edition
    for office in offices_of(participant.country_id, edition.country_id):
        recipient = recipient_at(office)
        language = recipient.language
        send(
            letter="participant.not_met",
            to=recipient,
            language=language,
            context={
                **gaps_of(edition, language),
                "name": recipient.name,
                "country": participant.country.name.in_language(language).text,
                "nominee": participant.name,
                "until": moment_in(until, edition.time_zone, language),
            },
            subject_reference=participant.reference,
            at=at,
            mentions=[participant.as_mentioned],
        )


@transaction.atomic
def seat_online(*, participant_id: UUID, actor: Person, at: datetime) -> Participant:
    """Let somebody take part online who cannot travel, such as after a refused visa (workflow E8).

    The place stays theirs, the room does not. Whether somebody else should rather have the place is decided
    by letting them go, with the ladder.

    Raises:
        RuleViolationError: ``participant.gone``, ``participant.too_late`` or ``participant.online``.
    """
    participant = _locked(participant_id)
    enforce(may_take_part_online(participant))
    participant.attendance, participant.room = Attendance.ONLINE, ""
    participant.save(update_fields=["attendance", "room"])
    record(actor=actor.reference, action="participant.seated_online", subject=participant.reference, at=at)
    write_to_nominee(
        participant.nomination, "participant.online", lambda _language: {}, actor=actor.reference, at=at
    )
    _tell_country(participant, lambda _language: gettext("takes part online"), actor=actor.reference, at=at)
    return participant


@transaction.atomic
def correct_name(
    *, participant_id: UUID, said: Mapping[str, str], why: NameReason, actor: Person, at: datetime
) -> Participant:
    """Correct how lists and papers name somebody, after the application is closed (workflow E26).

    The person is written to with the name that papers print from now on, and may object. What was issued
    stays as it was: a certificate is replaced by a deed of its own.

    Args:
        participant_id: whose name.
        said: ``name`` and each of :data:`NAMES`, as they shall be.
        why: as far as the trail needs to know, which never holds a name.
        actor: an officer.
        at: the moment.

    Raises:
        RuleViolationError: ``participant.gone``, ``participant.erased``, or ``participant.named_so`` if
            nothing is different.
    """
    participant = _locked(participant_id)
    enforce(may_correct_name(participant))
    profile = profile_for_writing(participant.person)
    changed = [field for field in NAMES if getattr(profile, field) != plain(said[field])]
    for field in changed:
        setattr(profile, field, plain(said[field]))
    if changed:  # a form that the person has open elsewhere is told that it is not the newest
        number = profile.version_of(Section.IDENTITY) + 1
        profile.versions[Section.IDENTITY] = {"number": number, "writer": ""}
        profile.changed_at = at
        profile.save(update_fields=[*changed, "versions", "changed_at"])
    if participant.name != plain(said["name"]):
        participant.name = plain(said["name"])
        participant.save(update_fields=["name"])
        changed.insert(0, "name")
    if not changed:
        raise RuleViolationError(
            Refusal("participant.named_so", _("The name is written so already: nothing was changed."))
        )
    record(
        actor=actor.reference,
        action="participant.name_corrected",
        subject=participant.reference,
        at=at,
        detail={"why": why.value, "fields": "+".join(changed)},
    )
    name, native = printed_name(participant, profile)
    printed = f"{name} ({native})" if native else name
    write_to_nominee(
        participant.nomination,
        "participant.name_corrected",
        lambda _language: {"name": participant.name, "printed": printed},
        actor=actor.reference,
        at=at,
    )
    return participant


def _locked(participant_id: UUID) -> Participant:
    """A participant of an edition whose places nobody else changes meanwhile."""
    edition = locked(Participant.objects.values_list("edition_id", flat=True).get(pk=participant_id))
    participant = Participant.objects.select_related(
        "person", "nomination__person__merged_into", "nomination__person__account", "country"
    ).get(pk=participant_id)
    participant.edition = participant.nomination.edition = edition
    return participant


def _tell_country(
    participant: Participant, outcome: Callable[[str], str], *, actor: str, at: datetime
) -> None:
    def gaps(language: str) -> dict[str, str]:
        with override(language):
            return {
                "country": participant.country.name.in_language(language).text,
                "nominee": f"{participant.name} ({participant.nomination.code})",
                "outcome": outcome(language),
            }

    mentions = [participant.as_mentioned]
    tell_country(
        participant.edition, participant.country_id, OUTCOME, gaps, mentions=mentions, actor=actor, at=at
    )
