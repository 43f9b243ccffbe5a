"""The files of programmes and timetables (YAML or JSON).

A file writes moments as people do and names an activity once for all its groups; inside, each group's session
stands by itself and moments are minutes.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from balai.engine.entries import Entry, FileError, read_entry, schema_of
from balai.engine.timetabling import problem as asked
from balai.engine.timetabling.result import Placement, Timetable
from balai.engine.timetabling.when import REMEDY, moment, told, windows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Count = Annotated[int, Field(ge=0, le=100_000, strict=True)]
Minutes = Annotated[int, Field(ge=0, le=1_440, strict=True)]


class SiteEntry(Entry):
    """A place to travel to."""

    id: Code = Field(description="Give each site an id of letters, digits, dots and dashes.")
    name: str = Field(default="", description="Write the site's name, or leave it out.")
    city: str | None = Field(default=None, description="Write the city, or leave it out.")
    holds: Count | None = Field(default=None, description="Write how many people it takes at a time.")
    hours: str = Field(default="daily", description=REMEDY)
    closed: str | None = Field(default=None, description=REMEDY)


class RoomEntry(Entry):
    """A room of a site."""

    id: Code = Field(description="Give each room an id of its own.")
    name: str = Field(default="", description="Write the room's name, or leave it out.")
    site: Code = Field(description="Write a site's id.")
    seats: Count = Field(description="Write a number of people.")
    taken: str | None = Field(default=None, description=REMEDY)


class MachineEntry(Entry):
    """Machines of one kind."""

    id: Code = Field(description="Give each kind of machine an id of its own.")
    name: str = Field(default="", description="Write the machine's name, or leave it out.")
    quantity: Count = Field(description="Write how many there are.")
    trainees: Count = Field(description="Write how many people can work at one.")


class TravelEntry(Entry):
    """Minutes between two sites, either way."""

    between: tuple[Code, Code] = Field(description="Write two sites' ids.")
    minutes: Minutes = Field(description="Write whole minutes.")


class AbsenceEntry(Entry):
    """When somebody cannot come."""

    when: str = Field(description=REMEDY)
    reason: str = Field(default="", description="Write why, or leave it out.")


class PersonEntry(Entry):
    """Somebody who is needed at sessions."""

    id: Code = Field(description="Give each person an id of their own.")
    name: str = Field(default="", description="Write the name, or leave it out.")
    away: list[AbsenceEntry] = Field(default_factory=list, description="Write a list of absences.")


class GroupEntry(Entry):
    """Participants who go everywhere together."""

    id: Code = Field(description="Give each group an id of its own.")
    name: str = Field(default="", description="Write the group's name, or leave it out.")
    size: Annotated[int, Field(ge=1, le=10_000, strict=True)] = Field(description="Write how many people.")


class PauseEntry(Entry):
    """A time in which nobody has a session."""

    id: Code = Field(description="Give each pause an id of its own.")
    name: str = Field(default="", description="Write its name, such as lunch.")
    when: str = Field(description=REMEDY)
    sites: list[Code] | None = Field(default=None, description="Write sites' ids, or leave it out for all.")
    spared: list[str] = Field(default_factory=list, description="Write kinds that may run through it.")


class QuietEntry(Entry):
    """A time without anything heavy."""

    id: Code = Field(description="Give each quiet time an id of its own.")
    name: str = Field(default="", description="Write its name, such as the first day.")
    when: str = Field(description=REMEDY)
    weight: Count | None = Field(
        default=None, description="Write the points for each session, or leave it out if it must be kept."
    )


class ObservanceEntry(Entry):
    """A time that some participants keep free of work."""

    id: Code = Field(description="Give each observance an id of its own.")
    name: str = Field(default="", description="Write its name, such as the Sabbath.")
    when: str = Field(description=REMEDY)
    people: Annotated[int, Field(ge=1, le=10_000, strict=True)] = Field(
        description="Write as how many people they count, who are never named."
    )


class PromiseEntry(Entry):
    """A promised wish."""

    when: str = Field(description=REMEDY)
    weight: Count = Field(description="Write the points lost if it is not kept.")


class PinEntry(Entry):
    """Where an activity stays."""

    begins: str = Field(description='Write a moment, such as "2018-07-19 09:00".')
    room: Code | None = Field(default=None, description="Write a room's id, or leave it out.")


class ActivityEntry(Entry):
    """What is held once for all its groups, or once for each."""

    id: Code = Field(description="Give each activity an id of its own.")
    title: str = Field(default="", description="Write the title, or leave it out.")
    kind: str = Field(default="", description="Write the code of the session type, such as LEC.")
    minutes: Annotated[int, Field(ge=1, le=1_440, strict=True)] = Field(description="Write whole minutes.")
    groups: list[Code] | None = Field(default=None, description="Write groups' ids, or leave it out for all.")
    each_group: bool = Field(
        default=False, description="Write true if every group has a session of its own, false otherwise."
    )
    rooms: list[Code] = Field(default_factory=list, description="Write ids of rooms it may be held in.")
    leaves: Code | None = Field(default=None, description="For a transfer, write the site it begins at.")
    people: list[Code] = Field(default_factory=list, description="Write ids of those who must be there.")
    machines: dict[Code, Count] = Field(default_factory=dict, description="Write machines: how many.")
    when: str | None = Field(default=None, description=REMEDY)
    after: list[Code] = Field(default_factory=list, description="Write ids of activities before it.")
    heavy: bool = Field(default=False, description="Write true if it is heavy, false otherwise.")
    contact: bool = Field(default=True, description="Write true if it counts as teaching, false otherwise.")
    promise: PromiseEntry | None = Field(default=None, description="Write when and weight, or leave it out.")
    pin: PinEntry | None = Field(default=None, description="Write begins and room, or leave it out.")


class LimitsEntry(Entry):
    """What one group can bear."""

    day_minutes: Minutes | None = Field(default=None, description="Write minutes, or leave it out.")
    contact_minutes: Minutes | None = Field(default=None, description="Write minutes, or leave it out.")
    sites: Count | None = Field(default=None, description="Write how many sites a day, or leave it out.")
    free_half_day_in: Annotated[int, Field(ge=1, le=60, strict=True)] | None = Field(
        default=None, description="Write in how many days a half-day is free, or leave it out."
    )


Weight = Annotated[int, Field(ge=0, le=asked.WEIGHT_AT_MOST, strict=True)]


class WeightsEntry(Entry):
    """Points of the wishes."""

    site_day: Weight = Field(default=0, description="Write points for each site of a group's day.")
    contact_minute: Weight = Field(
        default=0, description="Write points for each minute of teaching too much."
    )
    contact_good: Minutes = Field(default=0, description="Write minutes of teaching that are good on a day.")
    heavy_late: Weight = Field(default=0, description="Write points for each heavy session from noon on.")
    waiting_minute: Weight = Field(default=0, description="Write points for each minute of waiting.")
    trainer_minute: Weight = Field(
        default=0, description="Write points for each minute too much of a person."
    )
    trainer_good: Minutes = Field(default=0, description="Write minutes that are good for a person on a day.")
    kept_time: Weight = Field(
        default=0, description="Write points for each person and group of a session in an observance."
    )


class ProgrammeFile(Entry):
    """A programme to be timetabled."""

    title: str = Field(default="", description="Write the programme's title, or leave it out.")
    starts_on: date = Field(description="Write the first day as 2018-07-18.")
    days: Annotated[int, Field(ge=1, le=366, strict=True)] = Field(description="Write how many days.")
    grid: Annotated[int, Field(ge=5, le=60, strict=True)] = Field(
        default=15, description="Write on multiples of how many minutes sessions begin."
    )
    sites: list[SiteEntry] = Field(default_factory=list, description="Write a list of sites.")
    rooms: list[RoomEntry] = Field(default_factory=list, description="Write a list of rooms.")
    machines: list[MachineEntry] = Field(default_factory=list, description="Write a list of machines.")
    travel: list[TravelEntry] = Field(default_factory=list, description="Write a list of ways.")
    people: list[PersonEntry] = Field(default_factory=list, description="Write a list of people.")
    groups: list[GroupEntry] = Field(min_length=1, description="Write a list of groups, one at least.")
    pauses: list[PauseEntry] = Field(default_factory=list, description="Write a list of pauses.")
    quiets: list[QuietEntry] = Field(default_factory=list, description="Write a list of quiet times.")
    observances: list[ObservanceEntry] = Field(
        default_factory=list, description="Write a list of times that people keep free of work."
    )
    activities: list[ActivityEntry] = Field(description="Write a list of activities.")
    limits: LimitsEntry = Field(default=LimitsEntry(), description="Write limits of a group's days.")
    weights: WeightsEntry = Field(default=WeightsEntry(), description="Write points of the wishes.")

    def problem(self) -> asked.Problem:
        """The same in the engine's terms.

        Raises:
            ValueError: something does not fit; the message has place, value, rule and remedy.
        """
        return asked.Problem(
            title=self.title,
            starts_on=self.starts_on,
            days=self.days,
            grid=self.grid,
            sites=tuple(self._sites()),
            rooms=tuple(
                asked.Room(
                    id=one.id,
                    name=one.name or one.id,
                    site=one.site,
                    seats=one.seats,
                    taken=self._windows(f"room {one.id}", one.taken) if one.taken else (),
                )
                for one in self.rooms
            ),
            machines=tuple(
                asked.Machine(
                    id=one.id, name=one.name or one.id, quantity=one.quantity, trainees=one.trainees
                )
                for one in self.machines
            ),
            travel=tuple(
                asked.Leg(origin=one.between[0], destination=one.between[1], minutes=one.minutes)
                for one in self.travel
            ),
            people=tuple(self._people()),
            groups=tuple(
                asked.Group(id=one.id, name=one.name or one.id, size=one.size) for one in self.groups
            ),
            pauses=tuple(
                asked.Pause(
                    id=one.id,
                    name=one.name or one.id,
                    windows=self._windows(f"pause {one.id}", one.when),
                    sites=None if one.sites is None else tuple(one.sites),
                    spared=tuple(one.spared),
                )
                for one in self.pauses
            ),
            quiets=tuple(
                asked.Quiet(
                    id=one.id,
                    name=one.name or one.id,
                    windows=self._windows(f"quiet time {one.id}", one.when),
                    weight=one.weight,
                )
                for one in self.quiets
            ),
            observances=tuple(
                asked.Observance(
                    id=one.id,
                    name=one.name or one.id,
                    windows=self._windows(f"observance {one.id}", one.when),
                    people=one.people,
                )
                for one in self.observances
            ),
            sessions=tuple(self._sessions()),
            limits=asked.Limits(**self.limits.model_dump()),
            weights=asked.Weights(**self.weights.model_dump()),
        )

    def _windows(self, place: str, text: str) -> tuple[asked.Window, ...]:
        try:
            return windows(text, starts_on=self.starts_on, days=self.days)
        except ValueError as error:
            raise ValueError(f"{place}: {error}") from error

    def _some(self, place: str, text: str) -> tuple[asked.Window, ...]:
        """Windows of which there must be one: none at all would mean any time."""
        found = self._windows(place, text)
        if not found:
            last = self.starts_on + timedelta(days=self.days - 1)
            raise ValueError(
                f"{place}: {text!r} names no day of the programme. "
                f"Write days from {self.starts_on} to {last}, or leave it out."
            )
        return found

    def _sites(self) -> Iterator[asked.Site]:
        for one in self.sites:
            hours = self._windows(f"site {one.id}", one.hours)
            if one.closed:
                shut = self._windows(f"site {one.id}", one.closed)
                hours = tuple(piece for window in hours for piece in _without(window, shut))
            yield asked.Site(id=one.id, name=one.name or one.id, city=one.city, holds=one.holds, hours=hours)

    def _people(self) -> Iterator[asked.Person]:
        for one in self.people:
            away = tuple(
                asked.Absence(window=window, reason=absence.reason)
                for absence in one.away
                for window in self._windows(f"person {one.id}", absence.when)
            )
            yield asked.Person(id=one.id, name=one.name or one.id, away=away)

    def _sessions(self) -> Iterator[asked.Session]:
        everybody = [group.id for group in self.groups]
        instances = {
            one.id: {group: f"{one.id}-{group}" for group in (one.groups or everybody)}
            if one.each_group
            else dict.fromkeys(one.groups or everybody, one.id)
            for one in self.activities
        }
        for one in self.activities:
            place = f"activity {one.id}"
            by_session: dict[str, list[str]] = {}
            for group, name in instances[one.id].items():
                by_session.setdefault(name, []).append(group)
            for earlier in one.after:
                if earlier not in instances:
                    raise ValueError(f"{place}: after {earlier}: there is no such activity; check the id")
            for name, groups in by_session.items():
                yield asked.Session(
                    id=name,
                    title=one.title or one.id,
                    activity=one.id,
                    kind=one.kind,
                    minutes=one.minutes,
                    groups=tuple(groups),
                    rooms=tuple(one.rooms),
                    leaves=one.leaves,
                    people=tuple(one.people),
                    machines=tuple(
                        asked.Need(machine=machine, count=count) for machine, count in one.machines.items()
                    ),
                    windows=() if one.when is None else self._some(place, one.when),
                    after=tuple(
                        dict.fromkeys(
                            instances[earlier][group]
                            for earlier in one.after
                            for group in groups
                            if group in instances[earlier]
                        )
                    ),
                    is_heavy=one.heavy,
                    is_contact=one.contact,
                    promise=asked.Promise(
                        windows=self._some(place, one.promise.when), weight=one.promise.weight
                    )
                    if one.promise
                    else None,
                    pin=asked.Pin(begins=moment(one.pin.begins, starts_on=self.starts_on), room=one.pin.room)
                    if one.pin
                    else None,
                )


class PlacementEntry(Entry):
    """Where one session is."""

    session: str = Field(description="Write a session's id.")
    begins: str = Field(description='Write a moment, such as "2018-07-19 09:00".')
    room: str | None = Field(default=None, description="Write a room's id, or leave it out.")


class TimetableFile(Entry):
    """A timetable, as it was planned, drawn by hand or imported."""

    sessions: list[PlacementEntry] = Field(description="Write a list of sessions.")


def read_programme(path: Path) -> asked.Problem:
    """Read a programme file; JSON is YAML too.

    Raises:
        FileError: says what to mend.
    """
    programme = read_entry(path, ProgrammeFile)
    try:
        return programme.problem()
    except ValueError as error:
        raise FileError([f"{path}: {_ended(str(error))}"]) from error


_WITHIN = (("timetable",), ("alternatives", 0, "timetable"))  # of what solve and repair write as JSON


def read_timetable(path: Path, problem: asked.Problem) -> Timetable:
    """Read a timetable for a problem, from a file of its own or from what solve or repair wrote.

    Of what repair wrote it is the first alternative.

    Raises:
        FileError: says what to mend.
    """
    entries = read_entry(path, TimetableFile, within=_WITHIN).sessions
    try:
        placements = [
            Placement(
                session=one.session,
                begins=moment(one.begins, starts_on=problem.starts_on),
                room=one.room,
            )
            for one in entries
        ]
    except ValueError as error:
        raise FileError([f"{path}: {_ended(str(error))}"]) from error
    return Timetable(placements=tuple(placements))


def timetable_entries(timetable: Timetable, problem: asked.Problem) -> dict[str, Any]:
    """A timetable as its file writes it, in the order of time."""
    return {
        "sessions": [
            {
                "session": one.session,
                "begins": told(one.begins, problem.starts_on),
                **({"room": one.room} if one.room else {}),
            }
            for one in sorted(timetable.placements, key=lambda one: (one.begins, one.session))
        ]
    }


def schema() -> dict[str, Any]:
    """The JSON Schema of a programme file."""
    return schema_of(ProgrammeFile)


def _without(window: asked.Window, shut: tuple[asked.Window, ...]) -> Iterator[asked.Window]:
    begins = window.begins
    for closure in shut:
        if closure.ends <= begins or closure.begins >= window.ends:
            continue
        if closure.begins > begins:
            yield asked.Window(begins=begins, ends=closure.begins)
        begins = closure.ends
    if begins < window.ends:
        yield asked.Window(begins=begins, ends=window.ends)


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
