"""Giving out a bundle: some records, and all that they need to be understood elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from balai.engine.bundle.writing import bundle_files
from balai.kernel.bundle.registry import layout, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(slots=True)
class Chosen:
    """The records that go into a bundle, by section and identifier."""

    records: dict[str, dict[Any, Any]] = field(default_factory=dict)

    def add(self, section: str, record: Any) -> bool:
        """Choose a record; tells whether it was not chosen before."""
        found = self.records.setdefault(section, {})
        if record.pk in found or parts[section].is_everywhere(record):
            return False
        found[record.pk] = record
        return True

    def of(self, section: str) -> Iterable[Any]:
        return self.records.get(section, {}).values()

    def has(self, section: str, record: Any) -> bool:
        """Whether a record was chosen."""
        return record.pk in self.records.get(section, {})

    def identifiers(self, section: str) -> list[Any]:
        return list(self.records.get(section, {}))


def export_bundle(
    roots: Mapping[str, Iterable[Any]], *, tell: Callable[[int, int], None] = lambda _done, _total: None
) -> dict[str, bytes]:
    """The files of a bundle with these records, by section, and with whatever belongs to them.

    What a record refers to comes along, and what goes with it (the rooms of a site, the activities of an
    edition), until nothing more does.

    Args:
        roots: records by section.
        tell: is told how many of how many sections are written; what it raises stops the export.
    """
    chosen = Chosen()
    for section, records in roots.items():
        for record in records:
            chosen.add(section, record)
    looked_at: set[tuple[str, Any]] = set()
    grows = True
    while grows:
        grows = False
        for name, part in parts.items():
            for record in part.chosen_with(chosen):
                grows = chosen.add(name, record) or grows
            fresh = [one for one in chosen.of(name) if (name, one.pk) not in looked_at]
            looked_at |= {(name, one.pk) for one in fresh}
            for section, record in part.refers_to(fresh):
                grows = chosen.add(section, record) or grows
    ordered = layout()
    sections = list(ordered)
    dumped = {}
    for done, one in enumerate(sections):
        tell(done, len(sections))
        dumped[one.name] = parts[one.name].dump(chosen)
    tell(len(sections), len(sections))
    return bundle_files(ordered, dumped)
