"""What several chapters look at, asked once for a report, and the pieces that chapters are made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import number_format

from balai.delivery.enums import THERE, PresenceState
from balai.delivery.models import Presence
from balai.directory.models import Country
from balai.engine.documents.minutes import Column
from balai.engine.documents.report import Block, Kind
from balai.followup.queries.board import summary_of, whole_edition
from balai.reporting.enums import Bound
from balai.reporting.queries.few import guarded, listed, of_owners, parted, said
from balai.reporting.queries.recipients import received
from balai.reporting.queries.spending import by_partner, ledger_of
from balai.selection.queries.offers import confirmed
from balai.timetable.queries.plans import published_slots

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
    from decimal import Decimal
    from uuid import UUID

    from django.db.models import TextChoices

    from balai.followup.queries.board import Line, Summary
    from balai.programmes.models import Edition
    from balai.reporting.models import Ledger
    from balai.reporting.queries.recipients import Received
    from balai.reporting.queries.spending import PartnerSums
    from balai.selection.models import Participant
    from balai.timetable.models import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the records give for one chapter, in the language that was active.

    Attributes:
        figures: by what they count, the numbers that stand in it, the whole first.
        is_empty: whether what the chapter is about is not recorded at all.
    """

    blocks: Sequence[Block]
    figures: Mapping[str, Sequence[int]] = field(default_factory=dict)
    is_empty: bool = False


class Records:
    """An edition with what several chapters look at; each is asked once, however many languages there are."""

    def __init__(self, edition: Edition, *, on: dt.date) -> None:
        self.edition = edition
        self.on = on
        self.zone = ZoneInfo(edition.time_zone)

    @cached_property
    def people(self) -> list[Participant]:
        """Who takes part, with the country and the nomination."""
        return list(confirmed(self.edition).select_related("country", "nomination"))

    @cached_property
    def by_country(self) -> dict[str, int]:
        """Participants by country; of an edition of the past as sources tell, where they tell all."""
        if self.people:
            return dict(Counter(one.country_id for one in self.people))
        known = list(self.edition.known_countries.order_by("country_id"))
        if any(one.participants is None for one in known):
            return {}
        return {one.country_id: one.participants or 0 for one in known}

    @cached_property
    def by_sex(self) -> dict[str, int]:
        """Participants by sex, of those of whom it is recorded."""
        return dict(Counter(one.nomination.sex for one in self.people if one.nomination.sex))

    @cached_property
    def countries(self) -> dict[str, Country]:
        return Country.objects.in_bulk(list(self.by_country))

    @cached_property
    def slots(self) -> list[Slot]:
        """The published timetable as it stands at last."""
        return list(published_slots(self.edition))

    @cached_property
    def presences(self) -> list[tuple[UUID, str, bool]]:
        """What is known of presence: session, state, and whether somebody only said so themselves."""
        rows = Presence.objects.filter(session__edition=self.edition, participant__in=self.people)
        return list(rows.values_list("session", "state", "is_claimed"))

    @property
    def there(self) -> tuple[int, int]:
        """How often somebody was there, of how often it was noted; excused ones count neither way."""
        states = [state for _session, state, claimed in self.presences if not claimed]
        noted = sum(state != PresenceState.EXCUSED for state in states)
        return sum(state in THERE for state in states), noted

    @cached_property
    def lines(self) -> list[Line]:
        """Everybody with their plan and what became of it."""
        return whole_edition(self.edition, while_asked=True)

    @cached_property
    def plans(self) -> Summary:
        return summary_of(self.edition, self.lines)

    @cached_property
    def ledger(self) -> Ledger | None:
        return ledger_of(self.edition)

    @cached_property
    def partners(self) -> list[PartnerSums]:
        return by_partner(self.edition)

    @cached_property
    def received(self) -> Received:
        return received(self.edition)

    def day(self, at: dt.datetime) -> dt.date:
        """Which day it was where the programme was."""
        return at.astimezone(self.zone).date()


# --- pieces -------------------------------------------------------------------------------------------------


