"""What a day asks of officers, the secretariat and coordinators, among their tasks: its sheet, gate lists."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from balai.delivery.queries.gates import SOON, editions_with_visits_soon, visits_of
from balai.delivery.queries.presence import editions_for, slots_seen_by
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus
from balai.programmes.queries.scopes import covers
from balai.timetable.queries.plans import hours_of
from balai.ui import wording
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from balai.people.access import SignedInRequest

OFFICE = frozenset({Role.PROGRAMME_OFFICER, Role.SECRETARIAT})
"""They go through the day of whole editions; administrators and auditors look when they wish."""
HELD = (EditionStatus.PREPARATION, EditionStatus.RUNNING)


def sheets_of_today(request: SignedInRequest, *, at: datetime) -> Sequence[Move]:
    """One line for each edition with sessions today that the reader goes through."""
    goes = OFFICE | {Role.CENTRE_COORDINATOR}
    grants = [grant for grant in request.grants if grant.role in goes]
    if not grants:
        return []
    found = []
    for edition in editions_for(grants, OFFICE).filter(status__in=HELD):
        today = at.astimezone(ZoneInfo(edition.time_zone)).date()
        if not edition.starts_on or not edition.ends_on or not edition.starts_on <= today <= edition.ends_on:
            continue
        is_whole = covers(grants, OFFICE, edition)
        hours = hours_of(today, ZoneInfo(edition.time_zone))
        number = (
            slots_seen_by(grants, edition, is_whole=is_whole)
            .order_by()
            .filter(begins_at__range=hours)
            .count()
        )
        if number:
            words = ngettext("%(number)d session today", "%(number)d sessions today", number)
            found.append(
                Move(
                    state="due",
                    what=gettext("%(code)s: the sheet of the day") % {"code": edition.code},
                    why=words % {"number": number},
                    deed=Deed(
                        label=gettext("Sheet of the day"), url=reverse("delivery:day", args=[edition.code])
                    ),
                )
            )
    return found


def gate_lists_due(request: SignedInRequest, *, at: datetime) -> Sequence[Move]:
    """Gate lists that are to be sent soon, are late, or name others than those who come."""
    grants = [grant for grant in request.grants if grant.role in OFFICE]
    if not grants:
        return []
    found = []
    held = editions_for(grants, OFFICE).filter(status__in=HELD)
    for edition in editions_with_visits_soon(held, at=at):
        today = at.astimezone(ZoneInfo(edition.time_zone)).date()
        for visit in visits_of(edition):
            if visit.on < today or not visit.is_open or visit.due_on - SOON > today:
                continue
            on = wording.brief_day(visit.on)
            if visit.is_changed:
                why = gettext("It was sent, and others come to the visit on %(on)s by now.")
            else:
                why = gettext("The site wants the names before the visit on %(on)s.")
            address = reverse(
                "delivery:gate_list", args=[edition.code, visit.site.code, visit.on.isoformat()]
            )
            found.append(
                Move(
                    state="late" if visit.is_changed or visit.due_on < today else "due",
                    what=gettext("Gate list of %(site)s") % {"site": visit.site},
                    why=why % {"on": on},
                    by=wording.brief_day(visit.due_on),
                    deed=Deed(label=gettext("Gate list"), url=address),
                )
            )
    return found
