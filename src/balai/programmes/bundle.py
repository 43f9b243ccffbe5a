"""Programmes in bundles: series, pledges, editions and all that belongs to one.

What belongs to an edition lies in a folder of its own, mostly as tables. The order of a table is that of
lists and, among organisers, that of protocol.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.directory.bundle import country_kind
from balai.engine.bundle.kinds import (
    LANGUAGE_TAG,
    Choice,
    Date,
    Field,
    Link,
    Linked,
    ListOf,
    Pattern,
    Record,
    ScalarKind,
    Text,
    TimeZone,
    Translated,
    UnfitError,
    Whole,
)
from balai.engine.bundle.section import Shape
from balai.kernel.bundle.exporting import export_bundle
from balai.kernel.bundle.importing import CHANGED, NEW, SAME, NotRecordedError
from balai.kernel.bundle.parts import Column, Deeds, ModelPart
from balai.kernel.bundle.registry import parts
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.people.queries import grants_live_at, identities_of
from balai.people.services.persons import reference_of
from balai.programmes.enums import Task
from balai.programmes.models import (
    Activity,
    Assessment,
    BookletText,
    BudgetLine,
    CompletionRule,
    DeadlinePlan,
    Edition,
    EligibilityRule,
    Group,
    Lesson,
    Module,
    Organiser,
    Outcome,
    PackageItem,
    Pledge,
    Quota,
    Reservation,
    Risk,
    RubricCriterion,
    Series,
    SessionType,
    Target,
)
from balai.programmes.models.admission import HIGHEST_SCORE
from balai.programmes.models.edition import POLICY_MARKERS
from balai.programmes.rules.access import (
    may_bring_edition,
    may_bring_series,
    may_keep_edition,
    may_keep_money,
    may_keep_series,
)
from balai.programmes.rules.eligibility import LineError, read_line, write_line
from balai.programmes.services.editions import (
    change_pledge,
    change_series,
    create_pledge,
    create_series,
    set_mandates,
)
from balai.programmes.services.importing import (
    correct_edition,
    record_edition,
    set_known_countries,
)
from balai.programmes.services.kinds import change_session_type, enter_session_type
from balai.programmes.services.lessons import change_lesson, record_lesson, settle_lesson
from balai.programmes.services.parts import Line, ListError, change_part, enter_part, keep_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from balai.engine.bundle.reading import Row
    from balai.kernel.bundle.importing import Importing
    from balai.people.models import Grant
    from balai.programmes.models import BundleExport

SHIPPED = frozenset(
    [
        "ARR",
        "OPN",
        "ORI",
        "LEC",
        "PAN",
        "CAS",
        "PRA",
        "DEM",
        "VIS",
        "SME",
        "CPR",
        "B2B",
        "APW",
        "APP",
        "TST",
        "EVL",
        "CUL",
        "REL",
        "MEA",
        "TRV",
        "FRE",
        "CLO",
        "DEP",
    ]
)
"""Kinds of sessions that every installation has from its first start; no bundle brings them."""

CURRENCY = Pattern(regex="[A-Z]{3}", rule="value.currency", most=3)
SOURCE = ("source", "certainty")


# --- kinds of values of this room -------------------------------------------------------------------


class Condition(ScalarKind):
    """A condition of eligibility as people write it: ``age between 25, 50 and is_endorsed``."""

    def read(self, text: str) -> dict[str, Any]:
        try:
            return read_line(text)
        except LineError as error:
            raise UnfitError("value.condition") from error

    def plain(self, value: Mapping[str, Any]) -> str:
        return write_line(dict(value))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1}

    def words(self) -> str:
        return "condition, such as `age between 25, 50 and is_endorsed`"


class Took(NamedTuple):
    """A country that took part, with how many people where that is known."""

    country: str
    participants: int


class TookPart(ScalarKind):
    """A country that took part: ``BT``, or with its number of people ``BT 2``."""

    def read(self, text: str) -> Took:
        match = re.fullmatch(r"([A-Z]{2})(?: ([1-9][0-9]{0,3}))?", text)
        if match is None or match[1] not in country_kind().codes:
            raise UnfitError("value.country")
        return Took(match[1], int(match[2] or 0))

    def plain(self, value: Took) -> str:
        return f"{value.country} {value.participants}" if value.participants else value.country

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{2}( [1-9][0-9]{0,3})?$"}

    def words(self) -> str:
        return "country, behind a space its number of people: `BT`, `BT 2`"


ANCHOR = Record(
    (
        Field(
            name="score", kind=Whole(least=0, most=HIGHEST_SCORE), doc="Score, from 0 to 5.", is_required=True
        ),
        Field(
            name="text",
            kind=Translated(most=300),
            doc="What a nominee is like who gets it.",
            is_required=True,
        ),
    )
)
TASKS = Choice({str(value): str(label) for value, label in Task.choices})


# --- who may, and by which deeds --------------------------------------------------------------------


def _ask(importing: Importing, rule: Callable[[list[Grant]], Refusal | None]) -> None:
    """Refuse where the pages would; the operator may everything."""
    if importing.actor is not None:
        held = grants_live_at(importing.at).filter(person__in=identities_of(importing.actor))
        enforce(rule(list(held)))


def _ask_of(
    importing: Importing, rule: Callable[[list[Grant], Edition], Refusal | None], edition: Edition
) -> None:
    """Refuse where the pages would; who brings a new edition brings all of it."""
    if not importing.has_entered(edition):
        _ask(importing, lambda grants: rule(grants, edition))


def _by(importing: Importing) -> dict[str, Any]:
    return {"actor": reference_of(importing.actor), "at": importing.at}


class SeriesDeeds(Deeds):
    """Series and pledges, which belong to no single edition."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        _ask(importing, may_bring_series)
        create = {Series: create_series, Pledge: create_pledge}[model]
        return create(**values, **_by(importing))

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        _ask(importing, may_keep_series)
        if isinstance(record, Series):
            change_series(series=record, **values, **_by(importing))
        else:
            change_pledge(pledge=record, **values, **_by(importing))


