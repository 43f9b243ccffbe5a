"""May it be done? Each rule answers with None or with the reason why not.

The actor of a rule is the person who asks; None is the operator at the command line, who may do what
an administrator may.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.access import holds_everywhere
from balai.people.enums import ROLES_WITHOUT_SECOND_FACTOR, RequestState, Role
from balai.people.models import EVERYWHERE, Account, Consent, ConsentText, Grant
from balai.people.models.grant import SCOPE_SHAPE
from balai.people.queries import grants_live_at, hold_on, identities_of
from balai.people.registries import scope_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from balai.people.models import Invitation, Person, RightsRequest

READERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Who reads about people, when the role holds everywhere."""

RECORDERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT})
"""Who records people that are not in the product yet."""


def may_administer(actor: Person | None, *, at: datetime) -> Refusal | None:
    """Only administrators of the whole installation change who may do what."""
    if actor is None:
        return None
    held = grants_live_at(at).filter(
        person__in=identities_of(actor), role=Role.ADMINISTRATOR, scope=EVERYWHERE
    )
    if held.exists():
        return None
    return Refusal("people.not_administrator", _("Only an administrator may do this."))


def may_read_people(grants: Iterable[Grant]) -> Refusal | None:
    """Records of people are read by those who administer them, and by auditors."""
    if not holds_everywhere(grants, READERS):
        return Refusal("people.not_yours", _("Records of people are open to administrators and auditors."))
    return None


def may_record_people(actor: Person | None, *, at: datetime) -> Refusal | None:
    """The office records people; a role that is bound to one edition or country does not suffice."""
    if actor is None:
        return None
    held = grants_live_at(at).filter(person__in=identities_of(actor), role__in=RECORDERS, scope=EVERYWHERE)
    if held.exists():
        return None
    return Refusal("people.not_recorded_by_you", _("Lists of people are for the office to import."))


def must_set_up_second_factor(account: Account, grants: Iterable[Grant]) -> bool:
    """Whether an account sees more than its own things and has neither an app nor a passkey yet."""
    if all(grant.role in ROLES_WITHOUT_SECOND_FACTOR for grant in grants):
        return False
    factors = Authenticator.objects.filter(user=account)
    return not factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def may_invite(person: Person | None, email: str) -> Refusal | None:
    """One account per address, and one per person."""
    if Account.objects.filter(email=email.lower()).exists():
        return Refusal(
            "account.exists",
            _("There is an account with this e-mail address already. Its person can choose a new password."),
        )
    if person is not None and Account.objects.filter(person=person).exists():
        return Refusal("account.person_has_one", _("This person has an account already."))
    return None


def may_accept(invitation: Invitation | None, *, at: datetime) -> Refusal | None:
    """A link is good once and for a time."""
    if invitation is None:
        return Refusal(
            "invitation.unknown",
            _("This link is not known. Check that it was copied whole, or ask for a new one."),
        )
    if invitation.used_at is not None:
        return Refusal("invitation.used", _("This link was used already. Sign in, or ask for a new one."))
    if at >= invitation.expires_at:
        return Refusal("invitation.expired", _("This link has expired. Ask for a new one."))
    if invitation.person is None and Account.objects.exists():
        return Refusal(
            "invitation.used", _("This installation has its first administrator already. Sign in.")
        )
    return None


def may_grant(person: Person, role: Role, scope: str, *, at: datetime) -> Refusal | None:
    """The role must be one that people hold, its scope must exist, and nobody gets it twice."""
    if person.merged_into_id is not None:
        return Refusal(
            "person.merged", _("This record was merged into another. Grant the role to the other one.")
        )
    if role == Role.API_CLIENT:
        return Refusal("grant.for_programs", _("This role is for programs. A person calls with a token."))
    if role == Role.ADMINISTRATOR and scope != EVERYWHERE:
        return Refusal("grant.administrator_everywhere", _("An administrator is one everywhere."))
    if not is_known_scope(scope):
        return Refusal("grant.scope_unknown", _("There is nothing of this kind for a role to be bound to."))
    if grants_live_at(at).filter(person=person, role=role, scope=scope).exists():
        return Refusal("grant.given_already", _("The person has this role there already."))
    return None


def is_known_scope(scope: str) -> bool:
    """Whether a scope is everywhere, or a thing that its room knows; kinds without a room are believed."""
    if not re.match(SCOPE_SHAPE, scope):
        return False
    kind, _colon, key = scope.partition(":")
    return scope == EVERYWHERE or kind not in scope_kinds or scope_kinds[kind].name(key) is not None


def may_end_grant(grant: Grant, *, at: datetime) -> Refusal | None:
    """An ended grant is history; and somebody must stay who can let others in."""
    if grant.until is not None and grant.until <= at:
        return Refusal("grant.ended_already", _("This role has ended already."))
    if grant.role == Role.ADMINISTRATOR and not _has_administrator_besides(grants=[grant], at=at):
        return Refusal(
            "grant.last_administrator",
            _("This is the last administrator. Make another one first, then end this."),
        )
    return None


def _has_administrator_besides(*, grants: list[Grant], at: datetime) -> bool:
    others = grants_live_at(at).filter(
        role=Role.ADMINISTRATOR, scope=EVERYWHERE, person__account__is_active=True
    )
    return others.exclude(pk__in=[grant.pk for grant in grants]).exists()


