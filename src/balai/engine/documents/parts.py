"""What several documents share: letterhead, contacts, moments in places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.documents.errors import PictureError
from balai.engine.documents.words import clock_text, day_text, words_of

if TYPE_CHECKING:
    import datetime as dt

BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # PNG, JPEG
# They become links, so their form is held: no space, no quotation, no scheme of somebody's choice.
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
WEB = re.compile(r"[\w-]+(\.[\w-]+)+(/[\w./~%?=&+-]*)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as bytes: PNG or JPEG. Drawings (SVG) are refused, as everywhere in Balai.

    Attributes:
        data: the file.
        description: what a screen reader says; never empty.
    """

    data: bytes
    description: str

    def __post_init__(self) -> None:
        if not self.description.strip():
            raise ValueError("a picture without a description: say what it shows")


def require_picture(logo: Picture) -> None:
    """Refuse what is neither PNG nor JPEG by its first bytes.

    Raises:
        PictureError: it is something else.
    """
    if not logo.data.startswith(BEGINNINGS):
        raise PictureError("The logo is neither PNG nor JPEG. Save it as one of them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who speaks: the head of a letter, the top of a cover.

    Attributes:
        names: in order of protocol, the host first: ``("Ministry of Industry", "Republic of Indonesia")``.
        lines: address, telephone, web, one line each.
        logo: the host's.
    """

    names: tuple[str, ...]
    lines: tuple[str, ...] = ()
    logo: Picture | None = None

    def __post_init__(self) -> None:
        if not self.names:
            raise ValueError("a letterhead without a name: name the office")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An office to turn to, never a person by name.

    Attributes:
        role: what for, such as "Host".
        office: its name.
        lines: address and further lines.
        phone: with the country's code.
        email: an address that somebody reads.
        web: its pages, without ``https://``.
    """

    role: str
    office: str
    lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    web: str = ""

    def __post_init__(self) -> None:
        if self.email and not EMAIL.fullmatch(self.email):
            raise ValueError(f"{self.office}: {self.email!r} is no e-mail address")
        if self.web and not WEB.fullmatch(self.web):
            raise ValueError(
                f"{self.office}: {self.web!r} is no web address; write it as colombo-plan.org/calls"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalMoment:
    """A moment as a clock in one place shows it.

    Attributes:
        place: such as "Kathmandu".
        at: aware, in the place's own time zone: it is printed as it stands.
    """

    place: str
    at: dt.datetime

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError(f"a moment in {self.place} without a time zone: give it the place's own")


def moment_parts(moments: tuple[LocalMoment, ...], language: str) -> tuple[str, str]:
    """The day, and the clocks: ``Friday 4 May 2018`` and ``16:00 in Kathmandu (17:15 in Jakarta)``.

    The first place leads; another place's day is told where it differs.
    """
    forms = words_of(language)["forms"]
    leading = moments[0].at.date()
    first, *others = (
        forms["clock_in"].format(clock=clock_text(moment.at, language), place=moment.place)
        if moment.at.date() == leading
        else forms["moment"].format(
            day=day_text(moment.at.date(), language),
            clock=clock_text(moment.at, language),
            place=moment.place,
        )
        for moment in moments
    )
    return day_text(leading, language), f"{first} ({'; '.join(others)})" if others else first


def moment_text(moments: tuple[LocalMoment, ...], language: str) -> str:
    """``Friday 4 May 2018, 16:00 in Kathmandu (17:15 in Jakarta)``."""
    return ", ".join(moment_parts(moments, language))
