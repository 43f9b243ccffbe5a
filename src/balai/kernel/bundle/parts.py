"""A part of a bundle that is described by naming columns of a model.

Kinds, lengths, words and meanings come from the model, so that a bundle and a page never disagree. How a
record is entered and changed is for the room to say: it names its deeds.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import override

from balai.engine.bundle.fields import Field, ListOf
from balai.engine.bundle.kinds import KEY_SEPARATOR, Reference
from balai.engine.bundle.section import Section
from balai.kernel.bundle.columns import kind_of, meaning_of
from balai.kernel.bundle.importing import CHANGED, NEW, SAME
from balai.kernel.bundle.registry import parts
from balai.kernel.translated import TranslatedTextField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from django.db.models import Model, QuerySet

    from balai.engine.bundle.kinds import Kind
    from balai.engine.bundle.reading import Row
    from balai.engine.bundle.section import Shape
    from balai.kernel.bundle.exporting import Chosen
    from balai.kernel.bundle.importing import Importing

STEP = "__"
"""Between the steps from a record to what belongs to its whole: ``activity__edition``."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a model in a bundle, where its name alone does not say enough.

    Attributes:
        name: in the file.
        of: the model's name of it; with steps, something of the record's whole, which is written but not
            recorded with it.
        kind: what it can be; as the model says where None.
        refers: the section of the records that it names.
        within: for a reference, the field whose value begins the key and is not repeated.
        doc: what it means; as the model says where empty.
        is_required: whether it has to be written; as the model says where None.
        read: from the file's value to the model's.
        write: from the model's value to the file's.
        get: from the record to the file's value, where this is no column of the model but something beside
            it, as the week of a site: the deeds are given the file's value, under the name in the file.
        related: of such a value, the records of ``refers`` that it names.
        brings_along: whether what it names comes into a bundle with it; if not, it is written only where that
            is in the bundle for another reason.
        beside: a column without whose value this one is not written either.
    """

    name: str
    of: str = ""
    kind: Kind | None = None
    refers: str = ""
    within: str = ""
    doc: str = ""
    is_required: bool | None = None
    read: Callable[[Any], Any] | None = None
    write: Callable[[Any], Any] | None = None
    get: Callable[[Any], Any] | None = None
    related: Callable[[Any], Iterable[Any]] | None = None
    brings_along: bool = True
    beside: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        return tuple((self.of or self.name).split(STEP))

    @property
    def is_recorded(self) -> bool:
        """Whether it is the record's own, and not its whole's."""
        return len(self.path) == 1


class Deeds(Protocol):
    """How a room enters and changes its records; values come by the names of columns, relations as rows."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        """Enter a record."""

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        """Change a record in these columns, which all differ from what stands there."""


@dataclass(frozen=True, kw_only=True)
class ModelPart:
    """The records of one model.

    Attributes:
        name: of the section.
        file: its path, with gaps.
        shape: how it is written.
        model: what the records are.
        columns: those in the bundle, in the order of the file.
        key: names of columns that tell records apart.
        deeds: how they are recorded.
        ordering: columns of the file or the model by which the records stand in the file.
        order: pairs of columns of which the first is never greater.
        goes_with: relations whose records take this one along, as ``site`` does for a room; all of them.
        choose: further records that go with those chosen.
        live: the records that are in use; what is archived is not written.
        everywhere: whether every installation has a record, so that no bundle brings it.
        judge: looks at what was recorded of the section as a whole, and refuses.
    """

    name: str
    file: str
    shape: Shape
    model: type[Model]
    columns: Sequence[str | Column]
    key: tuple[str, ...]
    deeds: Deeds
    ordering: tuple[str, ...]
    order: tuple[tuple[str, str], ...] = ()
    goes_with: tuple[str, ...] = ()
    choose: Callable[[Chosen], Iterable[Any]] | None = None
    live: Callable[[], QuerySet[Any]] | None = None
    everywhere: Callable[[Any], bool] | None = None
    judge: Callable[[Sequence[Row], Importing], None] | None = None

    # --- the description ------------------------------------------------------------------------------

    @cached_property
    def described(self) -> tuple[Column, ...]:
        return tuple(Column(name=one) if isinstance(one, str) else one for one in self.columns)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.described}

    @cached_property
    def file_names(self) -> Mapping[str, str]:
        """What the file calls the columns of the model."""
        return {column.path[-1]: column.name for column in self.described}

    @cached_property
    def section(self) -> Section:
        with override("en"):
            fields = tuple(self._field(column) for column in self.described)
        return Section(
            name=self.name,
            file=self.file,
            shape=self.shape,
            fields=fields,
            key=self.key,
            doc=(inspect.getdoc(self.model) or "").partition("\n\n")[0].replace("\n", " "),
            order=self.order,
        )

    def _model_field(self, column: Column) -> Any:
        model: Any = self.model
        for step in column.path[:-1]:
            model = model._meta.get_field(step).related_model
        return model._meta.get_field(column.path[-1])

    def _field(self, column: Column) -> Field:
        kind = column.kind
        if column.get is not None:
            if kind is None:
                raise TypeError(f"{self.name}: “{column.name}” is no column: it needs a kind")
            return Field(
                name=column.name,
                kind=kind,
                doc=column.doc,
                is_required=bool(column.is_required),
                default=None,
            )
        model_field = self._model_field(column)
        if kind is None and column.refers:
            kind = Reference(column.refers, column.within)
            if isinstance(model_field, models.ManyToManyField):
                kind = ListOf(kind=kind, is_set=True)
        is_required = column.is_required
        if is_required is None:
            is_required = not (model_field.blank or model_field.null)
            if model_field.has_default() and not isinstance(model_field, TranslatedTextField):
                is_required = False
        return Field(
            name=column.name,
            kind=kind or kind_of(model_field),
            doc=column.doc or meaning_of(model_field),
            is_required=is_required,
            default=None if is_required else self._default(column, model_field),
        )

    def _default(self, column: Column, model_field: Any) -> Any:
        if isinstance(model_field, models.ManyToManyField) or not model_field.has_default():
            return None
        value = model_field.get_default()
        return column.write(value) if column.write and value is not None else value

    # --- what is installed ----------------------------------------------------------------------------

    def index(self) -> Mapping[str, Any]:
        """Every record's key with what the database knows it by; what is in use before what is archived."""
        every = self.model._default_manager.select_related(*self.key_relations)
        found = {self.key_of(record): record.pk for record in every.iterator(chunk_size=2000)}
        if self.live is not None:
            live = self.live().select_related(*self.key_relations)
            found |= {self.key_of(record): record.pk for record in live.iterator(chunk_size=2000)}
        return found

    def get(self, identifier: Any) -> Any:
        return self.model._default_manager.get(pk=identifier)

    def key_of(self, record: Any) -> str:
        """What references call a record."""
        return self.section.key_of({name: self._written(record, self.by_name[name]) for name in self.key})

    @cached_property
    def key_relations(self) -> tuple[str, ...]:
        """The relations to follow for the key of a record."""
        return tuple(self._relations(self.by_name[name] for name in self.key))

    def _is_many(self, column: Column) -> bool:
        return column.get is None and isinstance(self._model_field(column), models.ManyToManyField)

    def _relations(self, columns: Iterable[Column]) -> Iterator[str]:
        """The relations to follow for writing these columns, so that each is not asked for by itself."""
        for column in columns:
            if not column.refers or column.get or self._is_many(column):
                continue
            here = STEP.join(column.path)
            yield here
            target = parts[column.refers]
            if isinstance(target, ModelPart):
                yield from (f"{here}{STEP}{below}" for below in target.key_relations)

    # --- taking in ------------------------------------------------------------------------------------

    def load(self, rows: Iterator[Row], importing: Importing) -> None:
        brought = list(rows)
        if not brought:
            return
        index = importing.index(self.name)
        known = self.model._default_manager.in_bulk([index[row.key] for row in brought if row.key in index])
        own_links = [column for column in self.described if self._links_to_own(column)]
        for row in self._in_order(brought, importing):
            with importing.recording(row, self.file_names):
                record = known.get(index.get(row.key))
                values = self._values(row, importing, record, without=own_links)
                if record is None:
                    record = self.deeds.enter(self.model, values, importing)
                    importing.note_entered(record)
                    importing.count(self.name, NEW)
                elif values:
                    self.deeds.change(record, values, importing)
                    importing.count(self.name, CHANGED)
                else:
                    importing.count(self.name, SAME)
                importing.remember(self.name, row.key, record)
        if own_links:
            self._link(brought, own_links, importing)
        if self.judge is not None:
            self.judge(brought, importing)

    def _link(self, rows: Sequence[Row], columns: Sequence[Column], importing: Importing) -> None:
        """Links between records of this section, now that all of them are there."""
        for row in rows:
            if not importing.is_recorded(self.name, row.key):
                continue
            with importing.recording(row, self.file_names):
                record = importing.recall(self.name, row.key)
                values = self._values(row, importing, record, only=columns)
                if values:
                    self.deeds.change(record, values, importing)

    def _links_to_own(self, column: Column) -> bool:
        return column.get is None and column.refers == self.name and self._is_many(column)

    def _in_order(self, rows: Sequence[Row], importing: Importing) -> Iterator[Row]:
        """Wholes before their parts; what is in a circle is refused."""
        wholes = [
            column.name
            for column in self.described
            if column.refers == self.name and not self._links_to_own(column)
        ]
        if not wholes:
            yield from rows
            return
        waiting = {row.key: row for row in rows}
        while waiting:
            ready = [
                row for row in waiting.values() if not any(row.values[name] in waiting for name in wholes)
            ]
            if not ready:
                for row in waiting.values():
                    importing.refuse(row, "reference.circle", field=wholes[0])
                return
            for row in ready:
                del waiting[row.key]
                yield row

    def _values(
        self,
        row: Row,
        importing: Importing,
        record: Any,
        *,
        without: Sequence[Column] = (),
        only: Sequence[Column] | None = None,
    ) -> dict[str, Any]:
        """What is to be recorded, by the model's names: all for a new record, else what differs."""
        values: dict[str, Any] = {}
        for column in only or self.described:
            if not column.is_recorded or column in without:
                continue
            if record is not None and column.name not in row.mentioned:
                continue
            if column.get is not None:
                value = row.values[column.name]
                if record is None or _plainly(column.get(record)) != _plainly(value):
                    values[column.name] = self._linked(column, value, importing)
                continue
            model_field = self._model_field(column)
            value = self._read(column, model_field, row, importing)
            if isinstance(model_field, TranslatedTextField):
                before = getattr(record, model_field.name) if record is not None else {}
                value = {one: text for one, text in {**before, **value}.items() if text}
            if record is None or _differs(record, model_field, value):
                values[model_field.name] = value
        return values

    def _linked(self, column: Column, value: Any, importing: Importing) -> Any:
        """References with words behind them, as records with these words."""
        if not column.refers or not value:
            return value
        return [(importing.recall(column.refers, link.key), link.word) for link in value]

    def _read(self, column: Column, model_field: Any, row: Row, importing: Importing) -> Any:
        value = row.values[column.name]
        if value is None:
            return _nothing(model_field)
        if column.refers:
            begin = f"{row.values[column.within]}{KEY_SEPARATOR}" if column.within else ""
            if isinstance(value, list):
                return [importing.recall(column.refers, f"{begin}{one}") for one in value]
            return importing.recall(column.refers, f"{begin}{value}")
        if column.read is not None:
            return column.read(value)
        if isinstance(model_field, models.ForeignKey):  # to records that have the same codes everywhere
            return importing.shared(model_field.related_model, value)
        return value

    # --- giving out -----------------------------------------------------------------------------------

    def chosen_with(self, chosen: Chosen) -> Iterable[Any]:
        live = self.live() if self.live else self.model._default_manager.all()
        if self.goes_with:
            wholes = {f"{name}__in": chosen.identifiers(self.by_name[name].refers) for name in self.goes_with}
            if all(wholes.values()):
                yield from live.filter(**wholes)
        if self.choose is not None:
            yield from self.choose(chosen)

    def is_everywhere(self, record: Any) -> bool:
        return self.everywhere is not None and self.everywhere(record)

    def refers_to(self, records: Iterable[Any]) -> Iterable[tuple[str, Any]]:
        for column in self.described:
            if not column.refers or not column.brings_along:
                continue
            for record in records:
                if column.related is not None:
                    yield from ((column.refers, one) for one in column.related(record))
                    continue
                related = _follow(record, column.path)
                if self._is_many(column):
                    yield from ((column.refers, one) for one in related.all())
                elif related is not None:
                    yield column.refers, related

    def dump(self, chosen: Chosen) -> Iterable[Mapping[str, Any]]:
        several = [column.path[0] for column in self.described if self._is_many(column)]
        found = (
            self.model._default_manager.filter(pk__in=chosen.identifiers(self.name))
            .select_related(*self._relations(self.described))
            .prefetch_related(*several)
        )
        rows = [(record, self._row(record, chosen)) for record in found]
        rows.sort(key=lambda pair: [self._rank(name, *pair) for name in self.ordering])
        return [row for _record, row in rows]

    def _row(self, record: Any, chosen: Chosen) -> Mapping[str, Any]:
        row: dict[str, Any] = {}
        for column in self.described:
            value = self._written(record, column)
            if not column.brings_along and value is not None:
                named = _follow(record, column.path)
                value = value if chosen.has(column.refers, named) else None
            if column.beside and row[column.beside] is None:
                value = None
            row[column.name] = value
        return row

    def _rank(self, name: str, record: Any, row: Mapping[str, Any]) -> tuple[bool, Any]:
        """Where a record stands by a column of the file, or by one that its place in the file tells."""
        value = row[name] if name in row else getattr(record, name)
        return (value is None, value)

    def _written(self, record: Any, column: Column) -> Any:
        if column.get is not None:
            return column.get(record)
        value = _follow(record, column.path)
        if not column.refers:
            if isinstance(value, models.Model):
                value = value.pk
            if value in (None, ""):
                return None
            return column.write(value) if column.write else value
        target = parts[column.refers]
        begin = ""
        if column.within:
            begin = f"{self._written(record, self.by_name[column.within])}{KEY_SEPARATOR}"
        if self._is_many(column):
            return [target.key_of(one).removeprefix(begin) for one in value.all()]
        return None if value is None else target.key_of(value).removeprefix(begin)


# --- values -----------------------------------------------------------------------------------------


def _nothing(model_field: Any) -> Any:
    """What stands in the database where nothing is."""
    if isinstance(model_field, TranslatedTextField):
        return {}
    if isinstance(model_field, models.ManyToManyField | ArrayField | models.JSONField):
        return []
    if model_field.null:
        return None
    return "" if isinstance(model_field, models.CharField | models.TextField) else model_field.get_default()


def _differs(record: Any, model_field: Any, value: Any) -> bool:
    if isinstance(model_field, models.ManyToManyField):
        before = set(getattr(record, model_field.name).values_list("pk", flat=True))
        return before != {one.pk for one in value}
    if isinstance(model_field, models.ForeignKey):
        return bool(getattr(record, model_field.attname) != (None if value is None else value.pk))
    return bool(getattr(record, model_field.name) != model_field.to_python(value))


def _plainly(value: Any) -> Any:
    """Nothing is nothing, however it is written."""
    return None if value in (None, "", [], {}, ()) else value


def _follow(record: Any, path: Sequence[str]) -> Any:
    for step in path:
        record = getattr(record, step)
    return record
