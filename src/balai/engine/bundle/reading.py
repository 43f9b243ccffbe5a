"""Reading a bundle: every fault at once, and the records in the order in which they can be recorded.

A bundle is read twice. :meth:`Reading.check` looks at everything and keeps nothing but keys, and
:meth:`Reading.rows` then gives the sound records of a section, one at a time: 20,000 rows take no more memory
than 20.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from balai.engine.bundle.fields import Field, Linked, ListOf, Record, parse_fields
from balai.engine.bundle.kinds import BAD, KEY_SEPARATOR, Pattern, Reference, listed, near
from balai.engine.bundle.limits import LIMITS
from balai.engine.bundle.node import Listing, Scalar, Table, text_of
from balai.engine.bundle.opening import MANIFEST
from balai.engine.bundle.problem import Place, Report
from balai.engine.bundle.section import Found, Shape
from balai.engine.bundle.sheet import workbook
from balai.engine.bundle.table import csv_rows
from balai.engine.bundle.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from balai.engine.bundle.limits import Limits
    from balai.engine.bundle.node import Node
    from balai.engine.bundle.opening import Tree
    from balai.engine.bundle.section import Layout, Section
    from balai.engine.bundle.table import TableRow

FORMAT = "balai-bundle/1"
MANIFEST_FIELDS = (
    Field(
        name="format",
        kind=Pattern(regex=FORMAT, sample=FORMAT),
        doc="The form of the bundle.",
        is_required=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One record.

    Attributes:
        section: what it is.
        values: of all its fields.
        place: where it begins.
        places: where each field that is written stands.
        mentioned: the fields that the file speaks of, be it to say that they hold nothing.
    """

    section: Section
    values: Mapping[str, Any]
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    mentioned: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return self.section.key_of(self.values)

    def place_of(self, name: str) -> Place:
        """Where a field stands, or the record where it is not written."""
        return self.places.get(name, self.place)


@dataclass(frozen=True, slots=True)
class Source:
    """One file or sheet with records of one section."""

    found: Found
    path: Path
    name: str
    sheet: str = ""


def _nothing(section: str) -> Iterable[str]:
    return ()


