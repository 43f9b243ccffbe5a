"""An activity as IATI 2.03 understands it: what is told of a series, or of one edition of it.

Texts are given by language (BCP 47 primary code). Codes are those of the lists of IATI. Amounts are decimals
in the currency named beside them. A value that could not be right is refused here, with its place and a
remedy; what only another day or another file can tell is left to the judge (``check``).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from balai.engine.aid.codes import require
from balai.engine.aid.errors import AidError

if TYPE_CHECKING:
    from collections.abc import Mapping

_REFERENCE = re.compile(r"[^/&|?\s]+")
_LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body that takes part.

    Attributes:
        names: by language; the first is the one in the activity's own language.
        type: of the list OrganisationType (10 government, 40 multilateral, 70 private, 80 academic).
        ref: its identifier, or empty.
        channel: its code in CRSChannelCode, or empty.
    """

    names: Mapping[str, str]
    type: str
    ref: str = ""
    channel: str = ""

    def __post_init__(self) -> None:
        place = f"organisation {self.ref or next(iter(self.names.values()), '')}"
        _texts(self.names, place=place)
        require("OrganisationType", self.type, place=f"{place} / type")
        if self.ref:
            _reference(self.ref, place=f"{place} / ref")
        if self.channel:
            require("CRSChannelCode", self.channel, place=f"{place} / channel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """An organisation in one role: 1 funding, 2 accountable, 3 extending, 4 implementing."""

    organisation: Organisation
    role: str

    def __post_init__(self) -> None:
        require("OrganisationRole", self.role, place="participating organisation / role")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an activity happens, in WGS84; ``kind`` is of the list LocationType, or empty."""

    ref: str
    names: Mapping[str, str]
    latitude: Decimal
    longitude: Decimal
    is_exact: bool = True
    location_class: str = "3"
    kind: str = ""

    def __post_init__(self) -> None:
        place = f"location {self.ref}"
        _texts(self.names, place=place)
        require("GeographicLocationClass", self.location_class, place=f"{place} / class")
        if self.kind:
            require("LocationType", self.kind, place=f"{place} / kind")
        for name, value, most in (("latitude", self.latitude, 90), ("longitude", self.longitude, 180)):
            if abs(value) > most:
                raise AidError(
                    place=f"{place} / {name}",
                    value=str(value),
                    rule=f"A {name} lies between -{most} and {most} degrees.",
                    remedy="Correct the place on the map.",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Money with the day whose rate counts."""

    value: Decimal
    currency: str
    on: dt.date

    def __post_init__(self) -> None:
        require("Currency", self.currency, place=f"amount {self.value}")
        if not self.value.is_finite():
            raise AidError(
                place="amount",
                value=str(self.value),
                rule="An amount is a number.",
                remedy="Correct the amount.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What is planned for a period of at most a year: original or revised, indicative or committed."""

    first: dt.date
    last: dt.date
    amount: Amount
    is_revised: bool = False
    is_committed: bool = True

    def __post_init__(self) -> None:
        _period(self.first, self.last, place="budget")
        if self.last > _year_after(self.first):
            raise AidError(
                place="budget",
                value=f"{self.first} to {self.last}",
                rule="A budget covers at most one year.",
                remedy="Split it by years.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """Money that moved, or the worth of what was given in kind.

    Attributes:
        type: of the list TransactionType (1 incoming funds, 2 commitment, 3 disbursement, 4 expenditure,
            11 incoming commitment).
        on: the day it happened.
        amount: its value.
        texts: by language; says "in kind" where it was.
        provider, receiver: whose money went where, if told.
    """

    type: str
    on: dt.date
    amount: Amount
    texts: Mapping[str, str]
    provider: Organisation | None = None
    receiver: Organisation | None = None

    def __post_init__(self) -> None:
        require("TransactionType", self.type, place="transaction / type")
        _texts(self.texts, place=f"transaction of {self.on} / description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A public document; ``category`` is of the list DocumentCategory (A07 report, A12 page)."""

    url: str
    media_type: str
    titles: Mapping[str, str]
    category: str
    language: str = ""

    def __post_init__(self) -> None:
        _texts(self.titles, place=f"document {self.url} / title")
        require("DocumentCategory", self.category, place=f"document {self.url} / category")
        if not self.url.startswith(("http://", "https://")):
            raise AidError(
                place="document",
                value=self.url,
                rule="A document has an address that begins with https://.",
                remedy="Publish it, and give its public address.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A figure of an indicator, perhaps by dimensions such as ``{"sex": "female"}``."""

    value: Decimal
    dimensions: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A figure that tells whether a result was reached.

    Attributes:
        titles: by language.
        measure: 1 a number, 2 a percentage.
        baseline_year, baseline: what it was before.
        first, last: the period that target and actual are of.
        target: what was wanted.
        actuals: what was reached, in all and by dimension.
    """

    titles: Mapping[str, str]
    first: dt.date
    last: dt.date
    target: Decimal
    actuals: tuple[Measured, ...] = ()
    measure: str = "1"
    baseline_year: int | None = None
    baseline: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        _texts(self.titles, place="indicator / title")
        _period(self.first, self.last, place="indicator")
        if self.measure not in {"1", "2"}:
            raise AidError(
                place="indicator / measure",
                value=self.measure,
                rule="An indicator is measured in numbers (1) or per cent (2).",
                remedy="Use one of both.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A result: 1 output, 2 outcome, 3 impact, 9 other; titles by language."""

    type: str
    titles: Mapping[str, str]
    indicators: tuple[Indicator, ...]

    def __post_init__(self) -> None:
        require("ResultType", self.type, place="result / type")
        _texts(self.titles, place="result / title")
        if not self.indicators:
            raise AidError(
                place="result",
                value=next(iter(self.titles.values())),
                rule="A result has an indicator.",
                remedy="Say by which figure it is known, or leave the result out.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A series (hierarchy 1) or an edition (hierarchy 2).

    Attributes:
        identifier: for ever; begins with the reporting organisation's, a hyphen, and a name of its own.
        hierarchy: 1 series, 2 edition; money stands on editions alone.
        reporting: who reports.
        language, currency: what texts and amounts are in unless they say otherwise.
        titles, general, objectives, target_groups: texts by language.
        participations: who takes part; a body in two roles stands twice.
        own_code: the office's own number, such as ``SMI-2018``.
        status: of the list ActivityStatus.
        planned_first, planned_last, actual_first, actual_last: days; an actual one is given when it is past.
        scope: of the list ActivityScope (3 multi-national).
        recipients: percentage by country, as ``shares_of`` makes them.
        places: where it happens.
        sectors: percentage by code of the list Sector.
        sdg_targets: such as ``17.9``.
        gender: significance of gender equality (0, 1, 2), or empty.
        collaboration, flow, finance, aid, tied: of their lists.
        technical_cooperation: whether it is free-standing technical cooperation (CRS).
        parent, children: identifiers of the related activities.
        changed_at: when the records behind it changed last.
    """

    identifier: str
    hierarchy: int
    reporting: Organisation
    language: str
    currency: str
    titles: Mapping[str, str]
    general: Mapping[str, str]
    participations: tuple[Participation, ...]
    status: str
    changed_at: dt.datetime
    planned_first: dt.date
    planned_last: dt.date
    objectives: Mapping[str, str] | None = None
    target_groups: Mapping[str, str] | None = None
    own_code: str = ""
    actual_first: dt.date | None = None
    actual_last: dt.date | None = None
    scope: str = "3"
    recipients: Mapping[str, Decimal]
    places: tuple[Place, ...] = ()
    sectors: Mapping[str, Decimal]
    sdg_targets: tuple[str, ...] = ()
    gender: str = ""
    collaboration: str = "8"
    flow: str = "10"
    finance: str = "110"
    aid: str = "E01"
    tied: str = "5"
    technical_cooperation: bool = False
    budgets: tuple[Budget, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    documents: tuple[Document, ...] = ()
    results: tuple[Result, ...] = ()
    parent: str = ""
    children: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        place = f"activity {self.identifier}"
        self._refuse_names(place)
        self._refuse_codes(place)
        _whole(self.recipients, place=f"{place} / recipient countries")
        _whole(self.sectors, place=f"{place} / sectors")
        _period(self.planned_first, self.planned_last, place=f"{place} / planned")
        if self.actual_last is not None:
            if self.actual_first is None:
                raise AidError(
                    place=f"{place} / actual end",
                    value=str(self.actual_last),
                    rule="What ended had begun.",
                    remedy="Give the actual first day, too.",
                )
            _period(self.actual_first, self.actual_last, place=f"{place} / actual")
        if self.hierarchy == 1 and (self.budgets or self.transactions):
            raise AidError(
                place=place,
                value="money on the series",
                rule="Money stands on the lowest level, or it would be counted twice.",
                remedy="Report it on the edition.",
            )

    def _refuse_names(self, place: str) -> None:
        _reference(self.identifier, place=place)
        if not self.identifier.startswith(f"{self.reporting.ref}-") or not self.reporting.ref:
            raise AidError(
                place=place,
                value=self.identifier,
                rule="It begins with the identifier of the reporting organisation and a hyphen.",
                remedy=f"Write {self.reporting.ref or 'that identifier'}-… instead.",
            )
        for texts, name in ((self.titles, "title"), (self.general, "description")):
            _texts(texts, place=f"{place} / {name}")
            if self.language not in texts:
                raise AidError(
                    place=f"{place} / {name}",
                    value=", ".join(texts),
                    rule=f"It is given in the activity's own language ({self.language}).",
                    remedy="Translate it, or change the activity's language.",
                )
        if not self.participations:
            raise AidError(
                place=place,
                value="nobody",
                rule="At least one organisation takes part.",
                remedy="Name the funding, accountable and implementing ones.",
            )

    def _refuse_codes(self, place: str) -> None:
        codes = (
            ("Language", self.language),
            ("Currency", self.currency),
            ("ActivityStatus", self.status),
            ("ActivityScope", self.scope),
            ("CollaborationType", self.collaboration),
            ("FlowType", self.flow),
            ("FinanceType", self.finance),
            ("AidType", self.aid),
            ("TiedStatus", self.tied),
            *(("Country", country) for country in self.recipients),
            *(("Sector", sector) for sector in self.sectors),
            *(("UNSDG-Targets", target) for target in self.sdg_targets),
            *((("PolicySignificance", self.gender),) if self.gender else ()),
        )
        for codelist, code in codes:
            require(codelist, code, place=f"{place} / {codelist}")


def _texts(texts: Mapping[str, str], *, place: str) -> None:
    if not texts or not all(text.strip() for text in texts.values()):
        raise AidError(
            place=place,
            value="",
            rule="A text is written here.",
            remedy="Write it, at least in one language.",
        )
    for language in texts:
        if not _LANGUAGE.fullmatch(language):
            raise AidError(
                place=place,
                value=language,
                rule="A language is named by two letters (ISO 639-1).",
                remedy="Write en, id, …",
            )


def _reference(value: str, *, place: str) -> None:
    if not _REFERENCE.fullmatch(value):
        raise AidError(
            place=place,
            value=value,
            rule="An identifier has no space and none of / & | ?.",
            remedy="Use letters, digits, hyphens and full stops.",
        )


def _period(first: dt.date, last: dt.date, *, place: str) -> None:
    if first > last:
        raise AidError(
            place=place,
            value=f"{first} to {last}",
            rule="The first day is not after the last.",
            remedy="Correct one of both.",
        )


def _year_after(first: dt.date) -> dt.date:
    try:
        return first.replace(year=first.year + 1)
    except ValueError:  # 29 February
        return dt.date(first.year + 1, 3, 1)


def _whole(shares: Mapping[str, Decimal], *, place: str) -> None:
    total = sum(shares.values(), Decimal(0))
    if total != 100 or any(share <= 0 for share in shares.values()):
        raise AidError(
            place=place,
            value=f"{total} per cent",
            rule="Shares are above 0 and add up to exactly 100 per cent.",
            remedy="Make them with shares_of, from what was counted.",
        )
