"""Lists of an edition, each kept whole by the deed that its editor uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.kernel.bundle.importing import CHANGED, NEW, SAME, NotRecordedError
from balai.kernel.bundle.parts import ModelPart
from balai.kernel.refusal import RuleViolationError
from balai.programmes.bundle.deeds import SinglePartDeeds, ask_of, by
from balai.programmes.rules.access import (
    may_keep_edition,
    may_keep_money,
)
from balai.programmes.services.parts import Line, ListError, keep_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from balai.engine.bundle.reading import Row
    from balai.kernel.bundle.importing import Importing
    from balai.kernel.bundle.parts import Column, Deeds
    from balai.programmes.models import (
        Edition,
    )


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
                kept = keep_list(self.model, edition=edition, lines=lines, **by(importing))
                if kept.new or kept.changed:  # what is here already, everybody may bring again
                    ask_of(importing, may_keep, edition)
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
