"""What an article says, held against the records: figures, names, countries and years are references.

``{fact:participants}`` is written with digits, ``{fact:countries|words}`` in words, and with
``|Words`` as at the beginning of a sentence. All of it is a function of texts and records.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from balai.newsroom.enums import FaultKind
from balai.newsroom.queries.facts import label_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from balai.newsroom.queries.facts import Fact, Records

TOKEN = re.compile(r"\{fact:([A-Za-z0-9_.-]+)(?:\|(words|Words))?\}")
QUOTE = re.compile(r"\{quote:(\d+)\}")
NUMBER = re.compile(r"(?<![Pp]ukul )(?<![\w.,:/-])\d+(?:[.,]\d+)*(?!\w|[:/]\d|-\d)")
"""A figure; not a part of a code, an hour or a web address."""
CAPITALS = re.compile(r"\b(?=\w*[A-Z])[A-Z0-9]{2,}\b")
NUMBER_WORDS: Mapping[str, Sequence[str]] = {
    "en": [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ],
    "id": [
        "nol",
        "satu",
        "dua",
        "tiga",
        "empat",
        "lima",
        "enam",
        "tujuh",
        "delapan",
        "sembilan",
        "sepuluh",
        "sebelas",
        "dua belas",
        "tiga belas",
        "empat belas",
        "lima belas",
        "enam belas",
        "tujuh belas",
        "delapan belas",
        "sembilan belas",
        "dua puluh",
    ],
}
COUNTED: Mapping[str, Mapping[str, Sequence[str]]] = {
    "participants": {"en": ("participants", "participant", "trainees"), "id": ("peserta",)},
    "countries": {"en": ("countries", "nations", "member countries"), "id": ("negara",)},
    "days": {"en": ("days",), "id": ("hari",)},
}
"""The nouns by which a number says what it counts."""
UNTIL = {"en": r"(?:until|till|through|up to)", "id": r"(?:hingga|sampai(?: dengan)?|s\.d\.)"}
"""The words after which a year is an end."""
EVERYDAY = frozenset({"AM", "PM", "TV", "OK", "WIB", "WITA", "WIT", "UTC", "GMT", "PDF", "QR"})
"""Capitals that no record need carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in an article that keeps it from being published.

    Attributes:
        kind: what sort of fault.
        place: which part, and in which language: ``headline (en)``.
        value: what stands there.
        message: the rule, with what the records say.
        remedy: what to do.
        said: by which a verification by hand answers it; empty where none does.
    """

    kind: FaultKind
    place: str
    value: str
    message: str
    remedy: str
    said: str = ""


def codes_in(text: str) -> list[str]:
    """The facts that a text refers to, each once, in order."""
    return list(dict.fromkeys(code for code, _form in TOKEN.findall(text)))


def resolved(text: str, facts: Mapping[str, Fact], language: str) -> str:
    """The text with the words of its facts; a reference to nothing stays as it is."""

    def words(match: re.Match[str]) -> str:
        fact = facts.get(match[1])
        return match[0] if fact is None else written(fact, language, match[2] or "")

    return TOKEN.sub(words, text)


def written(fact: Fact, language: str, form: str = "") -> str:
    """A fact as a text in a language has it."""
    plain = fact.words.get(language) or next(iter(fact.words.values()))
    if form and fact.number is not None and fact.number <= 20:
        plain = NUMBER_WORDS.get(language, NUMBER_WORDS["en"])[fact.number]
    return plain[:1].upper() + plain[1:] if form == "Words" else plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What an article is held against.

    Attributes:
        records: of its edition, now.
        seen: the facts' words as the writers saw them last.
        verified: what was made sure of by hand: facts as ``fact:CODE``, else the words as they stand.
        year: in which it is published.
    """

    records: Records
    seen: Mapping[str, Mapping[str, str]]
    verified: Collection[str]
    year: int


def faults_in(text: str, desk: Desk, *, language: str, place: str) -> list[Fault]:
    """Say where one text contradicts the records or says what nobody made sure of; ``place`` names it."""
    plain = TOKEN.sub(" \x00 ", QUOTE.sub(" ", text))
    return [
        *_references(text, desk, place),
        *_figures(plain, desk, language, place),
        *_countries(plain, desk, place),
        *_capital_names(plain, desk, place),
    ]


def _references(text: str, desk: Desk, place: str) -> Iterator[Fault]:
    for code in codes_in(text):
        fact = desk.records.facts.get(code)
        said = f"fact:{code}"
        if fact is None:
            yield Fault(
                kind=FaultKind.UNKNOWN,
                place=place,
                value=f"{{{said}}}",
                message=_("The records of this edition have no such fact."),
                remedy=_("Choose one from the list beside the text."),
            )
            continue
        if not fact.is_sure and said not in desk.verified:
            yield Fault(
                kind=FaultKind.UNVERIFIED,
                place=place,
                value=fact.now,
                message=_("The record of “%(fact)s” does not say that this is known.")
                % {"fact": label_of(fact)},
                remedy=_("Make sure of it, and say below how; or correct the record."),
                said=said,
            )
        before = desk.seen.get(code)
        if before is not None and dict(before) != dict(fact.words):
            yield Fault(
                kind=FaultKind.STALE,
                place=place,
                value=fact.now,
                message=_("“%(fact)s” was %(before)s when this was written and is %(now)s now.")
                % {"fact": label_of(fact), "before": next(iter(before.values())), "now": fact.now},
                remedy=_("Read the sentence again, and save the article."),
            )