def text(said: object, *, title: str = "") -> Block:
    """A paragraph."""
    return Block(kind=Kind.TEXT, title=title, text=str(said))


def nothing(said: object) -> Block:
    """That there is no record."""
    return Block(kind=Kind.NOTHING, text=str(said))


def facts(*pairs: tuple[object, object], title: str = "") -> Block:
    """Names with what is known of them; what is not known is left out."""
    rows = tuple((str(name), str(value)) for name, value in pairs if value not in ("", None))
    return Block(kind=Kind.FACTS, title=title, rows=rows)


def table(title: str, heads: Iterable[tuple[object, float]], rows: Iterable[Iterable[object]]) -> Block:
    """A list; heads come with their widths."""
    return Block(
        kind=Kind.TABLE,
        title=title,
        columns=tuple(Column(head=str(head), width=width) for head, width in heads),
        rows=tuple(tuple("–" if cell in ("", None) else str(cell) for cell in row) for row in rows),
    )


def bars(
    title: str, rows: Iterable[tuple[object, float | Decimal, object]], *, whole: float | None = None
) -> Block:
    """Bars beside figures: label, size, figure. The longest is the whole, where none is named."""
    given = [(str(label), max(float(size), 0.0), str(shown)) for label, size, shown in rows]
    longest = whole or max((size for _label, size, _shown in given), default=0.0) or 1.0
    return Block(
        kind=Kind.BARS,
        title=title,
        rows=tuple((label, shown) for label, _size, shown in given),
        sizes=tuple(round(min(size / longest, 1.0), 4) for _label, size, _shown in given),
    )


def persons(count: int, *, of: int | None = None, among: int | None = None) -> str:
    """A number of persons as everybody may know it."""
    return as_said(*guarded(count, of=of, among=among))


def things(owners: Collection[Hashable], *, of: Collection[Hashable] | None = None) -> str:
    """A number of things that are somebody's, as everybody may know it; nothing where there are none."""
    return as_said(*of_owners(owners, of=of)) if owners else ""


def papers(count: int, *, of: int) -> str:
    """A number of papers that are listed, as everybody may know it."""
    return as_said(*listed(count, of=of))


def by_part(counts: Mapping[str, int], *, of: int | None = None) -> dict[str, str]:
    """Persons of a whole by its parts, as everybody may know them."""
    return {key: as_said(*told) for key, told in parted(counts, of=of).items()}


def part_bars(
    title: str, kinds: type[TextChoices], counts: Mapping[str, int], *, of: int | None = None
) -> Block:
    """The same as bars."""
    return told_bars(title, dict(kinds.choices), parted(counts, of=of))


def told_bars(
    title: str, labels: Mapping[str, object], told: Mapping[str, tuple[Bound, int | None]]
) -> Block:
    """Bars that are as long as what is told; by labels in their order."""
    rows = [(labels[key], told[key][1] or 0, as_said(*told[key])) for key in labels if key in told]
    return bars(title, rows)


def exact(*numbers: tuple[Bound, int | None]) -> list[int]:
    """Those that are told as they are: no others may be set into the words of a report."""
    return [value for bound, value in numbers if bound == Bound.EXACTLY and value is not None]


def as_said(bound: Bound, value: int | None) -> str:
    """How near a number is told, in words."""
    return said(bound, "" if value is None else number(value))


def number(value: Decimal | float) -> str:
    """As the language writes it."""
    return str(number_format(value, decimal_pos=0, use_l10n=True, force_grouping=True))


def hours(minutes: int) -> str:
    """Hours, whole or with one decimal, as the language writes them."""
    told = round(minutes / 60, 1)
    return str(number_format(told, decimal_pos=0 if told.is_integer() else 1, force_grouping=True))


def money(currency: str, value: Decimal | float) -> str:
    """An amount that stays on one line."""
    return f"{currency}\u00a0{number(value)}"


def percent(part: float, whole: float) -> str:
    """A share; nothing of nothing is no share."""
    return f"{round(100 * part / whole)} %" if whole else "–"
