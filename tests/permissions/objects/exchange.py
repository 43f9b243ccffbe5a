"""What the exchange is tried with: a session at one's own centre, and technologies there and elsewhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from balai.directory.models import Technology
from balai.exchange.enums import Category, Kind
from balai.exchange.models import Card, Interest, Match, Meeting
from balai.exchange.services.cards import Wording, enter_card
from balai.exchange.services.matching import answer_interests, propose
from balai.exchange.services.wishing import record_interest
from balai.kernel import clock
from balai.programmes.models import Edition
from balai.selection.models import Participant
from balai.timetable.models import Slot
from tests.permissions.objects.delivery import held
from tests.permissions.objects.directory import own_centre
from tests.permissions.world import MARKER, Aim, aims
from tests.programmes.factories import EditionFactory
from tests.timetable.factories import participant

if TYPE_CHECKING:
    from balai.directory.models import Organisation
    from balai.people.models import Person
    from tests.permissions.world import World

CODE = "SMI-2018"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """An edition under way with two participants, and a technology of one's own centre and of another."""

    edition: Edition
    own: Participant
    foreign: Participant
    ours: Technology
    theirs: Technology

    def card(self, person: Person | Organisation, kind: Kind = Kind.NEED, title: str = "Board") -> Card:
        return enter_card(
            kind=kind,
            edition=self.edition,
            owner=person,
            country="BT",
            said=Wording(
                category=Category.PROCESS,
                title={"en": title},
                until=clock.now().date() + dt.timedelta(days=30),
            ),
            actor="person:officer",
            at=clock.now(),
        )

    def want(self, who: Participant, technology: Technology) -> Interest:
        return record_interest(
            participant_id=who.pk, technology_id=technology.pk, actor="person:x", at=clock.now()
        )

    def answered(self, who: Participant, technology: Technology) -> Match:
        """The centre has answered, and the seeker has not agreed."""
        self.want(who, technology)
        answer_interests(
            edition=self.edition,
            technology_id=technology.pk,
            words="Write to us",
            contact="centre@example.org",
            actor="person:x",
            at=clock.now(),
        )
        return Match.objects.get(interest__participant=who, interest__technology=technology)

    def meeting(self, edition: Edition | None = None) -> Meeting:
        begins = clock.now() + dt.timedelta(days=1)
        found: Meeting = Meeting.objects.create(
            edition=edition or self.edition,
            organisation=own_centre(),
            place="Hall",
            begins_at=begins,
            ends_at=begins + dt.timedelta(minutes=20),
            changed_at=clock.now(),
        )
        return found


def exchange(world: World) -> Exchange:
    there = held(ago=dt.timedelta(hours=6))
    second = participant(there.edition, 2)
    Participant.objects.filter(pk=there.somebody.pk).update(person=world.person)
    Participant.objects.filter(pk=second.pk).update(person=world.foreign_person)
    today = clock.now().date()
    before, after = today - dt.timedelta(days=5), today + dt.timedelta(days=5)
    Edition.objects.filter(pk=there.edition.pk).update(
        arrives_on=before, starts_on=before, ends_on=after, departs_on=after
    )
    elsewhere = Slot.objects.get(session=there.foreign).site
    assert elsewhere is not None
    ours, theirs = (
        Technology.objects.create(
            organisation=organisation, code="kiln", title={"en": title}, source="Sample"
        )
        for organisation, title in ((own_centre(), "Kiln"), (elsewhere.organisation, "Loom"))
    )
    return Exchange(
        edition=Edition.objects.get(pk=there.edition.pk),
        own=Participant.objects.select_related("person").get(pk=there.somebody.pk),
        foreign=Participant.objects.select_related("person").get(pk=second.pk),
        ours=ours,
        theirs=theirs,
    )


WORDS = {"title": "Kiln", "words": "", "language": "en", "category": "process"}


def _words() -> dict[str, Any]:
    return WORDS | {"until": (clock.now().date() + dt.timedelta(days=30)).isoformat()}


# --- one's own ---------------------------------------------------------------------------------------------


@aims("exchange:mine", "exchange:calendar", "api:list_my_interests")
def ones_own(world: World) -> Aim:
    there = exchange(world)
    there.card(there.foreign.person, title=MARKER)
    there.want(there.own, there.ours)
    return Aim()


@aims("exchange:card")
def a_card(world: World) -> Aim:
    there = exchange(world)
    own, foreign = there.card(there.own.person), there.card(there.foreign.person, title=MARKER)
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        data=_words(),
        effect=lambda seen: Card.objects.filter(pk=seen.arguments["key"], title__en="Kiln").exists(),
    )


@aims("exchange:add")
def entering(world: World) -> Aim:
    exchange(world)
    other = EditionFactory.create()
    return Aim(
        own={"code": CODE, "kind": "need"},
        foreign={"code": other.code, "kind": "need"},
        data=_words(),
        effect=lambda seen: Card.objects.filter(edition__code=seen.arguments["code"]).exists(),
    )


@aims("exchange:tap")
def tapping(world: World) -> Aim:
    there = exchange(world)
    other = EditionFactory.create()
    return Aim(
        own={"code": CODE, "key": there.ours.pk},
        foreign={"code": other.code, "key": there.ours.pk},
        data={"wanted": "yes"},
        effect=lambda seen: Interest.objects.filter(
            participant__edition__code=seen.arguments["code"], technology=there.ours
        ).exists(),
    )


@aims("exchange:ask")
def asking(world: World) -> Aim:
    there = exchange(world)
    own, foreign = there.card(there.own.person), there.card(there.foreign.person)
    offer = there.card(own_centre(), Kind.OFFER)
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        data={"offer": str(offer.pk)},
        effect=lambda seen: Match.objects.filter(need=seen.arguments["key"]).exists(),
    )


