"""Why there is no timetable or no repair, and what could be given up, in the words of an officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from balai.kernel.translated import TranslatedText
from balai.timetable.services.drafting import problem_in
from balai.timetable.services.naming import names_of
from balai.timetable.services.reading import read
from balai.timetable.services.relaxing import remedies_of
from balai.timetable.services.repairing import explanation_of, hindrance_of, obstacles_in
from balai.timetable.services.searching import why_none
from balai.timetable.services.wording import Wording
from balai.timetable.views.showing.ways import when
from balai.ui import wording

if TYPE_CHECKING:
    from balai.timetable.models import Hindrance, Search


def why_of(search: Search) -> dict[str, Any]:
    """Why there is no timetable, and what could be given up; nothing where there is one."""
    (found, clash), remedies = why_none(search), remedies_of(search)
    if not found and not clash and not remedies:
        return {}
    words = Wording(problem_in(search.problem), names_of(search.edition))
    return {
        "why": [read(one, words) for one in found],
        "clash": [words.kept(limit) for limit in clash],
        "remedies": [
            {
                "number": number,
                "sentences": [words.given_up(limit) for limit in one.limits],
                "is_proven": one.is_proven,
            }
            for number, one in enumerate(remedies, start=1)
        ],
    }


def hindrance_words(search: Search) -> dict[str, Any]:
    """What a repair is asked for, what of the published timetable it breaks, and what is given up for it."""
    problem = problem_in(search.problem)
    words, hindrance = Wording(problem, names_of(search.edition)), hindrance_of(search)
    return {
        "hindrance": hindrance,
        "hindered_what": _about(hindrance) if hindrance else "",
        "hindered": _stretch(hindrance, ZoneInfo(search.edition.time_zone)) if hindrance else "",
        "obstacles": obstacles_in(search, problem, words),
        "given_up": [TranslatedText(one) for one in search.given_up],
    }


def _stretch(hindrance: Hindrance, zone: ZoneInfo) -> str:
    begins, ends = hindrance.begins_at.astimezone(zone), hindrance.ends_at.astimezone(zone)
    if begins.date() == ends.date():
        return when(begins, ends, zone)
    return " – ".join(f"{wording.long_day(one.date())}, {wording.clock(one)}" for one in (begins, ends))


def _about(hindrance: Hindrance) -> str:
    if hindrance.session is not None:
        return str(hindrance.session.title)
    return str(hindrance.site or hindrance.person)


def explained(search: Search) -> dict[str, Any]:
    """The search that explains why a repair found no way, with what it found."""
    explanation = explanation_of(search)
    if explanation is None:
        return {"explained": None}
    return {"explained": explanation, **why_of(explanation)}
