"""What is tried at the door: signing in and out, and links that open for who holds them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import requests
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from balai.correspondence.models import Letter
from balai.kernel import clock
from balai.people.models import Account
from balai.people.services.invitations import invite
from tests.people.authenticator import SoftPasskey, posted
from tests.people.factories import PersonFactory
from tests.people.service import PATIENCE, named, open_ministry
from tests.permissions.objects.second_factor import app_of, challenge_in, code_by
from tests.permissions.world import PASSWORD, Aim, aims

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


@aims("mfa_authenticate")
def entering_the_second_factor(world: World) -> Aim:
    secret = app_of(world.colleague)

    def begin(client: Client) -> Mapping[str, Any]:
        client.post(reverse("account_login"), {"login": world.colleague.email, "password": PASSWORD})
        return {"code": code_by(secret)}

    return Aim(prepare=begin, effect=is_signed_in)


@aims("mfa_login_webauthn")
def signing_in_with_a_passkey(world: World) -> Aim:
    passkey = SoftPasskey()
    passkey.given_to(world.colleague)
    headers = {"X-Requested-With": "XMLHttpRequest"}

    def answer(client: Client) -> Mapping[str, Any]:
        client.get(reverse("mfa_login_webauthn"), headers=headers)
        return {"credential": posted(passkey.answer(challenge_in(client), world.colleague))}

    return Aim(prepare=answer, effect=is_signed_in, headers=headers)


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
