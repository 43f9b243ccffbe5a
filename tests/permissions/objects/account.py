"""What the pages of one's own account are tried with."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings

from balai.audit.models import Deed
from balai.kernel import clock
from balai.people.enums import TokenScope
from balai.people.models import Account, ApiToken, Consent, Person
from balai.people.services.consents import give_consent, publish_consent_text
from balai.people.services.tokens import issue_token
from tests.people.factories import LONG_AGO
from tests.permissions.objects.letters import letter_to
from tests.permissions.objects.second_factor import was_confirmed
from tests.permissions.objects.signing_in import NEW_PASSWORD
from tests.permissions.world import MARKER, PASSWORD, Aim, aims, session_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.test import Client

    from tests.permissions.world import Seen, World


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
    letter_to(world.foreign_person, MARKER)
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


@aims("people:tokens")
def tokens(world: World) -> Aim:
    token_of(world.foreigner, MARKER)
    return Aim(
        data={"label": "monthly figures", "scopes": ["people:read"], "days": "30"},
        effect=lambda _seen: ApiToken.objects.filter(account=world.owner).exists(),
    )


@aims("people:revoke_token")
def ending_a_token(world: World) -> Aim:
    own = token_of(world.owner, "monthly figures")
    return Aim(
        own={"token_id": own.pk},
        foreign={"token_id": token_of(world.foreigner, MARKER).pk},
        effect=lambda _seen: ApiToken.objects.filter(pk=own.pk, revoked_at__isnull=False).exists(),
    )


def token_of(account: Account, label: str) -> ApiToken:
    token, _secret = issue_token(
        account=account,
        label=label,
        scopes=[TokenScope.PEOPLE_READ],
        expires_at=clock.now() + dt.timedelta(days=30),
        at=clock.now(),
    )
    return token
