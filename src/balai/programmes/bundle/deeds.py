"""Who may bring a programme, and the deeds that enter and change what is brought."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from balai.kernel.bundle.parts import Deeds
from balai.kernel.refusal import enforce
from balai.people.queries import grants_live_at, identities_of
from balai.people.services.persons import reference_of
from balai.programmes.models import (
    Pledge,
    Series,
)
from balai.programmes.rules.access import (
    may_bring_edition,
    may_bring_series,
    may_keep_edition,
    may_keep_series,
)
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
from balai.programmes.services.parts import change_part, enter_part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from balai.kernel.bundle.importing import Importing
    from balai.kernel.refusal import Refusal
    from balai.people.models import Grant
    from balai.programmes.models import (
        Edition,
    )


def _ask(importing: Importing, rule: Callable[[list[Grant]], Refusal | None]) -> None:
    """Refuse where the pages would; the operator may everything."""
    if importing.actor is not None:
        held = grants_live_at(importing.at).filter(person__in=identities_of(importing.actor))
        enforce(rule(list(held)))


def ask_of(
    importing: Importing, rule: Callable[[list[Grant], Edition], Refusal | None], edition: Edition
) -> None:
    """Refuse where the pages would; who brings a new edition brings all of it."""
    if not importing.has_entered(edition):
        _ask(importing, lambda grants: rule(grants, edition))


def by(importing: Importing) -> dict[str, Any]:
    return {"actor": reference_of(importing.actor), "at": importing.at}


class SeriesDeeds(Deeds):
    """Series and pledges, which belong to no single edition."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        _ask(importing, may_bring_series)
        create = {Series: create_series, Pledge: create_pledge}[model]
        return create(**values, **by(importing))

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        _ask(importing, may_keep_series)
        if isinstance(record, Series):
            change_series(series=record, **values, **by(importing))
        else:
            change_pledge(pledge=record, **values, **by(importing))


class SessionTypeDeeds(Deeds):
    """Kinds of sessions."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        _ask(importing, may_bring_series)
        return enter_session_type(**values, **by(importing))

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        _ask(importing, may_keep_series)
        change_session_type(kind=record, **values, **by(importing))


class EditionDeeds(Deeds):
    """Editions; a new one comes as it stands elsewhere, one that is here keeps its life."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        _ask(importing, lambda grants: may_bring_edition(grants, values["series"]))
        edition = record_edition(**_own(values), **by(importing))
        self._attach(edition, values, importing)
        return edition

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        ask_of(importing, may_keep_edition, record)
        if own := _own(values):
            correct_edition(edition=record, values=own, **by(importing))
        self._attach(record, values, importing)

    def _attach(self, edition: Edition, values: Mapping[str, Any], importing: Importing) -> None:
        if "mandates" in values:
            set_mandates(edition=edition, pledges=values["mandates"], **by(importing))
        known = values.get("known_countries")
        if known or ("known_countries" in values and edition.known_countries.exists()):
            countries = {one.country: one.participants or None for one in known or ()}
            set_known_countries(edition=edition, countries=countries, **by(importing))


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in {"mandates", "known_countries"}}


class SinglePartDeeds(Deeds):
    """A part of which an edition has one."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        ask_of(importing, may_keep_edition, values["edition"])
        return enter_part(model, values=values, **by(importing))

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        ask_of(importing, may_keep_edition, record.edition)
        change_part(record, values=values, **by(importing))


class LessonDeeds(Deeds):
    """Lessons; a new one comes as it stands elsewhere, one that is here keeps how it was settled."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        ask_of(importing, may_keep_edition, values["edition"])
        return record_lesson(**_dated(values), **by(importing))

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        ask_of(importing, may_keep_edition, record.edition)
        own = {name: value for name, value in values.items() if name not in {"done_on", "answer"}}
        if own or record.done_at is not None:
            record = change_lesson(lesson=record, **(own or values), **by(importing))
        if {"done_on", "answer"} & set(values):
            answer = values.get("answer", record.answer)
            settle_lesson(lesson=record, answer=answer, **by(importing))


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    """A lesson's values, with a moment for the day on which it was settled."""
    given = dict(values)
    done_on = given.pop("done_on", None)
    return given | {"done_at": dt.datetime.combine(done_on, NOON) if done_on else None}


NOON = dt.time(12, tzinfo=dt.UTC)
"""A day is all that a bundle tells of when a lesson was settled; at noon it is that day nearly everywhere."""
