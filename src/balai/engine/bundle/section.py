"""The sections of a bundle: which file holds which records, and which fields these have.

A path may have gaps, as ``editions/{edition}/activities.csv``: what stands there is a field of every record
of that file, so that nobody has to repeat it in each row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from balai.engine.bundle.fields import Linked, ListOf, Record
from balai.engine.bundle.kinds import CODE, KEY_SEPARATOR, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from balai.engine.bundle.fields import Field

GAP = re.compile(r"\{([a-z_]+)\}")


class Shape(Enum):
    """How a section is written; every section may be read from a table as well, as far as its fields fit."""

    TABLE = ".csv"
    LIST = "list of mappings in YAML"
    RECORD = "one mapping in YAML, for each file one record"


@dataclass(frozen=True, kw_only=True)
class Section:
    """One kind of records.

    Attributes:
        name: plural, as ``sites``; also the name of a sheet.
        file: its path, with gaps.
        shape: how it is written.
        fields: those of the path's gaps first.
        key: the fields that tell records apart; joined with ``/`` they are what references name.
        doc: what one record is, as a sentence.
        order: pairs of fields of which the first is never greater than the second.
    """

    name: str
    file: str
    shape: Shape
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    doc: str
    order: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        wanted = {*self.key, *self.gaps, *(one for pair in self.order for one in pair)}
        if unknown := wanted - set(names) or len(names) != len(set(names)):
            raise ValueError(f"{self.name}: fields are missing or there twice: {unknown}")
        if self.shape is Shape.TABLE and (
            wide := [field.name for field in self.fields if not field.kind.fits_cells]
        ):
            raise ValueError(f"{self.name}: {', '.join(wide)} cannot be in a table")

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """The fields whose values stand in the path."""
        return tuple(GAP.findall(self.file))

    @cached_property
    def stem(self) -> str:
        """The path without its extension."""
        return self.file.rpartition(".")[0]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the stems of this section's files; the gaps are named groups."""
        parts = re.split(GAP, self.stem)
        text = "".join(
            re.escape(part) if number % 2 == 0 else f"(?P<{part}>{CODE})" for number, part in enumerate(parts)
        )
        return re.compile(text)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def own_fields(self) -> tuple[Field, ...]:
        """The fields that stand in the file."""
        return tuple(field for field in self.fields if field.name not in self.gaps)

    @cached_property
    def references(self) -> tuple[tuple[str, str], ...]:
        """Fields that name records, with the section of these; also those within records."""
        return tuple(_references(self.fields))

    def key_of(self, values: Mapping[str, Any]) -> str:
        """What a reference to a record says."""
        return KEY_SEPARATOR.join("" if values[name] is None else str(values[name]) for name in self.key)

    def path_of(self, values: Mapping[str, Any]) -> str:
        """The file in which a record is written."""
        return GAP.sub(lambda gap: str(values[gap[1]]), self.file)


def _references(fields: tuple[Field, ...], within: str = "") -> Iterator[tuple[str, str]]:
    for field in fields:
        kind = field.kind
        if isinstance(kind, ListOf):
            kind = kind.kind
        if isinstance(kind, Reference | Linked):
            yield f"{within}{field.name}", kind.section
        elif isinstance(kind, Record):
            yield from _references(kind.fields, f"{within}{field.name}.")


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a bundle with the section that it belongs to and what its path says."""

    section: Section
    extension: str
    gaps: Mapping[str, str]


class Layout:
    """All sections, each behind those that it refers to.

    Raises:
        ValueError: sections refer to each other in a circle, or to none; or two have one name.
    """

    def __init__(self, sections: Iterator[Section] | tuple[Section, ...] | list[Section]) -> None:
        waiting = list(sections)
        names = [section.name for section in waiting]
        if len(set(names)) < len(names):
            raise ValueError(f"two sections have one name: {sorted(names)}")
        done: dict[str, Section] = {}
        while waiting:
            ready = [
                section
                for section in waiting
                if all(name in done or name == section.name for _field, name in section.references)
            ]
            if not ready:
                raise ValueError(f"sections refer to each other or to none: {[one.name for one in waiting]}")
            for section in ready:
                done[section.name] = section
                waiting.remove(section)
        self.by_name: Mapping[str, Section] = done

    def __iter__(self) -> Iterator[Section]:
        return iter(self.by_name.values())

    def __getitem__(self, name: str) -> Section:
        return self.by_name[name]

    def find(self, path: str) -> Found | None:
        """The section of a file; ``.yml`` is ``.yaml``."""
        stem, _dot, extension = path.rpartition(".")
        for section in self:
            if match := section.pattern.fullmatch(stem):
                return Found(
                    section, {"yml": "yaml"}.get(extension.lower(), extension.lower()), match.groupdict()
                )
        return None

    def named(self, title: str) -> Section | None:
        """The section that a sheet or a single file is named after; capitals and spaces do not matter."""
        return self.by_name.get(title.strip().lower().replace(" ", "-").replace("_", "-"))
