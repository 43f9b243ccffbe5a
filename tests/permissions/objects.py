"""What each view is tried with; add a maker where an address names an object or takes something."""

from __future__ import annotations

import datetime as dt
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import requests
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balai.audit.models import Deed
from balai.correspondence.enums import Direction, LetterState
from balai.correspondence.models import Letter, LetterTemplate, RegisterEntry
from balai.correspondence.services.register import enter
from balai.directory.services.shipped import enter_shipped_lists
from balai.kernel import clock
from balai.kernel.jobs import failed_jobs
from balai.office.models import MailServer, Office
from balai.people.adapters import sealed_for
from balai.people.enums import Role, TokenScope
from balai.people.models import Account, ApiToken, Consent, Grant, Invitation, Person
from balai.people.services.consents import give_consent, publish_consent_text
from balai.people.services.invitations import invite
from balai.people.services.merging import merge_persons
from balai.people.services.systems import register_system
from balai.people.services.tokens import issue_token
from balai.programmes.enums import EditionStatus, Publicity
from tests.correspondence.test_reports import REPORT
from tests.office.jobs import give_up
from tests.office.sink import Sink, running
from tests.office.test_images import picture
from tests.office.test_views import ORGANISATION
from tests.people.authenticator import SoftPasskey, posted
from tests.people.factories import LONG_AGO, GrantFactory, PersonFactory
from tests.people.service import PATIENCE, named, open_ministry
from tests.permissions.world import MARKER, PASSWORD, Aim, aims, person_of, session_of
from tests.programmes.factories import (
    ActivityFactory,
    BookletFactory,
    BookletFileFactory,
    EditionFactory,
    session_type,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.test import Client

    from tests.permissions.world import Seen, World

NEW_PASSWORD = "nine lanterns above Punakha"
SIGNED_IN = "_auth_user_id"


def is_signed_in(seen: Seen) -> bool:
    return SIGNED_IN in seen.client.session


def is_signed_out(seen: Seen) -> bool:
    return seen.response is not None and not is_signed_in(seen)


# --- signing in -----------------------------------------------------------------------------------


@aims("account_login")
def signing_in(world: World) -> Aim:
    return Aim(data={"login": world.colleague.email, "password": PASSWORD}, effect=is_signed_in)


@aims("account_logout")
def leaving(world: World) -> Aim:
    return Aim(effect=is_signed_out)


@aims("account_request_login_code")
def asking_for_a_code(world: World) -> Aim:
    def was_sent(seen: Seen) -> bool:
        return Letter.objects.filter(kind="account.login_code").exists()

    return Aim(data={"email": world.colleague.email}, effect=was_sent)


@aims("account_confirm_login_code")
def entering_a_code(world: World) -> Aim:
    def ask(client: Client) -> Mapping[str, Any]:
        client.post(reverse("account_request_login_code"), {"email": world.colleague.email})
        return {"code": code_in(client)}

    return Aim(prepare=ask, effect=is_signed_in)


def code_in(client: Client) -> str:
    """The code that was sent, as the session remembers it."""
    stages = client.session.get("account_login", {}).get("state", {}).get("stages", {})
    return str(stages.get("login_by_code", {}).get("data", {}).get("code", ""))


def _app(account: Account) -> str:
    """Give an account an authenticator app; returns its secret."""
    secret = generate_totp_secret()
    kept = sealed_for(account.person, secret) if account.person else secret
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": kept})
    return secret


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@aims("mfa_authenticate")
def entering_the_second_factor(world: World) -> Aim:
    secret = _app(world.colleague)

    def begin(client: Client) -> Mapping[str, Any]:
        client.post(reverse("account_login"), {"login": world.colleague.email, "password": PASSWORD})
        return {"code": _code(secret)}

    return Aim(prepare=begin, effect=is_signed_in)


def challenge_in(client: Client) -> str:
    return str(client.session.get("mfa.webauthn.state", {}).get("challenge", ""))


@aims("mfa_login_webauthn")
def signing_in_with_a_passkey(world: World) -> Aim:
    passkey = SoftPasskey()
    passkey.given_to(world.colleague)
    headers = {"X-Requested-With": "XMLHttpRequest"}

    def answer(client: Client) -> Mapping[str, Any]:
        client.get(reverse("mfa_login_webauthn"), headers=headers)
        return {"credential": posted(passkey.answer(challenge_in(client), world.colleague))}

    return Aim(prepare=answer, effect=is_signed_in, headers=headers)


# --- holding a link -------------------------------------------------------------------------------


@aims("people:accept")
def invitations(world: World) -> Aim:
    invited = PersonFactory.create(name="Karma Choden")
    path = invite(person=invited, email="karma@example.bt", actor=None, at=clock.now())

    def is_open(seen: Seen) -> bool:
        return Account.objects.filter(person=invited).exists()

    return Aim(
        own={"secret": path.strip("/").rpartition("/")[2]},
        data={"name": "Karma", "language": "en", "time_zone": "Asia/Thimphu", "password": NEW_PASSWORD},
        effect=is_open,
    )


@aims("account_confirm_email")
def confirmations(world: World) -> Aim:
    waiting = EmailAddress.objects.create(user=world.owner, email="new@example.bt")

    def is_confirmed(seen: Seen) -> bool:
        return EmailAddress.objects.filter(pk=waiting.pk, verified=True).exists()

    return Aim(own={"key": EmailConfirmationHMAC(waiting).key}, effect=is_confirmed)


@aims("account_reset_password")
def forgetting(world: World) -> Aim:
    def was_sent(seen: Seen) -> bool:
        return Letter.objects.filter(kind="account.password_reset_key").exists()

    return Aim(data={"email": world.colleague.email}, effect=was_sent)


@aims("account_reset_password_from_key")
def resets(world: World) -> Aim:
    account = world.colleague
    number = user_pk_to_url_str(account)
    key = default_token_generator.make_token(account)

    def open_link(client: Client) -> Mapping[str, Any]:
        client.get(reverse("account_reset_password_from_key", kwargs={"uidb36": number, "key": key}))
        return {}

    return Aim(
        own={"uidb36": number, "key": "set-password"},
        data={"password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        prepare=open_link,
        effect=lambda _seen: Account.objects.get(pk=account.pk).check_password(NEW_PASSWORD),
    )


# --- one's own account ----------------------------------------------------------------------------


@aims("account_change_password")
def passwords(world: World) -> Aim:
    return Aim(
        data={"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        effect=lambda _seen: Account.objects.get(pk=world.owner.pk).check_password(NEW_PASSWORD),
    )


@aims("account_set_password")
def first_passwords(world: World) -> Aim:
    if world.account is not None:
        world.account.set_unusable_password()
        world.account.save()

    def enter_again(client: Client) -> Mapping[str, Any]:
        if world.account is not None:  # a session ends with the password that it began with
            client.cookies[settings.SESSION_COOKIE_NAME] = session_of(world.account)
        return {}

    return Aim(
        data={"password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        prepare=enter_again,
        effect=lambda _seen: Account.objects.get(pk=world.owner.pk).check_password(NEW_PASSWORD),
    )


@aims("account_reauthenticate")
def confirming_oneself(world: World) -> Aim:
    return Aim(data={"password": PASSWORD}, effect=was_confirmed)


def was_confirmed(seen: Seen) -> bool:
    return len(seen.client.session.get("account_authentication_methods", [])) > 1


@aims("account_email")
def e_mail_addresses(world: World) -> Aim:
    def is_waiting(seen: Seen) -> bool:
        return EmailAddress.objects.filter(user=world.owner, email="new@example.bt").exists()

    return Aim(data={"email": "new@example.bt", "action_add": ""}, effect=is_waiting)


@aims("usersessions_list")
def sessions(world: World) -> Aim:
    UserSession.objects.create(user=world.owner, session_key=session_of(world.owner), ip="192.0.2.7")

    def is_ended(seen: Seen) -> bool:
        return not UserSession.objects.filter(user=world.owner, ip="192.0.2.7").exists()

    return Aim(effect=is_ended)


@aims("people:me")
def own_details(world: World) -> Aim:
    data = {"name": "Dechen Wangmo", "language": "en", "time_zone": "Asia/Thimphu"}
    return Aim(data=data, effect=lambda _seen: Person.objects.filter(pk=world.person.pk, **data).exists())


@aims("people:copy")
def taking_a_copy(world: World) -> Aim:
    _letter(world.foreign_person, MARKER)
    return Aim(effect=lambda _seen: Deed.objects.filter(action="person.copied").exists())


@aims("people:withdraw_consent", "api:withdraw_my_consent")
def withdrawing(world: World) -> Aim:
    text = publish_consent_text(purpose="photo", text={"en": "My picture may be shown."}, at=LONG_AGO)
    own, foreign = (
        give_consent(person=person, text=text, at=LONG_AGO) for person in (world.person, world.foreign_person)
    )
    return Aim(
        own={"consent_id": own.pk},
        foreign={"consent_id": foreign.pk},
        effect=lambda seen: Consent.objects.filter(
            pk=seen.arguments["consent_id"], withdrawn_at__isnull=False
        ).exists(),
    )


def _token(account: Account, label: str) -> ApiToken:
    token, _secret = issue_token(
        account=account,
        label=label,
        scopes=[TokenScope.PEOPLE_READ],
        expires_at=clock.now() + dt.timedelta(days=30),
        at=clock.now(),
    )
    return token


@aims("people:tokens")
def tokens(world: World) -> Aim:
    _token(world.foreigner, MARKER)
    return Aim(
        data={"label": "monthly figures", "scopes": ["people:read"], "days": "30"},
        effect=lambda _seen: ApiToken.objects.filter(account=world.owner).exists(),
    )


@aims("people:revoke_token")
def ending_a_token(world: World) -> Aim:
    own = _token(world.owner, "monthly figures")
    return Aim(
        own={"token_id": own.pk},
        foreign={"token_id": _token(world.foreigner, MARKER).pk},
        effect=lambda _seen: ApiToken.objects.filter(pk=own.pk, revoked_at__isnull=False).exists(),
    )


# --- one's own second factor ----------------------------------------------------------------------


@aims("mfa_activate_totp")
def adding_an_app(world: World) -> Aim:
    def read_secret(client: Client) -> Mapping[str, Any]:
        client.get(reverse("mfa_activate_totp"))
        secret = client.session.get("mfa.totp.secret")
        return {"code": _code(secret)} if secret else {}

    return Aim(prepare=read_secret, effect=lambda _seen: has_factor(world.owner, Authenticator.Type.TOTP))


def has_factor(account: Account, kind: str) -> bool:
    return Authenticator.objects.filter(user=account, type=kind).exists()


@aims("mfa_deactivate_totp")
def removing_an_app(world: World) -> Aim:
    _app(world.owner)
    return Aim(effect=lambda _seen: not has_factor(world.owner, Authenticator.Type.TOTP))


@aims("mfa_add_webauthn")
def adding_a_passkey(world: World) -> Aim:
    def make(client: Client) -> Mapping[str, Any]:
        client.get(reverse("mfa_add_webauthn"))
        return {"credential": posted(SoftPasskey().registration(challenge_in(client)))}

    def is_added(seen: Seen) -> bool:
        passkeys = Authenticator.objects.filter(user=world.owner, type=Authenticator.Type.WEBAUTHN)
        return passkeys.filter(data__name="telephone").exists()

    return Aim(data={"name": "telephone"}, prepare=make, effect=is_added)


def _passkeys(world: World) -> tuple[Authenticator, Authenticator]:
    return SoftPasskey().given_to(world.owner), SoftPasskey().given_to(world.foreigner, MARKER)


@aims("mfa_edit_webauthn")
def renaming_a_passkey(world: World) -> Aim:
    own, foreign = _passkeys(world)
    return Aim(
        own={"pk": own.pk},
        foreign={"pk": foreign.pk},
        data={"name": "telephone"},
        effect=lambda seen: Authenticator.objects.filter(
            pk=seen.arguments["pk"], data__name="telephone"
        ).exists(),
    )


@aims("mfa_remove_webauthn")
def removing_a_passkey(world: World) -> Aim:
    own, foreign = _passkeys(world)
    return Aim(
        own={"pk": own.pk},
        foreign={"pk": foreign.pk},
        effect=lambda seen: not Authenticator.objects.filter(pk=seen.arguments["pk"]).exists(),
    )


@aims("mfa_reauthenticate")
def confirming_with_an_app(world: World) -> Aim:
    secret = _app(world.owner)
    return Aim(data={"code": _code(secret)}, effect=was_confirmed)


@aims("mfa_reauthenticate_webauthn")
def confirming_with_a_passkey(world: World) -> Aim:
    passkey = SoftPasskey()
    passkey.given_to(world.owner)

    def answer(client: Client) -> Mapping[str, Any]:
        client.get(reverse("mfa_reauthenticate_webauthn"))
        return {"credential": posted(passkey.answer(challenge_in(client), world.owner))}

    return Aim(prepare=answer, effect=was_confirmed)


@aims("mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_download_recovery_codes")
def recovery_codes(world: World) -> Aim:
    _app(world.owner)
    seed = RecoveryCodes.generate_seed()
    kept = sealed_for(world.owner.person, seed) if world.owner.person else seed
    first = Authenticator.objects.create(
        user=world.owner, type=Authenticator.Type.RECOVERY_CODES, data={"seed": kept, "used_mask": 0}
    )

    def are_new(seen: Seen) -> bool:
        codes = Authenticator.objects.filter(user=world.owner, type=Authenticator.Type.RECOVERY_CODES)
        return codes.exists() and not codes.filter(pk=first.pk, data=first.data).exists()

    return Aim(effect=are_new)


# --- people ---------------------------------------------------------------------------------------


@aims("people:index", "people:export", "api:list_people")
def lists_of_people(world: World) -> Aim:
    return Aim()


@aims("people:person", "api:get_person", "api:list_grants")
def persons(world: World) -> Aim:
    return Aim(own={"person_id": world.person.pk}, foreign={"person_id": world.foreign_person.pk})


@aims("api:create_person")
def recording(world: World) -> Aim:
    return Aim(
        data={"name": "Karma Choden", "email": "karma.choden@example.bt"},
        effect=lambda _seen: Person.objects.filter(email="karma.choden@example.bt").exists(),
    )


@aims("people:close_account")
def closing(world: World) -> Aim:
    return Aim(
        own={"person_id": world.person.pk},
        foreign={"person_id": world.foreign_person.pk},
        effect=lambda seen: Account.objects.filter(
            person=seen.arguments["person_id"], is_active=False
        ).exists(),
    )


@aims("people:reopen_account")
def reopening(world: World) -> Aim:
    accounts = [world.colleague, world.foreigner]
    Account.objects.filter(pk__in=[account.pk for account in accounts]).update(is_active=False)
    return Aim(
        own={"person_id": person_of(world.colleague).pk},
        foreign={"person_id": world.foreign_person.pk},
        effect=lambda seen: Account.objects.get(person=seen.arguments["person_id"]).is_active,
    )


@aims("people:merge", "api:merge_person")
def merging(world: World) -> Aim:
    own, foreign = PersonFactory.create(), PersonFactory.create(name=MARKER)
    return Aim(
        own={"person_id": own.pk},
        foreign={"person_id": foreign.pk},
        data={"kept": str(person_of(world.colleague).pk)},
        effect=lambda seen: (
            person_of(world.colleague).duplicates.filter(pk=seen.arguments["person_id"]).exists()
        ),
    )


@aims("people:undo_merge", "api:undo_merge")
def undoing_a_merge(world: World) -> Aim:
    own, foreign = PersonFactory.create(), PersonFactory.create(name=MARKER)
    for duplicate in (own, foreign):
        merge_persons(duplicate=duplicate, kept=person_of(world.colleague), actor=None, at=clock.now())
    return Aim(
        own={"person_id": own.pk},
        foreign={"person_id": foreign.pk},
        effect=lambda seen: Person.objects.filter(pk=seen.arguments["person_id"], merged_into=None).exists(),
    )


@aims("people:grant", "api:grant_role")
def granting(world: World) -> Aim:
    return Aim(
        own={"person_id": person_of(world.colleague).pk},
        foreign={"person_id": world.foreign_person.pk},
        data={"role": Role.PRESS_OFFICER.value, "scope": "all"},
        effect=lambda seen: Grant.objects.filter(
            person=seen.arguments["person_id"], role=Role.PRESS_OFFICER, granted_by=world.person
        ).exists(),
    )


@aims("people:end_grant", "api:end_grant")
def grants(world: World) -> Aim:
    own, foreign = (
        GrantFactory.create(person=person, role=Role.PRESS_OFFICER, since=LONG_AGO)
        for person in (person_of(world.colleague), world.foreign_person)
    )
    return Aim(
        own={"grant_id": own.pk},
        foreign={"grant_id": foreign.pk},
        effect=lambda seen: Grant.objects.filter(pk=seen.arguments["grant_id"], until__isnull=False).exists(),
    )


@aims("people:invite")
def inviting(world: World) -> Aim:
    data = {"name": "Karma", "email": "karma@example.bt", "language": "en", "role": "nominee", "scope": "all"}
    return Aim(data=data, effect=lambda _seen: Letter.objects.filter(kind="account.invitation").exists())


@aims("people:change")
def correcting(world: World) -> Aim:
    own, foreign = PersonFactory.create(), PersonFactory.create(name=MARKER)
    data = {"name": "Dechen Wangmo", "email": "d@example.bt", "language": "id", "time_zone": "Asia/Thimphu"}
    return Aim(
        own={"person_id": own.pk},
        foreign={"person_id": foreign.pk},
        data=data,
        effect=lambda seen: Person.objects.filter(pk=seen.arguments["person_id"], **data).exists(),
    )


@aims("people:invite_again", "api:invite_person")
def inviting_again(world: World) -> Aim:
    own, foreign = (
        PersonFactory.create(name=name, email=f"{mail}@example.bt")
        for name, mail in (("Karma", "karma"), (MARKER, "foreign"))
    )
    return Aim(
        own={"person_id": own.pk},
        foreign={"person_id": foreign.pk},
        effect=lambda seen: (
            Invitation.objects.filter(person=seen.arguments["person_id"]).exists()
            and Letter.objects.filter(kind="account.invitation").exists()
        ),
    )


@aims("api:list_invitations")
def invitations_sent(world: World) -> Aim:
    invite(person=PersonFactory.create(name=MARKER), email="foreign@example.bt", actor=None, at=clock.now())
    return Aim()


@aims("api:list_doubles")
def doubles(world: World) -> Aim:
    for kept, name in ((world.person, "Dechen"), (world.foreign_person, MARKER)):
        duplicate = PersonFactory.create(name=name)
        merge_persons(duplicate=duplicate, kept=kept, actor=None, at=clock.now())
    return Aim(own={"person_id": world.person.pk}, foreign={"person_id": world.foreign_person.pk})


def _consents(world: World) -> None:
    """The visitor agreed to something, and somebody else to something that tells who they are."""
    for person, words in ((world.person, "My picture may be shown."), (world.foreign_person, MARKER)):
        text = publish_consent_text(purpose="photo", text={"en": words}, at=LONG_AGO)
        give_consent(person=person, text=text, at=LONG_AGO)


@aims("api:list_my_consents")
def own_consents(world: World) -> Aim:
    _consents(world)
    return Aim()


@aims("api:list_consents")
def consents(world: World) -> Aim:
    _consents(world)
    return Aim(own={"person_id": world.person.pk}, foreign={"person_id": world.foreign_person.pk})


def _systems() -> tuple[Account, Account]:
    own, foreign = (register_system(name=name, actor=None, at=clock.now()) for name in ("Statistics", MARKER))
    return own, foreign


@aims("people:systems")
def systems(world: World) -> Aim:
    _systems()
    return Aim(
        data={"label": "Registry of grants", "scopes": ["people:read"], "days": "30"},
        effect=lambda _seen: ApiToken.objects.filter(account__system_name="Registry of grants").exists(),
    )


@aims("people:system")
def tokens_of_a_system(world: World) -> Aim:
    own, foreign = _systems()
    return Aim(
        own={"account_id": own.pk},
        foreign={"account_id": foreign.pk},
        data={"label": "monthly figures", "scopes": ["people:read"], "days": "30"},
        effect=lambda seen: ApiToken.objects.filter(account=seen.arguments["account_id"]).exists(),
    )


@aims("people:end_system")
def ending_a_system(world: World) -> Aim:
    own, foreign = _systems()
    return Aim(
        own={"account_id": own.pk},
        foreign={"account_id": foreign.pk},
        effect=lambda seen: Account.objects.filter(pk=seen.arguments["account_id"], is_active=False).exists(),
    )


@aims("people:end_system_token")
def ending_a_token_of_a_system(world: World) -> Aim:
    own, foreign = ({"account_id": system.pk, "token_id": _token(system, MARKER).pk} for system in _systems())
    return Aim(
        own=own,
        foreign=foreign,
        effect=lambda seen: ApiToken.objects.filter(
            pk=seen.arguments["token_id"], revoked_at__isnull=False
        ).exists(),
    )


@aims("people:demo")
def demonstrations(world: World) -> Aim:
    return Aim(own={"role": "administrator"}, effect=is_signed_in)


# --- letters --------------------------------------------------------------------------------------


def _letter(person: Person, text: str, **more: Any) -> Letter:
    return Letter.objects.create(
        kind="account.security_notice",
        language="en",
        person=person,
        recipient_name=person.name,
        recipient_address="somebody@example.bt",
        subject=text,
        text=text,
        html=text,
        message_id=f"<{person.pk}@balai.example>",
        written_at=LONG_AGO,
        **more,
    )


@aims("correspondence:own", "api:list_my_letters")
def own_letters(world: World) -> Aim:
    _letter(world.person, "Your places"), _letter(world.foreign_person, MARKER)
    return Aim()


@aims("correspondence:own_letter", "correspondence:mail", "correspondence:mail_page", "api:get_my_letter")
def letters(world: World) -> Aim:
    own, foreign = _letter(world.person, "Your places"), _letter(world.foreign_person, MARKER)
    return Aim(own={"letter_id": own.pk}, foreign={"letter_id": foreign.pk})


@aims("correspondence:mailbox")
def mailbox(world: World) -> Aim:
    _letter(world.foreign_person, MARKER)
    return Aim()


def _entry(text: str) -> RegisterEntry:
    return enter(
        direction=Direction.OUTGOING, correspondent=text, subject=text, subject_reference="", at=LONG_AGO
    )


@aims("correspondence:register", "correspondence:export", "api:list_letters")
def registers(world: World) -> Aim:
    _entry(MARKER)
    return Aim()


@aims("correspondence:entry", "api:get_letter")
def entries(world: World) -> Aim:
    return Aim(own={"entry_id": _entry("Your places").pk}, foreign={"entry_id": _entry(MARKER).pk})


@aims("correspondence:again", "api:send_letter_again")
def sending_again(world: World) -> Aim:
    own, foreign = _entry("Your places"), _entry(MARKER)
    for entry, person in ((own, world.person), (foreign, world.foreign_person)):
        _letter(person, entry.subject, entry=entry, state=LetterState.BOUNCED)
    return Aim(
        own={"entry_id": own.pk},
        foreign={"entry_id": foreign.pk},
        effect=lambda seen: Letter.objects.filter(
            entry=seen.arguments["entry_id"], state=LetterState.QUEUED
        ).exists(),
    )


@aims("correspondence:incoming", "api:register_letter")
def arriving(world: World) -> Aim:
    def is_entered(seen: Seen) -> bool:
        return RegisterEntry.objects.filter(direction=Direction.INCOMING, subject="Nominations").exists()

    return Aim(
        data={"sender": "Ministry of Labour", "subject": "Nominations", "medium": "post"}, effect=is_entered
    )


@aims("correspondence:bounce")
def bouncing(world: World) -> Aim:
    letter = _letter(world.person, "Call", state=LetterState.ACCEPTED)
    report = REPORT.format(action="failed", kind="message/rfc822").replace(
        "<0190@balai.example>", letter.message_id
    )
    return Aim(
        prepare=lambda _client: {"report": SimpleUploadedFile("report.eml", report.encode())},
        effect=lambda _seen: Letter.objects.filter(pk=letter.pk, state=LetterState.BOUNCED).exists(),
    )


@aims("correspondence:wording")
def wordings(world: World) -> Aim:
    return Aim(
        own={"kind": "account.login_code", "language": "en"},
        data={"subject": "Your code", "body": "It is {code}.", "based_on": "0", "save": ""},
        effect=lambda _seen: LetterTemplate.objects.filter(kind="account.login_code").exists(),
    )


# --- the office -----------------------------------------------------------------------------------


@aims("office:part")
def parts(world: World) -> Aim:
    return Aim(
        own={"name": "organisation"},
        data=ORGANISATION,
        effect=lambda _seen: Office.objects.filter(short_name=ORGANISATION["short_name"]).exists(),
    )


@aims("api:set_organisation")
def naming_the_office(world: World) -> Aim:
    return Aim(
        data={
            "name": {"en": "Centre for Ceramics"},
            "short_name": "BBK",
            "letterhead": {"en": "Bandung 40272"},
        },
        effect=lambda _seen: Office.objects.filter(
            short_name="BBK", letterhead={"en": "Bandung 40272"}
        ).exists(),
    )


@aims("api:set_logo")
def bringing_a_logo(world: World) -> Aim:
    return Aim(
        prepare=lambda _client: {"file": SimpleUploadedFile("logo.png", picture("PNG"))},
        effect=lambda _seen: Office.objects.exclude(logo_digest="").exists(),
    )


@aims("api:remove_logo")
def taking_a_logo_away(world: World) -> Aim:
    Office.objects.create(logo=picture("PNG"), logo_digest="0" * 16)
    return Aim(effect=lambda _seen: Office.objects.filter(logo_digest="").exists())


@aims("api:set_place")
def placing_the_office(world: World) -> Aim:
    data = {"languages": ["id"], "time_zone": "Asia/Jakarta", "public_address": "https://balai.example"}
    return Aim(data=data, effect=lambda _seen: Office.objects.filter(**data).exists())


@aims("api:set_mail")
def naming_a_mail_server(world: World) -> Aim:
    data = {"sender": "office@balai.example", "host": "mail.example", "user": "office", "password": "sesame"}
    return Aim(
        data=data, effect=lambda _seen: MailServer.objects.filter(host="mail.example", user="office").exists()
    )


@aims("office:next_steps")
def ending_the_set_up(world: World) -> Aim:
    return Aim(effect=lambda _seen: Office.objects.filter(set_up_at__isnull=False).exists())


@aims("office:test_mail", "api:send_test_mail")
def test_mails(world: World) -> Aim:
    sink = Sink()

    @contextmanager
    def mail_server() -> Iterator[None]:
        sink.taken.clear()
        with running(sink):
            Office.objects.create(mail_sender="office@balai.example")
            MailServer.objects.create(host="127.0.0.1", port=sink.port, security="none", user="")
            yield

    return Aim(data={"to": "ratna@example.id"}, around=mail_server, effect=lambda _seen: bool(sink.taken))


@aims("office:jobs", "api:list_given_up_jobs")
def lists_of_jobs(world: World) -> Aim:
    give_up()
    return Aim()


@aims("office:job_retry", "office:job_dismiss", "api:retry_job", "api:dismiss_job")
def jobs_given_up(world: World) -> Aim:
    number = give_up()
    return Aim(own={"job_id": number}, effect=lambda _seen: not failed_jobs().filter(pk=number).exists())


@aims("office:logo")
def logos(world: World) -> Aim:
    Office.objects.create(logo=picture("PNG"), logo_digest="0" * 64)
    return Aim(own={"digest": "0" * 64})


# --- everywhere -----------------------------------------------------------------------------------


@aims("portal:preferences")
def preferences(world: World) -> Aim:
    return Aim(
        data={"language": "id", "theme": "dark"},
        effect=lambda seen: (
            seen.client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "id"
            if settings.LANGUAGE_COOKIE_NAME in seen.client.cookies
            else False
        ),
    )


@aims("set_language")
def languages(world: World) -> Aim:
    return Aim(
        data={"language": "id"},
        effect=lambda seen: settings.LANGUAGE_COOKIE_NAME in seen.client.cookies,
    )


@aims("portal:search")
def searching(world: World) -> Aim:
    return Aim(query={"q": MARKER.partition("-")[0]})


@aims("api:search")
def searching_by_program(world: World) -> Aim:
    return Aim(query={"words": MARKER.partition("-")[0]})


@contextmanager
def ministry_of(person: Account) -> Iterator[None]:
    """A service that knows somebody, named by the operator."""
    with open_ministry() as ministry, named(ministry):
        ministry.claims = {"email": person.email}
        yield


@aims("openid_connect_login")
def going_to_a_service(world: World) -> Aim:
    return Aim(own={"provider_id": "ministry"}, around=lambda: ministry_of(world.colleague))


@aims("openid_connect_callback")
def coming_from_a_service(world: World) -> Aim:
    def go(client: Client) -> Mapping[str, Any]:
        begun = client.get(reverse("openid_connect_login", kwargs={"provider_id": "ministry"}))
        answered = requests.get(begun["Location"], allow_redirects=False, timeout=PATIENCE)
        return dict(parse_qsl(urlsplit(answered.headers["Location"]).query))

    return Aim(
        own={"provider_id": "ministry"},
        around=lambda: ministry_of(world.colleague),
        prepare=go,
        acts_when_read=True,
        effect=lambda seen: seen.client.session.get(SIGNED_IN) == str(world.colleague.pk),
    )


# --- programmes, for everybody ----------------------------------------------------------------------


def _programmes() -> tuple[str, str]:
    """The codes of a public edition and of an internal one; both have a day and a booklet."""
    Office.objects.create(public_address="https://balai.example")  # calendars and feeds carry it
    enter_shipped_lists(apps)
    session_type("PRA")
    codes = []
    for publicity, title in ((Publicity.PUBLIC, "Small industry"), (Publicity.INTERNAL, MARKER)):
        edition = EditionFactory.create(
            title={"en": title}, publicity=publicity, status=EditionStatus.APPROVED
        )
        ActivityFactory.create(edition=edition, earliest_on=edition.starts_on, latest_on=edition.starts_on)
        booklet = BookletFactory.create(edition=edition, version=1)
        BookletFileFactory.create(booklet=booklet, language="en", content=title.encode())
        codes.append(edition.code)
    return codes[0], codes[1]


def _aim_at_programmes(**arguments: Any) -> Aim:
    own, foreign = _programmes()
    return Aim(own={"code": own, **arguments}, foreign={"code": foreign, **arguments})


@aims("public:edition", "public:edition_calendar")
def reading_of_an_edition(world: World) -> Aim:
    return _aim_at_programmes()


@aims("public:day")
def reading_of_a_day(world: World) -> Aim:
    return _aim_at_programmes(on=dt.date(2018, 7, 18))


@aims("public:booklet")
def reading_a_booklet(world: World) -> Aim:
    return _aim_at_programmes(version=1, language="en")


@aims("public:home", "public:catalogue", "public:calendar", "public:feed")
def reading_of_programmes(world: World) -> Aim:
    _programmes()
    return Aim()