class Reading:
    """The records of an opened bundle.

    Args:
        tree: what was opened.
        layout: the sections there are.
        installed: the keys of a section's records that the installation has already; asked once for each.
        limits: how much is taken.
        on_row: told after each record that was checked.
    """

    def __init__(
        self,
        tree: Tree,
        layout: Layout,
        *,
        installed: Callable[[str], Iterable[str]] = _nothing,
        limits: Limits = LIMITS,
        on_row: Callable[[], None] = lambda: None,
    ) -> None:
        self._tree = tree
        self._layout = layout
        self._installed = installed
        self._limits = limits
        self._on_row = on_row
        self._sources: Sequence[Source] | None = None
        self._unread: set[str] = set()
        self._faulty: set[Place] = set()
        self.count = 0

    # --- the two readings -----------------------------------------------------------------------------

    def check(self, report: Report) -> None:
        """Look at every file and every record, and say all that is wrong."""
        sources = list(self._find_sources(report))
        keys = _Keys(self._layout, self._installed, report)
        for section in self._layout:
            for source in sources:
                if source.found.section is section:
                    self._check_source(source, keys, report)
            self._faulty |= keys.close(section, unread=self._unread)
        self._sources = sources

    def _check_source(self, source: Source, keys: _Keys, report: Report) -> None:
        before = len(report)
        for row in self._read(source, report):
            self.count += 1
            keys.take(row, unread=self._unread)
            if len(report) > before:
                self._faulty.add(row.place)
                before = len(report)
            self._on_row()

    def rows(self, section: Section) -> Iterator[Row]:
        """The records of one section in which there was no fault, in the order of the files.

        Raises:
            ValueError: nobody looked for faults before.
        """
        if self._sources is None:
            raise ValueError("a bundle is checked before its records are taken")
        for source in self._sources:
            if source.found.section is section:
                told_before = Report()
                yield from (row for row in self._read(source, told_before) if row.place not in self._faulty)

    def _read(self, source: Source, report: Report) -> Iterator[Row]:
        found, path, name, limits = source.found, source.path, source.name, self._limits
        before = len(report)
        count = 0
        with ExitStack() as stack:
            if found.extension == "yaml":
                rows = _yaml_rows(found, read_yaml(path, name, report, limits), report)
            elif found.extension == "csv":
                rows = _table_rows(found, csv_rows(path, name, report, limits), report)
            else:
                book = stack.enter_context(workbook(path, name, report, limits, is_judged=True))
                sheet = next((one for one in book if one.name == source.sheet), None)
                rows = _table_rows(found, sheet.rows, report) if sheet else iter(())
            for row in rows:
                count += 1
                yield row
        if not count and len(report) > before:
            self._unread.add(found.section.name)  # who refers to what was not read is not at fault

    # --- files ----------------------------------------------------------------------------------------

    def _find_sources(self, report: Report) -> Iterator[Source]:
        known = [section.file for section in self._layout]
        first: dict[tuple[str, ...], str] = {}
        if not self._tree.is_single:
            self._check_manifest(report)
        for name, path in self._tree.files.items():
            if name == MANIFEST:
                continue
            stem, _dot, extension = name.rpartition(".")
            found = self._layout.find(name)
            if found is None and self._tree.is_single and (section := self._layout.named(stem)):
                found = Found(section, extension.lower(), {})
            if extension.lower() == "xlsx":
                sources = list(self._sheets(found, path, name, report))
            elif found is not None and found.extension in {"yaml", "csv"}:
                sources = [Source(found, path, name)]
            else:
                sources = []
                report.add(Place(name), "path.unknown", name, near=near(name, known))
            for source in sources:
                records = (source.found.section.name, *source.found.gaps.values())
                if (other := first.setdefault(records, source.name)) is not source.name:
                    report.add(Place(source.name), "path.twice", source.name, other=other)
                yield source

    def _check_manifest(self, report: Report) -> None:
        if MANIFEST not in self._tree.files:
            if self._tree.files:
                report.add(Place(self._tree.name), "bundle.no_manifest")
            return
        node = read_yaml(self._tree.files[MANIFEST], MANIFEST, report, self._limits)
        if isinstance(node, Table):
            parse_fields(MANIFEST_FIELDS, node, report)
        elif node is not None:
            report.add(node.place, "field.is_mapping", text_of(node))

    def _sheets(self, found: Found | None, path: Path, name: str, report: Report) -> Iterator[Source]:
        """The sheets of a workbook that are tables of ours: by their names, or the only one by the file's."""
        with workbook(path, name, report, self._limits) as sheets:
            titles = [sheet.name for sheet in sheets]
        known = [section.name for section in self._layout]
        for title in titles:
            section = self._layout.named(title)
            if found is not None and (section is found.section or (section is None and len(titles) == 1)):
                yield Source(found, path, name, title)
            elif section is not None:
                yield Source(Found(section, "xlsx", {}), path, name, title)
            else:
                place = Place(f"{name}#{title}")
                report.add(place, "sheet.unknown", title, near=near(title, known), known=listed(known))


# --- YAML -------------------------------------------------------------------------------------------


def _yaml_rows(found: Found, node: Node | None, report: Report) -> Iterator[Row]:
    section = found.section
    if node is None:
        return
    if section.shape is Shape.RECORD:
        if isinstance(node, Table):
            yield _record(found, node, report)
        else:
            rule = "record.single" if isinstance(node, Listing) else "field.is_mapping"
            report.add(node.place, rule, text_of(node))
        return
    if isinstance(node, Scalar) and node.is_nothing:
        return
    if not isinstance(node, Listing):
        report.add(node.place, "field.is_list", text_of(node))
        return
    for item in node.items:
        if isinstance(item, Table):
            yield _record(found, item, report)
        else:
            report.add(item.place, "field.is_mapping", text_of(item))


