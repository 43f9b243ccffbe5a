"""The country reports of the sample programme: made up, without any figure, and each says so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.followup.queries.country_reports import asks_for_reports
from balai.followup.services.country_reports import hand_in_country_report, keep_country_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from balai.selection.models import Participant

HANDED_IN = dt.datetime(2018, 7, 16, 3, tzinfo=dt.UTC)
"""Two days before people arrive."""

SAID: Mapping[str, tuple[str, str, str]] = {
    "AF": ("carpets and dried fruit", "Weavers sell without a name", "How do villages share one label?"),
    "BD": (
        "jute, leather and garments",
        "Dye houses waste warm water",
        "Who tests waste water, and who pays?",
    ),
    "BT": ("handmade paper and textiles", "Paper makers sell raw sheets", "How small can a paper mill be?"),
    "ID": (
        "batik, rattan and food",
        "Joints of rattan break in export",
        "What do others ask of a test bench?",
    ),
    "IN": (
        "brass, tools and textiles",
        "Each workshop buys its own tools",
        "How is a shared machine booked?",
    ),
    "LA": ("pottery and weaving", "Glazes are imported", "Can local clay be tested here?"),
    "LK": ("coir, tea and gems", "Husks are burnt", "Which press makes boards of coir?"),
    "MM": ("lacquer and wood", "Work stops in the wet months", "How is a drying room built cheaply?"),
    "NP": ("felt, paper and carpets", "Colours run in the first wash", "Who certifies that a colour holds?"),
    "PK": (
        "blades, sports goods and leather",
        "Blades differ from batch to batch",
        "How is heat measured in a small oven?",
    ),
}
"""What a country makes, what troubles it most, and what it asks, by country."""


def report_on(people: Sequence[Participant]) -> None:
    """One of each country writes its report and hands it in."""
    first = {one.country_id: one for one in reversed(people)}
    for code, one in sorted(first.items()):
        if code in SAID and asks_for_reports(one.edition_id):
            _report(one, *SAID[code])


def _report(one: Participant, made: str, problem: str, question: str) -> None:
    actor = one.person.reference
    values = {
        "sector": f"Sample text. Small enterprises make {made}, most of them in families and for buyers nearby.",
        "policy": "Sample text. A ministry plans for small industry; offices of the districts carry it out.",
        "instruments": "Courses, small loans, and fairs. Few firms know of all three.",
        "centres": "One laboratory of the state, far from most workshops.",
        "problems": f"{problem}\nTests cost more than small firms can pay\nBuyers ask for papers that nobody issues",
        "good_practice": "Masters of a craft teach in villages, for a term at a time.",
        "questions": f"{question}\nHow does a centre find the firms that need it?",
        "baseline": "Nobody has counted yet; the plan begins by counting.",
    }
    keep_country_report(participant=one, values=values, version=0, actor=actor, at=HANDED_IN)
    hand_in_country_report(participant=one, actor=actor, at=HANDED_IN)
