"""What views hand to the components: plain words and addresses, already decided, already translated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State = Literal["ok", "due", "late", "block", "wait", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What the reader can do here; the label names the deed: “Send to the panel”."""

    label: StrOrPromise
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One open thing that one owner has to do.

    Attributes:
        state: late, due, block or wait.
        what: the thing, in a few words.
        why: one sentence: what it waits for, or what happens otherwise.
        by: the date as it is written in the office, or empty.
        left: how far away that is: “tomorrow”, “2 days late”.
        deed: the way to do it, ``None`` when somebody else must act first.
    """

    state: State
    what: StrOrPromise
    why: StrOrPromise = ""
    by: StrOrPromise = ""
    left: StrOrPromise = ""
    deed: Deed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that changes a decision: “49 of 58”, “Files complete and eligible”."""

    value: StrOrPromise
    beside: StrOrPromise = ""
    label: StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a life with its one fact."""

    name: StrOrPromise
    fact: StrOrPromise
    position: Literal["done", "now", "next"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """One step of the way down to a page; the last one has no address."""

    label: StrOrPromise
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One of two to five views of the same thing."""

    label: StrOrPromise
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where in a long list a page stands: its neighbours, and a sentence about what is shown."""

    shown: StrOrPromise
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A country on the map: where its capital lies, in degrees north and east.

    Attributes:
        name: as it is written beside the dot, in the reader's language.
        note: what is said of it below its name: “host”.
    """

    name: str
    latitude: float
    longitude: float
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A site on the scheme: cities are drawn as rooms, sites as stations in them.

    Attributes:
        code: short and unique among the sites shown: “BBLM”.
        city: the room it stands in; rooms come in the order of their first station.
        colour: 1 to 9, of the site colours.
        latitude: in degrees north, to draw what lies in the north above; ``None`` when not known.
        is_base: whether people stay here, so that ways to other sites of the city begin here.
    """

    code: str
    name: str
    city: str
    colour: int
    latitude: float | None = None
    is_base: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How one gets from one station to another, either way.

    Attributes:
        ends: the codes of both.
        label: what the reader is told: “45 min”, “walk 5 min”, “half a day by road or rail”.
        minutes: to compare ways by; ``None`` when only the label is known.
        is_walk: whether one goes on foot.
    """

    ends: tuple[str, str]
    label: str
    minutes: int | None = None
    is_walk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """A site in the list beside the scheme.

    Attributes:
        belongs: whose it is: “Industrial Research and Development Agency”.
        what: what is done there.
        how: how one gets there: “45 min”, “5 min on foot from BBLM”.
        url: its own page, or empty.
    """

    code: str
    colour: int
    name: StrOrPromise
    belongs: StrOrPromise = ""
    what: StrOrPromise = ""
    how: StrOrPromise = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAtGlance:
    """A day of a programme in three words.

    Attributes:
        on: its date, as short as “Mon 23”.
        words: what it is for.
        colour: of the day's first site, 1 to 9; 0 when it has none.
        is_quiet: a day without sessions.
        url: the programme of that day, or empty.
    """

    on: StrOrPromise
    words: StrOrPromise
    colour: int = 0
    is_quiet: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact with its name: “Dates”, “18–30 July 2018”."""

    label: StrOrPromise
    value: StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRow:
    """A country in a list, with its one figure.

    Attributes:
        code: ISO 3166-1 alpha-2, for its flag.
        note: what else is said of it: “host”.
        figure: “2”, or empty.
        url: its own page, or empty.
    """

    code: str
    name: StrOrPromise
    figure: StrOrPromise = ""
    note: StrOrPromise = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLink:
    """A day one can turn to: “Tue”, “24”; one far from the current day is left out on a telephone."""

    weekday: StrOrPromise
    day: StrOrPromise
    name: StrOrPromise
    url: str
    is_current: bool = False
    is_quiet: bool = False
    is_far: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What services show of a page that somebody shares; addresses are whole.

    Attributes:
        title, description: of the page, in its language.
        url: its one address, also for search engines.
        image: a picture of 1200 by 630.
        image_says: what is seen on it.
    """

    title: StrOrPromise
    description: StrOrPromise
    url: str
    image: str
    image_says: StrOrPromise