class SessionTypeDeeds(Deeds):
    """Kinds of sessions."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        _ask(importing, may_bring_series)
        return enter_session_type(**values, **_by(importing))

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        _ask(importing, may_keep_series)
        change_session_type(kind=record, **values, **_by(importing))


class EditionDeeds(Deeds):
    """Editions; a new one comes as it stands elsewhere, one that is here keeps its life."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        _ask(importing, lambda grants: may_bring_edition(grants, values["series"]))
        edition = record_edition(**_own(values), **_by(importing))
        self._attach(edition, values, importing)
        return edition

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        _ask_of(importing, may_keep_edition, record)
        if own := _own(values):
            correct_edition(edition=record, values=own, **_by(importing))
        self._attach(record, values, importing)

    def _attach(self, edition: Edition, values: Mapping[str, Any], importing: Importing) -> None:
        if "mandates" in values:
            set_mandates(edition=edition, pledges=values["mandates"], **_by(importing))
        known = values.get("known_countries")
        if known or ("known_countries" in values and edition.known_countries.exists()):
            countries = {one.country: one.participants or None for one in known or ()}
            set_known_countries(edition=edition, countries=countries, **_by(importing))


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in {"mandates", "known_countries"}}


class SinglePartDeeds(Deeds):
    """A part of which an edition has one."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        _ask_of(importing, may_keep_edition, values["edition"])
        return enter_part(model, values=values, **_by(importing))

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        _ask_of(importing, may_keep_edition, record.edition)
        change_part(record, values=values, **_by(importing))


class LessonDeeds(Deeds):
    """Lessons; a new one comes as it stands elsewhere, one that is here keeps how it was settled."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        _ask_of(importing, may_keep_edition, values["edition"])
        return record_lesson(**_dated(values), **_by(importing))

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        _ask_of(importing, may_keep_edition, record.edition)
        own = {name: value for name, value in values.items() if name not in {"done_on", "answer"}}
        if own or record.done_at is not None:
            record = change_lesson(lesson=record, **(own or values), **_by(importing))
        if {"done_on", "answer"} & set(values):
            answer = values.get("answer", record.answer)
            settle_lesson(lesson=record, answer=answer, **_by(importing))


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    """A lesson's values, with a moment for the day on which it was settled."""
    given = dict(values)
    done_on = given.pop("done_on", None)
    return given | {"done_at": dt.datetime.combine(done_on, NOON) if done_on else None}


NOON = dt.time(12, tzinfo=dt.UTC)
"""A day is all that a bundle tells of when a lesson was settled; at noon it is that day nearly everywhere."""


