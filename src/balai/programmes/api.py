"""Programmes over the API: series, pledges, editions with their lists, decisions, booklet, board, and files.

The deeds and rules are those of the pages. Texts in several languages are objects from language to text; what
a record points to is given and told by its code. A list of an edition is read and kept whole, as on its page:
rows of cells, each a text, with the words that files use.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext
from ninja import Field, File, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile
from pydantic import BeforeValidator, StringConstraints, create_model

from balai.directory.models import Body, Country
from balai.engine.bundle.writing import write_archive
from balai.kernel import clock
from balai.kernel.paging import page_of
from balai.kernel.refusal import Refusal, enforce
from balai.kernel.translated import TranslatedText
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope
from balai.people.queries import grants_held_by, identities_of
from balai.programmes.bundle import bundle_of
from balai.programmes.documents.booklet import typeset
from balai.programmes.enums import BookletChapter, EditionStatus, Mode
from balai.programmes.forms.lists import SHEETS
from balai.programmes.forms.sheets import Typed
from balai.programmes.models import (
    BookletFile,
    BookletText,
    BundleImport,
    CompletionRule,
    Edition,
    Lesson,
    LightOverride,
    Pledge,
    Series,
)
from balai.programmes.queries import deadlines_in_order, editions_matching
from balai.programmes.queries.booklet import owes_an_erratum
from balai.programmes.queries.life import lights_of, with_life
from balai.programmes.registries import carried, lights
from balai.programmes.rules import (
    BRINGERS,
    DECIDERS,
    GIVERS,
    KEEPERS,
    MONEY_KEEPERS,
    READERS,
    SERIES_KEEPERS,
    may_decide,
    may_give_edition,
    may_give_series,
    may_keep_edition,
    may_keep_money,
    readable_editions,
    readable_pledges,
    readable_series,
)
from balai.programmes.services import bundles, cloning, editions, lessons, life, overriding
from balai.programmes.services.booklets import issue_erratum as issue
from balai.programmes.services.booklets import keep_booklet_texts as keep_texts
from balai.programmes.services.parts import ListError, change_part, enter_part
from balai.programmes.services.parts import keep_list as keep_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from balai.people.models import Grant, Person
    from balai.programmes.forms.sheets import OpenSheet, Told

router = Router()
READ = needs(TokenScope.PROGRAMMES_READ, *READERS)
KEEP = needs(TokenScope.PROGRAMMES_WRITE, *KEEPERS)
KEEP_LISTS = needs(TokenScope.PROGRAMMES_WRITE, *MONEY_KEEPERS)
KEEP_SERIES = needs(TokenScope.PROGRAMMES_WRITE, *SERIES_KEEPERS, everywhere=True)
DECIDE = needs(TokenScope.PROGRAMMES_WRITE, *DECIDERS)
BRING = needs(TokenScope.PROGRAMMES_WRITE, *BRINGERS, everywhere=True)
FOLLOW = needs(TokenScope.PROGRAMMES_READ, *BRINGERS, everywhere=True)
GIVE = needs(TokenScope.PROGRAMMES_READ, *GIVERS)


def as_archive(asked: dict[str, Any]) -> dict[str, Any]:
    """The same needs, of an operation that answers with a .zip."""
    content = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}
    told = {"responses": {200: {"description": "OK", "content": content}}}
    return {**asked, "openapi_extra": {**asked["openapi_extra"], **told}}


FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2075, 12, 31)
"""Between these the calendars know feasts and fasts; an edition on another day is a slip of the pen."""


def _written(value: object) -> object:
    """Let no number pass for a day: it would be read as seconds since 1970."""
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return value
    raise ValueError("write it as 2018-07-18")


Day = Annotated[date, BeforeValidator(_written), Field(ge=FIRST_DAY, le=LAST_DAY)]
Word = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""A text without the one character that the database cannot hold."""

Tongue = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=12)]
Words = dict[Tongue, Word]
"""A text by language, as ``{"en": "Programme", "id": "Program"}``."""

Told_ = Annotated[str, StringConstraints(pattern=r"^[^\x00]*[^\x00\s][^\x00]*$", max_length=2000)]
Reason = Annotated[dict[Tongue, Told_], Field(min_length=1)]
"""Why something is decided, by language; it stands in the letters."""


# --- what is told -------------------------------------------------------------------------------------------


class SeriesOut(Schema):
    """What is offered again and again; `body` is a code."""

    code: str
    title: Words
    scheme: Words
    pillar: str
    body: str | None
    summary: Words
    publicity: str

    @staticmethod
    def resolve_body(record: Series) -> str | None:
        """Its code."""
        return record.body.code if record.body else None