def may_merge(duplicate: Person, kept: Person) -> Refusal | None:
    """Two records of one human being become one, never a chain and never with two ways to sign in."""
    if duplicate.pk == kept.pk:
        return Refusal("person.same", _("This is the same record. Choose another one."))
    if duplicate.merged_into_id is not None or kept.merged_into_id is not None:
        return Refusal("person.merged", _("One of the two records was merged already. Undo that first."))
    if duplicate.duplicates.exists():
        return Refusal(
            "person.has_duplicates", _("Other records were merged into this one. Merge the other way round.")
        )
    if Account.objects.filter(person__in=[duplicate, kept], is_active=True).count() > 1:
        return Refusal(
            "person.both_have_accounts", _("Both records have an account. Close one of the accounts first.")
        )
    return None


def may_undo_merge(duplicate: Person) -> Refusal | None:
    if duplicate.merged_into_id is None:
        return Refusal("person.not_merged", _("This record is not merged into another."))
    return None


def may_close_account(actor: Person | None, account: Account, *, at: datetime) -> Refusal | None:
    """Nobody closes their own account, nor that of the last administrator."""
    if not account.is_active:
        return Refusal("account.closed_already", _("This account is closed already."))
    if account.person is None:
        return None
    if actor is not None and account.person_id == actor.pk:
        return Refusal("account.own", _("This is your own account. Another administrator can close it."))
    held = list(grants_live_at(at).filter(person__in=identities_of(account.person), role=Role.ADMINISTRATOR))
    if held and not _has_administrator_besides(grants=held, at=at):
        return Refusal(
            "account.last_administrator",
            _("This is the last administrator. Make another one first, then close this."),
        )
    return None


def may_reopen_account(account: Account) -> Refusal | None:
    if account.is_active:
        return Refusal("account.open_already", _("This account is open."))
    if Account.objects.filter(person__in=_siblings(account), is_active=True).exists():
        return Refusal(
            "person.both_have_accounts",
            _("The person has another account that is open. Close that one first."),
        )
    return None


def may_name_system(name: str) -> Refusal | None:
    """A name tells one system from another."""
    if Account.objects.filter(system_name=name, is_active=True).exists():
        return Refusal("system.named_already", _("A system with this name is registered already."))
    return None


def may_end_system(system: Account) -> Refusal | None:
    if not system.is_active:
        return Refusal("system.ended_already", _("This system was ended already."))
    return None


def may_write_invitation(person: Person) -> Refusal | None:
    """An invitation needs somewhere to go."""
    if not person.email:
        return Refusal(
            "person.no_address", _("No e-mail address is on record. Enter one, then invite the person.")
        )
    return may_invite(person, person.email)


def may_change_address(person: Person) -> Refusal | None:
    """Whoever signs in changes their own address, and proves that it is theirs."""
    if Account.objects.filter(person=person).exists():
        return Refusal(
            "person.has_an_account",
            _("This person has an account and changes the address on the page My account."),
        )
    return None


def _siblings(account: Account) -> list[Person]:
    return [] if account.person is None else list(identities_of(account.person))


def may_give_consent(person: Person, text: ConsentText) -> Refusal | None:
    """One agrees to the words that are in force, once."""
    if ConsentText.objects.filter(purpose=text.purpose, version__gt=text.version).exists():
        return Refusal("consent.text_outdated", _("The text has changed. Read the new one before you agree."))
    if Consent.objects.filter(person=person, purpose=text.purpose, withdrawn_at=None).exists():
        return Refusal("consent.given_already", _("You agreed to this already."))
    return None


def may_withdraw_consent(consent: Consent) -> Refusal | None:
    if consent.withdrawn_at is not None:
        return Refusal("consent.withdrawn_already", _("This consent was withdrawn already."))
    return None


def may_delete_scope(scope: str) -> Refusal | None:
    """What a role is or was bound to stays; rooms ask before they delete a thing."""
    if Grant.objects.filter(scope=scope).exists():
        return Refusal(
            "scope.in_use", _("Roles are bound to this. End them, and archive it rather than delete it.")
        )
    return None


# --- the person's rights ----------------------------------------------------------------------------


def may_erase(person: Person, *, at: datetime) -> Refusal | None:
    """Nobody is erased under a legal hold, nor while they still serve the programmes."""
    identities = identities_of(person)
    if person.erased_at is not None:
        return Refusal("rights.erased_already", _("This person is erased already."))
    if hold := hold_on(person, at=at):
        return Refusal(
            "rights.on_hold",
            _("A legal hold keeps these data until %(until)s: %(reason)s.")
            % {"until": hold.until.isoformat(), "reason": hold.reason},
        )
    serving = grants_live_at(at).filter(person__in=identities).exclude(role__in=ROLES_WITHOUT_SECOND_FACTOR)
    if serving.exists():
        return Refusal("rights.still_serves", _("This person still has a role of the office. End it first."))
    return None


def may_answer(request: RightsRequest) -> Refusal | None:
    """A request is answered once."""
    if request.state != RequestState.OPEN:
        return Refusal("rights.answered_already", _("This request is answered or withdrawn already."))
    return None
