"""What the engine's names are called in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.directory.models import Machine, Room, Site
from balai.timetable.services.running import YARD

if TYPE_CHECKING:
    from balai.programmes.models import Edition


def names_of(edition: Edition) -> dict[str, str]:
    """Titles of activities, names of sites, rooms, machines and groups, by the engine’s id."""
    sites = list(Site.objects.filter(activities__edition=edition).distinct())
    found = {site.code: str(site.name) for site in sites}
    found |= {f"{site.code}.{YARD}": str(site.name) for site in sites}
    for room in Room.objects.filter(site__in=sites).select_related("site"):
        found[f"{room.site.code}.{room.code}"] = f"{room.name}, {room.site.name}"
    for machine in Machine.objects.filter(site__in=sites).select_related("site"):
        found[f"{machine.site.code}.{machine.code}"] = str(machine.name)
    for activity in edition.activities.all():
        found[activity.code] = str(activity.title)
    for group in edition.groups.all():
        found[group.code] = str(group.name) or group.code
    return found
