"""What is got ready: resource persons and sites, lessons of the edition before, and risks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Availability
from balai.programmes.adapters.lights.words import deed_on, some_of
from balai.programmes.enums import ReservationState, RiskState, Task
from balai.programmes.queries.editions import due_moment
from balai.programmes.registries import Light, OpenThing, Owner

if TYPE_CHECKING:
    from balai.programmes.models import Edition, Reservation


def people(edition: Edition, *, at: dt.datetime) -> Light:
    """Every activity that needs somebody has somebody, who has not said to be away."""
    due = due_moment(edition, "go-no-go")
    needing = [
        activity
        for activity in edition.activities.all()
        if activity.session_type.needs_resource_person or activity.session_type.needs_supervisor
    ]
    alone = [
        activity.title
        for activity in needing
        if not any(part.task in {Task.LEAD, Task.SUPERVISE} for part in activity.people.all())
    ]
    away = list(
        Availability.objects.filter(
            kind="unavailable",
            person__activity_parts__activity__edition=edition,
            person__activity_parts__activity__earliest_on=F("person__activity_parts__activity__latest_on"),
            since__lte=F("person__activity_parts__activity__earliest_on"),
            until__gte=F("person__activity_parts__activity__latest_on"),
        )
        .order_by("person__code")
        .values_list("person__person__name", "person__activity_parts__activity__code")
        .distinct()
    )
    open_things = []
    if alone:
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Find who leads each activity"),
                why=gettext("Nobody yet: %(names)s.") % {"names": some_of(alone)},
                due_at=due,
                deed=deed_on(_("Open the activities"), "programmes:sheet", edition, "activities"),
            )
        )
    open_things += [
        OpenThing(
            owner=Owner.PEOPLE,
            what=gettext("%(name)s is away") % {"name": name},
            why=gettext("Not available on the day of %(activity)s.") % {"activity": code},
            due_at=due,
            is_blocked=True,
            deed=deed_on(_("Open the activities"), "programmes:sheet", edition, "activities"),
        )
        for name, code in away
    ]
    return Light(
        title=_("Resource persons"),
        rule=_("Every activity that needs somebody has somebody who is there on its day."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=len(needing) - len(alone),
        of=len(needing),
        open=open_things,
    )


def sites(edition: Edition, *, at: dt.datetime) -> Light:
    """Every site where something happens has agreed."""
    due = due_moment(edition, "go-no-go")
    rows = edition.reservations.all()
    needed = {
        site.pk: str(site.name) for activity in edition.activities.all() for site in activity.sites.all()
    }
    asked = {row.site_id for row in rows}
    unasked = sorted(name for key, name in needed.items() if key not in asked)
    open_things = []
    if unasked:
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Ask the sites"),
                why=gettext("Not asked yet: %(names)s.") % {"names": some_of(unasked)},
                due_at=due,
                deed=deed_on(_("Open the sites"), "programmes:sheet", edition, "sites"),
            )
        )
    open_things += [_site(edition, row, due) for row in rows if row.state != ReservationState.CONFIRMED]
    return Light(
        title=_("Sites"),
        rule=_("Every site where something happens has agreed to its days."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=sum(row.state == ReservationState.CONFIRMED for row in rows),
        of=len(rows) + len(unasked),
        open=open_things,
    )


def _site(edition: Edition, row: Reservation, due: dt.datetime | None) -> OpenThing:
    name = row.site.name
    deed = deed_on(_("Open the sites"), "programmes:sheet", edition, "sites")
    days = f"{formats.date_format(row.first_on, 'j M')} – {formats.date_format(row.last_on, 'j M Y')}"
    if row.state == ReservationState.WANTED:
        return OpenThing(
            owner=Owner.OFFICER,
            what=gettext("%(site)s: to be asked") % {"site": name},
            why=days,
            due_at=due,
            deed=deed,
        )
    if row.state == ReservationState.ASKED:
        return OpenThing(
            owner=Owner.CENTRES,
            what=gettext("%(site)s: answer") % {"site": name},
            why=gettext("Asked for %(days)s.") % {"days": days},
            due_at=due,
            is_waiting=True,
            deed=deed,
        )
    if row.state == ReservationState.HELD and row.held_until:
        until = dt.datetime.combine(row.held_until, dt.time(17), ZoneInfo(edition.time_zone))
        return OpenThing(
            owner=Owner.OFFICER,
            what=gettext("%(site)s: confirm") % {"site": name},
            why=gettext("Held for %(days)s, and free again after.") % {"days": days},
            due_at=until,
            deed=deed,
        )
    return OpenThing(
        owner=Owner.OFFICER,
        what=gettext("%(site)s: find another") % {"site": name},
        why=gettext("It has refused %(days)s.") % {"days": days},
        due_at=due,
        is_blocked=True,
        deed=deed,
    )


def lessons(edition: Edition, *, at: dt.datetime) -> Light:
    """What the last edition taught is done, or it is said why not."""
    due = due_moment(edition, "call")
    rows = edition.lessons_taken_up.all()
    zone = ZoneInfo(edition.time_zone)
    open_things = [
        OpenThing(
            owner=Owner.OFFICER,
            what=lesson.text,
            why=f"{lesson.edition.code}, {lesson.source}",
            due_at=dt.datetime.combine(lesson.due_on, dt.time(17), zone) if lesson.due_on else due,
            deed=deed_on(_("Say what was done"), "programmes:lessons", edition),
        )
        for lesson in rows
        if lesson.done_at is None
    ]
    return Light(
        title=_("Lessons of the last edition"),
        rule=_("What the last edition taught is done, or it is said why not."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=len(rows) - len(open_things),
        of=len(rows),
        open=open_things,
    )


def risks(edition: Edition, *, at: dt.datetime) -> Light:
    """For whatever may still happen it is said what is done about it."""
    due = due_moment(edition, "go-no-go")
    rows = [row for row in edition.risks.all() if row.state == RiskState.OPEN]
    unanswered = [row for row in rows if not row.response]
    open_things = [
        OpenThing(
            owner=Owner.OFFICER,
            what=gettext("Say what is done about %(risk)s") % {"risk": row.code},
            why=str(row.title),
            due_at=due,
            deed=deed_on(_("Open the risks"), "programmes:sheet", edition, "risks"),
        )
        for row in unanswered
    ]
    return Light(
        title=_("Risks"),
        rule=_("For every risk that may still come true it is said what is done about it."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=len(rows) - len(unanswered),
        of=len(rows),
        open=open_things,
    )
