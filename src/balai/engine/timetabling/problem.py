"""What a timetable is asked: sessions, who attends them, where they can be held, and what must be kept.

Units: a moment is whole **minutes since midnight, local time, of the first day**; day 0 is the first day and
has the minutes 0 to 1,439. Durations and travel are minutes. Weights are whole points for each unit named.
A group is what attends: nobody is planned alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 -- read.py reads the annotations at run time
from graphlib import CycleError, TopologicalSorter

DAY = 1_440
NOON = 720
WEIGHT_AT_MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time: ``begins`` is in it, ``ends`` is not."""

    begins: int
    ends: int

    def __post_init__(self) -> None:
        if not 0 <= self.begins < self.ends:
            raise ValueError(
                f"a window must begin at 0 or later and before it ends, not {self.begins} to {self.ends}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place to travel to.

    Attributes:
        id: unique among sites.
        name: for sentences.
        city: groups change between cities by transfers alone; sites without one are of no city.
        holds: people it takes at a time; none for no limit.
        hours: when it is open, closures taken out.
    """

    id: str
    name: str
    city: str | None = None
    holds: int | None = None
    hours: tuple[Window, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where one session at a time is held.

    Attributes:
        id: unique among rooms.
        name: for sentences.
        site: where it is.
        seats: people.
        taken: when others have it.
    """

    id: str
    name: str
    site: str
    seats: int
    taken: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Minutes of travel between two sites, either way."""

    origin: str
    destination: str
    minutes: int

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise ValueError(
                f"travel from {self.origin} to {self.destination}: minutes must not be negative, not {self.minutes}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Machines of one kind at one site.

    Attributes:
        id: unique among machines.
        name: for sentences.
        quantity: how many there are.
        trainees: people who can work at one.
    """

    id: str
    name: str
    quantity: int
    trainees: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """When somebody cannot come."""

    window: Window
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A resource person, supervisor, interpreter or escort."""

    id: str
    name: str
    away: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Participants who go everywhere together.

    Attributes:
        id: unique among groups.
        name: for sentences.
        size: people.
    """

    id: str
    name: str
    size: int

    def __post_init__(self) -> None:
        if self.size < 1:
            raise ValueError(f"group {self.id}: size must be 1 or more, not {self.size}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time in which nobody has a session: a meal, a holiday, the Friday prayer.

    Attributes:
        id: unique among pauses.
        name: for sentences.
        windows: when.
        sites: where; none for everybody everywhere. Time of such a general pause counts neither as travel
            nor as waiting.
        spared: kinds of session that may run through it, such as a transfer, but neither begin nor end in it.
    """

    id: str
    name: str
    windows: tuple[Window, ...]
    sites: tuple[str, ...] | None = None
    spared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A time in which there is nothing heavy: the first day, the afternoons of Ramadan.

    Attributes:
        id: unique among quiet times.
        name: for sentences.
        windows: when.
        weight: none if it must be kept; otherwise points for each heavy session that meets it.
    """

    id: str
    name: str
    windows: tuple[Window, ...]
    weight: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observance:
    """A time that some participants keep free of work: a Sabbath, a morning of worship.

    Attributes:
        id: unique among observances.
        name: for sentences.
        windows: when.
        people: as how many people they count; whose wish it is, no problem says.
    """

    id: str
    name: str
    windows: tuple[Window, ...]
    people: int

    def __post_init__(self) -> None:
        if self.people < 1:
            raise ValueError(f"observance {self.id}: people must be 1 or more, not {self.people}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """So many machines of a kind for a session."""

    machine: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A wish that was promised: the session lies within one of these windows, or costs ``weight`` points."""

    windows: tuple[Window, ...]
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Where a session stays.

    Attributes:
        begins: moment.
        room: id; none to leave the room open.
    """

    begins: int
    room: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An activity for certain groups.

    Attributes:
        id: unique among sessions.
        title: for sentences.
        activity: what it is an instance of; sessions of one activity differ in their groups alone.
        kind: code of the session type, which pauses may spare.
        minutes: duration.
        groups: ids of those who attend; a plenary names all.
        rooms: ids of the rooms it may be held in; none for a session without a place.
        leaves: for a transfer, id of the site it begins at; its room is where it ends.
        people: ids of those who must be there.
        machines: what it takes.
        windows: it lies wholly within one of them, those that touch taken as one; none for any time.
        after: ids of sessions that must have ended.
        is_heavy: not for quiet times, better in the morning.
        is_contact: counts as teaching.
        promise: a promised wish.
        pin: where it must stay.
    """

    id: str
    title: str
    activity: str
    kind: str
    minutes: int
    groups: tuple[str, ...]
    rooms: tuple[str, ...] = ()
    leaves: str | None = None
    people: tuple[str, ...] = ()
    machines: tuple[Need, ...] = ()
    windows: tuple[Window, ...] = ()
    after: tuple[str, ...] = ()
    is_heavy: bool = False
    is_contact: bool = True
    promise: Promise | None = None
    pin: Pin | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= DAY:
            raise ValueError(f"session {self.id}: minutes must be from 1 to {DAY}, not {self.minutes}")
        if not self.groups:
            raise ValueError(f"session {self.id}: nobody attends; name groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one group can bear; none for no limit.

    Attributes:
        day_minutes: from the first beginning to the last end of a day, general pauses not counted.
        contact_minutes: of teaching on a day.
        sites: different sites on a day.
        free_half_day_in: in every so many days on end, one morning (to 12:00) or afternoon (12:00 to 18:00)
            is free.
    """

    day_minutes: int | None = None
    contact_minutes: int | None = None
    sites: int | None = None
    free_half_day_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Points of the wishes; 0 leaves a wish out.

    Attributes:
        site_day: for each site that a group goes to on a day.
        contact_minute: for each minute of teaching of a group above ``contact_good`` on a day.
        contact_good: minutes.
        heavy_late: for each group that has a heavy session begin at noon or later.
        waiting_minute: for each minute of a group's day, from its first beginning to its last end, without
            a session or a general pause; travel is waiting.
        trainer_minute: for each minute of a person's sessions above ``trainer_good`` on a day.
        trainer_good: minutes.
        kept_time: for each group of a session that meets an observance, times the people of that.
    """

    site_day: int = 0
    contact_minute: int = 0
    contact_good: int = 0
    heavy_late: int = 0
    waiting_minute: int = 0
    trainer_minute: int = 0
    trainer_good: int = 0
    kept_time: int = 0

    def __post_init__(self) -> None:
        for name in (
            *("site_day", "contact_minute", "heavy_late", "waiting_minute", "trainer_minute"),
            "kept_time",
        ):
            if not 0 <= getattr(self, name) <= WEIGHT_AT_MOST:
                raise ValueError(
                    f"weights: {name} must be from 0 to {WEIGHT_AT_MOST}, not {getattr(self, name)}"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One programme, or several that share centres and people.

    Attributes:
        title: for people.
        starts_on: the date of day 0.
        days: how many.
        grid: sessions begin on multiples of so many minutes, 5 to 60.
        travel: minutes between two sites, the same in both directions; a pair that is missing is not
            travelled.
    """

    title: str
    starts_on: date
    days: int
    grid: int = 15
    sites: tuple[Site, ...] = ()
    rooms: tuple[Room, ...] = ()
    machines: tuple[Machine, ...] = ()
    travel: tuple[Leg, ...] = ()
    people: tuple[Person, ...] = ()
    groups: tuple[Group, ...]
    pauses: tuple[Pause, ...] = ()
    quiets: tuple[Quiet, ...] = ()
    observances: tuple[Observance, ...] = ()
    sessions: tuple[Session, ...]
    limits: Limits = Limits()
    weights: Weights = Weights()

    def __post_init__(self) -> None:
        if not 1 <= self.days <= 366:
            raise ValueError(f"days must be from 1 to 366, not {self.days}")
        if not 5 <= self.grid <= 60 or 60 % self.grid:
            raise ValueError(f"grid must divide an hour and be from 5 to 60 minutes, not {self.grid}")
        for what in (
            *("sites", "rooms", "machines", "people", "groups"),
            *("pauses", "quiets", "observances", "sessions"),
        ):
            _refuse_twice(what, [one.id for one in getattr(self, what)])
        self._refuse_strangers()
        self._refuse_loose_transfers(self._refuse_circle())

    def heads(self, session: Session) -> int:
        """Participants at a session."""
        sizes = {group.id: group.size for group in self.groups}
        return sum(sizes[group] for group in session.groups)

    def _refuse_strangers(self) -> None:
        known = {
            name: {one.id for one in getattr(self, name)}
            for name in ("sites", "rooms", "machines", "people", "groups", "sessions")
        }
        named: list[tuple[str, str, tuple[str, ...]]]
        named = [(f"room {room.id}", "sites", (room.site,)) for room in self.rooms]
        named += [("travel", "sites", (leg.origin, leg.destination)) for leg in self.travel]
        named += [(f"pause {pause.id}", "sites", pause.sites or ()) for pause in self.pauses]
        for session in self.sessions:
            place = f"session {session.id}"
            named += [
                (place, "groups", session.groups),
                (place, "rooms", session.rooms),
                (place, "people", session.people),
                (place, "sessions", session.after),
                (place, "machines", tuple(need.machine for need in session.machines)),
                (place, "sites", (session.leaves,) if session.leaves else ()),
                (place, "rooms", (session.pin.room,) if session.pin and session.pin.room else ()),
            ]
        for place, kind, ids in named:
            for one in ids:
                if one not in known[kind]:
                    raise ValueError(f"{place}: {one} is not among the {kind}; check the id, or add it")

    def _refuse_circle(self) -> list[str]:
        """The sessions' ids, each after all that it waits for."""
        try:
            return list(TopologicalSorter({one.id: one.after for one in self.sessions}).static_order())
        except CycleError as error:
            circle = ", ".join(sorted(set(error.args[1])))
            raise ValueError(f"sessions {circle}: each waits for another; leave one order out") from None

    def _refuse_loose_transfers(self, order: list[str]) -> None:
        session = {one.id: one for one in self.sessions}
        before: dict[str, frozenset[str]] = {}  # transfers that a session waits for, directly or not
        for name in order:
            direct = session[name].after
            before[name] = frozenset(one for one in direct if session[one].leaves).union(
                *(before[one] for one in direct)
            )
        for group in self.groups:
            transfers = [one.id for one in self.sessions if one.leaves and group.id in one.groups]
            for place, one in enumerate(transfers):
                for other in transfers[place + 1 :]:
                    if one not in before[other] and other not in before[one]:
                        raise ValueError(
                            f"transfers {one} and {other} of group {group.id}: which is first is open; "
                            "put one after the other"
                        )


def _refuse_twice(what: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if not name:
            raise ValueError(f"{what}: one has no id; give each one of its own")
        if name in seen:
            raise ValueError(f"{what}: {name} stands there twice; keep one")
        seen.add(name)
