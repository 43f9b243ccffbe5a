"""Meals of a day by diet, as kitchens are told: numbers, and no names.

What somebody eats is sealed with their own key. Here it is opened for counting alone (:func:`tally`): of a
sitting of fewer than :data:`FEWEST` people nothing is told but how many they are, for there a number would be
somebody's. Nor is the difference of noon and evening ever that of one or two: where so few fast, their
meals are counted by day with all others. What allergies are to is never told here at all.

Breakfast and dinner are sessions of the timetable, of the kind of meals, where the programme gives them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from balai.kernel.restricted import tally
from balai.selection.enums import Attendance, Diet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Any
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from balai.directory.models import Site
    from balai.selection.models import Participant
    from balai.timetable.models import Slot

MEAL = "MEA"
"""The kind of a session that is a meal."""
FEWEST = 3
"""Of fewer people nothing is counted: everybody at the table would know whose it is."""
UNTOLD, ALLERGIC, FASTING = "untold", "allergic", "fasting"
BY_DAY = (dt.time(4, 30), dt.time(17, 45))
"""A meal that begins between them is none for those who fast. Assumed: dawn and sunset near the equator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A meal that the timetable leaves time for, without a session of its own."""

    label: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One meal at one site.

    Attributes:
        label: what it is called.
        site: where; None where the timetable does not say.
        people: participants who are there in person.
        is_told: whether they are enough for counts.
        diets: in words, with how many eat so; each person is counted once, so that they add up.
        untold: how many said nothing about it.
        allergic: how many of those who eat told of an allergy.
        fasting: how many fast and do not eat at this time; they are in no other number but ``people``.
        has_few_fasting: whether some fast, and so few that they are counted as if they ate.
    """

    label: str
    begins_at: datetime
    ends_at: datetime
    site: Site | None
    people: int
    is_told: bool
    diets: Sequence[tuple[str, int]]
    untold: int
    allergic: int
    fasting: int = 0
    has_few_fasting: bool = False

    @property
    def has_few_allergic(self) -> bool:
        """Whether somebody told of an allergy, and so few that the number is not said."""
        return 0 < self.allergic < FEWEST


def sittings(
    slots: Sequence[Slot],
    expected: Mapping[UUID, Sequence[Participant]],
    pauses: Iterable[Pause],
    *,
    is_fasting: bool,
    zone: ZoneInfo,
) -> list[Sitting]:
    """The meals of one day: sessions that are meals, and pauses where people are at that time.

    Args:
        slots: of the day, in order, with site and activity.
        expected: who comes to each session, by its key, with their persons.
        pauses: of the day.
        is_fasting: whether the day may be of the fasting month.
        zone: of the place.
    """

    def is_dry(begins_at: datetime) -> bool:
        return is_fasting and BY_DAY[0] <= begins_at.astimezone(zone).time() < BY_DAY[1]

    found = [
        _sitting(
            Pause(label=str(slot.session.title), begins_at=slot.begins_at, ends_at=slot.ends_at),
            slot.site,
            expected[slot.session_id],
            is_dry=is_dry(slot.begins_at),
        )
        for slot in slots
        if slot.session.activity.session_type_id == MEAL
    ]
    for pause in pauses:
        for site, people in _where(slots, expected, pause):
            found.append(_sitting(pause, site, people, is_dry=is_dry(pause.begins_at)))
    found = [one for one in found if one.people]
    return sorted(found, key=lambda one: (one.begins_at, str(one.site or ""), one.label))


def _where(
    slots: Sequence[Slot], expected: Mapping[UUID, Sequence[Participant]], pause: Pause
) -> Iterator[tuple[Site, list[Participant]]]:
    """At which site each participant is in a pause: where they were last, or else where they go next.

    Who is in a session meanwhile, as on an excursion, eats with it and not here.
    """
    there: dict[UUID, Slot] = {}
    busy: set[UUID] = set()
    people: dict[UUID, Participant] = {}
    for slot in slots:
        for one in expected[slot.session_id]:
            people[one.pk] = one
            if slot.begins_at < pause.ends_at and slot.ends_at > pause.begins_at:
                busy.add(one.pk)
            elif slot.site is not None and (slot.ends_at <= pause.begins_at or one.pk not in there):
                there[one.pk] = slot
    by_site: dict[UUID, list[Participant]] = defaultdict(list)
    sites: dict[UUID, Site] = {}
    for key, slot in there.items():
        if key not in busy and slot.site is not None:
            sites[slot.site.pk] = slot.site
            by_site[slot.site.pk].append(people[key])
    for key, own in by_site.items():
        yield sites[key], own


def _sitting(meal: Pause, site: Site | None, people: Iterable[Participant], *, is_dry: bool) -> Sitting:
    present = [one for one in people if one.attendance == Attendance.IN_PERSON]
    is_told = len(present) >= FEWEST
    counts = tally(present, "needs", partial(_told, is_dry=is_dry)) if is_told else {}
    has_few_fasting = 0 < counts.get(FASTING, 0) < FEWEST
    if has_few_fasting:  # less in a diet at noon than in the evening would be theirs
        counts = tally(present, "needs", partial(_told, is_dry=False))
    fasting = counts.pop(FASTING, 0)
    if 0 < len(present) - fasting < FEWEST:  # those who eat are few: what they eat would be theirs
        is_told, counts = False, {}
    ways = [(way, number) for way, number in counts.items() if isinstance(way, frozenset)]
    return Sitting(
        label=meal.label,
        begins_at=meal.begins_at,
        ends_at=meal.ends_at,
        site=site,
        people=len(present),
        is_told=is_told,
        diets=[
            (_in_words(way), number)
            for way, number in sorted(ways, key=lambda one: (-one[1], sorted(one[0])))
        ],
        untold=counts.get(UNTOLD, 0),
        allergic=counts.get(ALLERGIC, 0),
        fasting=fasting,
        has_few_fasting=has_few_fasting,
    )


def _told(needs: Any, *, is_dry: bool) -> Iterator[str | frozenset[str]]:
    """What one person counts as: a way of eating once, and an allergy; by day in Ramadan, that they fast."""
    said = needs or {}
    if is_dry and said.get("fasts"):
        yield FASTING
        return
    diets = frozenset(one for one in said.get("diet") or () if one in Diet.values) - {Diet.ANY.value}
    if diets or said.get("diet"):
        yield diets
    else:
        yield UNTOLD
    if str(said.get("allergies") or "").strip():
        yield ALLERGIC


def _in_words(way: frozenset[str]) -> str:
    """“Halal + No beef”; who eats everything ticked nothing else."""
    return " + ".join(str(one.label) for one in Diet if one.value in way) or str(Diet.ANY.label)