@dataclass(frozen=True, kw_only=True)
class ListPart(ModelPart):
    """A part of which an edition has a list: kept whole, by the deed that the editor uses.

    Rows that the file does not name stay.

    Attributes:
        is_money: whether the finance officer may write it too.
    """

    deeds: Deeds = SinglePartDeeds()  # noqa: RUF009 -- without state; lists are kept by keep_list
    is_money: bool = False

    def load(self, rows: Iterator[Row], importing: Importing) -> None:
        by_edition: dict[str, list[Row]] = {}
        for row in rows:
            by_edition.setdefault(row.values["edition"], []).append(row)
        for brought in by_edition.values():
            self._keep(brought, importing)

    def _keep(self, brought: Sequence[Row], importing: Importing) -> None:
        try:
            edition: Edition = importing.recall("editions", brought[0].values["edition"])
        except NotRecordedError:
            for row in brought:
                importing.skip(row)
            return
        rows, lines = self._lines(brought, edition, importing)
        may_keep = may_keep_money if self.is_money else may_keep_edition
        try:
            with transaction.atomic():
                kept = keep_list(self.model, edition=edition, lines=lines, **_by(importing))
                if kept.new or kept.changed:  # what is here already, everybody may bring again
                    _ask_of(importing, may_keep, edition)
        except (RuleViolationError, ListError) as error:
            self._refuse(error, brought[0], rows, importing)
            return
        for what, number in ((NEW, kept.new), (CHANGED, kept.changed), (SAME, kept.same)):
            if number:
                importing.count(self.name, what, number)
        recorded = self.model._default_manager.filter(edition=edition)
        for record in recorded.select_related(*self.key_relations):
            importing.remember(self.name, self.key_of(record), record)

    def _refuse(
        self, error: RuleViolationError | ListError, first: Row, rows: Sequence[Row], importing: Importing
    ) -> None:
        for row in rows:
            importing.fail(row)
        if isinstance(error, RuleViolationError):
            importing.refuse(first, "deed.refused", message=error.refusal.message)
            return
        for fault in error.faults:
            row = rows[fault.number - 1] if fault.number else first
            name = self.file_names.get(fault.field, fault.field)
            importing.refuse(row, "deed.refused", field=name, message=fault.message)

    def _lines(
        self, brought: Sequence[Row], edition: Edition, importing: Importing
    ) -> tuple[list[Row], list[Line]]:
        index = importing.index(self.name)
        there = {row.pk: row for row in self.model._default_manager.filter(edition=edition)}
        named = {index[row.key] for row in brought if row.key in index}
        place_after = max((getattr(row, "order", 0) for row in there.values()), default=0)
        is_whole = set(there) <= named
        rows: list[Row] = []
        lines: list[Line] = []
        for row in brought:
            record = there.get(index.get(row.key))
            try:
                values = self._values(row, importing, record)
            except NotRecordedError:
                importing.skip(row)
                continue
            rows.append(row)
            if "order" in {one.name for one in self.model._meta.get_fields()}:
                kept = getattr(record, "order", place_after + len(rows))
                values["order"] = len(rows) if is_whole else kept
            lines.append(Line(number=len(rows), key=None if record is None else record.pk, values=values))
        return rows, lines

    def _values(
        self,
        row: Row,
        importing: Importing,
        record: Any,
        *,
        without: Sequence[Column] = (),
        only: Sequence[Column] | None = None,
    ) -> dict[str, Any]:
        own = [column for column in self.described if self._links_to_own(column)]
        values = super()._values(row, importing, record, without=own)
        for column in own:  # by their codes: the list links them once all are written
            if column.name in row.mentioned or record is None:
                values[column.name] = row.values[column.name] or []
            else:
                values[column.name] = [one.code for one in getattr(record, column.name).all()]
        if values.get("anchors"):
            values["anchors"] = [(one["score"], one["text"]) for one in values["anchors"]]
        return {
            name: value if value is not None or name not in HANGING else [] for name, value in values.items()
        }


HANGING = frozenset({"machines", "people", "anchors"})


# --- the sections -----------------------------------------------------------------------------------

EDITION = Column(name="edition", refers="editions")
OUTCOMES = Column(name="outcomes", refers="outcomes", within="edition")


def _machines_of(activity: Activity) -> list[Link]:
    machines = parts["machines"]
    return sorted(Link(machines.key_of(one.machine), one.count) for one in activity.machine_needs.all())


def _people_of(activity: Activity) -> list[Link]:
    return sorted(Link(one.resource_person.code, one.task) for one in activity.people.all())


