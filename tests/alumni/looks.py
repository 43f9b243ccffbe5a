"""What the pages of alumni show when they are looked at: three who completed, and the next edition's call."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from balai.alumni.queries.groups import group_named
from balai.alumni.services.experts import decline_offer, offer_oneself
from balai.alumni.services.groups import name_leader, token_for, write_to_group
from balai.people.models import Person
from balai.selection.models import Participant
from tests.alumni.factories import AT, CODE, dyeing, graduates, joined, next_edition
from tests.browser.sign_in import account_of
from tests.directory.factories import country
from tests.people.factories import PersonFactory
from tests.programmes.factories import session_type

if TYPE_CHECKING:
    from balai.alumni.models import AlumnusEntry

__all__ = ["CODE"]
PERSON = UUID("0190a0a0-0000-7000-8000-000000000c01")
END = token_for(Person(pk=PERSON), None)
"""In the link of an invitation."""
ABOUT = "Two days on dyeing with less water, with the figures of our first year; or an hour by video."
LETTER = "We meet on 12 October to compare our dye houses.\n\nTell me by Friday whether you come."


def keep_alumni() -> list[AlumnusEntry]:
    """Three of the directory; the first is whoever looks as an alumnus, and leads the group."""
    for code in ("BT", "ID"):
        country(code)
    for kind in ("LEC", "PRA"):
        session_type(kind)
    people = graduates(3)
    reader = account_of("alumnus").person
    assert reader is not None
    Participant.objects.filter(person=people[0]).update(person=reader)
    topic = dyeing()
    entries = [
        joined(reader, name="Karma Choden", topics=[topic]),
        joined(people[1], topics=[topic], contact=""),
        joined(people[2], country=None, organisation=""),
    ]
    group = group_named("edition", CODE)
    assert group is not None
    name_leader(group=group, entry=entries[0], actor="person:officer", at=AT)
    write_to_group(group=group, person=reader, subject="Dyers meet", text=LETTER, is_office=False, at=AT)
    return entries


def keep_offers() -> None:
    """One offer waits, one was answered; the call of the next edition is open."""
    entries = keep_alumni()
    edition = next_edition()
    topics = list(entries[0].topics.all())
    offered = [
        offer_oneself(
            person=entry.person, topics=topics, languages=["en"], about=about, edition=edition, at=AT
        )
        for entry, about in ((entries[0], ABOUT), (entries[1], "An hour by video."))
    ]
    decline_offer(offer_id=offered[1].pk, answer="Ask us again for 2020.", actor="person:officer", at=AT)


def keep_invited() -> None:
    """Somebody who got an invitation."""
    PersonFactory.create(pk=PERSON)
