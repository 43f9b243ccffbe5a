"""What the pages and operations of alumni are tried with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balai.alumni.enums import ExpertOfferState
from balai.alumni.models import AlumniInvitation, AlumnusEntry, ExpertOffer, GroupLeader, GroupLetter, Silence
from balai.alumni.queries.groups import group_named
from balai.alumni.services.experts import offer_oneself
from balai.alumni.services.groups import name_leader, row_of, token_for
from balai.directory.models import Topic
from balai.programmes.models import Edition
from balai.selection.models import Participant
from tests.alumni.factories import AT, CODE, dyeing, graduates, joined, next_edition
from tests.directory.factories import country
from tests.permissions.world import EDITION, MARKER, Aim, aims

if TYPE_CHECKING:
    from balai.people.models import Person
    from tests.permissions.world import World

ENTRY = {"name": "Karma", "country": "BT", "organisation": "", "contact": ""}
GROUP = {"kind": "edition", "key": CODE}
LETTER = {"subject": "Dyers meet", "text": "On 12 October."}


def two(world: World) -> tuple[Person, Person]:
    """The visitor and somebody foreign, who completed the same edition."""
    for code in ("BT", "ID"):
        country(code)
    first, second = graduates(2)
    for person, takes in ((first, world.person), (second, world.foreign_person)):
        Participant.objects.filter(person=person).update(person=takes)
    return world.person, world.foreign_person


def topics() -> list[Topic]:
    return [Topic.objects.filter(code="dyeing").first() or dyeing()]


def offered(person: Person, about: str = "Two days on dyeing") -> ExpertOffer:
    return offer_oneself(person=person, topics=topics(), languages=["en"], about=about, edition=None, at=AT)


@aims("alumni:directory", "api:list_alumni")
def the_directory(world: World) -> Aim:
    _own, foreign = two(world)
    joined(foreign, name=MARKER)
    return Aim()


@aims("alumni:mine", "api:save_my_alumni_entry")
def an_entry(world: World) -> Aim:
    own, foreign = two(world)
    joined(foreign, name=MARKER)
    return Aim(
        data={**ENTRY, "agrees": True},
        effect=lambda _seen: AlumnusEntry.objects.filter(person=own).exists(),
    )


@aims("api:get_my_alumni_entry")
def my_entry(world: World) -> Aim:
    own, foreign = two(world)
    joined(own)
    joined(foreign, name=MARKER)
    return Aim()


@aims("alumni:leave", "api:leave_alumni_directory")
def leaving(world: World) -> Aim:
    own, _foreign = two(world)
    joined(own)
    return Aim(effect=lambda _seen: not AlumnusEntry.objects.filter(person=own).exists())


@aims("alumni:choose_letters")
def choosing(world: World) -> Aim:
    own, _foreign = two(world)
    return Aim(effect=lambda _seen: Silence.objects.filter(person=own).exists())


def _offering(world: World, name: str) -> Aim:
    own, foreign = two(world)
    (topic,) = topics()
    offered(foreign, MARKER)
    return Aim(
        data={"about": "Two days on dyeing", "languages": ["en"], "topics": [str(getattr(topic, name))]},
        effect=lambda _seen: ExpertOffer.objects.filter(person=own).exists(),
    )


@aims("alumni:offer")
def offering(world: World) -> Aim:
    return _offering(world, "pk")


@aims("api:make_expert_offer", "api:list_my_expert_offers")
def offering_by_program(world: World) -> Aim:
    return _offering(world, "code")


@aims("alumni:withdraw_offer", "api:withdraw_expert_offer")
def withdrawing(world: World) -> Aim:
    own, foreign = two(world)
    return Aim(
        own={"key": offered(own).pk},
        foreign={"key": offered(foreign, MARKER).pk},
        effect=lambda seen: ExpertOffer.objects.filter(
            pk=seen.arguments["key"], state=ExpertOfferState.WITHDRAWN
        ).exists(),
    )


@aims("alumni:group")
def a_group(world: World) -> Aim:
    _own, foreign = two(world)
    joined(foreign, name=MARKER)
    return Aim(own=GROUP)


@aims("alumni:write", "api:write_to_alumni_group")
def writing(world: World) -> Aim:
    own, _foreign = two(world)
    _lead(joined(own))
    return Aim(own=GROUP, data=LETTER, effect=lambda _seen: GroupLetter.objects.exists())


def _lead(entry: AlumnusEntry) -> None:
    group = group_named(**GROUP)
    assert group is not None
    name_leader(group=group, entry=entry, actor="person:officer", at=AT)


@aims("alumni:lead")
def leading(world: World) -> Aim:
    _own, foreign = two(world)
    entry = joined(foreign)
    return Aim(own=GROUP, data={"entry": str(entry.pk)}, effect=lambda _seen: GroupLeader.objects.exists())


@aims("alumni:office", "api:list_expert_offers")
def offers_that_wait(world: World) -> Aim:
    _own, foreign = two(world)
    offered(foreign, MARKER)
    return Aim()


def _answering(state: ExpertOfferState, **data: Any) -> Any:
    def make(world: World) -> Aim:
        _own, foreign = two(world)
        offer = offered(foreign)
        named = {f"{offer.pk}-{name}": value for name, value in data.items()}  # as the page's form has it
        return Aim(
            own={"key": offer.pk},
            data={**data, **named},
            effect=lambda _seen: ExpertOffer.objects.filter(state=state).exists(),
        )

    return make


aims("alumni:answer_offer", "api:take_up_expert_offer")(
    _answering(ExpertOfferState.TAKEN_UP, answer="Gladly")
)
aims("api:decline_expert_offer")(_answering(ExpertOfferState.DECLINED, answer="Not this year"))


@aims("alumni:invite", "api:get_alumni_invitations", "api:invite_alumni")
def inviting(world: World) -> Aim:
    two(world)
    next_edition(pk=EDITION)
    edition = Edition.objects.get(pk=EDITION)
    return Aim(
        own={"code": edition.code},
        data={"purposes": ["pass_on"]},
        effect=lambda _seen: AlumniInvitation.objects.exists(),
    )


@aims("alumni:end_letters")
def ending(world: World) -> Aim:
    own, _foreign = two(world)
    group = group_named(**GROUP)
    assert group is not None
    return Aim(
        own={"token": token_for(own, row_of(group))},
        effect=lambda _seen: Silence.objects.filter(person=own).exists(),
    )