def _anchors_of(criterion: RubricCriterion) -> list[dict[str, Any]]:
    return [{"score": one.score, "text": dict(one.text)} for one in criterion.anchors.order_by("score")]


def _known_of(edition: Edition) -> list[Took]:
    return sorted(Took(one.country_id, one.participants or 0) for one in edition.known_countries.all())


def _done_on(lesson: Lesson) -> dt.date | None:
    return None if lesson.done_at is None else lesson.done_at.astimezone(dt.UTC).date()


def register_parts() -> None:
    """Add programmes to what bundles can hold."""
    for part in (*_wholes(), *_curriculum(), *_admission(), *_means(), *_memory()):
        parts.register(part.name, part)


def _wholes() -> Iterable[ModelPart]:
    country = Column(name="country", kind=country_kind())
    yield ModelPart(
        name="session-types",
        file="session-types.yaml",
        shape=Shape.LIST,
        model=SessionType,
        columns=(
            Column(name="code", kind=Pattern(regex="[A-Z][A-Z0-9]{1,7}", sample="PRA", most=8)),
            "name",
            "family",
            "minutes_least",
            "minutes_most",
            "counted",
            "is_contact",
            "needs_room",
            "needs_resource_person",
            "needs_machines",
            "needs_supervisor",
            "needs_sign_off",
            "needs_transport",
            "needs_gate_list",
            "comes_after",
            "most_in_a_row",
            "most_in_half_a_day",
            "rule",
            "order",
        ),
        key=("code",),
        deeds=SessionTypeDeeds(),
        ordering=("code",),
        everywhere=lambda record: record.code in SHIPPED,
    )
    yield ModelPart(
        name="series",
        file="series.yaml",
        shape=Shape.LIST,
        model=Series,
        columns=(
            "code",
            "title",
            "scheme",
            "pillar",
            Column(name="body", refers="bodies"),
            "summary",
            "publicity",
        ),
        key=("code",),
        deeds=SeriesDeeds(),
        ordering=("code",),
    )
    yield ModelPart(
        name="pledges",
        file="pledges.yaml",
        shape=Shape.LIST,
        model=Pledge,
        columns=(
            "code",
            Column(name="body", refers="bodies"),
            country,
            "meeting",
            "place",
            "year",
            "held_from",
            "held_until",
            "text",
            "valid_until",
            *SOURCE,
        ),
        key=("code",),
        deeds=SeriesDeeds(),
        ordering=("year", "code"),
        order=(("held_from", "held_until"),),
    )
    yield ModelPart(
        name="editions",
        file="editions/{code}/edition.yaml",
        shape=Shape.RECORD,
        model=Edition,
        columns=(
            "code",
            Column(name="series", refers="series"),
            "number",
            "title",
            "theme",
            "status",
            "status_before",
            "mode",
            "publicity",
            "starts_on",
            "ends_on",
            "arrives_on",
            "departs_on",
            Column(name="time_zone", kind=TimeZone()),
            country,
            Column(name="cities", kind=ListOf(kind=Text(most=100))),
            Column(name="languages", kind=ListOf(kind=LANGUAGE_TAG)),
            Column(name="interpretation", kind=ListOf(kind=LANGUAGE_TAG)),
            "places",
            "host_places",
            "smallest_group",
            "known_participants",
            Column(
                name="known_countries",
                kind=ListOf(kind=TookPart(), is_set=True),
                doc="Countries known to have taken part, with the number of people where it is known: BT, BT 2.",
                get=_known_of,
            ),
            "summary",
            "objective",
            "target_group",
            Column(
                name="mandates", refers="pledges", doc="Pledges under which it is held.", is_required=False
            ),
            "sdg_targets",
            "sector_codes",
            Column(
                name="policy_markers",
                kind=ListOf(kind=Choice({one: one for one in POLICY_MARKERS})),
                doc="Markers of the OECD with their significance: 1:2 is gender equality as principal objective.",
            ),
            *SOURCE,
        ),
        key=("code",),
        deeds=EditionDeeds(),
        ordering=("code",),
        order=(("starts_on", "ends_on"), ("arrives_on", "starts_on"), ("ends_on", "departs_on")),
    )
    yield ListPart(
        name="organisers",
        file="editions/{edition}/organisers.csv",
        shape=Shape.TABLE,
        model=Organiser,
        columns=(
            EDITION,
            Column(name="organisation", refers="organisations"),
            "role",
            "agreed_on",
            "agreement",
            *SOURCE,
        ),
        key=("edition", "organisation", "role"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )


def _curriculum() -> Iterable[ModelPart]:
    yield ListPart(
        name="outcomes",
        file="editions/{edition}/outcomes.csv",
        shape=Shape.TABLE,
        model=Outcome,
        columns=(EDITION, "code", "statement", "level", "indicator"),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
    yield ListPart(
        name="modules",
        file="editions/{edition}/modules.yaml",
        shape=Shape.LIST,
        model=Module,
        columns=(EDITION, "code", "title", "description", OUTCOMES, "is_mandatory"),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
    yield ListPart(
        name="assessments",
        file="editions/{edition}/assessments.csv",
        shape=Shape.TABLE,
        model=Assessment,
        columns=(EDITION, "code", "kind", "title", OUTCOMES, "is_required"),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
    yield ModelPart(
        name="completion",
        file="editions/{edition}/completion.yaml",
        shape=Shape.RECORD,
        model=CompletionRule,
        columns=(
            EDITION,
            "least_presence_percent",
            "needs_required_activities",
            "needs_safety",
            "note",
        ),
        key=("edition",),
        deeds=SinglePartDeeds(),
        ordering=("edition",),
        goes_with=("edition",),
    )
    yield ListPart(
        name="groups",
        file="editions/{edition}/groups.csv",
        shape=Shape.TABLE,
        model=Group,
        columns=(EDITION, "code", "division", "name", "size"),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
    yield ListPart(
        name="activities",
        file="editions/{edition}/activities.csv",
        shape=Shape.TABLE,
        model=Activity,
        columns=(
            EDITION,
            "code",
            Column(name="session_type", refers="session-types"),
            Column(name="module", refers="modules", within="edition"),
            "title",
            "minutes",
            "attendance",
            Column(name="groups", refers="groups", within="edition"),
            "size",
            "is_required",
            Column(name="sites", refers="sites"),
            "room_kind",
            "earliest_on",
            "latest_on",
            "day_part",
            "begins_at",
            Column(name="after", refers="activities", within="edition"),
            Column(
                name="machines",
                kind=ListOf(
                    kind=Linked(section="machines", word=Whole(least=1, most=500), default=1), is_set=True
                ),
                doc="Machines that one run needs at a time, with their number: bblm/cnc-mill 2.",
                refers="machines",
                get=_machines_of,
                related=lambda activity: [one.machine for one in activity.machine_needs.all()],
            ),
            Column(
                name="people",
                kind=ListOf(
                    kind=Linked(section="resource-persons", word=TASKS, default=str(Task.LEAD)), is_set=True
                ),
                doc="Resource persons, with what they do where they do not lead: anwar, tri supervise.",
                refers="resource-persons",
                get=_people_of,
                related=lambda activity: [one.resource_person for one in activity.people.all()],
            ),
            "protection",
            "photo_rule",
            "demands",
            "materials",
            "description",
            *SOURCE,
        ),
        key=("edition", "code"),
        ordering=("edition", "order"),
        order=(("earliest_on", "latest_on"),),
        goes_with=("edition",),
    )


def _admission() -> Iterable[ModelPart]:
    yield ListPart(
        name="quotas",
        file="editions/{edition}/quotas.csv",
        shape=Shape.TABLE,
        model=Quota,
        columns=(
            EDITION,
            Column(name="country", kind=country_kind()),
            "places",
            "reserve",
            "travel_category",
            "is_self_financed",
            *SOURCE,
        ),
        key=("edition", "country"),
        ordering=("edition", "country"),
        goes_with=("edition",),
    )
    yield ListPart(
        name="targets",
        file="editions/{edition}/targets.csv",
        shape=Shape.TABLE,
        model=Target,
        columns=(EDITION, "code", "name", "attribute", "value", "least", "most", "unit", "weight"),
        key=("edition", "code"),
        ordering=("edition", "code"),
        order=(("least", "most"),),
        goes_with=("edition",),
    )
    yield ListPart(
        name="eligibility",
        file="editions/{edition}/eligibility.yaml",
        shape=Shape.LIST,
        model=EligibilityRule,
        columns=(
            EDITION,
            "code",
            "label",
            Column(name="condition", of="expression", kind=Condition()),
            "severity",
            "message",
            "source",
            "waiver_authority",
        ),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
    yield ListPart(
        name="rubric",
        file="editions/{edition}/rubric.yaml",
        shape=Shape.LIST,
        model=RubricCriterion,
        columns=(
            EDITION,
            "code",
            "title",
            "weight",
            Column(
                name="anchors",
                kind=ListOf(kind=ANCHOR),
                doc="What some of the scores mean.",
                get=_anchors_of,
            ),
        ),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )


def _means() -> Iterable[ModelPart]:
    payer = Column(name="payer", refers="organisations")
    yield ListPart(
        name="package",
        file="editions/{edition}/package.csv",
        shape=Shape.TABLE,
        model=PackageItem,
        columns=(EDITION, "code", "benefit", "side", payer, "categories", "note", *SOURCE),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
        is_money=True,
    )
    yield ListPart(
        name="budget",
        file="editions/{edition}/budget.csv",
        shape=Shape.TABLE,
        model=BudgetLine,
        columns=(
            EDITION,
            "code",
            "description",
            "unit",
            "quantity",
            "days",
            "rate",
            Column(name="currency", kind=CURRENCY),
            payer,
            "form",
            "valuation",
            "is_aid_countable",
            "modality",
            "fiscal_year",
            *SOURCE,
        ),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
        is_money=True,
    )
    yield ListPart(
        name="reservations",
        file="editions/{edition}/reservations.csv",
        shape=Shape.TABLE,
        model=Reservation,
        columns=(
            EDITION,
            Column(name="site", refers="sites"),
            "first_on",
            "last_on",
            "people",
            "state",
            "held_until",
            "note",
        ),
        key=("edition", "site", "first_on"),
        ordering=("edition", "first_on", "site"),
        order=(("first_on", "last_on"),),
        goes_with=("edition",),
    )
    yield ListPart(
        name="deadlines",
        file="editions/{edition}/deadlines.csv",
        shape=Shape.TABLE,
        model=DeadlinePlan,
        columns=(EDITION, "code", "level", "title", "anchor", "days", "counts", "hour", "set_on"),
        key=("edition", "code", "level"),
        ordering=("edition", "code", "level"),
        goes_with=("edition",),
    )


def _memory() -> Iterable[ModelPart]:
    yield ListPart(
        name="risks",
        file="editions/{edition}/risks.csv",
        shape=Shape.TABLE,
        model=Risk,
        columns=(EDITION, "code", "title", "likelihood", "harm", "response", "owner_role", "state"),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
    yield ListPart(
        name="booklet-texts",
        file="editions/{edition}/booklet.yaml",
        shape=Shape.LIST,
        model=BookletText,
        columns=(EDITION, "chapter", "text"),
        key=("edition", "chapter"),
        ordering=("edition", "chapter"),
        goes_with=("edition",),
    )
    yield ModelPart(
        name="lessons",
        file="editions/{edition}/lessons.yaml",
        shape=Shape.LIST,
        model=Lesson,
        columns=(
            EDITION,
            "number",
            "source",
            "text",
            "is_demanded",
            "owner_role",
            "due_on",
            # The edition that takes a lesson up may be another office's: it does not come along.
            Column(name="taken_up_in", refers="editions", brings_along=False),
            Column(
                name="done_on",
                kind=Date(),
                doc="Day on which it was settled, by UTC.",
                get=_done_on,
                beside="taken_up_in",
            ),
            Column(name="answer", beside="taken_up_in"),
        ),
        key=("edition", "number"),
        deeds=LessonDeeds(),
        ordering=("edition", "number"),
        goes_with=("edition",),
    )


# --- giving out -------------------------------------------------------------------------------------


def bundle_for(export: BundleExport, *, tell: Callable[[int, int], None]) -> dict[str, bytes]:
    """The files that somebody asked for; ``tell`` hears how many of how many lists are written."""
    if export.series is not None:
        editions = export.series.editions.all()
        return export_bundle({"series": [export.series], "editions": editions}, tell=tell)
    return export_bundle({"editions": [export.edition]}, tell=tell)


def bundle_of(code: str) -> dict[str, bytes]:
    """The files of a series with all its editions, or of one edition.

    Raises:
        RuleViolationError: ``bundle.no_such_code``.
    """
    series = Series.objects.filter(code=code).first()
    if series is not None:
        return export_bundle({"series": [series], "editions": series.editions.all()})
    edition = Edition.objects.filter(code=code).first()
    if edition is None:
        raise RuleViolationError(
            Refusal(
                "bundle.no_such_code",
                _("There is no series and no edition “%(code)s”.") % {"code": code},
            )
        )
    return export_bundle({"editions": [edition]})