def _record(
    found: Found,
    node: Table,
    report: Report,
    *,
    refused: Iterable[str] = (),
    mentioned: Iterable[str] = (),
) -> Row:
    section = found.section
    gaps = [name for name in section.gaps if name in found.gaps]
    fields = [one for one in section.fields if one.name not in gaps]
    fields = [one for one in fields if one.name not in set(refused)]
    values, places = parse_fields(fields, node, report, ignoring=[*gaps, *refused])
    for name in refused:
        values[name] = BAD
    for name in gaps:
        said = found.gaps[name]
        written = node.values.get(name)
        if isinstance(written, Scalar) and not written.is_nothing and written.text != said:
            report.add(written.place, "field.path", written.text, path=said)
        values[name] = section.by_name[name].kind.parse(Scalar(said, Place(node.place.file)), report)
    for first, second in section.order:
        low, high = values[first], values[second]
        if low is BAD or high is BAD or low is None or high is None or low <= high:
            continue
        report.add(places.get(second, node.place), "order.wrong", str(high), other=f"{first} {low}")
    spoken_of = {*node.values, *mentioned, *gaps} & section.by_name.keys()
    return Row(section, values, node.place, places, frozenset(spoken_of))


# --- tables -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with the field it belongs to, and the language of a translated one."""

    number: int
    heading: str
    field: Field
    language: str = ""


def _table_rows(found: Found, rows: Iterator[TableRow], report: Report) -> Iterator[Row]:
    heading = next(rows, None)
    if heading is None:
        return
    columns = _columns(found, heading, report)
    if columns is None:
        return
    for row in rows:
        if len(row.cells) > len(heading.cells) and any(row.cells[len(heading.cells) :]):
            report.add(
                row.place(len(heading.cells) + 1),
                "table.cells",
                count=len(row.cells),
                most=len(heading.cells),
            )
        yield _row(found, columns, row, report)


def _columns(found: Found, heading: TableRow, report: Report) -> Sequence[_Column] | None:
    section = found.section
    gaps = [name for name in section.gaps if name not in found.gaps]
    fields = [one for one in section.fields if one.name not in section.gaps or one.name in gaps]
    known = [f"{one.name}.en" if one.kind.is_translated else one.name for one in fields]
    columns: list[_Column] = []
    seen: set[str] = set()
    is_sound = True
    for number, cell in enumerate(heading.cells, start=1):
        text = (cell or "").strip()
        place = heading.place(number)
        if not text:
            report.add(place, "table.heading_empty")
            is_sound = False
            continue
        if text in seen:
            report.add(place, "table.heading_twice", text)
            is_sound = False
            continue
        seen.add(text)
        name, dot, language = text.partition(".")
        one = section.by_name.get(name)
        if one is not None and not one.kind.fits_cells:
            report.add(place, "field.not_in_table", text, file=section.file)
            is_sound = False
        elif one is None or one.kind.is_translated != bool(dot):
            report.add(place, "table.heading_unknown", text, near=near(text, known), known=listed(known))
            is_sound = False
        else:
            columns.append(_Column(number, text, one, language))
    present = {column.field.name for column in columns}
    for one in fields:
        if one.is_required and one.name not in present:
            shown = f"{one.name}.en" if one.kind.is_translated else one.name
            report.add(heading.place(1), "table.heading_missing", shown)
            is_sound = False
    return columns if is_sound else None


