"""The whole programme at a glance: days across; groups, sites or people down; sessions as links.

Places within a cell are classes, since the pages carry no style of their own: one step is a quarter of an
hour, from the beginning of the day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.programmes.enums import Family
from balai.timetable.services.drafting import place_name
from balai.timetable.views.showing.quiet import Quiet
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from balai.directory.models import Site
    from balai.programmes.models import Activity, Edition, Group
    from balai.timetable.queries.drawing import Drawn

STEP = 15
STEPS = 56
"""Fourteen hours, as many as the sheet has classes for."""
TINY = 6
"""Steps below which a block has one line."""
TRIP = "trip"
WAYS: Mapping[str, StrOrPromise] = {
    "group": _("Groups"),
    "site": _("Sites"),
    "person": _("People"),
    "day": _("Day"),
}


BLOCK = (
    '<li class="s-{} n-{} l-{} c-{}"><a class="{}" title="{}"{}>'
    '<b>{}</b> <span>{}</span>{}<span class="bl-hide">, {}</span></a></li>'
)
"""A session in a cell: its site and title, and for a screen reader whose it is, when and where.

It is written here and not by a template, which takes three times as long: a board has hundreds. Its classes
say where it begins and how long it is, in which lane beside others it stands, and its colour.
"""
TARGET = ' data-code="{}" data-room="{}" href="{}"'
"""Where a block leads those who may open it; without, it is a place for a link that leads nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What lies between sessions, told quietly.

    Attributes:
        look: "meal", "prayer" or "trip".
        text: what stands on it.
        whole: what a screen reader says of a trip; meals and prayers stand in the legend, with their times.
        step, steps: as of a block.
    """

    look: str
    text: str
    whole: str
    step: int
    steps: int

    @property
    def html(self) -> SafeString:
        """Its element."""
        quietly = SafeString("" if self.whole else ' aria-hidden="true"')
        whole = format_html('<span class="bl-hide"> {}</span>', self.whole) if self.whole else ""
        return format_html(
            '<li class="q {} s-{} n-{}"{}>{}{}</li>',
            *(self.look, self.step, self.steps, quietly, self.text, whole),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A day of one row.

    Attributes:
        blocks: sessions, as they are drawn.
        lanes: how many blocks stand side by side at most.
        html: its element, written here for the same reason as blocks.
    """

    blocks: Sequence[SafeString]
    bands: Sequence[Band]
    lanes: int
    html: SafeString = SafeString('<td class="off"></td>')  # noqa: RUF009 -- as constant as a string


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A group, a site or a person, with a cell for each day."""

    name: str
    note: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A look of bands in the legend."""

    look: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayHead:
    """A day above its column.

    Attributes:
        note: why nothing is held, where that is known.
    """

    weekday: str
    number: int
    name: str
    note: str
    is_free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CitySpan:
    """Days on end in one city."""

    name: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole table.

    Attributes:
        keys: what bands mean.
        dawn: the step of the day at which cells begin.
        colon: what stands between hours and minutes in the reader's language.
    """

    days: Sequence[DayHead]
    cities: Sequence[CitySpan]
    rows: Sequence[Row]
    sites: Sequence[Site]
    keys: Sequence[Key]
    dawn: int
    colon: str


def board_of(  # noqa: PLR0913 -- each is named where it is told
    edition: Edition,
    slots: Sequence[Drawn],
    groups: Sequence[Group],
    *,
    by: str = "group",
    quiet: Quiet | None = None,
    address: str = "",
) -> Board:
    """Draw a version; everything that is said of slots is fetched with them.

    Args:
        edition: with its dates and zone.
        slots: in order of time.
        groups: of the edition, in order.
        by: what goes down, one of :data:`WAYS` but "day".
        quiet: what lies between sessions; without it nothing is drawn there.
        address: before the codes of sessions, for a reader who may open them.
    """
    zone = ZoneInfo(edition.time_zone)
    quiet = quiet or Quiet()
    local = {slot.code: slot.begins_at.astimezone(zone) for slot in slots}
    first = edition.arrives_on or edition.starts_on or min(at.date() for at in local.values())
    last = edition.departs_on or max(at.date() for at in local.values())
    dates = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    drawing = _Drawing(
        local=local,
        dawn=_dawn(local.values()),
        quiet=quiet,
        moves=by != "site",
        address=address,
        clock=cache(wording.clock),
        day=cache(wording.long_day),
        said=cache(escape),
        title=cache(_title),
        whose=cache(_whose),
        band=cache(lambda one: one.html),
        pin=format_html('<span class="pin"><span class="bl-hide">, {}</span></span>', gettext("pinned")),
    )
    rows = [
        Row(name=name, note=note, cells=drawing.cells(own, dates))
        for name, note, own in _down(slots, groups, by)
    ]
    busy = {at.date() for at in local.values()}
    return Board(
        days=[
            DayHead(
                weekday=str(wording.weekday(on)),
                number=on.day,
                name=str(wording.long_day(on)),
                note=str(quiet.off.get(on, "")) if on not in busy else "",
                is_free=on not in busy,
            )
            for on in dates
        ],
        cities=_cities(slots, local, dates),
        rows=rows,
        sites=sorted({slot.site for slot in slots if slot.site}, key=lambda site: site.code),
        keys=_keys(rows, quiet, busy),
        dawn=drawing.dawn,
        colon=wording.clock(dt.time())[2],
    )


def _keys(rows: Sequence[Row], quiet: Quiet, busy: Collection[dt.date]) -> list[Key]:
    """What the bands that are drawn mean; pauses with their times, since bands have no room for them."""
    drawn = {band.look for row in rows for cell in row.cells for band in cell.bands}
    times: dict[tuple[str, str], list[str]] = {}
    for on, pauses in quiet.pauses.items():
        for one in pauses if on in busy else ():
            told = times.setdefault((one.look, str(one.label)), [])
            told += [one.time] if one.time not in told else []
    found = [
        Key(look=look, text=f"{label} {', '.join(told)}")
        for (look, label), told in times.items()
        if look in drawn
    ]
    return [*found, Key(look=TRIP, text=gettext("Travel"))] if TRIP in drawn else found


def _dawn(moments: Iterable[dt.datetime]) -> int:
    """The step at which days are begun to be drawn: the hour of the earliest session."""
    return min((at.hour for at in moments), default=8) * 60 // STEP


def _down(
    slots: Sequence[Drawn], groups: Sequence[Group], by: str
) -> Iterable[tuple[str, str, Sequence[Drawn]]]:
    if by == "site":
        yield from _down_sites(slots)
    elif by == "person":
        yield from _down_people(slots)
    else:
        own: dict[UUID, list[Drawn]] = defaultdict(list)
        for slot in slots:
            for group in slot.groups:
                own[group.pk].append(slot)
        for group in groups:
            yield group.code, str(group.name), own[group.pk]
        if not groups:
            yield gettext("All"), "", slots


def _down_sites(slots: Sequence[Drawn]) -> Iterable[tuple[str, str, Sequence[Drawn]]]:
    sites: dict[Site, list[Drawn]] = defaultdict(list)
    for slot in slots:
        if slot.site:
            sites[slot.site].append(slot)
    for site in sorted(sites, key=lambda site: site.code):
        yield site.code.upper(), str(site.name), sites[site]


def _down_people(slots: Sequence[Drawn]) -> Iterable[tuple[str, str, Sequence[Drawn]]]:
    people: dict[str, list[Drawn]] = defaultdict(list)
    for slot in slots:
        for name in slot.people:
            people[name].append(slot)
    for name in sorted(people):
        yield name, "", people[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawing:
    """What all cells of a board have in common.

    Attributes:
        local: when sessions begin, by their codes.
        moves: whether a row is of somebody who goes from site to site.
        address: before the codes of sessions, or nothing.
        clock, day, said, title, whose, band: how times, days, places, activities, groups and bands are
            written, escaped; a board writes the same few again and again.
        pin: the mark of a session that stays where it is.
    """

    local: Mapping[str, dt.datetime]
    dawn: int
    quiet: Quiet
    moves: bool
    address: str
    clock: Callable[[dt.time], str]
    day: Callable[[dt.date], str]
    said: Callable[[object], str]
    title: Callable[[Activity], str]
    whose: Callable[[tuple[Group, ...]], str]
    band: Callable[[Band], SafeString]
    pin: SafeString

    def cells(self, own: Sequence[Drawn], dates: Sequence[dt.date]) -> list[Cell]:
        """One for each day."""
        by_day: dict[dt.date, list[Drawn]] = defaultdict(list)
        for slot in own:
            by_day[self.local[slot.code].date()].append(slot)
        return [self._cell(by_day.get(on, ()), on) for on in dates]

    def _cell(self, own: Sequence[Drawn], on: dt.date) -> Cell:
        if not own:
            return Cell(blocks=(), bands=(), lanes=1)
        found: list[SafeString] = []
        ends: list[int] = []
        for slot in own:
            at = self.local[slot.code]
            step = self._step(at.hour * 60 + at.minute)
            steps = max(int((slot.ends_at - slot.begins_at).total_seconds()) // 60 // STEP, 1)
            lane = next((number for number, end in enumerate(ends) if end <= step), len(ends))
            ends[lane : lane + 1] = [step + steps]
            place = (step, min(steps, STEPS - step), lane + 1)
            found.append(self._block(slot, at, place))
        bands = [*self._pauses(own, on), *self._trips(own)]
        drawn = "".join([*(self.band(one) for one in bands), *found])
        html = SafeString(f'<td><ol class="w-{len(ends)}">{drawn}</ol></td>')
        return Cell(blocks=found, bands=bands, lanes=len(ends), html=html)

    def _block(self, slot: Drawn, at: dt.datetime, place: tuple[int, int, int]) -> SafeString:
        activity, site = slot.activity, slot.site
        until = at + (slot.ends_at - slot.begins_at)
        time = f"{self.clock(at.time())}–{self.clock(until.time())}"
        title, where = self.title(activity), slot.room or site
        told = [self.whose(slot.groups), f"{self.day(at.date())}, {time}"]
        if where:
            told.append(self.said(where))
        looks = {"tiny": place[1] < TINY, "way": activity.session_type.family == Family.TRAVEL}
        code = escape(slot.code)
        room = place_name(site.code if site else None, slot.room.code if slot.room else None)
        target = TARGET.format(code, escape(room or ""), f"{self.address}{code}/")
        return SafeString(
            BLOCK.format(
                *place,
                site.colour if site else 0,
                " ".join(["b", *(look for look, holds in looks.items() if holds)]),
                f"{title}, {time}",
                target if self.address else "",
                escape(site.code.upper()) if site else "",
                title,
                self.pin if slot.is_pinned else "",
                ", ".join(filter(None, told)),
            )
        )

    def _step(self, minute: int) -> int:
        return min(max(minute // STEP - self.dawn, 0), STEPS - 1)

    def _pauses(self, own: Sequence[Drawn], on: dt.date) -> Iterable[Band]:
        sites = {slot.site.code for slot in own if slot.site}
        for one in self.quiet.pauses_at(on, sites):
            step, end = self._step(one.begins), self._step(one.ends)
            if end > step:
                yield Band(look=one.look, text=str(one.label), whole="", step=step, steps=end - step)

    def _trips(self, own: Sequence[Drawn]) -> Iterable[Band]:
        """The ways to another site, drawn right before what is held there; a transfer is a block itself."""
        before: Drawn | None = None
        for slot in own if self.moves else ():
            if slot.site is None:
                continue
            if before is not None and before.site and not slot.is_transfer:
                minutes = self.quiet.ways.get(frozenset((before.site.code, slot.site.code)), 0)
                if before.site != slot.site and minutes:
                    at = self.local[slot.code]
                    steps = -(-minutes // STEP)
                    step = self._step(at.hour * 60 + at.minute) - steps
                    if step >= 0:
                        ends = {"origin": before.site.code.upper(), "destination": slot.site.code.upper()}
                        yield Band(
                            look=TRIP,
                            text=str(wording.duration(minutes)),
                            whole=gettext("from %(origin)s to %(destination)s") % ends,
                            step=step,
                            steps=steps,
                        )
            before = slot


def _title(activity: Activity) -> str:
    return escape(activity.title)


def _whose(groups: tuple[Group, ...]) -> str:
    return escape(wording.joined([str(group.name or group.code) for group in groups]))


def _cities(
    slots: Sequence[Drawn], local: Mapping[str, dt.datetime], dates: Sequence[dt.date]
) -> list[CitySpan]:
    """Where people are, from day to day; a day without a place is where the day before was."""
    by_day: dict[dt.date, str] = {}
    for slot in slots:
        if slot.site and slot.site.city:
            by_day[local[slot.code].date()] = slot.site.city
    here = next((by_day[on] for on in dates if on in by_day), "")
    along = []
    for on in dates:
        here = by_day.get(on, here)
        along.append(here)
    return [CitySpan(name=name, days=len(list(days))) for name, days in groupby(along)]
