"""The dossier as a reader of the panel gets it: what speaks for the nominee, and nothing of who it is.

Name, e-mail address, passport, birth date, sex and photo are not in it, and health data never are: this
module reads none of the tables that hold them. Country, employer and position are there only where the plan
of the edition says so. What the country wrote about the nominee, and the nominee in the application, is shown
with the name, the addresses and, where it is hidden, the country blotted out: its names in every language,
its capital and towns, what its people are called, and the languages and money that it alone has. The page
says how many words were blotted. No list of words is complete: a river or a hero can still tell it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.directory.queries import words_that_tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

    from balai.nominations.models import Nomination
    from balai.selection.models import SelectionPlan

BLOT = "■■■"
ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+|https?://\S+|www\.\S+|\+?\d[\d ()/-]{6,}\d")
"""E-mail addresses, web addresses and telephone numbers."""

TOLD = {
    "problem": _("The problem at work that the nominee wants to solve"),
    "use_after": _("How it will be used after the return"),
    "outcomes": _("What the nominee expects to learn"),
    "priorities": _("Which topics matter most to the nominee"),
    "why_me": _("Why the nominee applies"),
    "contribution": _("What the nominee can teach the others"),
}
"""Columns of the application that a reader gets, and what they are called there. It holds nothing sealed."""

SHORTEST_NAME = 3
"""Letters of a part of a name below which it is left: “U” and “De” are words of many texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is known of the nominee."""

    label: StrOrPromise
    text: StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What a reader gets.

    Attributes:
        number: by which readers speak of it; it does not tell the country.
        country: its code, only where it is shown.
        facts: short ones.
        texts: what was written for the nominee.
        blots: how many words were blotted out in them.
    """

    number: str
    country: str
    facts: list[Line]
    texts: list[Line]

    @property
    def blots(self) -> int:
        return sum(str(line.text).count(BLOT) for line in self.texts)


def dossier_of(nomination: Nomination, plan: SelectionPlan) -> Dossier:
    """The dossier of a nomination, which comes with its country and application."""
    years = nomination.experience_years
    facts = [
        Line(label=_("Kind"), text=nomination.get_track_display() if nomination.track else ""),
        Line(label=_("Sector of work"), text=nomination.sector),
        Line(label=_("Years of experience in the field"), text="" if years is None else str(years)),
        Line(
            label=_("Highest education"),
            text=nomination.get_education_display() if nomination.education else "",
        ),
        Line(
            label=_("Level in the working language"),
            text=nomination.get_language_level_display() if nomination.language_level else "",
        ),
    ]
    hidden = list(_parts(nomination.name))
    if plan.shows_country:
        facts = [
            Line(label=_("Country"), text=nomination.country.brief_name),
            Line(label=_("Position"), text=nomination.position),
            Line(label=_("Employer or enterprise"), text=nomination.employer),
            Line(label=_("Rank given by the country"), text=str(nomination.rank)),
            *facts,
        ]
    else:
        hidden += [*words_that_tell(nomination.country), nomination.employer]
    return Dossier(
        number=number_of(nomination),
        country=nomination.country_id if plan.shows_country else "",
        facts=[line for line in facts if line.text],
        texts=[
            Line(label=_("Why this person"), text=blotted(nomination.reason, hidden)),
            Line(label=_("What it will be used for at home"), text=blotted(nomination.expected_use, hidden)),
            *_told(nomination, hidden),
        ],
    )


def _told(nomination: Nomination, hidden: Iterable[str]) -> Iterable[Line]:
    """What the nominee wrote in the application: the problem, and what is to come of the course."""
    application = getattr(nomination, "application", None)
    for name, label in TOLD.items() if application is not None else ():
        if text := getattr(application, name):
            yield Line(label=label, text=blotted(text, hidden))


def number_of(nomination: Nomination) -> str:
    """Six letters and digits from the end of the identifier, which are drawn at random."""
    return str(nomination.pk).replace("-", "")[-6:].upper()


def blotted(text: str, words: Iterable[str]) -> str:
    """A text without these words, one or many of what they name, and without addresses, in any case."""
    wanted = sorted({word.strip() for word in words if word and word.strip()}, key=len, reverse=True)
    text = ADDRESSES.sub(BLOT, text)
    if not wanted:
        return text
    return re.sub(rf"(?<!\w)({'|'.join(map(re.escape, wanted))})s?(?!\w)", BLOT, text, flags=re.IGNORECASE)


def _parts(name: str) -> Iterable[str]:
    yield name
    yield from (part for part in re.split(r"[\s.,-]+", name) if len(part) >= SHORTEST_NAME)
