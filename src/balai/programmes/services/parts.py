"""The parts of an edition: entered, changed and removed one by one, or kept as a list, all or nothing.

Values are given by the names of columns and relations; rows that hang on a part (what machines an activity
needs, what the scores of a criterion mean) are given under their names as well.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.programmes.models import (
    Activity,
    ActivityMachine,
    ActivityPerson,
    DeadlinePlan,
    Edition,
    Organiser,
    Quota,
    RubricAnchor,
    RubricCriterion,
)
from balai.programmes.rules.moves import may_change
from balai.programmes.rules.parts import circle_in, must_be_true, must_have_groups
from balai.programmes.services.deadlines import recompute_deadlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

M = TypeVar("M", bound=models.Model)

HANGING: Mapping[type[models.Model], Mapping[str, tuple[type[models.Model], str, tuple[str, str]]]] = {
    Activity: {
        "machines": (ActivityMachine, "activity", ("machine", "count")),
        "people": (ActivityPerson, "activity", ("resource_person", "task")),
    },
    RubricCriterion: {"anchors": (RubricAnchor, "criterion", ("score", "text"))},
}
"""Rows that hang on a part: under which name, of which model, by which key, and the two columns of a pair."""

JUDGED_AT_THE_END: Mapping[type[models.Model], frozenset[str]] = {Organiser: frozenset({"order"})}
"""Columns whose constraint is deferred, because rows exchange their values one after the other."""

DECIDE_DEADLINES = (Quota, DeadlinePlan, Organiser)
"""When these change, so do the deadlines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a list as it shall be.

    Attributes:
        number: where it stands, counted from 1; what is wrong with it is told by this number.
        key: of the row that it changes; None for a new one.
        values: all of its columns, relations and hanging rows; links to lines of the same list as codes.
    """

    number: int
    key: UUID | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a line, at a field or as a whole (``__all__``); number 0 is the list as a whole."""

    number: int
    field: str
    message: str


class ListError(Exception):
    """A list cannot be kept as it is; nothing of it was."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{one.number} {one.field}: {one.message}" for one in faults[:3]))


@dataclass(slots=True)
class Kept:
    """What keeping a list did."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0


# --- one by one ---------------------------------------------------------------------------------------------


@transaction.atomic
def enter_part(model: type[M], *, values: Mapping[str, Any], actor: str, at: datetime) -> M:
    """Enter one part of an edition.

    Args:
        model: what it is.
        values: its columns, the ``edition`` among them, relations and hanging rows.
        actor: who.
        at: the moment.

    Raises:
        RuleViolationError: ``edition.cancelled``.
        ValidationError: a value cannot be; by field.
    """
    edition = _locked(values["edition"])
    row = model()
    _write(row, values)
    _tell(edition, row, "entered", actor=actor, at=at)
    return row


@transaction.atomic
def change_part(row: M, *, values: Mapping[str, Any], actor: str, at: datetime) -> M:
    """Change some columns, relations or hanging rows of a part.

    Raises:
        RuleViolationError: ``edition.cancelled``.
        ValidationError: a value cannot be; by field.
    """
    edition = _locked(_edition_of(row))
    row.refresh_from_db()
    if _write(row, values):
        _tell(edition, row, "changed", actor=actor, at=at)
    return row


@transaction.atomic
def remove_part(row: models.Model, *, actor: str, at: datetime) -> None:
    """Remove a part.

    Raises:
        RuleViolationError: ``edition.cancelled``.
        ValidationError: something still needs it.
    """
    edition = _locked(_edition_of(row))
    try:
        row.delete()
    except (ProtectedError, RestrictedError) as error:
        raise ValidationError(_("Something still needs this. Change that first.")) from error
    _tell(edition, row, "removed", actor=actor, at=at)


def _tell(edition: Edition, row: models.Model, what: str, *, actor: str, at: datetime) -> None:
    name = _word(type(row))
    detail = {"code": row.code} if hasattr(row, "code") else {}
    record(actor=actor, action=f"edition.{name}_{what}", subject=edition.reference, at=at, detail=detail)
    if isinstance(row, DECIDE_DEADLINES):
        recompute_deadlines(edition=edition, actor=actor, at=at)


@contextmanager
def one_writer(edition: Edition) -> Iterator[None]:
    """Let nobody else write the edition while somebody compares what they have with what is there.

    Raises:
        RuleViolationError: ``edition.cancelled``.
    """
    with transaction.atomic():
        _locked(edition)
        yield


# --- as a list ----------------------------------------------------------------------------------------------


