"""The competition's format: ``.ctt`` in, its solution format in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.entries import FileError
from balai.engine.timetabling.itc2007.instance import Course, Hall, Instance, Lecture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_HEADS = ("Name", "Courses", "Rooms", "Days", "Periods_per_day", "Curricula", "Constraints")
_SECTIONS = ("COURSES", "ROOMS", "CURRICULA", "UNAVAILABILITY_CONSTRAINTS")


def read_instance(path: Path) -> Instance:
    """Read a ``.ctt`` file.

    Raises:
        FileError: says at which line what is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError([f"{path}: cannot be read ({error}). Name a .ctt file of text."]) from error
    try:
        return _Reading(text).instance()
    except _WrongError as error:
        raise FileError([f"{path}: line {error.line}: {error}"]) from error


def read_solution(path: Path, instance: Instance) -> tuple[Lecture, ...]:
    """Read lines of "course room day period".

    Raises:
        FileError: says at which line what is wrong.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileError([f"{path}: cannot be read ({error}). Name a solution of text."]) from error
    lectures = []
    for number, line in enumerate(lines, 1):
        words = line.split()
        if not words:
            continue
        if len(words) != 4 or not (words[2].isdigit() and words[3].isdigit()):
            raise FileError([f'{path}: line {number}: {line!r:.60} is not "course room day period".'])
        period = int(words[2]) * instance.periods_a_day + int(words[3])
        lectures.append(Lecture(course=words[0], period=period, hall=words[1]))
    return tuple(lectures)


def solution_text(instance: Instance, lectures: Sequence[Lecture]) -> str:
    """A solution as the competition's validator reads it."""
    return "\n".join(
        f"{one.course} {one.hall} {one.period // instance.periods_a_day} {one.period % instance.periods_a_day}"
        for one in sorted(lectures)
    )


class _WrongError(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class _Reading:
    def __init__(self, text: str) -> None:
        self.heads: dict[str, str] = {}
        self.rows: dict[str, list[tuple[int, list[str]]]] = {name: [] for name in _SECTIONS}
        section = ""
        self.last = 0
        for number, line in enumerate(text.splitlines(), 1):
            self.last = number
            words = line.split()
            if not words or line.strip() == "END.":
                continue
            name = words[0].rstrip(":")
            if line.strip().endswith(":") and name in _SECTIONS:
                section = name
            elif section:
                self.rows[section].append((number, words))
            elif name in _HEADS and len(words) == 2:
                self.heads[name] = words[1]
            else:
                raise _WrongError(
                    number, f"{line.strip()!r:.60} is no head. Write one of {', '.join(_HEADS)}."
                )

    def instance(self) -> Instance:
        days, periods = self._some("Days"), self._some("Periods_per_day")
        for head in ("Courses", "Rooms"):
            self._some(head)
        courses = tuple(
            Course(
                id=words[0],
                teacher=words[1],
                lectures=self._number(line, words[2]),
                days=self._number(line, words[3]),
                students=self._number(line, words[4]),
            )
            for line, words in self._of("COURSES", "Courses", 5)
        )
        halls = tuple(
            Hall(id=words[0], seats=self._number(line, words[1]))
            for line, words in self._of("ROOMS", "Rooms", 2)
        )
        self._refuse_twice("COURSES")
        self._refuse_twice("ROOMS")
        held, places = sum(one.lectures for one in courses), days * periods * len(halls)
        if held > places:
            raise _WrongError(self.last, f"{held} lectures, and rooms and periods have place for {places}.")
        known = {course.id for course in courses}
        curricula = []
        for line, words in self._of("CURRICULA", "Curricula", None):
            members = tuple(words[2:])
            if len(words) < 2 or self._number(line, words[1]) != len(members) or not set(members) <= known:
                raise _WrongError(line, "a curriculum is its name, how many courses, and their names.")
            curricula.append(members)
        closed = []
        for line, words in self._of("UNAVAILABILITY_CONSTRAINTS", "Constraints", 3):
            day, period = self._number(line, words[1]), self._number(line, words[2])
            if words[0] not in known or day >= days or period >= periods:
                raise _WrongError(line, "a constraint is a course, a day and a period that there are.")
            closed.append((words[0], day * periods + period))
        return Instance(
            name=self.heads.get("Name", ""),
            days=days,
            periods_a_day=periods,
            courses=courses,
            halls=halls,
            curricula=tuple(curricula),
            closed=tuple(closed),
        )

    def _of(self, section: str, head: str, width: int | None) -> Iterator[tuple[int, list[str]]]:
        rows = self.rows[section]
        if len(rows) != self._count(head):
            raise _WrongError(
                rows[-1][0] if rows else self.last,
                f"{head} says {self.heads[head]}, and {len(rows)} stand under {section}.",
            )
        for line, words in rows:
            if width is not None and len(words) != width:
                raise _WrongError(line, f"{len(words)} words, and a line of {section} has {width}.")
            yield line, words

    def _refuse_twice(self, section: str) -> None:
        seen: set[str] = set()
        for line, words in self.rows[section]:
            if words[0] in seen:
                raise _WrongError(line, f"{words[0]} stands under {section} twice. Keep one.")
            seen.add(words[0])

    def _some(self, head: str) -> int:
        if not self._count(head):
            raise _WrongError(1, f"{head} is 0. Write 1 or more.")
        return self._count(head)

    def _count(self, head: str) -> int:
        if head not in self.heads:
            raise _WrongError(self.last, f'the head "{head}:" is missing. Write it with a number.')
        return self._number(1, self.heads[head])

    def _number(self, line: int, text: str) -> int:
        if not text.isdigit():
            raise _WrongError(line, f"{text!r} is no whole number.")
        return int(text)