@aims("exchange:match")
def agreeing(world: World) -> Aim:
    there = exchange(world)
    own, foreign = (there.answered(who, there.ours) for who in (there.own, there.foreign))
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        data={"deed": "agree", "contact": "karma@example.org"},
        effect=lambda seen: Match.objects.filter(
            pk=seen.arguments["key"], seeker_agreed_at__isnull=False
        ).exists(),
    )


@aims("exchange:book")
def booking(world: World) -> Aim:
    there = exchange(world)
    own = there.meeting()
    begins = own.begins_at + dt.timedelta(hours=1)
    foreign = Meeting.objects.create(
        edition=EditionFactory.create(),
        organisation=own_centre(),
        place="Hall",
        begins_at=begins,
        ends_at=begins + dt.timedelta(minutes=20),
        changed_at=clock.now(),
    )
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        effect=lambda seen: Meeting.objects.filter(
            pk=seen.arguments["key"], participant__isnull=False
        ).exists(),
    )


@aims("api:set_my_interest")
def tapping_as_a_program(world: World) -> Aim:
    there = exchange(world)
    return Aim(
        data={"edition": CODE, "technology": str(there.ours.pk), "is_wanted": True},
        effect=lambda _seen: Interest.objects.exists(),
    )


@aims("api:enter_my_need")
def entering_as_a_program(world: World) -> Aim:
    exchange(world)
    until = (clock.now().date() + dt.timedelta(days=30)).isoformat()
    return Aim(
        data={"edition": CODE, "category": "process", "title": {"en": "Kiln"}, "until": until},
        effect=lambda _seen: Card.objects.exists(),
    )


# --- what is needed ----------------------------------------------------------------------------------------


@aims("exchange:needs")
def what_is_needed(world: World) -> Aim:
    there = exchange(world)
    there.card(there.foreign.person)
    return Aim()


@aims("exchange:need")
def answering(world: World) -> Aim:
    there = exchange(world)
    need = there.card(there.foreign.person)
    return Aim(
        own={"key": need.pk},
        data={"words": "We had this", "contact": "imran@example.org"},
        effect=lambda _seen: Match.objects.filter(need=need).exists(),
    )


# --- an edition --------------------------------------------------------------------------------------------


@aims("exchange:index")
def editions_of_the_exchange(world: World) -> Aim:
    exchange(world)
    return Aim()


@aims("exchange:edition", "exchange:sheet")
def an_exchange(world: World) -> Aim:
    there = exchange(world)
    Technology.objects.filter(pk=there.theirs.pk).update(title={"en": MARKER})
    there.answered(there.own, there.theirs)
    return Aim(own={"code": CODE})


@aims("api:get_exchange_summary", "api:list_needs", "api:list_exchange_matches")
def an_exchange_as_a_program(world: World) -> Aim:
    exchange(world)
    return Aim(own={"code": CODE})


@aims("api:list_offers_for_need")
def what_fits(world: World) -> Aim:
    there = exchange(world)
    return Aim(own={"code": CODE, "key": there.card(there.own.person).pk})


@aims("exchange:take_in")
def taking_in(world: World) -> Aim:
    exchange(world)
    return Aim(own={"code": CODE}, effect=lambda _seen: Card.objects.exists())


@aims("exchange:bring_together")
def proposing(world: World) -> Aim:
    there = exchange(world)
    need, offer = there.card(there.own.person), there.card(own_centre(), Kind.OFFER)
    return Aim(
        own={"code": CODE, "key": need.pk},
        data={"offer": str(offer.pk)},
        effect=lambda _seen: Match.objects.exists(),
    )


@aims("exchange:enter")
def entering_for_a_centre(world: World) -> Aim:
    exchange(world)
    centre = own_centre()
    return Aim(
        own={"code": CODE, "kind": "offer"},
        data=_words() | {"organisation": str(centre.pk)},
        effect=lambda _seen: Card.objects.filter(organisation=centre).exists(),
    )


@aims("exchange:answer")
def answering_for_a_centre(world: World) -> Aim:
    there = exchange(world)
    for technology in (there.ours, there.theirs):
        there.want(there.own, technology)
    return Aim(
        own={"code": CODE, "key": there.ours.pk},
        foreign={"code": CODE, "key": there.theirs.pk},
        data={"words": "Write to us", "contact": "centre@example.org"},
        effect=lambda seen: Match.objects.filter(interest__technology=seen.arguments["key"]).exists(),
    )


@aims("exchange:respond")
def agreeing_for_a_centre(world: World) -> Aim:
    there = exchange(world)
    need = there.card(there.own.person)
    own, foreign = (
        propose(
            need_id=need.pk,
            offer_id=there.card(organisation, Kind.OFFER).pk,
            actor="person:x",
            at=clock.now(),
        )
        for organisation in (own_centre(), there.theirs.organisation)
    )
    return Aim(
        own={"code": CODE, "key": own.pk},
        foreign={"code": CODE, "key": foreign.pk},
        data={"deed": "agree", "contact": "centre@example.org"},
        effect=lambda seen: Match.objects.filter(
            pk=seen.arguments["key"], provider_agreed_at__isnull=False
        ).exists(),
    )


@aims("exchange:hold")
def offering_meetings(world: World) -> Aim:
    exchange(world)
    on = clock.now().date() + dt.timedelta(days=2)
    return Aim(
        own={"code": CODE},
        data={
            "organisation": str(own_centre().pk),
            "place": "Hall",
            "on": on.isoformat(),
            "begins": "09:00",
            "minutes": "20",
            "number": "3",
        },
        effect=lambda _seen: Meeting.objects.count() == 3,
    )
