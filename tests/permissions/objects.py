"""One's own and foreign objects for the views that name one; add a maker where you add such a view."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator

from balai.correspondence.enums import Direction
from balai.correspondence.models import Letter
from balai.correspondence.services.register import enter
from balai.kernel import clock
from balai.people.enums import Role, TokenScope
from balai.people.models import Grant
from balai.people.services.tokens import issue_token
from tests.people.factories import LONG_AGO
from tests.permissions.world import MARKER, Aim, aims

if TYPE_CHECKING:
    from balai.people.models import Account, ApiToken, Person
    from tests.permissions.world import World


@aims("people:person", "people:close_account", "people:reopen_account", "people:undo_merge", "api:get_person")
def persons(world: World) -> Aim:
    return Aim(own={"person_id": world.person.pk}, foreign={"person_id": world.foreign_person.pk})


@aims("people:grant")
def granting(world: World) -> Aim:
    return Aim(
        own={"person_id": world.person.pk},
        foreign={"person_id": world.foreign_person.pk},
        data={"role": "alumnus" if world.role != Role.ALUMNUS else "nominee", "scope": "all"},
    )


@aims("people:merge")
def merging(world: World) -> Aim:
    kept = world.foreign_person
    return Aim(own={"person_id": world.person.pk}, data={"kept": str(kept.pk)})


@aims("people:end_grant")
def grants(world: World) -> Aim:
    own, foreign = (
        Grant.objects.create(person=person, role=Role.LINK_HOLDER, scope="country:BT", since=LONG_AGO)
        for person in (world.person, world.foreign_person)
    )
    return Aim(own={"grant_id": own.pk}, foreign={"grant_id": foreign.pk})


@aims("people:invite")
def inviting(world: World) -> Aim:
    data = {"name": "Karma", "email": "karma@example.bt", "language": "en", "role": "nominee", "scope": "all"}
    return Aim(data=data)


@aims("people:me")
def own_details(world: World) -> Aim:
    return Aim(data={"name": "Dechen Wangmo", "language": "en", "time_zone": "Asia/Thimphu"})


@aims("people:accept")
def links(world: World) -> Aim:
    return Aim(own={"secret": "a-guess"})


@aims("people:demo")
def demonstrations(world: World) -> Aim:
    return Aim(own={"role": "administrator"})


def _token(account: Account, label: str) -> ApiToken:
    token, _secret = issue_token(
        account=account,
        label=label,
        scopes=[TokenScope.PEOPLE_READ],
        expires_at=clock.now() + dt.timedelta(days=30),
        at=clock.now(),
    )
    return token


@aims("people:revoke_token")
def tokens(world: World) -> Aim:
    own = _token(world.account or world.foreigner, "monthly figures")
    return Aim(own={"token_id": own.pk}, foreign={"token_id": _token(world.foreigner, MARKER).pk})


@aims("mfa_remove_webauthn", "mfa_edit_webauthn")
def passkeys(world: World) -> Aim:
    own, foreign = (
        Authenticator.objects.create(
            user=account, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": {}}
        )
        for account, name in ((world.account or world.foreigner, "laptop"), (world.foreigner, MARKER))
    )
    return Aim(own={"pk": own.pk}, foreign={"pk": foreign.pk}, data={"name": "telephone"})


def _letter(person: Person, text: str) -> Letter:
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
    )


@aims("correspondence:own_letter", "correspondence:mail", "correspondence:mail_page")
def letters(world: World) -> Aim:
    own, foreign = _letter(world.person, "Your places"), _letter(world.foreign_person, MARKER)
    return Aim(own={"letter_id": own.pk}, foreign={"letter_id": foreign.pk})


@aims("correspondence:entry", "correspondence:again")
def entries(world: World) -> Aim:
    entry = enter(
        direction=Direction.OUTGOING, correspondent=MARKER, subject=MARKER, subject_reference="", at=LONG_AGO
    )
    return Aim(own={"entry_id": entry.pk})


@aims("correspondence:wording")
def wordings(world: World) -> Aim:
    return Aim(own={"kind": "account.login_code", "language": "en"})


@aims("office:part")
def parts(world: World) -> Aim:
    return Aim(own={"name": "organisation"})


@aims("office:logo")
def logos(world: World) -> Aim:
    return Aim(own={"digest": "0" * 64})


@aims("account_confirm_email")
def confirmations(world: World) -> Aim:
    return Aim(own={"key": "a-guess"})


@aims("account_reset_password_from_key")
def resets(world: World) -> Aim:
    return Aim(own={"uidb36": "1", "key": "a-guess"})


@aims("openid_connect_login", "openid_connect_callback")
def providers(world: World) -> Aim:
    return Aim(own={"provider_id": "nobody"})
