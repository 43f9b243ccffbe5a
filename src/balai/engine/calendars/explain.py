"""Reasons and skipped days as plain English sentences, for the command line, the minutes and tests.

Pages make their own sentences from the same data, in the reader's language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.calendars.almanac import Certainty
from balai.engine.calendars.chain import Why

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from balai.engine.calendars.chain import Skipped
    from balai.engine.calendars.search import Reason

CERTAINTIES = {
    Certainty.LISTED: "",
    Certainty.OBSERVED: " (the day given instead)",
    Certainty.ESTIMATED: " (estimated)",
}


def explain(reason: Reason) -> str:
    """Say one reason as a sentence."""
    days = _days(reason.since, reason.until)
    if reason.hijri_year is not None:
        return _explain_ramadan(reason)
    if reason.rule == "D7":
        return _explain_friday(reason)
    mark = CERTAINTIES[reason.certainty] if reason.certainty else ""
    holiday = f"{reason.name} in {reason.country}{mark}, {days}"
    return {
        "D2": f"The host does not work: {holiday}.",
        "D4": f"Kept free for something else: {reason.name}, {days}.",
        "D5": f"Participants are away from home on a day off: {holiday}.",
        "D6": f"A day off while participants travel: {holiday}.",
        "D8": f"The host loses a working day of preparation: {holiday}.",
        "D10": f"To be borne in mind: {reason.name}, {days}.",
        "D11": f"No list of days off is known for {reason.country} in {reason.since.year}.",
    }[reason.rule]


def _explain_ramadan(reason: Reason) -> str:
    begins, ends = (" or ".join(_day(day) for day in days) for days in (reason.first_days, reason.last_days))
    where = "within the programme" if reason.rule == "D3" else "while it is prepared"
    return f"Ramadan {reason.hijri_year} falls {where} in {reason.country}: from {begins} to {ends}."


def _explain_friday(reason: Reason) -> str:
    blocks = "; ".join(
        f"{block.place} {block.begins:%H:%M} to {block.ends:%H:%M} (dhuhr {block.dhuhr:%H:%M})"
        for block in reason.blocks
    )
    return f"Friday prayer on {_day(reason.since)}: {blocks}."


def explain_skipped(skipped: Skipped) -> str:
    """Say why a deadline does not fall on a day."""
    return {
        Why.WEEKEND: f"{_day(skipped.on)} is a weekend day.",
        Why.DAY_OFF: f"{_day(skipped.on)} is, or may be, a day off: {skipped.name}.",
        Why.AFTER_THE_LEVEL_ABOVE: f"{_day(skipped.on)} would come after the deadline of the level above.",
    }[skipped.why]


def explain_all(reasons: Sequence[Reason]) -> tuple[str, ...]:
    return tuple(explain(reason) for reason in reasons)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _days(since: dt.date, until: dt.date) -> str:
    return _day(since) if since == until else f"{_day(since)} to {_day(until)}"
