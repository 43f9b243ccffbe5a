"""The next edition from the last one: what was asked for is carried over, with its days moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.programmes.models import Edition
from balai.programmes.registries import Carrying, parts_in_order
from balai.programmes.rules.moves import may_clone
from balai.programmes.services.deadlines import recompute_deadlines
from balai.programmes.services.editions import save_judged

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime, timedelta

    from django.db.models import Model

    from balai.kernel.translated import TranslatedText

KEPT = (
    "series",
    "theme",
    "summary",
    "objective",
    "target_group",
    "mode",
    "time_zone",
    "country",
    "cities",
    "languages",
    "interpretation",
    "places",
    "host_places",
    "smallest_group",
    "sdg_targets",
    "sector_codes",
    "policy_markers",
)
"""What defines an edition and is most likely the same the next time; it can be changed afterwards."""


@transaction.atomic
def clone_edition(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    code: str,
    number: int | None,
    title: TranslatedText,
    starts_on: date,
    parts: Collection[str],
    actor: str,
    at: datetime,
) -> Edition:
    """Make the next edition of a series from one that has dates; it begins as an idea.

    Args:
        edition: the one that is cloned; it stays as it is.
        code: of the new one.
        number: of the new one in the series.
        title: of the new one.
        starts_on: its first day; all other days move by as much.
        parts: names of the registered parts to carry.
        actor: who.
        at: the moment.

    Raises:
        RuleViolationError: ``edition.no_dates``.
        ValidationError: a value cannot be; by field.
    """
    enforce(may_clone(edition))
    by = _distance(edition, starts_on)
    new = Edition(code=code, number=number, title=title, starts_on=starts_on)
    for name in KEPT:
        setattr(new, name, getattr(edition, name))
    for name in ("ends_on", "arrives_on", "departs_on"):
        day = getattr(edition, name)
        setattr(new, name, day + by if day else None)
    save_judged(new)
    detail = {"from": edition.code, "parts": "+".join(sorted(parts))[:120]}
    record(actor=actor, action="edition.cloned", subject=new.reference, at=at, detail=detail)
    carrying = Carrying(old=edition, new=new, by=by, actor=actor, at=at)
    for name, part in parts_in_order():
        if name in parts:
            part.carry(carrying)
    recompute_deadlines(edition=new, actor=actor, at=at)
    return new


def _distance(edition: Edition, starts_on: date) -> timedelta:
    assert edition.starts_on is not None  # noqa: S101 -- may_clone was asked
    return starts_on - edition.starts_on


def copy_rows(
    rows: Sequence[Model], carrying: Carrying, *, days: Sequence[str] = (), points: Sequence[str] = ()
) -> None:
    """Copy rows of the old edition into the new one.

    Args:
        rows: of one model, those that ``points`` names fetched with them.
        carrying: remembers what became of each.
        days: columns with days, which are moved.
        points: foreign keys to rows of the old edition; they point to the copies, or to nothing where these
            were not carried.
    """
    copies = []
    for row in rows:
        values = {
            column.attname: getattr(row, column.attname)
            for column in row._meta.concrete_fields
            if not column.primary_key and not column.generated
        }
        copy = type(row)(**values)
        if "edition_id" in values:
            setattr(copy, "edition", carrying.new)  # noqa: B010 -- the model is not known here
        for name in days:
            day = getattr(row, name)
            setattr(copy, name, day + carrying.by if day else None)
        for name in points:
            pointed = getattr(row, name)
            setattr(copy, name, carrying.copies.get((type(pointed), getattr(pointed, "pk", None))))
        copies.append(copy)
        carrying.copies[type(row), row.pk] = copy
    if copies:
        type(rows[0])._default_manager.bulk_create(copies)


def copy_links(rows: Sequence[Model], name: str, carrying: Carrying) -> None:
    """Link copies as their originals were; what points outside the edition stays, inside it to the copies."""
    for row in rows:
        linked = [
            carrying.copies.get((type(other), other.pk), other if not hasattr(other, "edition_id") else None)
            for other in getattr(row, name).all()
        ]
        kept = [other for other in linked if other is not None]
        if kept:
            getattr(carrying.copies[type(row), row.pk], name).set(kept)
