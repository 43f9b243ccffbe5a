"""Letting people in: by invitation only, and the first one by the link of the first start.

Links are paths here, never addresses: which host people use is known further up, where letters are rendered.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.people.enums import Role
from balai.people.models import Account, Grant, Invitation, Person
from balai.people.rules import may_accept, may_administer, may_invite, may_write_invitation
from balai.people.services.persons import create_person, reference_of
from balai.people.services.roles import grant_role

if TYPE_CHECKING:
    from datetime import datetime

INVITATION_DAYS = 14
FIRST_START_HOURS = 24


@transaction.atomic
def invite(*, person: Person, email: str, actor: Person | None, at: datetime) -> str:
    """Make the link by which a person opens their account; earlier links of theirs stop working.

    Returns:
        The path of the link. It is shown once and kept nowhere.

    Raises:
        RuleViolationError: ``people.not_administrator``, ``account.exists`` or ``account.person_has_one``.
    """
    enforce(may_administer(actor, at=at))
    enforce(may_invite(person, email))
    Invitation.objects.filter(person=person, used_at=None, expires_at__gt=at).update(expires_at=at)
    invitation, path = _make(
        person=person, email=email.lower(), at=at, lasting=timedelta(days=INVITATION_DAYS)
    )
    record(
        actor=reference_of(actor),
        action="person.invited",
        subject=person.reference,
        at=at,
        detail={"invitation": str(invitation.pk)},
    )
    return path


@transaction.atomic
def send_invitation(*, person: Person, actor: Person | None, at: datetime) -> Invitation:
    """Make the link for somebody on record and write the letter that brings it; both or neither.

    Raises:
        RuleViolationError: ``person.no_address``, or what :func:`invite` refuses.
    """
    enforce(may_write_invitation(person))
    path = invite(person=person, email=person.email, actor=actor, at=at)
    get_adapter().send_mail(
        "people/email/invitation", person.email, {"invitation_url": path, "timestamp": at}
    )
    return Invitation.objects.get(person=person, used_at=None, expires_at__gt=at)


@transaction.atomic
def invite_administrator(*, email: str, at: datetime) -> str:
    """Make an administrator from the command line; returns the path of the link that lets them in.

    Raises:
        RuleViolationError: ``account.exists``.
    """
    enforce(may_invite(None, email))
    waiting = Invitation.objects.filter(email=email.lower(), used_at=None, person__isnull=False).first()
    if waiting is not None and waiting.person is not None:  # asked again: the same person, a new link
        person = waiting.person
    else:
        person = create_person(name=email.partition("@")[0], email=email.lower(), actor=None, at=at)
    if not person.grants.filter(role=Role.ADMINISTRATOR, until=None).exists():
        grant_role(person=person, role=Role.ADMINISTRATOR, actor=None, at=at)
    return invite(person=person, email=email, actor=None, at=at)


@transaction.atomic
def first_start(*, at: datetime) -> str | None:
    """Make the link of the first start, or None when there is an account already.

    Each call makes the links before it worthless, so that only the last one printed is good.
    """
    if Account.objects.exists():
        return None
    Invitation.objects.filter(person=None, used_at=None, expires_at__gt=at).update(expires_at=at)
    invitation, path = _make(person=None, email="", at=at, lasting=timedelta(hours=FIRST_START_HOURS))
    record(actor="system", action="installation.first_start_offered", subject=invitation.reference, at=at)
    return path


def _make(*, person: Person | None, email: str, at: datetime, lasting: timedelta) -> tuple[Invitation, str]:
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        person=person, email=email, secret_hash=_hash(secret), made_at=at, expires_at=at + lasting
    )
    return invitation, reverse("people:accept", args=[secret])


def _hash(secret: str) -> str:
    # Plain SHA-256: the secret has 256 random bits, so there is nothing to guess slowly.
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_for(secret: str) -> Invitation | None:
    """The invitation that a link's secret opens, whether or not it is still good."""
    wanted = _hash(secret)
    found = Invitation.objects.select_related("person").filter(secret_hash=wanted).first()
    return found if found is not None and constant_time_compare(found.secret_hash, wanted) else None


@transaction.atomic
def accept_invitation(  # noqa: PLR0913 -- each is named where it is called
    *, secret: str, name: str, email: str, password: str, language: str, time_zone: str, at: datetime
) -> Account:
    """Open the account of an invitation; the first one of an installation becomes its administrator.

    Args:
        secret: from the link.
        name: as the person wants it written.
        email: used by the link of the first start; another invitation has its own.
        password: checked by the form.
        language: the person's preference.
        time_zone: IANA name.
        at: the moment, which the link must not have outlived.

    Raises:
        RuleViolationError: ``invitation.unknown``, ``invitation.used``, ``invitation.expired`` or
            ``account.exists``.
    """
    known = invitation_for(secret)
    invitation = known and Invitation.objects.select_for_update().get(pk=known.pk)
    enforce(may_accept(invitation, at=at))
    assert invitation is not None  # noqa: S101 -- the rule has refused None; this tells the type checker
    address = (invitation.email or email).lower()
    person = invitation.person
    enforce(may_invite(person, address))
    if person is None:
        person = Person.objects.create(name=name, email=address)
        Grant.objects.create(person=person, role=Role.ADMINISTRATOR, since=at)
    person.name, person.language, person.time_zone = name, language, time_zone
    person.save(update_fields=["name", "language", "time_zone"])
    account = Account.objects.create_user(address, password, person=person)
    # The link went to this address, or to the terminal of whoever runs the machine.
    EmailAddress.objects.create(user=account, email=address, verified=True, primary=True)
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    record(actor=person.reference, action="account.opened", subject=account.reference, at=at)
    return account