def _figures(plain: str, desk: Desk, language: str, place: str) -> Iterator[Fault]:
    told: list[tuple[int, int]] = []
    for start, end, value, number, counts in _counted(plain, language):
        told.append((start, end))
        yield _of_count(desk.records, place, value, number, counts)
    for match in re.finditer(
        rf"\b{UNTIL.get(language, UNTIL['en'])}\s+((?:19|20)\d\d)\b", plain, re.IGNORECASE
    ):
        end_year = int(match[1])
        if end_year < desk.year:
            told.append(match.span())
            yield Fault(
                kind=FaultKind.CONTRADICTS,
                place=place,
                value=match[0],
                message=_("%(end)s is over: the article is of %(year)s.")
                % {"end": end_year, "year": desk.year},
                remedy=_("Look at what the pledge says, and write what holds now."),
            )
    for match in NUMBER.finditer(plain):
        if any(start <= match.start() < end for start, end in told) or match[0] in desk.verified:
            continue
        fits = [fact for fact in desk.records.facts.values() if match[0] in fact.words.values()]
        yield Fault(
            kind=FaultKind.UNBOUND,
            place=place,
            value=match[0],
            message=_("A figure is a reference to a record, so that it cannot be wrong."),
            remedy=_("Write %(token)s instead.") % {"token": fits[0].token}
            if fits
            else _("Choose the fact from the list, or say below how you made sure of “%(value)s”.")
            % {"value": match[0]},
            said=match[0],
        )


def _counted(plain: str, language: str) -> Iterator[tuple[int, int, str, int, str]]:
    """Numbers with what they count: ``20 Negara``, ``nineteen countries``."""
    words = NUMBER_WORDS.get(language, NUMBER_WORDS["en"])
    spelled = "|".join(re.escape(word) for word in sorted(words[1:], key=len, reverse=True))
    for counts, nouns in COUNTED.items():
        noun = "|".join(re.escape(one) for one in nouns.get(language, nouns["en"]))
        for match in re.finditer(rf"\b(\d+|{spelled})\s+(?:{noun})\b", plain, re.IGNORECASE):
            value = match[1].lower()
            number = int(value) if value.isdigit() else words.index(value)
            yield match.start(), match.end(), match[0], number, counts


def _of_count(records: Records, place: str, value: str, number: int, counts: str) -> Fault:
    right = next((fact for fact in records.facts.values() if fact.counts == counts), None)
    other = next(
        (fact for fact in records.facts.values() if fact.counts and fact.number == number and fact != right),
        None,
    )
    if right is None:
        return Fault(
            kind=FaultKind.UNKNOWN,
            place=place,
            value=value,
            message=_("The records do not say how many there are."),
            remedy=_("Enter it in the edition first, or leave the figure out."),
        )
    if right.number == number:
        return Fault(
            kind=FaultKind.UNBOUND,
            place=place,
            value=value,
            message=_("A figure is a reference to a record, so that it cannot be wrong."),
            remedy=_("Write %(token)s instead.") % {"token": right.token},
        )
    if other is None:
        message = _("%(label)s: the records say %(number)s.")
        told = {"label": label_of(right), "number": right.number}
    else:
        message = _("%(wrong)s is the number of “%(other)s”; “%(label)s” is %(number)s.")
        told = {"wrong": number, "other": label_of(other), "label": label_of(right), "number": right.number}
    return Fault(
        kind=FaultKind.CONTRADICTS,
        place=place,
        value=value,
        message=message % told,
        remedy=_("Write %(token)s instead.") % {"token": right.token},
    )


def _countries(plain: str, desk: Desk, place: str) -> Iterator[Fault]:
    """Names of countries that are typed: any that does not take part is no country of this edition."""
    folded = plain.casefold()
    covered: list[tuple[int, int]] = []
    for name, code in sorted(desk.records.country_names.items(), key=lambda pair: -len(pair[0])):
        if name not in folded:  # most of five hundred names are not there, and this is quick to see
            continue
        for match in re.finditer(rf"\b{re.escape(name)}\b", folded):
            if any(start <= match.start() < end for start, end in covered):
                continue
            covered.append(match.span())
            value = plain[match.start() : match.end()]
            if code in desk.records.taking_part or value in desk.verified or not value[:1].isupper():
                continue
            yield Fault(
                kind=FaultKind.CONTRADICTS,
                place=place,
                value=value,
                message=_("%(country)s is not among the countries of this edition.") % {"country": value},
                remedy=_("Choose the country from the list; or say below why it is named."),
                said=value,
            )


def _capital_names(plain: str, desk: Desk, place: str) -> Iterator[Fault]:
    """Abbreviations that no record has: a misprint of one that the records have is told with it."""
    letters = [c for c in plain if c.isalpha()]
    if letters and all(c.isupper() for c in letters):
        return  # a headline in capitals
    for value in dict.fromkeys(CAPITALS.findall(plain)):
        if value in desk.records.names or value in EVERYDAY or value in desk.verified or value.isdigit():
            continue
        near = difflib.get_close_matches(value, sorted(desk.records.names), n=1, cutoff=0.6)
        yield Fault(
            kind=FaultKind.UNKNOWN,
            place=place,
            value=value,
            message=_("No record of this edition has “%(value)s”; they have “%(near)s”.")
            % {"value": value, "near": near[0]}
            if near
            else _("No record of this edition has “%(value)s”.") % {"value": value},
            remedy=_("Write it as the records do; or say below how you made sure of it."),
            said=value,
        )
