"""What the office tries on people: persons, grants, consents and systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.correspondence.models import Letter
from balai.kernel import clock
from balai.people.enums import Role
from balai.people.models import Account, ApiToken, Grant, Invitation, Person
from balai.people.services.consents import give_consent, publish_consent_text
from balai.people.services.invitations import invite
from balai.people.services.merging import merge_persons
from balai.people.services.systems import register_system
from tests.people.factories import LONG_AGO, GrantFactory, PersonFactory
from tests.permissions.objects.account import token_of
from tests.permissions.objects.signing_in import is_signed_in
from tests.permissions.world import MARKER, Aim, aims, person_of

if TYPE_CHECKING:
    from tests.permissions.world import World


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
    own, foreign = (
        {"account_id": system.pk, "token_id": token_of(system, MARKER).pk} for system in _systems()
    )
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
