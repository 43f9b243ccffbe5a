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
class PersonRow:
    """A person in a list: never with a photo or passport data."""

    name: str
    office: str = ""
    kind: StrOrPromise = ""
    sentence: StrOrPromise = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where in a long list a page stands: its neighbours, and a sentence about what is shown."""

    shown: StrOrPromise
    previous_url: str = ""
    next_url: str = ""
