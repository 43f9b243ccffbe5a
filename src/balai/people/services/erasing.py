"""Erasing somebody: their key is destroyed, plain fields are scrubbed; what counts and the trail stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q

from balai.audit.services import record
from balai.kernel import files
from balai.kernel.crypto import keyring
from balai.kernel.refusal import enforce
from balai.kernel.restricted import destroy_data_key
from balai.people.models import Account, ApiToken, Grant, Invitation, Person, PersonCopy
from balai.people.queries import identities_of
from balai.people.registries import ERASED, erasers
from balai.people.rules import may_administer, may_erase
from balai.people.services.persons import SYSTEM, reference_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import QuerySet


@transaction.atomic
def erase_person(*, person: Person, actor: Person | None, at: datetime) -> None:
    """Erase somebody under all of their identities, for ever, here and in what backups bring back.

    Raises:
        RuleViolationError: ``people.not_administrator``, ``rights.on_hold``, ``rights.still_serves`` or
            ``rights.erased_already``.
    """
    enforce(may_administer(actor, at=at))
    identities = _locked(person)
    (locked,) = (one for one in identities if one.pk == person.pk)
    enforce(may_erase(locked, at=at))
    changed = _erase(identities, at=at)
    for one in identities:
        record(
            actor=reference_of(actor),
            action="person.erased",
            subject=one.reference,
            at=at,
            detail={"records": changed},
        )


def finish_erasures(*, at: datetime) -> int:
    """Erase again whom a restored backup brought back, and what could not go yet; tells how many persons.

    Whose key is noted as destroyed beside the installation's keys was erased, whatever a row says. A letter
    that still had to leave is scrubbed once it has left.
    """
    done = 0
    for person in _brought_back():
        with transaction.atomic():
            _erase(_locked(person), at=at)
            record(actor=SYSTEM, action="person.erased_again", subject=person.reference, at=at)
        done += 1
    for person in Person.objects.filter(erased_at__isnull=False, merged_into=None).order_by("erased_at"):
        with transaction.atomic():
            left = sum(eraser(_locked(person), at=at) for eraser in erasers)
            if left:
                record(actor=SYSTEM, action="person.erasure_finished", subject=person.reference, at=at)
                done += 1
    return done


def _brought_back() -> QuerySet[Person]:
    keys = [
        reference.removeprefix("person:")
        for reference in keyring().destroyed
        if reference.startswith("person:")
    ]
    return Person.objects.filter(pk__in=keys, erased_at=None).order_by("pk")


def _locked(person: Person) -> list[Person]:
    return list(identities_of(person).select_for_update(of=("self",)).order_by("pk"))


def _erase(identities: Collection[Person], *, at: datetime) -> int:
    changed = sum(eraser(identities, at=at) for eraser in erasers)
    for one in identities:
        one.name, one.email, one.time_zone = ERASED, "", "UTC"
        one.erased_at = one.erased_at or at
        one.save(update_fields=["name", "email", "time_zone", "erased_at"])
        destroy_data_key(one)
    return changed


class OwnEraser:
    """What this room says in plain: addresses, sessions, factors, tokens, invitations; roles end."""

    def __call__(self, persons: Collection[Person], *, at: datetime) -> int:
        accounts = list(Account.objects.filter(person__in=persons))
        doomed: tuple[QuerySet[Any], ...] = (
            EmailAddress.objects.filter(user__in=accounts),
            Authenticator.objects.filter(user__in=accounts),
            SocialAccount.objects.filter(user__in=accounts),
            UserSession.objects.filter(user__in=accounts),
            ApiToken.objects.filter(account__in=accounts),
        )
        changed = sum(rows.delete()[0] for rows in doomed)
        for account in accounts:
            if account.is_active or not account.email.endswith("@erased.invalid"):
                account.email, account.is_active = f"{account.pk}@erased.invalid", False
                account.set_unusable_password()
                account.save(update_fields=["email", "is_active", "password"])
                changed += 1
        for copy in PersonCopy.objects.filter(person__in=persons):
            if copy.kept is not None:
                files.remove(copy.kept)
            copy.delete()
            changed += 1
        changed += Invitation.objects.filter(person__in=persons).exclude(email="").update(email="")
        live = Grant.objects.filter(Q(until=None) | Q(until__gt=at), person__in=persons)
        return changed + live.update(until=at)
