"""Times as a file writes them: "2018-07-19 08:00-12:00", "daily 12:00-13:00", "mon-thu 08:00-16:30"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balai.engine.timetabling.problem import DAY, Window

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
REMEDY = (
    'Write days, then hours if not all day: "2018-07-19", "2018-07-19..2018-07-21 08:00-12:00", '
    '"mon-thu 08:00-16:30; fri 08:00-11:30, 13:00-16:30" or "daily 12:00-13:00".'
)


def windows(text: str, *, starts_on: date, days: int) -> tuple[Window, ...]:
    """What a text says, as windows within the days of a problem, in order.

    Raises:
        ValueError: it says something else; the message has the remedy.
    """
    found: list[Window] = []
    for part in text.split(";"):
        words = part.strip().split(" ", 1)
        hours = [_hours(one.strip()) for one in words[1].split(",")] if len(words) > 1 else [(0, DAY)]
        for day in _days(words[0], starts_on, days):
            found += [Window(begins=day * DAY + begins, ends=day * DAY + ends) for begins, ends in hours]
    return tuple(sorted(found, key=lambda window: (window.begins, window.ends)))


def moment(text: str, *, starts_on: date) -> int:
    """The minutes of "2018-07-19 09:00".

    Raises:
        ValueError: it says something else.
    """
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d) (\d\d):(\d\d)", text)
    if not match or int(match[2]) > 23 or int(match[3]) > 59:
        raise ValueError(f'{text!r} is no moment. Write "2018-07-19 09:00".')
    return (_date(match[1]) - starts_on).days * DAY + int(match[2]) * 60 + int(match[3])


def told(minutes: int, starts_on: date) -> str:
    """A moment as a file writes it."""
    day, minute = divmod(minutes, DAY)
    return f"{starts_on + timedelta(days=day)} {minute // 60:02}:{minute % 60:02}"


def _days(text: str, starts_on: date, days: int) -> Iterator[int]:
    first, _, last = text.partition("..")
    if text == "daily":
        wanted = set(range(days))
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", first):
        begins = (_date(first) - starts_on).days
        ends = (_date(last) - starts_on).days if last else begins
        if ends < begins:
            raise ValueError(f"{text!r} ends before it begins. {REMEDY}")
        wanted = set(range(begins, ends + 1))
    else:
        first, _, last = text.partition("-")
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            raise ValueError(f"{text!r} names no days. {REMEDY}")
        begins, ends = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        names = {(begins + step) % 7 for step in range((ends - begins) % 7 + 1)}
        wanted = {day for day in range(days) if (starts_on + timedelta(days=day)).weekday() in names}
    yield from (day for day in range(days) if day in wanted)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no date. {REMEDY}") from error


def _hours(text: str) -> tuple[int, int]:
    match = _HOURS.fullmatch(text)
    if match:
        begins, ends = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        if begins < ends <= DAY and int(match[2]) < 60 and int(match[4]) < 60:
            return begins, ends
    raise ValueError(f"{text!r} are no hours. {REMEDY}")
