"""What the pages of the exchange show when they are looked at: a centre, two who want, and answers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from balai.exchange.enums import Category, Kind
from balai.exchange.models import Card, Match, Meeting
from balai.exchange.services.cards import take_technologies_in
from balai.exchange.services.matching import agree, answer_interests, answer_need
from balai.exchange.services.wishing import record_interest
from balai.selection.models import Participant
from tests.browser.sign_in import account_of
from tests.delivery.factories import delivered
from tests.directory.factories import NAMES, country
from tests.exchange.factories import AT, UNTIL, card, centre_of, technology
from tests.programmes.factories import session_type

if TYPE_CHECKING:
    from tests.delivery.factories import Delivered

CODE = "SMI-2018"
NEED = UUID("0190a0a0-0000-7000-8000-000000000e01")
NAMED = ("Karma Choden", "Sunita Tamang", "Nimal Fernando", "Bounmy Vong")


def keep_people() -> Delivered:
    """Four who visited a centre that recycles; the first of them reads."""
    for code in NAMES:
        country(code)
    for code in ("ORI", "PRA", "LEC", "FRE"):
        session_type(code)
    world = delivered()
    for someone, name in zip(world.people, NAMED, strict=True):
        Participant.objects.filter(pk=someone.pk).update(name=name)
    first = world.people[0]
    Participant.objects.filter(pk=first.pk).update(person=account_of("participant").person)
    world.people[0] = Participant.objects.select_related("person").get(pk=first.pk)
    return world


def keep_exchange() -> None:
    """Interests, one answered and in contact for a year; needs, an alumnus’s answer, a proposal, meetings."""
    world = keep_people()
    centre = centre_of(world)
    shown = technology(centre)
    other = technology(centre, "Furnaces that save gas", code="furnaces", description={})
    take_technologies_in(edition=world.edition, actor="person:officer", at=AT)
    reader, second = world.people[0], world.people[1]
    for who, what in ((reader, shown), (second, shown), (second, other)):
        record_interest(participant_id=who.pk, technology_id=what.pk, actor="person:participant", at=AT)
    answer_interests(
        edition=world.edition,
        technology_id=shown.pk,
        words="Send us what you collect in a month.",
        contact="cooperation@centre.example",
        actor="person:officer",
        at=AT,
    )
    agree(
        match_id=Match.objects.get(interest__participant=reader).pk,
        is_seeker=True,
        contact="karma@industry.bt.example",
        actor="person:participant",
        at=AT,
    )
    need = card(world.edition, reader.person, topics=list(shown.topics.all()))
    card(world.edition, second.person, "Old looms", kind=Kind.OFFER, category=Category.MACHINE, words={})
    answer_need(
        need_id=need.pk,
        provider=second.person,
        words="We did this with a small pulper; I can send drawings.",
        contact="sunita@cottage.np.example",
        actor="person:participant",
        at=AT,
    )
    begins = dt.datetime(2018, 7, 25, 2, tzinfo=dt.UTC)
    for step in range(2):
        Meeting.objects.create(
            edition=world.edition,
            organisation=centre,
            place="Hall A",
            begins_at=begins + step * dt.timedelta(minutes=20),
            ends_at=begins + (step + 1) * dt.timedelta(minutes=20),
            participant=reader if step == 0 else None,
            changed_at=AT,
        )
    Card.objects.create(
        pk=NEED,
        kind=Kind.NEED,
        edition=world.edition,
        person=world.people[2].person,
        country_id="LA",
        category=Category.TRAINING,
        title={"en": "Training for keepers of kilns", "id": "Pelatihan penjaga tungku"},
        words={"en": "Six potteries share one kiln and nobody was taught to fire it."},
        until=UNTIL,
        entered_at=AT,
        entered_by="person:participant",
    )
