"""How rows of a bundle become records: by the deeds that the pages use.

Whoever imports may do no more than whoever types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balai.directory.services.records import change_record, enter_record
from balai.directory.services.resource_persons import enter_resource_person
from balai.directory.services.times import Days, set_availability, set_opening_hours
from balai.kernel.bundle.parts import Deeds
from balai.people.services.persons import change_person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.directory.models import ResourcePerson, Site
    from balai.engine.bundle.kinds import RoughDay
    from balai.kernel.bundle.importing import Importing


class DirectoryDeeds(Deeds):
    """Records of the directory, by its deeds."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        return enter_record(model, values=values, actor=importing.actor, at=importing.at)

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        change_record(record, values=values, actor=importing.actor, at=importing.at)


class MembershipDeeds(DirectoryDeeds):
    """A membership's days, each as exactly as it is known."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        return super().enter(model, _exactly(values), importing)

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        super().change(record, _exactly(values), importing)


def _exactly(values: Mapping[str, Any]) -> dict[str, Any]:
    exact = dict(values)
    for name in ("since", "until"):
        day: RoughDay | None = values.get(name)
        if day is not None:
            exact |= {name: day.on, f"{name}_precision": day.precision}
    return exact


class SiteDeeds(DirectoryDeeds):
    """A site with its week."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        site = super().enter(model, _without(values, "opening_hours"), importing)
        self._open(site, values, importing)
        return site

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        columns = _without(values, "opening_hours")
        if columns:
            super().change(record, columns, importing)
        self._open(record, values, importing)

    def _open(self, site: Site, values: Mapping[str, Any], importing: Importing) -> None:
        hours = values.get("opening_hours")
        if hours or ("opening_hours" in values and site.opening_hours.exists()):
            set_opening_hours(site, hours=hours or [], actor=importing.actor, at=importing.at)


class ResourcePersonDeeds(DirectoryDeeds):
    """A resource person with the person behind and with their days."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        card = enter_resource_person(
            name=values["name"],
            email=values["email"] or "",
            values=_without(values, "name", "email", "availability"),
            actor=importing.actor,
            at=importing.at,
        )
        self._say(card, values, importing)
        return card

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        if "name" in values:
            person = record.person
            change_person(
                person=person,
                name=values["name"],
                language=person.language,
                time_zone=person.time_zone,
                actor=importing.actor,
                at=importing.at,
            )
        columns = _without(values, "name", "email", "availability")
        if columns:
            super().change(record, columns, importing)
        self._say(record, values, importing)

    def _say(self, card: ResourcePerson, values: Mapping[str, Any], importing: Importing) -> None:
        days = values.get("availability")
        if days or ("availability" in values and card.availability.exists()):
            said = [Days(one["since"], one["until"], one["kind"], one["note"] or "") for one in days or []]
            set_availability(card, days=said, actor=importing.actor, at=importing.at)


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