def _row(found: Found, columns: Sequence[_Column], row: TableRow, report: Report) -> Row:
    values: dict[str, Node] = {}
    places: dict[str, Place] = {}
    languages: dict[str, dict[str, Node]] = {}
    refused = []
    for column in columns:
        cell = row.cells[column.number - 1] if column.number <= len(row.cells) else ""
        name = column.field.name
        place = row.place(column.number, column.heading)
        places.setdefault(name, place)
        if cell is None:
            refused.append(name)
        elif column.language:
            languages.setdefault(name, {})[column.language] = Scalar(cell, place, is_quoted=True)
        elif cell.strip():
            values[name] = column.field.kind.from_cell(Scalar(cell, place, is_quoted=True))
    for name, texts in languages.items():
        values[name] = Table(texts, next(iter(texts.values())).place)
    mentioned = {column.field.name for column in columns}
    return _record(found, Table(values, row.place(1), places), report, refused=refused, mentioned=mentioned)


# --- keys and references ----------------------------------------------------------------------------


class _Keys:
    """Which records there are, in the bundle and in the installation; all that a reading remembers."""

    def __init__(self, layout: Layout, installed: Callable[[str], Iterable[str]], report: Report) -> None:
        self._layout = layout
        self._ask = installed
        self._report = report
        self._places: dict[str, dict[str, tuple[str, int]]] = {section.name: {} for section in layout}
        self._installed: dict[str, frozenset[str]] = {}
        self._own: list[tuple[str, Place, Place]] = []

    def take(self, row: Row, *, unread: set[str]) -> None:
        section = row.section
        if all(row.values[name] is not BAD for name in section.key):
            key = row.key
            places = self._places[section.name]
            if key in places:
                file, line = places[key]
                name = next((one for one in section.key if one in row.places), section.key[-1])
                self._report.add(
                    row.place_of(name),
                    "record.duplicate",
                    key,
                    other=f"{file}:{line}",
                    key=" + ".join(section.key),
                )
            else:
                places[key] = (row.place.file, row.place.line)
        for name, value, target in _named(section.fields, row.values):
            place = row.place_of(name.partition(".")[0])
            if target == section.name:
                self._own.append((value, place, row.place))  # may stand further down
            elif target not in unread and not self._is_known(target, value):
                self._unknown(target, value, place)

    def close(self, section: Section, *, unread: set[str]) -> set[Place]:
        """Look up what a section says of its own records, now that all are read; the rows at fault."""
        faulty = set()
        for value, place, row in self._own:
            if section.name not in unread and not self._is_known(section.name, value):
                self._unknown(section.name, value, place)
                faulty.add(row)
        self._own.clear()
        return faulty

    def _is_known(self, section: str, key: str) -> bool:
        return key in self._places[section] or key in self._installed_keys(section)

    def _installed_keys(self, section: str) -> frozenset[str]:
        if section not in self._installed:
            self._installed[section] = frozenset(self._ask(section))
        return self._installed[section]

    def _unknown(self, target: str, value: str, place: Place) -> None:
        known = [*self._places[target], *self._installed_keys(target)]
        hint = near(value, known) if len(known) <= 2_000 else ""
        file = self._layout[target].file
        self._report.add(place, "reference.unknown", value, section=target, near=hint, file=file)


def _named(fields: Sequence[Field], values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every reference of a record: the field, the key it names, and the section it names it in."""
    for one in fields:
        value = values.get(one.name)
        kind = one.kind
        if value is None or value is BAD:
            continue
        many = value if isinstance(kind, ListOf) else [value]
        kind = kind.kind if isinstance(kind, ListOf) else kind
        if isinstance(kind, Reference):
            begin = values.get(kind.within) if kind.within else ""
            if begin is BAD:
                continue
            begin = f"{begin}{KEY_SEPARATOR}" if begin else ""
            yield from ((one.name, f"{begin}{key}", kind.section) for key in many)
        elif isinstance(kind, Linked):
            yield from ((one.name, link.key, kind.section) for link in many)
        elif isinstance(kind, Record):
            for record in many:
                yield from (
                    (f"{one.name}.{name}", key, section) for name, key, section in _named(kind.fields, record)
                )
