"""The handouts of the sample programme: one page each, written and set by us, before the first day.

Their words are assumed; they are what anybody may know of guards, dyes and kilns, and no centre's own text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.delivery.enums import Audience
from balai.delivery.models import Material
from balai.delivery.queries.materials import Reach
from balai.delivery.services.materials import add_material
from balai.engine.documents.minutes import Minutes, Section, minutes_pdf
from balai.engine.documents.parts import Letterhead
from balai.selection.services.sample.moments import officer_of_sample
from balai.timetable.queries.plans import published_slots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.programmes.models import Edition

HANDED_OUT = dt.datetime(2018, 7, 16, 3, tzinfo=dt.UTC)
"""The Monday before the arrivals: there is time to read, and a good line at home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """One page: its title, for whom, and paragraphs by heading."""

    title: str
    parts: Mapping[str, tuple[str, ...]]
    audience: Audience = Audience.EVERYBODY


HANDOUTS: Mapping[str, Handout] = {
    "": Handout(
        title="How to learn most in thirteen days",
        parts={
            "Before you come": (
                "Write down one product that small firms in your country make, and what holds it back.",
                "Bring a photo of it, or a sample that may be carried through customs.",
            ),
            "While you are here": (
                "Ask in each workshop what the machine costs, what it needs in a year, and who repairs it.",
                "Note one thing each evening that you would do differently at home, and why.",
            ),
            "Before you leave": ("Agree with your supervisor at home on the first step, and its day.",),
        },
    ),
    "LEC-1": Handout(
        title="How small and medium industry is developed: the questions of the lecture",
        parts={
            "What to listen for": (
                "Who decides which firms are helped, and by which rule?",
                "What is given as money, what as service, and what as access to a machine?",
                "How does the office know afterwards that it helped?",
            ),
            "To compare": ("Answer the same three questions for your own country, in one line each.",),
        },
    ),
    "LEC-4": Handout(
        title="Theory before practice: words that you will hear",
        parts={
            "At the machine": (
                "Zero point: where the machine counts from. Tool offset: how far the tip of a tool is from there.",
                "Dry run: the program runs, and nothing is cut.",
            ),
            "At the dye bath": (
                "Mordant: what binds the dye to the fibre. Resist: what keeps it away.",
                "Liquor ratio: how much bath there is for a weight of cloth.",
            ),
            "At the kiln": (
                "Leather-hard: dry enough to be carved. Biscuit: fired once. Glaze: glass that melts on it.",
            ),
        },
    ),
    "SAF-BBLM": Handout(
        title="Safety at CNC machines, on one page",
        parts={
            "Before": (
                (
                    "Know where the emergency stop is without looking. Wear glasses and shoes; no gloves, no sleeves "
                    "that hang, no jewellery; long hair is tied."
                ),
            ),
            "While it runs": (
                "Guards stay closed. Nobody reaches in. Chips are removed with a hook and when the spindle stands.",
            ),
            "If something is wrong": ("Stop first, then call the supervisor. Nobody is blamed for a stop.",),
        },
    ),
    "SAF-BBT": Handout(
        title="Safety with dyes and hot baths, on one page",
        parts={
            "Before": ("Coat, gloves and closed shoes. Powder is weighed under the hood, with a mask.",),
            "At the bath": (
                "Cloth is lowered with tongs and never thrown. Acid goes into water, never water into acid.",
            ),
            "If something is wrong": (
                "Splashes are rinsed for fifteen minutes, and the supervisor is called.",
            ),
        },
    ),
    "PRA-BBLM": Handout(
        title="Notes for supervisors: the part on the CNC machine",
        audience=Audience.TRAINERS,
        parts={
            "Where people go wrong": (
                "The zero point is set on the wrong corner. Let them touch off twice before the dry run.",
                "The tool offset has the wrong sign. The dry run shows it: watch the height.",
            ),
            "What counts": ("Guards, zero point and dry run are critical steps. Minutes are not.",),
        },
    ),
}


def hand_out(edition: Edition) -> None:
    """Hand the pages out for the sessions that are published, once."""
    if Material.objects.filter(edition=edition).exists():
        return
    officer = officer_of_sample()
    reach = Reach(
        own=frozenset({officer.reference}),
        reads_all=True,
        keeps_all=True,
        takes_part=False,
        taught=frozenset(),
        hosted=frozenset(),
    )
    sessions = {slot.session.activity.code: slot.session_id for slot in published_slots(edition)}
    for code, handout in HANDOUTS.items():
        if code and code not in sessions:
            continue
        add_material(
            edition=edition,
            session=sessions[code] if code else None,
            title=handout.title,
            audience=handout.audience,
            content=_page(edition, handout),
            name=f"{code.lower() or 'programme'}.pdf",
            reach=reach,
            actor=officer,
            at=HANDED_OUT,
        )


def _page(edition: Edition, handout: Handout) -> bytes:
    return minutes_pdf(
        Minutes(
            language="en",
            letterhead=Letterhead(names=(str(edition.title),)),
            heading=handout.title,
            subject="Handout of the demonstration: its words are assumed",
            reference=edition.code,
            facts=(),
            sections=tuple(
                Section(heading=heading, paragraphs=paragraphs)
                for heading, paragraphs in handout.parts.items()
            ),
        ),
        at=HANDED_OUT,
    )
