"""Which offers fit a need, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.directory.models import Topic
from balai.exchange.enums import Category, Kind
from balai.exchange.models import Card
from balai.exchange.queries.matching import offers_for
from balai.exchange.services.cards import take_technologies_in, withdraw_card
from tests.directory.factories import OrganisationFactory
from tests.exchange.factories import AT, UNTIL, card, centre_of, technology
from tests.timetable.factories import NOON

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.delivery.factories import Delivered

pytestmark = pytest.mark.django_db
ON = NOON.date()


def test_offers_come_by_points_each_with_its_reasons_in_words(
    world: Delivered, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    centre = centre_of(world)
    shown = technology(centre)
    take_technologies_in(edition=world.edition, actor="person:officer", at=AT)
    workshop = OrganisationFactory.create(country_id="NP")
    near = card(
        world.edition,
        workshop,
        "Board from old cartons",
        kind=Kind.OFFER,
        words={},
        category=Category.MATERIAL,
    )
    card(world.edition, workshop, "Blades", kind=Kind.OFFER, words={"en": "Hardened at one heat."})
    asked = card(
        world.edition,
        world.people[0].person,
        technology=shown,
        topics=[Topic.objects.get()],
    )

    with django_assert_num_queries(3):
        found = offers_for([asked.pk], on=ON)[asked.pk]

    assert [(fit.offer.technology or fit.offer, dict(fit.parts)) for fit in found] == [
        (
            shown,
            {"technology": 30, "words": 30, "topics": 10, "category": 10, "alike": found[0].parts["alike"]},
        ),
        (near, {"technology": 0, "words": 10, "topics": 0, "category": 0, "alike": found[1].parts["alike"]}),
    ]
    assert found[0].why[:4] == [
        "the very technology that is asked for (+30)",
        "words in common: cartons, paper, pulper, recycle (+30)",
        "a topic in common: Recycling (+10)",
        "both are about: Process (+10)",
    ]
    assert sum(found[0].parts.values()) == found[0].points > 80


def test_words_are_compared_in_the_language_in_which_they_were_written(world: Delivered) -> None:
    workshop = OrganisationFactory.create()
    offer = card(
        world.edition,
        workshop,
        "Tiles",
        kind=Kind.OFFER,
        category=Category.MACHINE,
        words={"id": "Pembuat cetakan dan keramiknya"},
    )
    need = card(
        world.edition, world.people[0].person, "Clay", words={"id": "Kami perlu cetakan untuk keramik"}
    )

    (fit,) = offers_for([need.pk], on=ON)[need.pk]

    assert (fit.offer, fit.words) == (offer, ["cetakan", "keramik"])


def test_what_is_over_withdrawn_or_ones_own_is_offered_to_nobody(world: Delivered) -> None:
    person = world.people[0].person
    need = card(world.edition, person)
    card(world.edition, person, kind=Kind.OFFER)
    gone = card(world.edition, OrganisationFactory.create(), kind=Kind.OFFER)
    late = card(world.edition, OrganisationFactory.create(), kind=Kind.OFFER)
    assert {fit.offer for fit in offers_for([need.pk], on=UNTIL)[need.pk]} == {gone, late}

    withdraw_card(card_id=gone.pk, actor="person:officer", at=AT)
    Card.objects.filter(pk=late.pk).update(until=ON)

    assert offers_for([need.pk], on=UNTIL) == {}