class PledgeOut(Schema):
    """A promise under which editions are held; `body` is a code."""

    code: str
    body: str | None
    country: str | None
    meeting: Words
    place: Words
    year: int
    held_from: date | None
    held_until: date | None
    text: Words
    valid_until: date | None
    source: str
    certainty: str

    @staticmethod
    def resolve_body(record: Pledge) -> str | None:
        """Its code."""
        return record.body.code if record.body else None

    @staticmethod
    def resolve_country(record: Pledge) -> str | None:
        """Its code."""
        return record.country_id


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


class ColumnOut(Schema):
    """A column of a list; texts have one for each language, as `title.en`."""

    name: str
    label: str
    is_required: bool


class RowOut(Schema):
    """A row of a list: its identifier, and its cells by column."""

    id: UUID
    cells: dict[str, str]


class ListOut(Schema):
    """A list of an edition, whole and in its order."""

    name: str
    columns: list[ColumnOut]
    rows: list[RowOut]


class DeadlineOut(Schema):
    """By when one level, in one country or for all, must have acted."""

    code: str
    level: str
    title: Words
    country: str | None
    at: datetime
    zone: str
    told_for: datetime | None

    @staticmethod
    def resolve_code(record: Any) -> str:
        """Of its plan."""
        return str(record.plan.code)

    @staticmethod
    def resolve_level(record: Any) -> str:
        """Of its plan."""
        return str(record.plan.level)

    @staticmethod
    def resolve_title(record: Any) -> dict[str, str]:
        """Of its plan."""
        return dict(record.plan.title)

    @staticmethod
    def resolve_country(record: Any) -> str | None:
        """Its code."""
        found: str | None = record.country_id
        return found


class LessonOut(Schema):
    """What an edition taught; `learnt_in` and `taken_up_in` are codes of editions."""

    id: UUID
    learnt_in: str
    number: int
    source: str
    text: Words
    is_demanded: bool
    owner_role: str
    due_on: date | None
    taken_up_in: str | None
    done_at: datetime | None
    answer: Words

    @staticmethod
    def resolve_learnt_in(record: Lesson) -> str:
        """The code of the edition."""
        return record.edition.code

    @staticmethod
    def resolve_taken_up_in(record: Lesson) -> str | None:
        """The code of the edition."""
        return record.taken_up_in.code if record.taken_up_in else None


class LessonsOut(Schema):
    """What an edition taught, and what it took up from those before."""

    own: list[LessonOut]
    taken_up: list[LessonOut]


class BookletFileOut(Schema):
    """A file that went out: its kind, language and SHA-256."""

    kind: str
    language: str
    sha256: str


class BookletVersionOut(Schema):
    """One frozen version of the General Information; later ones are errata."""

    version: int
    frozen_at: datetime
    reason: Words
    changes: list[Any]
    files: list[BookletFileOut]

    @staticmethod
    def resolve_files(record: Any) -> QuerySet[BookletFile]:
        """Without their content, as :func:`_booklet` has read them."""
        found: QuerySet[BookletFile] = record.files.all()
        return found


class BookletOut(Schema):
    """The booklet of an edition: what the office wrote, what went out, and whether that still holds."""

    owes_an_erratum: bool
    texts: dict[str, Words]
    versions: list[BookletVersionOut]


class OpenOut(Schema):
    """One thing that somebody has to do before a light is green."""

    owner: str
    what: str
    why: str
    due_at: datetime | None
    is_blocked: bool
    is_waiting: bool


class LightOut(Schema):
    """One condition of going on; `answered_by` is who goes on although it is not green."""

    name: str
    title: str
    rule: str
    owner: str
    due_at: datetime | None
    ready: int
    of: int
    is_green: bool
    open: list[OpenOut]
    answered_by: str | None
    answered_because: str | None


class BoardOut(Schema):
    """The lights of an edition in the order of the board; `may_go_on` when none is in the way."""

    may_go_on: bool
    lights: list[LightOut]


class ProblemOut(Schema):
    """What is wrong with a file, where, and what to do about it."""

    file: str
    line: int
    column: int
    field: str
    value: str
    rule: str
    message: str
    remedy: str


class ImportOut(Schema):
    """A file that was brought: `checking`, `refused`, `sound`, `recording` or `done`."""

    id: UUID
    file_name: str
    state: str
    done: int
    total: int
    problem_count: int
    brought_at: datetime
    ended_at: datetime | None


class WholeImportOut(ImportOut):
    """The same with what would come of it, or did, by list; and with everything that is wrong."""

    counts: dict[str, dict[str, int]]
    problems: list[ProblemOut]


class SeriesPage(Schema):
    """Some series, and where the next page begins."""

    items: list[SeriesOut]
    after: str


class PledgePage(Schema):
    """Some pledges, and where the next page begins."""

    items: list[PledgeOut]
    after: str


class EditionPage(Schema):
    """Some editions, and where the next page begins."""

    items: list[EditionOut]
    after: str


