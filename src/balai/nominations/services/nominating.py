"""A country's list: naming people, ranking them, sending the list, taking people out, returning places.

Every deed locks the call of the country first, so that two people who work on one list come one after the
other. Nothing is ever deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import named_fields, record
from balai.correspondence.services.writing import send
from balai.engine.documents.words import language_for
from balai.kernel.files import keep
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.kernel.uploads import SCANS
from balai.nominations.enums import NominationState, Origin
from balai.nominations.models import Nomination, ReturnedPlaces
from balai.nominations.models.nomination import FACTS
from balai.nominations.queries import deadline_of, holders_of, is_over, live_nominations, places_of, zone_of
from balai.nominations.rules import (
    OPEN_STATUSES,
    may_change_nominee,
    may_name,
    may_rank,
    may_return_places,
    may_send,
    may_withdraw,
    must_be_confirmed,
)
from balai.nominations.services.applying import invite_nominee
from balai.nominations.services.calling import invitation_in
from balai.nominations.services.judging import judge_call
from balai.nominations.services.locking import lock_call, lock_call_of
from balai.people.services.persons import change_person, create_person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.nominations.enums import WithdrawalReason
    from balai.nominations.models import CountryCall
    from balai.people.models import Person

RECEIPT = "nominations.receipt"
SECOND_LIST = "nominations.second_list"


def _changed(call: CountryCall, *, actor: Person, at: datetime) -> None:
    """Every change of the list: a new version, and everybody on it judged anew."""
    call.version += 1
    call.changed_at, call.changed_by = at, actor.reference
    call.save(update_fields=["version", "changed_at", "changed_by"])
    judge_call(call=call, at=at)


@transaction.atomic
def add_nominee(  # noqa: PLR0913 -- each is named where it is called
    *, call_id: UUID, key: UUID, values: Mapping[str, Any], origin: Origin, actor: Person, at: datetime
) -> Nomination:
    """Name a person, last in rank; nothing is sent yet.

    Args:
        call_id: of the country.
        key: becomes the nomination's id; it is made with the form, so that sent twice it names one person.
        values: of :data:`~balai.nominations.models.nomination.FACTS`; what is left out is not known yet.
        origin: who entered it.
        actor: who names.
        at: the moment.

    Raises:
        RuleViolationError: ``nominations.closed``, or ``nomination.key_taken`` for a key of another list.
    """
    call = lock_call(call_id)
    already = Nomination.objects.filter(pk=key).first()
    if already is not None:
        if already.call_id != call.pk:
            raise RuleViolationError(
                Refusal("nomination.key_taken", _("This form was used already. Open a new one."))
            )
        return already
    enforce(may_name(call))
    person = create_person(
        name=values["name"],
        email=values.get("email", ""),
        time_zone=zone_of(call),
        actor=actor,
        at=at,
    )
    call.numbered += 1
    last = live_nominations(call).last()
    nomination = Nomination.objects.create(
        id=key,
        call=call,
        edition=call.edition,
        country=call.country,
        person=person,
        code=f"{call.edition.code}/N-{call.country_id}-{call.numbered:02}",
        rank=last.rank + 1 if last else 1,
        origin=origin,
        entered_at=at,
        **{name: values[name] for name in FACTS if name in values},
    )
    call.save(update_fields=["numbered"])
    record(actor=actor.reference, action="nomination.entered", subject=nomination.reference, at=at)
    _changed(call, actor=actor, at=at)
    if origin == Origin.OFFICE:
        _ask_the_focal_point(call, nomination, actor=actor, at=at)
    nomination.refresh_from_db(fields=["standing"])
    return nomination


def _ask_the_focal_point(call: CountryCall, nomination: Nomination, *, actor: Person, at: datetime) -> None:
    """Ask once whether people whom the office keyed in stand beside those whom the focal point has named."""
    others = live_nominations(call).exclude(pk=nomination.pk)
    if not others.filter(origin=Origin.FOCAL_POINT).exists():
        return
    if others.filter(origin=Origin.OFFICE, state=NominationState.DRAFT).exists():
        return  # asked already
    for person in holders_of(call, at=at):
        language = language_for(person.language)
        gaps = invitation_in(call, language, at=at)
        send(
            letter=SECOND_LIST,
            to=person,
            language=language,
            context={
                "edition": gaps["edition"],
                "country": gaps["country"],
                "nominee": f"{nomination.name} ({nomination.code})",
                "link": gaps["link"],
            },
            subject_reference=call.reference,
            actor=actor.reference,
            at=at,
            mentions=[nomination.as_mentioned],
        )


@transaction.atomic
def change_nominee(  # noqa: PLR0913 -- each is named where it is called
    *,
    nomination_id: UUID,
    version: int,
    values: Mapping[str, Any],
    is_office: bool,
    actor: Person,
    at: datetime,
) -> Nomination:
    """Correct what is written about a nominee; the trail says which fields, not what stood there.

    Raises:
        RuleViolationError: ``nomination.changed_meanwhile`` when the form is older than what is there,
            ``nomination.withdrawn``, ``nomination.settled`` or ``nominations.closed``.
    """
    call = lock_call_of(nomination_id)
    nomination = Nomination.objects.select_related("person", "call__edition").get(pk=nomination_id)
    enforce(may_change_nominee(nomination, deadline_of(call), is_office=is_office, at=at))
    if version != nomination.version:
        raise RuleViolationError(
            Refusal(
                "nomination.changed_meanwhile",
                _(
                    "Somebody else changed this nominee while you wrote. What you typed is still here: "
                    "compare it with the list, then save again."
                ),
            )
        )
    changed = [name for name in FACTS if name in values and getattr(nomination, name) != values[name]]
    if not changed:
        return nomination
    for name in changed:
        setattr(nomination, name, values[name])
    nomination.version += 1
    nomination.save(update_fields=[*changed, "version"])
    if {"name", "email"} & {*changed} and not hasattr(nomination.person, "account"):
        change_person(
            person=nomination.person,
            name=nomination.name,
            language=nomination.person.language,
            time_zone=nomination.person.time_zone,
            email=nomination.email,
            actor=actor,
            at=at,
        )
    record(
        actor=actor.reference,
        action="nomination.changed",
        subject=nomination.reference,
        at=at,
        detail=named_fields(changed),
    )
    _changed(call, actor=actor, at=at)
    nomination.refresh_from_db(fields=["standing"])
    return nomination


@transaction.atomic
def move_nominee(*, nomination_id: UUID, up: bool, version: int, actor: Person, at: datetime) -> Nomination:
    """Let two neighbours of a list change places; at its ends nothing happens.

    Raises:
        RuleViolationError: ``nominations.changed_meanwhile``, ``nominations.ranking_closed``,
            ``nomination.withdrawn`` or ``nominations.closed``.
    """
    call = lock_call_of(nomination_id, version=version)
    enforce(may_rank(call, deadline_of(call), at=at))
    nominations = list(live_nominations(call))
    place = next((n for n, one in enumerate(nominations) if one.pk == nomination_id), None)
    if place is None:
        raise RuleViolationError(
            Refusal("nomination.withdrawn", _("This nomination was withdrawn. It stays as it was."))
        )
    nomination, there = nominations[place], place - 1 if up else place + 1
    if not 0 <= there < len(nominations):
        return nomination
    other = nominations[there]
    nomination.rank, other.rank = other.rank, nomination.rank
    Nomination.objects.bulk_update([nomination, other], ["rank"])
    record(
        actor=actor.reference,
        action="nomination.ranked",
        subject=nomination.reference,
        at=at,
        detail={"rank": nomination.rank},
    )
    _changed(call, actor=actor, at=at)
    return nomination


@transaction.atomic
def withdraw_nomination(
    *, nomination_id: UUID, why: WithdrawalReason, note: str, actor: Person, at: datetime
) -> Nomination:
    """Take a person out of the list, with the reason; those behind move up, and the row stays on record.

    Raises:
        RuleViolationError: ``nomination.withdrawn`` or ``nominations.closed``.
    """
    call = lock_call_of(nomination_id)
    nomination = Nomination.objects.select_related("call__edition").get(pk=nomination_id)
    enforce(may_withdraw(nomination))
    nomination.state = NominationState.WITHDRAWN
    nomination.withdrawn_at, nomination.withdrawn_by = at, actor.reference
    nomination.withdrawn_why, nomination.withdrawn_note = why, note
    nomination.save(
        update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_why", "withdrawn_note"]
    )
    _close_ranks(call)
    record(
        actor=actor.reference,
        action="nomination.withdrawn",
        subject=nomination.reference,
        at=at,
        detail={"why": why.value},
    )
    _changed(call, actor=actor, at=at)
    return nomination


def _close_ranks(call: CountryCall, nominations: list[Nomination] | None = None) -> None:
    """Number a list anew from one."""
    ordered = list(live_nominations(call)) if nominations is None else nominations
    moved = [one for rank, one in enumerate(ordered, 1) if one.rank != rank]
    for rank, one in enumerate(ordered, 1):
        one.rank = rank
    Nomination.objects.bulk_update(moved, ["rank"])


@transaction.atomic
def attach_letter(*, call_id: UUID, content: bytes, name: str, actor: Person, at: datetime) -> CountryCall:
    """Keep the signed letter of nomination, sealed with the key of the country's call.

    A letter that was there before stays in the folder of files: it may have been sent already.

    Raises:
        RuleViolationError: ``nominations.closed``, or ``upload.…`` for what is no PDF or picture.
        UnreadableError: the installation has no keys.
    """
    call = lock_call(call_id)
    enforce(may_name(call))
    kept = keep(content, name=name, owner=call, accept=SCANS)
    call.letter_file, call.letter_name = kept.id, kept.name
    call.letter_type, call.letter_size, call.letter_at = kept.media_type, kept.size, at
    call.save(update_fields=["letter_file", "letter_name", "letter_type", "letter_size", "letter_at"])
    record(
        actor=actor.reference,
        action="country_call.letter_attached",
        subject=call.reference,
        at=at,
        detail={"file": str(kept.id)},
    )
    _changed(call, actor=actor, at=at)
    return call


@transaction.atomic
def send_nominations(  # noqa: PLR0913 -- each is named where it is called
    *,
    call_id: UUID,
    version: int | None,
    is_eligibility_stated: bool,
    is_release_stated: bool,
    is_return_stated: bool,
    actor: Person,
    at: datetime,
) -> CountryCall:
    """Send everybody on the list who was not sent yet, and write a receipt to the focal point.

    Each of them who was not asked for the application yet is asked now.

    After the deadline they are late: they come after those who were sent in time, and wait in the late queue.
    So are those who are named after the selection, in the place of somebody who cannot come.
    Sent again with nobody new, nothing happens: two clicks send one list.

    Raises:
        RuleViolationError: ``nominations.changed_meanwhile``, ``nominations.closed``,
            ``nominations.focal_point_confirms``, or what :func:`~balai.nominations.rules.may_send` finds.
    """
    call = lock_call(call_id)
    drafts = list(
        live_nominations(call).filter(state=NominationState.DRAFT).select_related("person", "application")
    )
    if call.sent_at is not None and not drafts:
        return call
    call = lock_call(call_id, version=version)
    holders = holders_of(call, at=at)
    enforce(
        must_be_confirmed(
            is_focal_point=(actor.merged_into or actor) in holders,
            has_focal_point=bool(holders),
            nominations=live_nominations(call),
        )
    )
    enforce(
        may_send(
            call,
            drafts,
            has_letter=call.letter_file is not None,
            statements=[is_eligibility_stated, is_release_stated, is_return_stated],
        )
    )
    is_late = call.edition.status not in OPEN_STATUSES or is_over(deadline_of(call), at=at)
    for nomination in drafts:
        nomination.state = NominationState.LATE if is_late else NominationState.SENT
        nomination.was_late = is_late
        nomination.submitted_at = at
    Nomination.objects.bulk_update(drafts, ["state", "was_late", "submitted_at"])
    if is_late:
        _close_ranks(call, sorted(live_nominations(call), key=lambda one: (one.was_late, one.rank)))
    call.sent_at, call.sent_by = at, actor.reference
    call.is_eligibility_stated = call.is_release_stated = call.is_return_stated = True
    call.save(
        update_fields=[
            "sent_at",
            "sent_by",
            "is_eligibility_stated",
            "is_release_stated",
            "is_return_stated",
        ]
    )
    record(
        actor=actor.reference,
        action="country_call.sent",
        subject=call.reference,
        at=at,
        detail={"nominations": len(drafts), "late": str(is_late).lower()},
    )
    _changed(call, actor=actor, at=at)
    _write_receipts(call, actor=actor, at=at)
    for nomination in drafts:
        if nomination.email and not hasattr(nomination, "application"):
            invite_nominee(nomination_id=nomination.pk, actor=actor.reference, at=at)
    return call


def _write_receipts(call: CountryCall, *, actor: Person, at: datetime) -> None:
    people = list(live_nominations(call))
    for person in holders_of(call, at=at) or [actor]:
        language = language_for(person.language)
        gaps = invitation_in(call, language, at=at)
        send(
            letter=RECEIPT,
            to=person,
            language=language,
            context={
                "edition": gaps["edition"],
                "country": gaps["country"],
                "people": "\n".join(f"- {one.rank}. {one.name} ({one.code})" for one in people),
                "link": gaps["link"],
            },
            subject_reference=call.reference,
            actor=actor.reference,
            at=at,
            mentions=[one.as_mentioned for one in people],
        )


@transaction.atomic
def return_places(*, call_id: UUID, places: int, reason: str, actor: Person, at: datetime) -> ReturnedPlaces:
    """Give places back, so that others can have them; the ledger keeps when and why.

    Raises:
        RuleViolationError: ``places.not_there`` or ``nominations.closed``.
    """
    call = lock_call(call_id)
    enforce(may_return_places(call, places_of(call), places))
    returned = ReturnedPlaces.objects.create(
        call=call, places=places, reason=reason, at=at, actor=actor.reference
    )
    record(
        actor=actor.reference,
        action="country_call.places_returned",
        subject=call.reference,
        at=at,
        detail={"places": places},
    )
    _changed(call, actor=actor, at=at)
    return returned
