"""Editions over the API: begun, defined, cloned."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Schema, Status

from balai.kernel.bodies import Number, Truth, Word, Words, partly
from balai.kernel.paging import page_of
from balai.kernel.refusal import enforce
from balai.kernel.translated import TranslatedText
from balai.people.authentication import Caller
from balai.programmes.api.common import (
    DECIDE,
    KEEP,
    KEEP_SERIES,
    READ,
    Day,
    by,
    coded,
    decided_by,
    edition_of,
    grants_of,
    kept_by,
    router,
    unknown,
    with_records,
)
from balai.programmes.models import CompletionRule, Edition, Pledge, Series
from balai.programmes.queries import editions_matching
from balai.programmes.registries import carried
from balai.programmes.rules import readable_editions
from balai.programmes.rules.moves import may_clone
from balai.programmes.services import cloning, editions
from balai.programmes.services.parts import change_part, enter_part

if TYPE_CHECKING:
    from django.db.models import QuerySet


class EditionOut(Schema):
    """One running of a series; `series` and `country` are codes."""

    id: UUID
    code: str
    series: str
    number: int | None
    title: Words
    theme: Words
    status: str
    mode: str
    publicity: str
    starts_on: date | None
    ends_on: date | None
    arrives_on: date | None
    departs_on: date | None
    time_zone: str
    country: str
    cities: list[Any]
    places: int | None

    @staticmethod
    def resolve_series(record: Edition) -> str:
        """Its code."""
        return record.series.code

    @staticmethod
    def resolve_country(record: Edition) -> str:
        """Its code."""
        return record.country_id


class CompletionOut(Schema):
    """What somebody must have done to complete an edition."""

    least_presence_percent: int
    needs_required_activities: bool
    needs_safety: bool
    note: Words


class ChangeOut(Schema):
    """Something that was decided, with its reason."""

    kind: str
    at: datetime
    reason: Words
    mode_before: str
    mode_after: str
    starts_on_before: date | None
    starts_on_after: date | None
    ends_on_before: date | None
    ends_on_after: date | None


class WholeEditionOut(EditionOut):
    """An edition with all that defines it, and what was decided about it."""

    status_before: str
    summary: Words
    objective: Words
    target_group: Words
    languages: list[str]
    interpretation: list[str]
    host_places: int
    smallest_group: int | None
    known_participants: int | None
    sdg_targets: list[str]
    sector_codes: list[str]
    policy_markers: list[str]
    source: str
    certainty: str
    mandates: list[str]
    completion: CompletionOut | None
    changes: list[ChangeOut]

    @staticmethod
    def resolve_mandates(record: Edition) -> list[str]:
        """Codes of the pledges under which it is held."""
        return list(record.mandates.order_by("year", "code").values_list("code", flat=True))

    @staticmethod
    def resolve_completion(record: Edition) -> CompletionRule | None:
        """The rule, if it is written."""
        return CompletionRule.objects.filter(edition=record).first()

    @staticmethod
    def resolve_changes(record: Edition) -> QuerySet[Any]:
        """The newest first."""
        return record.changes.order_by("-at", "-id")


class EditionPage(Schema):
    """Some editions, and where the next page begins."""

    items: list[EditionOut]
    after: str


class DefinitionIn(Schema):
    """A new definition; the code, days, status and mode have deeds of their own."""

    number: Number | None = None
    title: Words
    theme: Words = {}
    summary: Words = {}
    objective: Words = {}
    target_group: Words = {}
    publicity: Word = "internal"
    country: Word
    time_zone: Word = "UTC"
    cities: list[Word] = []
    languages: list[Word] = ["en"]
    interpretation: list[Word] = []
    places: Number | None = None
    host_places: Number = 0
    smallest_group: Number | None = None
    known_participants: Number | None = None
    sdg_targets: list[Word] = []
    sector_codes: list[Word] = []
    policy_markers: list[Word] = []
    source: Word = ""
    certainty: Word = "known"


class EditionIn(DefinitionIn):
    """A new edition, which begins as an idea; `series` is a code."""

    code: Word
    series: Word


if TYPE_CHECKING:
    DefinitionChange = DefinitionIn
else:
    DefinitionChange = partly(DefinitionIn, "DefinitionChange")


class DaysIn(Schema):
    """The four days of an edition in its own zone; without the first day the others are not known."""

    starts_on: Day | None = None
    ends_on: Day | None = None
    arrives_on: Day | None = None
    departs_on: Day | None = None


class MandatesIn(Schema):
    """Codes of all pledges under which an edition is held."""

    pledges: list[Word]


class CompletionIn(Schema):
    """What somebody must have done to complete an edition."""

    least_presence_percent: Number = 80
    needs_required_activities: Truth = True
    needs_safety: Truth = True
    note: Words = {}


class CloneIn(Schema):
    """The next edition, with its first day, and the parts that it takes over: all if null."""

    code: Word
    number: Number | None = None
    title: Words
    starts_on: Day
    parts: list[Word] | None = None


@router.get("editions", response=EditionPage, operation_id="list_editions", **READ)
def list_editions(
    request: Caller, words: Word = "", series: Word = "", status: Word = "", after: Word = ""
) -> dict[str, Any]:
    """List the editions that the caller may read, the newest first; `series` is a code."""
    rows = editions_matching(readable_editions(grants_of(request)), words=words, series=series, status=status)
    page = page_of(rows, order=("-sorts_on", "-id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.post("editions", response={201: WholeEditionOut}, operation_id="begin_edition", **KEEP_SERIES)
def begin_edition(request: Caller, given: EditionIn) -> Status[Edition]:
    """Begin an edition, as an idea."""
    values = with_records(given.dict())
    values["series"] = coded(Series.objects.all(), "series", values["series"])
    return Status(201, editions.create_edition(**values, **by(request)))


@router.get("editions/{code}", response=WholeEditionOut, operation_id="get_edition", **READ)
def get_edition(request: Caller, code: Word) -> Edition:
    """Show an edition with all that defines it."""
    return edition_of(request, code)


@router.patch("editions/{code}", response=WholeEditionOut, operation_id="change_edition", **KEEP)
def change_edition(request: Caller, code: Word, given: DefinitionChange) -> Edition:
    """Correct the definition of an edition."""
    edition = kept_by(request, code)
    return editions.change_edition(
        edition=edition, **with_records(given.dict(exclude_unset=True)), **by(request)
    )


@router.delete("editions/{code}", response={204: None}, operation_id="delete_edition", **DECIDE)
def delete_edition(request: Caller, code: Word) -> Status[None]:
    """Delete an idea that came to nothing, with all that belongs to it."""
    editions.delete_edition(edition=decided_by(request, code), **by(request))
    return Status(204, None)


@router.put("editions/{code}/days", response=WholeEditionOut, operation_id="set_edition_days", **KEEP)
def set_edition_days(request: Caller, code: Word, given: DaysIn) -> Edition:
    """Decide the days of an edition of which nobody abroad knows yet; its deadlines follow."""
    return editions.set_dates(edition=kept_by(request, code), **given.dict(), **by(request))


@router.put("editions/{code}/mandates", response=WholeEditionOut, operation_id="set_edition_mandates", **KEEP)
def set_edition_mandates(request: Caller, code: Word, given: MandatesIn) -> Edition:
    """Say under which pledges an edition is held, all of them anew."""
    edition = kept_by(request, code)
    known = Pledge.objects.in_bulk(given.pledges, field_name="code")
    for one in given.pledges:
        if one not in known:
            raise unknown("pledges", one)
    pledges = [known[one] for one in given.pledges]
    editions.set_mandates(edition=edition, pledges=pledges, **by(request))
    return edition


@router.put("editions/{code}/completion", response=CompletionOut, operation_id="set_completion", **KEEP)
def set_completion(request: Caller, code: Word, given: CompletionIn) -> CompletionRule:
    """Say what somebody must have done to complete an edition."""
    edition = kept_by(request, code)
    rule = CompletionRule.objects.filter(edition=edition).first()
    if rule is None:
        return enter_part(CompletionRule, values={"edition": edition, **given.dict()}, **by(request))
    return change_part(rule, values=given.dict(), **by(request))


@router.post(
    "editions/{code}/clone", response={201: WholeEditionOut}, operation_id="clone_edition", **KEEP_SERIES
)
def clone_edition(request: Caller, code: Word, given: CloneIn) -> Status[Edition]:
    """Make the next edition from this one; it begins as an idea, its days moved."""
    edition = edition_of(request, code)
    enforce(may_clone(edition))
    known = [name for name, _part in carried.items()]
    parts = known if given.parts is None else given.parts
    for part in parts:
        if part not in known:
            raise unknown("parts", part)
    new = cloning.clone_edition(
        edition=edition,
        code=given.code,
        number=given.number,
        title=TranslatedText(given.title),
        starts_on=given.starts_on,
        parts=parts,
        **by(request),
    )
    return Status(201, new)