class DeadlineList(Schema):
    """The deadlines of an edition, the first one at the top."""

    items: list[DeadlineOut]


class ImportPage(Schema):
    """Some files that one brought, and where the next page begins."""

    items: list[ImportOut]
    after: str


# --- what is given ------------------------------------------------------------------------------------------


class SeriesIn(Schema):
    """A new series; `body` is a code."""

    code: Word
    title: Words
    scheme: Words = {}
    pillar: Word = ""
    body: Word | None = None
    summary: Words = {}
    publicity: Word = "internal"


class PledgeIn(Schema):
    """A new pledge; `body` is a code."""

    code: Word
    body: Word | None = None
    country: Word | None = None
    meeting: Words
    place: Words = {}
    year: int
    held_from: Day | None = None
    held_until: Day | None = None
    text: Words
    valid_until: Day | None = None
    source: Word = ""
    certainty: Word = "known"


class DefinitionIn(Schema):
    """A new definition; the code, days, status and mode have deeds of their own."""

    number: int | None = None
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
    places: int | None = None
    host_places: int = 0
    smallest_group: int | None = None
    known_participants: int | None = None
    sdg_targets: list[Word] = []
    sector_codes: list[Word] = []
    source: Word = ""
    certainty: Word = "known"


class EditionIn(DefinitionIn):
    """A new edition, which begins as an idea; `series` is a code."""

    code: Word
    series: Word


def _partly(given: type[Schema], name: str) -> type[Schema]:
    """The same shape with every value left out at will, for changing."""
    columns: dict[str, Any] = {one: (field.annotation, None) for one, field in given.model_fields.items()}
    about = (given.__doc__ or "").replace("A new", "What changes of a", 1)
    return create_model(name, __base__=Schema, __doc__=about, **columns)


if TYPE_CHECKING:
    SeriesChange = SeriesIn
    PledgeChange = PledgeIn
    DefinitionChange = DefinitionIn
else:
    SeriesChange = _partly(SeriesIn, "SeriesChange")
    PledgeChange = _partly(PledgeIn, "PledgeChange")
    DefinitionChange = _partly(DefinitionIn, "DefinitionChange")


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

    least_presence_percent: int = 80
    needs_required_activities: bool = True
    needs_safety: bool = True
    note: Words = {}


class MoveOnIn(Schema):
    """The stage to go on to."""

    to: EditionStatus


class ReasonIn(Schema):
    """Why; the reason goes out with the letters."""

    reason: Reason


class NewDaysIn(ReasonIn):
    """All four new days, and why."""

    starts_on: Day
    ends_on: Day
    arrives_on: Day
    departs_on: Day


class ConvertIn(ReasonIn):
    """In which way it is held, and why."""

    mode: Mode


class CloneIn(Schema):
    """The next edition, with its first day, and the parts that it takes over: all if null."""

    code: Word
    number: int | None = None
    title: Words
    starts_on: Day
    parts: list[Word] | None = None


class RowIn(Schema):
    """A row as it shall be: the identifier of the one it changes, or null for a new one."""

    id: UUID | None = None
    cells: dict[str, Word]


class ListIn(Schema):
    """A whole list in its order. Of the rows named in `seen`, those that no row names are removed."""

    rows: list[RowIn]
    seen: list[UUID] = []


class TextsIn(Schema):
    """Texts of chapters, by their name; an empty one has the words that Balai ships."""

    texts: dict[BookletChapter, Words]


class LessonIn(Schema):
    """A new lesson; `owner_role` is what an organiser does, such as `host`."""

    source: Word
    text: Words
    is_demanded: bool = False
    owner_role: Word = "host"
    due_on: Day | None = None


if TYPE_CHECKING:
    LessonChange = LessonIn
else:
    LessonChange = _partly(LessonIn, "LessonChange")


class AnswerIn(Schema):
    """What was done about a lesson, by language."""

    answer: Reason


class BecauseIn(Schema):
    """Why it may go on although a light is not green."""

    reason: Told_


# --- series and pledges -------------------------------------------------------------------------------------


