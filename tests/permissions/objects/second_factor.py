"""What the pages of one's own second factors are tried with."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.urls import reverse

from balai.people.adapters import sealed_for
from tests.people.authenticator import SoftPasskey, posted
from tests.permissions.world import MARKER, Aim, aims

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.test import Client

    from balai.people.models import Account
    from tests.permissions.world import Seen, World


def app_of(account: Account) -> str:
    """Give an account an authenticator app; returns its secret."""
    secret = generate_totp_secret()
    kept = sealed_for(account.person, secret) if account.person else secret
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": kept})
    return secret


def code_by(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def challenge_in(client: Client) -> str:
    return str(client.session.get("mfa.webauthn.state", {}).get("challenge", ""))


def was_confirmed(seen: Seen) -> bool:
    return len(seen.client.session.get("account_authentication_methods", [])) > 1


@aims("mfa_activate_totp")
def adding_an_app(world: World) -> Aim:
    def read_secret(client: Client) -> Mapping[str, Any]:
        client.get(reverse("mfa_activate_totp"))
        secret = client.session.get("mfa.totp.secret")
        return {"code": code_by(secret)} if secret else {}

    return Aim(prepare=read_secret, effect=lambda _seen: has_factor(world.owner, Authenticator.Type.TOTP))


def has_factor(account: Account, kind: str) -> bool:
    return Authenticator.objects.filter(user=account, type=kind).exists()


@aims("mfa_deactivate_totp")
def removing_an_app(world: World) -> Aim:
    app_of(world.owner)
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
    secret = app_of(world.owner)
    return Aim(data={"code": code_by(secret)}, effect=was_confirmed)


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
    app_of(world.owner)
    seed = RecoveryCodes.generate_seed()
    kept = sealed_for(world.owner.person, seed) if world.owner.person else seed
    first = Authenticator.objects.create(
        user=world.owner, type=Authenticator.Type.RECOVERY_CODES, data={"seed": kept, "used_mask": 0}
    )

    def are_new(seen: Seen) -> bool:
        codes = Authenticator.objects.filter(user=world.owner, type=Authenticator.Type.RECOVERY_CODES)
        return codes.exists() and not codes.filter(pk=first.pk, data=first.data).exists()

    return Aim(effect=are_new)
