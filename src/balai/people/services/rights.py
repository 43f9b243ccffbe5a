"""What people ask of whoever holds data about them: asked, answered within 72 hours, or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.kernel.restricted import put
from balai.people.enums import RequestState, RightKind
from balai.people.models import CLOCK, LegalHold, Person, RightsRequest
from balai.people.queries import hold_on, identities_of
from balai.people.rules import may_administer, may_answer, may_erase
from balai.people.services.erasing import erase_person
from balai.people.services.persons import reference_of
from balai.people.signals import request_answered, request_received

if TYPE_CHECKING:
    from datetime import date, datetime


@transaction.atomic
def ask_for_right(*, person: Person, kind: RightKind, wish: str, at: datetime) -> RightsRequest:
    """Ask to be told, to have something corrected, or to be erased; the clock of 72 hours begins.

    Args:
        person: who asks, about themselves.
        kind: what is asked for.
        wish: in their own words; sealed.
        at: the moment.

    Raises:
        RuleViolationError: ``rights.asked_already``.
        UnreadableError: the installation has no keys.
    """
    request = RightsRequest(person=person, kind=kind, asked_at=at, due_at=at + CLOCK)
    if wish.strip():
        put(request, "wish", wish.strip())
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:
        raise RuleViolationError(
            Refusal("rights.asked_already", _("This was asked for already and waits for an answer."))
        ) from error
    record(
        actor=person.reference,
        action="rights_request.asked",
        subject=request.reference,
        at=at,
        detail={"kind": kind},
    )
    request_received.send(sender=RightsRequest, request=request, at=at)
    return request


@transaction.atomic
def withdraw_request(*, request: RightsRequest, person: Person, at: datetime) -> RightsRequest:
    """Take a request back that waits.

    Raises:
        RuleViolationError: ``rights.answered_already``.
    """
    request = _locked(request)
    enforce(may_answer(request))
    _settle(request, RequestState.WITHDRAWN, actor=person, at=at)
    return request


@transaction.atomic
def answer_request(
    *, request: RightsRequest, is_granted: bool, words: str, actor: Person, at: datetime
) -> RightsRequest:
    """Answer a request with a reason; granting an erasure erases.

    Args:
        request: which one; its row is locked.
        is_granted: whether it is done, or refused.
        words: the answer, as the letter tells it; sealed.
        actor: the administrator who answers.
        at: the moment.

    Raises:
        RuleViolationError: ``people.not_administrator``, ``rights.answered_already``, or what forbids an
            erasure.
        ValidationError: there are no words.
    """
    enforce(may_administer(actor, at=at))
    request = _locked(request)
    enforce(may_answer(request))
    if not words.strip():
        raise ValidationError({"words": _("Say what was done, or why not; the person reads this.")})
    erases = is_granted and request.kind == RightKind.ERASURE
    if erases:
        enforce(may_erase(request.person, at=at))
    put(request, "answer", words.strip())
    _settle(request, RequestState.GRANTED if is_granted else RequestState.REFUSED, actor=actor, at=at)
    request_answered.send(sender=RightsRequest, request=request, words=words.strip(), at=at)
    if erases:
        erase_person(person=request.person, actor=actor, at=at)
    return request


@transaction.atomic
def place_hold(*, person: Person, reason: str, until: date, actor: Person | None, at: datetime) -> LegalHold:
    """Keep data about somebody from erasure and retention until a day.

    Raises:
        RuleViolationError: ``people.not_administrator`` or ``hold.there_already``.
        ValidationError: there is no reason, or the day is past.
    """
    enforce(may_administer(actor, at=at))
    if until < at.date():
        raise ValidationError({"until": _("Choose a day that lies ahead.")})
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if hold_on(person, at=at) is not None:
        raise RuleViolationError(
            Refusal("hold.there_already", _("There is a hold on this person already. Lift it first."))
        )
    # One whose day has passed holds nothing any more, and makes room.
    LegalHold.objects.filter(person__in=identities_of(person), lifted_at=None).update(
        lifted_at=at, lifted_by="system"
    )
    hold = LegalHold(
        person=person, reason=reason.strip(), until=until, placed_at=at, placed_by=reference_of(actor)
    )
    hold.full_clean(validate_constraints=False)
    hold.save()
    record(
        actor=reference_of(actor),
        action="person.hold_placed",
        subject=person.reference,
        at=at,
        detail={"until": until.isoformat()},
    )
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, actor: Person | None, at: datetime) -> LegalHold:
    """Let data be erased and end again.

    Raises:
        RuleViolationError: ``people.not_administrator`` or ``hold.lifted_already``.
    """
    enforce(may_administer(actor, at=at))
    hold = LegalHold.objects.select_for_update(of=("self",)).select_related("person").get(pk=hold.pk)
    if hold.lifted_at is not None:
        raise RuleViolationError(Refusal("hold.lifted_already", _("This hold was lifted already.")))
    hold.lifted_at, hold.lifted_by = at, reference_of(actor)
    hold.save(update_fields=["lifted_at", "lifted_by"])
    record(actor=reference_of(actor), action="person.hold_lifted", subject=hold.person.reference, at=at)
    return hold


def _locked(request: RightsRequest) -> RightsRequest:
    rows = RightsRequest.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=request.pk)


def _settle(request: RightsRequest, state: RequestState, *, actor: Person, at: datetime) -> None:
    request.state, request.answered_at, request.answered_by = state, at, actor.reference
    request.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    record(
        actor=actor.reference,
        action=f"rights_request.{state}",
        subject=request.reference,
        at=at,
        detail={"kind": request.kind},
    )