@transaction.atomic
def keep_list(  # noqa: PLR0913 -- each is named where it is called
    model: type[models.Model],
    *,
    edition: Edition,
    lines: Sequence[Line],
    actor: str,
    at: datetime,
    seen: Iterable[UUID] = (),
) -> Kept:
    """Make one list of an edition what the lines say: new, changed and removed rows, all or nothing.

    Args:
        model: of the rows, which have an ``edition``.
        edition: its row is locked, so that two writers do not mix.
        lines: every row of the list, in its order.
        actor: who.
        at: the moment.
        seen: keys of the rows that the writer had before them; only these are removed when no line names
            them, so that what a colleague has entered meanwhile stays.

    Raises:
        RuleViolationError: ``edition.cancelled``, or what deadlines refuse.
        ListError: every line and field that cannot be.
    """
    edition = _locked(edition)
    there = {row.pk: row for row in model._default_manager.filter(edition=edition)}
    keeping = _Keeping(model=model, edition=edition)
    named = {line.key for line in lines}
    keeping.remove([row for key, row in there.items() if key in set(seen) - named])
    keeping.set_codes_aside([(there[line.key], line) for line in lines if line.key in there])
    for place, line in enumerate(lines):
        row = there.get(line.key) if line.key else None
        if line.key and row is None:
            keeping.blame(line.number, NON_FIELD_ERRORS, _("Somebody has removed this row meanwhile."))
            continue
        keeping.write(row, line, place)
    keeping.link(lines)
    keeping.judge_sums()
    if keeping.faults:
        raise ListError(sorted(keeping.faults, key=lambda one: one.number))
    kept = keeping.kept
    if kept.new or kept.changed or kept.gone:
        record(
            actor=actor,
            action=f"edition.{_word(model)}_list_kept",
            subject=edition.reference,
            at=at,
            detail={"new": kept.new, "changed": kept.changed, "gone": kept.gone},
        )
        if issubclass(model, DECIDE_DEADLINES):
            recompute_deadlines(edition=edition, actor=actor, at=at)
    return kept


@dataclass(slots=True, kw_only=True)
class _Keeping:
    """One list under way."""

    model: type[models.Model]
    edition: Edition
    kept: Kept = field(default_factory=Kept)
    faults: list[Fault] = field(default_factory=list)
    written: dict[int, models.Model] = field(default_factory=dict)

    def blame(self, number: int, name: str, message: str) -> None:
        self.faults.append(Fault(number=number, field=name, message=message))

    def remove(self, rows: Sequence[models.Model]) -> None:
        for row in rows:
            try:
                with transaction.atomic():
                    row.delete()
                self.kept.gone += 1
            except (ProtectedError, RestrictedError):
                message = _("“%(code)s” cannot be removed: something still needs it.")
                self.blame(0, NON_FIELD_ERRORS, message % {"code": getattr(row, "code", row)})

    def set_codes_aside(self, pairs: Sequence[tuple[models.Model, Line]]) -> None:
        """Free the codes that rows give up, so that two rows can exchange theirs."""
        for row, line in pairs:
            code = getattr(row, "code", None)
            if code is not None and line.values.get("code", code) != code:
                type(row)._default_manager.filter(pk=row.pk).update(code=f"x{row.pk.hex[-22:]}")

    def write(self, row: models.Model | None, line: Line, place: int) -> None:
        """Write what a line says, but for links to other lines."""
        is_new = row is None
        row = row or self.model()
        values = {name: value for name, value in line.values.items() if name != "after"}
        values["edition"] = self.edition
        if hasattr(row, "order") and "order" not in values:
            values["order"] = place + 1
        try:
            with transaction.atomic():
                changed = _write(row, values)
        except ValidationError as error:
            for name, message in _told(error):
                self.blame(line.number, name, message)
            return
        self.written[line.number] = row
        what = "new" if is_new else "changed" if changed else "same"
        setattr(self.kept, what, getattr(self.kept, what) + 1)

    def link(self, lines: Sequence[Line]) -> None:
        """Activities name those that they come after, by code; in a circle nothing could ever begin."""
        if self.model is not Activity:
            return
        wanted = {line.number: list(line.values.get("after") or ()) for line in lines}
        by_code = {row.code: row for row in Activity.objects.filter(edition=self.edition)}
        after = {
            self.written[number].code: codes  # type: ignore[attr-defined] # activities, as was asked above
            for number, codes in wanted.items()
            if number in self.written
        }
        circle = circle_in(after)
        for number, codes in wanted.items():
            if number not in self.written:
                continue
            activity = self.written[number]
            assert isinstance(activity, Activity)  # noqa: S101 -- as above
            for code in codes:
                if code not in by_code:
                    self.blame(number, "after", _("There is no activity “%(code)s”.") % {"code": code})
            if activity.code in circle:
                message = _("These wait for each other: %(codes)s.") % {"codes": ", ".join(circle)}
                self.blame(number, "after", message)
            elif all(code in by_code for code in codes):
                activity.after.set([by_code[code] for code in codes])

    def judge_sums(self) -> None:
        """What the database judges only at the end of a transaction, it judges now, while it can be told."""
        if self.faults:
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except IntegrityError as error:
            name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
            self.blame(0, NON_FIELD_ERRORS, str(_sums().get(name) or error))


