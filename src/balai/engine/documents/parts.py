"""What several documents share: letterhead, contacts, moments in places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.documents.words import clock_text, day_text, words_of

if TYPE_CHECKING:
    import datetime as dt


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
        web: its pages.
    """

    role: str
    office: str
    lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    web: str = ""


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


def moment_text(moments: tuple[LocalMoment, ...], language: str) -> str:
    """``Friday 4 May 2018, 16:00 in Kathmandu (17:15 in Jakarta)``.

    The first place leads; another place's day is told where it differs.
    """
    forms = words_of(language)["forms"]
    first, *others = (_told(moment, language) for moment in moments)
    leading = moments[0].at.date()
    elsewhere = [
        forms["moment"].format(**told) if other.at.date() != leading else forms["elsewhere"].format(**told)
        for told, other in zip(others, moments[1:], strict=True)
    ]
    head = forms["moment"].format(**first)
    return f"{head} ({'; '.join(elsewhere)})" if elsewhere else head


def _told(moment: LocalMoment, language: str) -> dict[str, str]:
    return {
        "day": day_text(moment.at.date(), language),
        "clock": clock_text(moment.at, language),
        "place": moment.place,
    }
