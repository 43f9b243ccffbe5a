"""The exchange in the terms of the reference programme: a centre that recycles cartons, and who wants it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from balai.directory.models import Technology, Topic
from balai.exchange.enums import Category, Kind
from balai.exchange.services.cards import Wording, enter_card
from tests.directory.factories import TopicFactory

if TYPE_CHECKING:
    from balai.directory.models import Organisation
    from balai.exchange.models import Card
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from tests.delivery.factories import Delivered

AT = dt.datetime(2018, 7, 24, 9, tzinfo=dt.UTC)
UNTIL = dt.date(2019, 7, 24)


def centre_of(world: Delivered) -> Organisation:
    """Where the sessions of the edition are held."""
    site = world.slot().site
    assert site is not None
    return site.organisation


def technology(
    organisation: Organisation, title: str = "Recycling of beverage cartons", **more: Any
) -> Technology:
    """Something that a centre can show."""
    given = {
        "code": "cartons",
        "description": {"en": "A pulper parts paper from foil; the pulp becomes board."},
        "source": "Sample",
        **more,
    }
    made: Technology = Technology.objects.create(organisation=organisation, title={"en": title}, **given)
    topic = Topic.objects.filter(code="recycling").first()
    made.topics.add(
        topic or TopicFactory.create(code="recycling", name={"en": "Recycling", "id": "Daur ulang"})
    )
    made.refresh_from_db()  # its texts are read as texts
    return made


def card(
    edition: Edition,
    owner: Person | Organisation,
    title: str = "A way to recycle drink cartons",
    *,
    kind: Kind = Kind.NEED,
    country: str = "BT",
    **more: Any,
) -> Card:
    """A need of somebody in the second week, in English."""
    said: dict[str, Any] = {
        "category": Category.PROCESS,
        "title": {"en": title},
        "words": {"en": "Cartons lie in the valley; we have a paper mill and no pulper."},
        "until": UNTIL,
        **more,
    }
    return enter_card(
        kind=kind,
        edition=edition,
        owner=owner,
        country=country,
        said=Wording(**said),
        actor="person:officer",
        at=AT,
    )