def _sums() -> Mapping[str, str]:
    return {
        "quota_sum_within_places": _("The countries are given more places than the edition has."),
        "rubric_weights_at_most_100": _("The weights add up to more than 100."),
        "organiser_order_once": _("Two organisers have the same place in the order of protocol."),
    }


# --- writing a row ------------------------------------------------------------------------------------------


def _locked(edition: Edition) -> Edition:
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    enforce(may_change(edition))
    return edition


def _edition_of(row: models.Model) -> Edition:
    edition = getattr(row, "edition")  # noqa: B009 -- every part has one
    assert isinstance(edition, Edition)  # noqa: S101 -- as above
    return edition


def _word(model: type[models.Model]) -> str:
    """The model in the trail's words: ``budget_line``."""
    return str(model._meta.db_table).removeprefix("balai_")


def _write(row: models.Model, values: Mapping[str, Any]) -> bool:
    """Set columns, relations and hanging rows; tells whether anything differs from what stood there.

    Raises:
        ValidationError: a value cannot be; by field.
    """
    columns, relations, hanging = _parted(type(row), values)
    is_new = row._state.adding  # noqa: SLF001 -- documented, whatever its name says
    changed = is_new
    for name, value in columns.items():
        if is_new or getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    _judge(row, relations, is_changed=changed)
    if changed:
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            _judge(row, relations, is_changed=True, asks_the_table=True)  # says it by field, in words
            raise
    for name, wanted in relations.items():
        manager = getattr(row, name)
        if is_new or {one.pk for one in wanted} != set(manager.values_list("pk", flat=True)):
            manager.set(wanted)
            changed = True
    for name, pairs in hanging.items():
        changed = _hang(row, name, pairs) or changed
    return changed


def _judge(
    row: models.Model, relations: Mapping[str, Any], *, is_changed: bool, asks_the_table: bool = False
) -> None:
    """Refuse what cannot be, with every reason at once; a row that stays as it is was judged before.

    The table is asked by writing. Only where something is wrong it is asked for its words, a question for
    each of its constraints.
    """
    faults: dict[str, list[str]] = {}
    if is_changed:
        try:
            row.full_clean(
                exclude=JUDGED_AT_THE_END.get(type(row), ()),
                validate_unique=asks_the_table,
                validate_constraints=asks_the_table,
            )
        except ValidationError as error:
            for name, message in _told(error):
                faults.setdefault(name, []).append(message)
        if not faults and (wrong := must_be_true(row)):
            faults[wrong[0]] = [str(wrong[1].message)]
    if isinstance(row, Activity) and "groups" in relations:
        refusal = must_have_groups(row, len(relations["groups"]))
        if refusal:
            faults.setdefault("groups", []).append(str(refusal.message))
    if faults and is_changed and not asks_the_table:
        _judge(row, relations, is_changed=True, asks_the_table=True)
    if faults:
        raise ValidationError(faults)


def _parted(
    model: type[models.Model], values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    columns: dict[str, Any] = {}
    relations: dict[str, Any] = {}
    hanging: dict[str, Any] = {}
    for name, value in values.items():
        if name in HANGING.get(model, {}):
            hanging[name] = value
        elif isinstance(model._meta.get_field(name), models.ManyToManyField):
            relations[name] = value
        else:
            columns[name] = value
    return columns, relations, hanging


def _hang(row: models.Model, name: str, pairs: Sequence[tuple[Any, Any]]) -> bool:
    """Make the rows that hang on a part what the pairs say; tells whether that changed anything."""
    model, key, (one, other) = HANGING[type(row)][name]
    twice = [first for first, count in Counter(first for first, _second in pairs).items() if count > 1]
    if twice:
        raise ValidationError({name: _("“%(name)s” stands here twice.") % {"name": twice[0]}})
    there = {getattr(found, one): found for found in model._default_manager.filter(**{key: row})}
    changed = False
    for first, second in pairs:
        found = there.pop(first, None)
        if found is not None and getattr(found, other) == second:
            continue
        found = found or model(**{key: row, one: first})
        setattr(found, other, second)
        try:
            found.full_clean()
        except ValidationError as error:
            raise ValidationError({name: [message for _field, message in _told(error)]}) from error
        found.save()
        changed = True
    for found in there.values():
        found.delete()
        changed = True
    return changed


def _told(error: ValidationError) -> Iterator[tuple[str, str]]:
    if hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            yield from ((name, message) for message in messages)
    else:
        yield from ((NON_FIELD_ERRORS, message) for message in error.messages)