@router.get("series", response=SeriesPage, operation_id="list_series", **READ)
def list_series(request: Caller, after: Word = "") -> dict[str, Any]:
    """List the series whose editions the caller may read."""
    page = page_of(readable_series(_grants(request)), order=("code", "id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.post("series", response={201: SeriesOut}, operation_id="record_series", **KEEP_SERIES)
def record_series(request: Caller, given: SeriesIn) -> Status[Series]:
    """Record a series."""
    return Status(201, editions.create_series(**_found(given.dict()), **_by(request)))


@router.get("series/{code}", response=SeriesOut, operation_id="get_series", **READ)
def get_series(request: Caller, code: Word) -> Series:
    """Show a series by its code."""
    return _series(request, code)


@router.patch("series/{code}", response=SeriesOut, operation_id="change_series", **KEEP_SERIES)
def change_series(request: Caller, code: Word, given: SeriesChange) -> Series:
    """Correct a series."""
    values = _found(given.dict(exclude_unset=True))
    return editions.change_series(series=_series(request, code), **values, **_by(request))


@router.get("series/{code}/bundle", operation_id="export_series", **as_archive(GIVE))
def export_series(request: Caller, code: Word) -> HttpResponse:
    """Give out a series with all its editions, as a .zip of files."""
    series = _series(request, code)
    _admit(may_give_series(_grants(request), series))
    return _archive(series.code)


@router.get("pledges", response=PledgePage, operation_id="list_pledges", **READ)
def list_pledges(request: Caller, after: Word = "") -> dict[str, Any]:
    """List pledges, the newest first."""
    page = page_of(readable_pledges(_grants(request)), order=("-year", "-id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.post("pledges", response={201: PledgeOut}, operation_id="record_pledge", **KEEP_SERIES)
def record_pledge(request: Caller, given: PledgeIn) -> Status[Pledge]:
    """Record a pledge."""
    return Status(201, editions.create_pledge(**_found(given.dict()), **_by(request)))


@router.get("pledges/{code}", response=PledgeOut, operation_id="get_pledge", **READ)
def get_pledge(request: Caller, code: Word) -> Pledge:
    """Show a pledge by its code."""
    return get_object_or_404(readable_pledges(_grants(request)), code=code)


@router.patch("pledges/{code}", response=PledgeOut, operation_id="change_pledge", **KEEP_SERIES)
def change_pledge(request: Caller, code: Word, given: PledgeChange) -> Pledge:
    """Correct a pledge."""
    pledge = get_object_or_404(readable_pledges(_grants(request)), code=code)
    values = _found(given.dict(exclude_unset=True))
    return editions.change_pledge(pledge=pledge, **values, **_by(request))


# --- editions -----------------------------------------------------------------------------------------------


@router.get("editions", response=EditionPage, operation_id="list_editions", **READ)
def list_editions(
    request: Caller, words: Word = "", series: Word = "", status: Word = "", after: Word = ""
) -> dict[str, Any]:
    """List the editions that the caller may read, the newest first; `series` is a code."""
    rows = editions_matching(readable_editions(_grants(request)), words=words, series=series, status=status)
    page = page_of(rows, order=("-sorts_on", "-id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.post("editions", response={201: WholeEditionOut}, operation_id="begin_edition", **KEEP_SERIES)
def begin_edition(request: Caller, given: EditionIn) -> Status[Edition]:
    """Begin an edition, as an idea."""
    values = _found(given.dict())
    values["series"] = _coded(Series.objects.all(), "series", values["series"])
    return Status(201, editions.create_edition(**values, **_by(request)))


@router.get("editions/{code}", response=WholeEditionOut, operation_id="get_edition", **READ)
def get_edition(request: Caller, code: Word) -> Edition:
    """Show an edition with all that defines it."""
    return _edition(request, code)


@router.patch("editions/{code}", response=WholeEditionOut, operation_id="change_edition", **KEEP)
def change_edition(request: Caller, code: Word, given: DefinitionChange) -> Edition:
    """Correct the definition of an edition."""
    edition = _kept(request, code)
    return editions.change_edition(edition=edition, **_found(given.dict(exclude_unset=True)), **_by(request))


@router.delete("editions/{code}", response={204: None}, operation_id="delete_edition", **DECIDE)
def delete_edition(request: Caller, code: Word) -> Status[None]:
    """Delete an idea that came to nothing, with all that belongs to it."""
    editions.delete_edition(edition=_decided(request, code), **_by(request))
    return Status(204, None)


@router.put("editions/{code}/days", response=WholeEditionOut, operation_id="set_edition_days", **KEEP)
def set_edition_days(request: Caller, code: Word, given: DaysIn) -> Edition:
    """Decide the days of an edition of which nobody abroad knows yet; its deadlines follow."""
    return editions.set_dates(edition=_kept(request, code), **given.dict(), **_by(request))


@router.put("editions/{code}/mandates", response=WholeEditionOut, operation_id="set_edition_mandates", **KEEP)
def set_edition_mandates(request: Caller, code: Word, given: MandatesIn) -> Edition:
    """Say under which pledges an edition is held, all of them anew."""
    edition = _kept(request, code)
    pledges = [_coded(Pledge.objects.all(), "pledges", one) for one in given.pledges]
    editions.set_mandates(edition=edition, pledges=pledges, **_by(request))
    return edition


@router.put("editions/{code}/completion", response=CompletionOut, operation_id="set_completion", **KEEP)
def set_completion(request: Caller, code: Word, given: CompletionIn) -> CompletionRule:
    """Say what somebody must have done to complete an edition."""
    edition = _kept(request, code)
    rule = CompletionRule.objects.filter(edition=edition).first()
    if rule is None:
        return enter_part(CompletionRule, values={"edition": edition, **given.dict()}, **_by(request))
    return change_part(rule, values=given.dict(), **_by(request))


@router.post(
    "editions/{code}/clone", response={201: WholeEditionOut}, operation_id="clone_edition", **KEEP_SERIES
)
def clone_edition(request: Caller, code: Word, given: CloneIn) -> Status[Edition]:
    """Make the next edition from this one; it begins as an idea, its days moved."""
    edition = _edition(request, code)
    if edition.starts_on is None:
        enforce(Refusal("edition.no_dates", gettext("Give it its first and last day first.")))
    known = [name for name, _part in carried.items()]
    parts = known if given.parts is None else given.parts
    for part in parts:
        if part not in known:
            raise _unknown("parts", part)
    new = cloning.clone_edition(
        edition=edition,
        code=given.code,
        number=given.number,
        title=TranslatedText(given.title),
        starts_on=given.starts_on,
        parts=parts,
        **_by(request),
    )
    return Status(201, new)


# --- what is decided ----------------------------------------------------------------------------------------


@router.post("editions/{code}/approve", response=WholeEditionOut, operation_id="approve_edition", **DECIDE)
def approve_edition(request: Caller, code: Word) -> Edition:
    """Approve an idea that has a host, a mandate and its days."""
    return life.approve_edition(edition=_decided(request, code), **_by(request))


@router.post("editions/{code}/call", response=WholeEditionOut, operation_id="open_call", **DECIDE)
def open_call(request: Caller, code: Word) -> Edition:
    """Open the call: the booklet is frozen, and everybody concerned is told until when to nominate."""
    return life.open_call(edition=_decided(request, code), typeset=typeset, **_by(request))


@router.post("editions/{code}/move-on", response=WholeEditionOut, operation_id="move_edition_on", **DECIDE)
def move_edition_on(request: Caller, code: Word, given: MoveOnIn) -> Edition:
    """Go on to a stage: selection, preparation, running, closed, reported or evaluated."""
    edition = _decided(request, code)
    if given.to not in STEPS:
        raise ValidationError({"to": gettext("This has a deed of its own.")})
    return life.move_on(edition=edition, to=given.to, **_by(request))


@router.post("editions/{code}/move", response=WholeEditionOut, operation_id="move_edition", **DECIDE)
def move_edition(request: Caller, code: Word, given: NewDaysIn) -> Edition:
    """Move an edition to other days after its call; everybody concerned is told."""
    edition = _decided(request, code)
    return life.move_edition(edition=edition, typeset=typeset, **_reasoned(given), **_by(request))


@router.post("editions/{code}/postpone", response=WholeEditionOut, operation_id="postpone_edition", **DECIDE)
def postpone_edition(request: Caller, code: Word, given: ReasonIn) -> Edition:
    """Postpone an edition to days that are not known yet; everybody concerned is told."""
    return life.postpone_edition(edition=_decided(request, code), **_reasoned(given), **_by(request))


@router.post("editions/{code}/resume", response=WholeEditionOut, operation_id="resume_edition", **DECIDE)
def resume_edition(request: Caller, code: Word, given: NewDaysIn) -> Edition:
    """Take a postponed edition up again on new days; everybody concerned is told."""
    edition = _decided(request, code)
    return life.resume_edition(edition=edition, typeset=typeset, **_reasoned(given), **_by(request))


@router.post("editions/{code}/convert", response=WholeEditionOut, operation_id="convert_edition", **DECIDE)
def convert_edition(request: Caller, code: Word, given: ConvertIn) -> Edition:
    """Hold an edition in another way, in person or online; everybody concerned is told."""
    edition = _decided(request, code)
    return life.convert_edition(edition=edition, typeset=typeset, **_reasoned(given), **_by(request))


@router.post("editions/{code}/cancel", response=WholeEditionOut, operation_id="cancel_edition", **DECIDE)
def cancel_edition(request: Caller, code: Word, given: ReasonIn) -> Edition:
    """Cancel an edition for good; everybody concerned is told."""
    return life.cancel_edition(edition=_decided(request, code), **_reasoned(given), **_by(request))


# --- lists --------------------------------------------------------------------------------------------------


@router.get("editions/{code}/lists/{name}", response=ListOut, operation_id="get_list", **READ)
def get_list(request: Caller, code: Word, name: Word) -> dict[str, Any]:
    """Show one list of an edition, such as `activities`, `places` or `budget`, whole."""
    return _list(_sheet(_edition(request, code), name))


@router.put("editions/{code}/lists/{name}", response=ListOut, operation_id="keep_list", **KEEP_LISTS)
def keep_list(request: Caller, code: Word, name: Word, given: ListIn) -> dict[str, Any]:
    """Make one list of an edition what is sent, all or nothing, with every fault told by row and column."""
    edition = _edition(request, code)
    opened = _sheet(edition, name)
    rule = may_keep_money if opened.sheet.keepers == "money" else may_keep_edition
    _admit(rule(_grants(request), edition))
    typed = Typed(
        keys=[str(row.id or "") for row in given.rows],
        cells=[{head: text.strip() for head, text in row.cells.items()} for row in given.rows],
        seen=[str(key) for key in given.seen],
    )
    columns = {head.name for head in opened.heads}
    strange = {
        f"rows.{number}.{column}": [gettext("This list has no such column.")]
        for number, row in enumerate(given.rows)
        for column in row.cells
        if column not in columns
    }
    lines, told = opened.read(typed)
    if not told and not strange:
        try:
            keep_lines(
                opened.sheet.model, edition=edition, lines=lines, seen=opened.seen(typed), **_by(request)
            )
        except ListError as error:
            told = opened.told_by_deed(error.faults, typed)
    if told or strange:
        raise ValidationError({**strange, **_faults(opened, told)})
    return _list(_sheet(edition, name))


@router.get("editions/{code}/deadlines", response=DeadlineList, operation_id="list_deadlines", **READ)
def list_deadlines(request: Caller, code: Word) -> dict[str, Any]:
    """List by when who must have acted, as worked out from the plan and the calendars."""
    edition = _edition(request, code)
    prefetch_related_objects([edition], "deadline_plans__deadlines")
    return {"items": deadlines_in_order(edition)}


# --- booklet and lessons ------------------------------------------------------------------------------------


@router.get("editions/{code}/booklet", response=BookletOut, operation_id="get_booklet", **READ)
def get_booklet(request: Caller, code: Word) -> dict[str, Any]:
    """Show what the office wrote for the General Information, and every version that went out."""
    return _booklet(_edition(request, code))


@router.patch("editions/{code}/booklet", response=BookletOut, operation_id="keep_booklet_texts", **KEEP)
def keep_booklet_texts(request: Caller, code: Word, given: TextsIn) -> dict[str, Any]:
    """Write chapters that records cannot say; those that are not named stay."""
    edition = _kept(request, code)
    texts = {
        chapter.value: TranslatedText({tongue: text for tongue, text in words.items() if text.strip()})
        for chapter, words in given.texts.items()
    }
    for chapter, text in texts.items():
        if text:
            BookletText(edition=edition, chapter=chapter, text=text).clean_fields()
    keep_texts(edition=edition, texts=texts, **_by(request))
    return _booklet(edition)


@router.post("editions/{code}/booklet/errata", response=BookletOut, operation_id="issue_erratum", **DECIDE)
def issue_erratum(request: Caller, code: Word, given: ReasonIn) -> dict[str, Any]:
    """Freeze the next version of the booklet, with the reason; everybody concerned is told."""
    edition = _decided(request, code)
    issue(edition=edition, typeset=typeset, **_reasoned(given), **_by(request))
    return _booklet(edition)


@router.get("editions/{code}/lessons", response=LessonsOut, operation_id="list_lessons", **READ)
def list_lessons(request: Caller, code: Word) -> dict[str, Any]:
    """List what an edition taught, and what it took up from those before."""
    edition = _edition(request, code)
    return {
        "own": edition.lessons.select_related("edition", "taken_up_in").order_by("number"),
        "taken_up": edition.lessons_taken_up.select_related("edition", "taken_up_in").order_by("pk"),
    }


@router.post("editions/{code}/lessons", response={201: LessonOut}, operation_id="record_lesson", **KEEP)
def record_lesson(request: Caller, code: Word, given: LessonIn) -> Status[Lesson]:
    """Record a lesson of an edition."""
    return Status(201, lessons.record_lesson(edition=_kept(request, code), **given.dict(), **_by(request)))


@router.patch(
    "editions/{code}/lessons/{uuid:lesson_id}", response=LessonOut, operation_id="change_lesson", **KEEP
)
def change_lesson(request: Caller, code: Word, lesson_id: UUID, given: LessonChange) -> Lesson:
    """Correct a lesson that is not settled."""
    lesson = get_object_or_404(Lesson, pk=lesson_id, edition=_kept(request, code))
    return lessons.change_lesson(lesson=lesson, **given.dict(exclude_unset=True), **_by(request))


@router.post(
    "editions/{code}/lessons/{uuid:lesson_id}/settle",
    response=LessonOut,
    operation_id="settle_lesson",
    **KEEP,
)
def settle_lesson(request: Caller, code: Word, lesson_id: UUID, given: AnswerIn) -> Lesson:
    """Say what this edition did about a lesson that it took up."""
    lesson = get_object_or_404(Lesson, pk=lesson_id, taken_up_in=_kept(request, code))
    return lessons.settle_lesson(lesson=lesson, answer=TranslatedText(given.answer), **_by(request))


# --- the board ----------------------------------------------------------------------------------------------


@router.get("editions/{code}/board", response=BoardOut, operation_id="get_board", **READ)
def get_board(request: Caller, code: Word) -> dict[str, Any]:
    """Show the lights of an edition: what is missing before it may go on, whose move it is, and by when."""
    return _board(_edition(request, code))


@router.put("editions/{code}/board/{light}", response=BoardOut, operation_id="answer_for_light", **DECIDE)
def answer_for_light(request: Caller, code: Word, light: Word, given: BecauseIn) -> dict[str, Any]:
    """Go on although a light is not green, under one's own name."""
    edition = _decided(request, code)
    if light not in lights:
        raise Http404
    overriding.answer_for_light(
        edition=edition, light=light, reason=given.reason, person=_person(request), at=clock.now()
    )
    return _board(edition)


@router.delete("editions/{code}/board/{light}", response=BoardOut, operation_id="withdraw_answer", **DECIDE)
def withdraw_answer(request: Caller, code: Word, light: Word) -> dict[str, Any]:
    """Let a light count again."""
    edition = _decided(request, code)
    if light not in lights:
        raise Http404
    overriding.withdraw_answer(edition=edition, light=light, **_by(request))
    return _board(edition)


# --- files --------------------------------------------------------------------------------------------------


@router.get("editions/{code}/bundle", operation_id="export_edition", **as_archive(GIVE))
def export_edition(request: Caller, code: Word) -> HttpResponse:
    """Give out an edition and what is needed to understand it, as a .zip of files."""
    edition = _edition(request, code)
    _admit(may_give_edition(_grants(request), edition))
    return _archive(edition.code)


@router.get("imports", response=ImportPage, operation_id="list_imports", **FOLLOW)
def list_imports(request: Caller, after: Word = "") -> dict[str, Any]:
    """List the files that the caller brought, the newest first."""
    page = page_of(_imports(request), order=("-brought_at", "-id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.post("imports", response={201: WholeImportOut}, operation_id="bring_file", **BRING)
def bring_file(request: Caller, file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """Bring a bundle (.zip) or a table (.xlsx, .csv) to be checked; look at it again until it is."""
    person = _person(request)
    brought = bundles.bring_bundle(
        content=file.read(),
        name=file.name or "",
        person=person,
        language=get_language() or person.language,
        at=clock.now(),
    )
    return Status(201, _import(request, brought))


@router.get("imports/{uuid:import_id}", response=WholeImportOut, operation_id="get_import", **FOLLOW)
def get_import(request: Caller, import_id: UUID) -> dict[str, Any]:
    """Say how far a file is, what would come of it or did, and everything that is wrong with it."""
    return _import(request, get_object_or_404(_imports(request), pk=import_id))


@router.post(
    "imports/{uuid:import_id}/confirm", response=WholeImportOut, operation_id="confirm_import", **BRING
)
def confirm_import(request: Caller, import_id: UUID) -> dict[str, Any]:
    """Have a sound file taken in, whole or not at all."""
    brought = get_object_or_404(_imports(request), pk=import_id)
    return _import(request, bundles.confirm_bundle(brought=brought, **_by(request)))


@router.delete("imports/{uuid:import_id}", response={204: None}, operation_id="put_import_away", **BRING)
def put_import_away(request: Caller, import_id: UUID) -> Status[None]:
    """Call an import off, or put it away; what was taken in stays."""
    bundles.put_away(brought=get_object_or_404(_imports(request), pk=import_id), **_by(request))
    return Status(204, None)


# --- how ----------------------------------------------------------------------------------------------------

STEPS = frozenset(
    {
        EditionStatus.SELECTION,
        EditionStatus.PREPARATION,
        EditionStatus.RUNNING,
        EditionStatus.CLOSED,
        EditionStatus.REPORTED,
        EditionStatus.EVALUATED,
    }
)


def _person(request: Caller) -> Person:
    person = request.auth.person
    assert person is not None  # noqa: S101 -- whoever holds a role is a person
    return person


def _by(request: Caller) -> dict[str, Any]:
    return {"actor": _person(request).reference, "at": clock.now()}


def _grants(request: Caller) -> list[Grant]:
    return list(grants_held_by(request.auth, at=clock.now()))


def _admit(refusal: Refusal | None) -> None:
    """Stop who may not do this (403), as the page does."""
    if refusal is not None:
        raise HttpError(403, str(refusal.message))


def _edition(request: Caller, code: str) -> Edition:
    return get_object_or_404(readable_editions(_grants(request)), code=code)


def _kept(request: Caller, code: str) -> Edition:
    edition = _edition(request, code)
    _admit(may_keep_edition(_grants(request), edition))
    return edition


def _decided(request: Caller, code: str) -> Edition:
    edition = _edition(request, code)
    _admit(may_decide(_grants(request), edition))
    return edition


def _series(request: Caller, code: str) -> Series:
    return get_object_or_404(readable_series(_grants(request)), code=code)


def _found(given: dict[str, Any]) -> dict[str, Any]:
    """What was given, with records in place of codes.

    Raises:
        ValidationError: a code is that of nothing; by column.
    """
    values = dict(given)
    if values.get("body") is not None:
        values["body"] = _coded(Body.objects.filter(archived_at=None), "body", values["body"])
    if values.get("country") is not None:
        values["country"] = _coded(Country.objects.all(), "country", values["country"])
    return values


def _coded(rows: QuerySet[Any], name: str, code: str) -> Any:
    found = rows.filter(code=code).first()
    if found is None:
        raise _unknown(name, code)
    return found


def _unknown(name: str, code: str) -> ValidationError:
    return ValidationError({name: gettext("Nothing in use has the code “%(value)s”.") % {"value": code}})


def _reasoned(given: ReasonIn) -> dict[str, Any]:
    return {**given.dict(), "reason": TranslatedText(given.reason)}


def _sheet(edition: Edition, name: str) -> OpenSheet:
    if name not in SHEETS:
        raise Http404
    return SHEETS[name].opened(edition)


def _list(opened: OpenSheet) -> dict[str, Any]:
    coded = opened.coded()
    return {
        "name": opened.sheet.name,
        "columns": opened.heads,
        "rows": [{"id": key, "cells": cells} for key, cells in zip(coded.keys, coded.cells, strict=True)],
    }


def _faults(opened: OpenSheet, told: Sequence[Told]) -> dict[str, list[str]]:
    """What is wrong, by row (counted from 0) and column."""
    names = {head.label: head.name for head in opened.heads}
    found: dict[str, list[str]] = {}
    for one in told:
        row = [str(one.row - 1)] if one.row else []
        column = [names[one.column]] if one.column else []
        found.setdefault(".".join(["rows", *row, *column]), []).append(f"{one.rule} {one.remedy}".strip())
    return found


def _booklet(edition: Edition) -> dict[str, Any]:
    return {
        "owes_an_erratum": owes_an_erratum(edition),
        "texts": {row.chapter: dict(row.text) for row in edition.booklet_texts.order_by("chapter")},
        "versions": edition.booklets.defer("facts")
        .prefetch_related(
            Prefetch("files", BookletFile.objects.defer("content").order_by("kind", "language"))
        )
        .order_by("-version"),
    }


def _board(edition: Edition) -> dict[str, Any]:
    at = clock.now()
    edition = with_life(Edition.objects.all()).get(pk=edition.pk)
    answered = {one.light: one for one in edition.light_overrides.all()}
    shown = [_light(name, light, answered.get(name)) for name, light in lights_of(edition, at=at).items()]
    return {
        "may_go_on": bool(shown) and all(one["is_green"] or one["answered_by"] for one in shown),
        "lights": shown,
    }


def _light(name: str, light: Any, answered: LightOverride | None) -> dict[str, Any]:
    return {
        "name": name,
        "title": str(light.title),
        "rule": str(light.rule),
        "owner": light.owner.value,
        "due_at": light.due_at,
        "ready": light.ready,
        "of": light.of,
        "is_green": light.is_green,
        "open": [
            {
                "owner": one.owner.value,
                "what": str(one.what),
                "why": str(one.why),
                "due_at": one.due_at,
                "is_blocked": one.is_blocked,
                "is_waiting": one.is_waiting,
            }
            for one in light.open
        ],
        "answered_by": str(answered.person) if answered else None,
        "answered_because": answered.reason if answered else None,
    }


def _imports(request: Caller) -> QuerySet[BundleImport]:
    return BundleImport.objects.filter(person__in=identities_of(_person(request)))


def _import(request: Caller, brought: BundleImport) -> dict[str, Any]:
    problems = []
    if brought.problem_count:
        problems = bundles.problems_of(brought, **_by(request))
    return {
        **{name: getattr(brought, name) for name in ImportOut.model_fields},
        "counts": brought.outcome.get("counts", {}),
        "problems": [one.to_json(gettext) for one in problems],
    }


def _archive(code: str) -> HttpResponse:
    target = io.BytesIO()
    write_archive(bundle_of(code), target)
    return HttpResponse(
        target.getvalue(),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{code}.zip"',
            "Cache-Control": "private, no-store",
        },
    )
