"""What became of the people of the sample programme: some want to be found, and one comes back.

By the deeds that pages use. Of the twenty eleven join the directory, each showing what they chose; one leads
the group of the edition and writes to it. Once the call of another edition is open, alumni are invited, one
offers to come back as a resource person, and the officer takes the offer up.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.alumni.enums import GroupKind, Purpose
from balai.alumni.models import AlumnusEntry
from balai.alumni.queries.alumni import calls_of_series, own_countries
from balai.alumni.queries.groups import group_named
from balai.alumni.rules.alumni import may_invite, may_join
from balai.alumni.services.experts import offer_oneself, take_up_offer
from balai.alumni.services.groups import name_leader, write_to_group
from balai.alumni.services.inviting import invite_alumni
from balai.alumni.services.joining import save_entry
from balai.directory.models import Topic
from balai.directory.queries import live
from balai.kernel import clock
from balai.kernel.sample import Stage
from balai.people.enums import Role
from balai.programmes.models import Edition
from balai.selection.queries.offers import confirmed
from balai.selection.services.sample.moments import REFERENCE, account_of_cast, officer_of_sample

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from balai.selection.models import Participant

JOINED = dt.datetime(2018, 8, 14, 3, tzinfo=dt.UTC)
WRITTEN = dt.datetime(2019, 3, 4, 3, tzinfo=dt.UTC)
FOUND = (0, 1, 3, 4, 6, 9, 11, 12, 14, 16, 18)
"""Who joins, counted by country and name from 0."""
WITHOUT_COUNTRY, WITHOUT_CONTACT = (4, 12), (1, 9, 16)
LEADER, EXPERT = 0, 6
ABOUT = (
    "Two days on dyeing with less water, with the figures of our first year at home; or an hour by video. "
    "I know what participants ask in the second week. (Sample)"
)
LETTER = (
    "Seven months after Bandung: what works at your place, and what does not? Answer me, and I send the summary "
    "to everybody who leads a workshop. (Sample)"
)


def life_of_alumni() -> list[Stage]:
    """From the summer after the reference programme to the call that is open now."""
    edition = Edition.objects.filter(code=REFERENCE).first()
    if edition is None:
        return []
    now = clock.now()
    return [
        Stage(
            name="sample:alumni:joined",
            label=_("alumni let themselves be found"),
            at=JOINED,
            do=partial(_join, edition),
        ),
        Stage(
            name="sample:alumni:written",
            label=_("an alumnus writes to the others"),
            at=WRITTEN,
            do=partial(_write, edition),
        ),
        Stage(
            name="sample:alumni:back",
            label=_("alumni are invited, and one comes back as a resource person"),
            at=now,
            do=partial(_come_back, edition, at=now),
        ),
    ]


def _people(edition: Edition) -> list[Participant]:
    return list(confirmed(edition).select_related("person__merged_into", "nomination"))


def _topics(place: int) -> Sequence[Topic]:
    """One or two of the topics in use, others for others."""
    rows = list(live(Topic.objects.all()).order_by("code"))
    return [rows[place % len(rows)], *rows[place % 3 : place % 3 + 1]] if rows else []


def _join(edition: Edition) -> None:
    for place, one in enumerate(_people(edition)):
        person = one.person.merged_into or one.person
        if place not in FOUND or may_join(person) is not None:
            continue
        save_entry(
            person=person,
            name=one.name,
            country=None if place in WITHOUT_COUNTRY else own_countries(person).first(),
            organisation=one.nomination.employer,
            topics=_topics(place),
            contact="" if place in WITHOUT_CONTACT else person.email,
            at=JOINED,
        )


def _entry(edition: Edition, place: int) -> AlumnusEntry | None:
    people = _people(edition)
    if place >= len(people):
        return None
    person = people[place].person
    return AlumnusEntry.objects.filter(person=person.merged_into or person).select_related("person").first()


def _write(edition: Edition) -> None:
    group, leader = group_named(GroupKind.EDITION, edition.code), _entry(edition, LEADER)
    if group is None or leader is None:
        return
    name_leader(group=group, entry=leader, actor=officer_of_sample().reference, at=WRITTEN)
    write_to_group(
        group=group,
        person=leader.person,
        subject="What became of our plans?",
        text=LETTER,
        is_office=False,
        at=WRITTEN,
    )


def _come_back(edition: Edition, *, at: datetime) -> None:
    officer, expert = officer_of_sample(), _entry(edition, EXPERT)
    cast = account_of_cast(Role.PROGRAMME_OFFICER)
    following = calls_of_series(edition).first()
    if following is None or expert is None or may_invite(following) is not None:
        return
    invite_alumni(
        edition_id=following.pk,
        purposes=[Purpose.PASS_ON, Purpose.COME_BACK],
        actor=officer.reference,
        at=at,
    )
    offer = offer_oneself(
        person=expert.person,
        topics=_topics(EXPERT),
        languages=["en"],
        about=ABOUT,
        edition=following,
        at=at,
    )
    take_up_offer(
        offer_id=offer.pk,
        answer="We plan with you for the second week, and write to you about the day. (Sample)",
        actor=cast.person if cast is not None else None,  # whoever keeps the directory, where there is a cast
        at=at,
    )
