"""Closing accounts and opening them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.db import transaction

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.people.models import Account
from balai.people.rules import may_administer, may_close_account, may_reopen_account
from balai.people.services.persons import reference_of

if TYPE_CHECKING:
    from datetime import datetime

    from balai.people.models import Person


@transaction.atomic
def close_account(*, account: Account, actor: Person | None, at: datetime) -> Account:
    """Let nobody sign in with an account any more, and end every session it has.

    Raises:
        RuleViolationError: ``people.not_administrator``, ``account.closed_already``, ``account.own`` or
            ``account.last_administrator``.
    """
    enforce(may_administer(actor, at=at))
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    enforce(may_close_account(actor, account, at=at))
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account)
    record(actor=reference_of(actor), action="account.closed", subject=account.reference, at=at)
    return account


@transaction.atomic
def reopen_account(*, account: Account, actor: Person | None, at: datetime) -> Account:
    """Let an account sign in again; its old sessions stay ended.

    Raises:
        RuleViolationError: ``people.not_administrator``, ``account.open_already`` or
            ``person.both_have_accounts``.
    """
    enforce(may_administer(actor, at=at))
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    enforce(may_reopen_account(account))
    account.is_active = True
    account.save(update_fields=["is_active"])
    record(actor=reference_of(actor), action="account.reopened", subject=account.reference, at=at)
    return account


def end_sessions(account: Account) -> None:
    """Sign an account out everywhere."""
    for session in UserSession.objects.filter(user=account):
        session.end()
