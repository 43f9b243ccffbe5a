"""The lights of this room on the board: the call reached everybody, and the nominations are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.nominations.queries import DUE, UNREAD_AFTER, calls_on_the_board
from balai.programmes.enums import EditionStatus, Level
from balai.programmes.queries.editions import deadlines_in_order, due_moment
from balai.programmes.registries import Light, OpenThing, Owner
from balai.ui.parts import Deed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from balai.programmes.models import Edition

BEFORE_THE_CALL = frozenset({EditionStatus.IDEA, EditionStatus.APPROVED})


def what_lights_look_at() -> Sequence[Prefetch[Any] | str]:
    """Of this room: the calls of the edition, with all that its lights and facts count."""
    return (Prefetch("country_calls", calls_on_the_board()),)


def call_light(edition: Edition, *, at: datetime) -> Light:
    """Every country with places was invited, and somebody there has opened the invitation."""
    due = due_moment(edition, "call")
    if edition.status in BEFORE_THE_CALL:
        return _call(due, 0, 0, [])  # the lights of programmes say what is lacking for a call
    calls = _calls(edition)
    invited = {call.country_id for call in calls}
    things = [
        OpenThing(
            owner=Owner.OFFICER,
            what=gettext("%(country)s: not invited") % {"country": quota.country.brief_name},
            why=_("It has places, and was no member on the day of the call or got them afterwards."),
            deed=_deed(_("Open the invitations"), edition),
        )
        for quota in edition.quotas.all()
        if quota.places and quota.country_id not in invited
    ]
    opened = 0
    for call in calls:
        is_opened = call.first_opened_at is not None or call.sent_at is not None
        opened += is_opened
        if is_opened:
            continue
        if call.is_written:
            things.append(
                OpenThing(
                    owner=Owner.FOCAL_POINTS,
                    what=gettext("%(country)s: invitation not opened") % {"country": call.country.brief_name},
                    why=_("Nobody has opened it. After a week, telephone or ask the embassy."),
                    due_at=call.issued_at + UNREAD_AFTER,
                    is_waiting=at < call.issued_at + UNREAD_AFTER,
                    deed=_deed(_("Open the invitations"), edition),
                )
            )
        else:
            things.append(
                OpenThing(
                    owner=Owner.OFFICER,
                    what=gettext("%(country)s: no focal point") % {"country": call.country.brief_name},
                    why=_(
                        "Nobody has the role, so nobody was written to. Invite somebody, then invite again."
                    ),
                    deed=_deed(_("Open the invitations"), edition),
                )
            )
    return _call(due, opened, len(calls), things)


def _call(due: datetime | None, ready: int, of: int, things: list[OpenThing]) -> Light:
    return Light(
        title=_("Invitations"),
        rule=_("Every country with places was invited, and has opened its invitation."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=ready,
        of=of,
        open=things,
    )


def nominations_light(edition: Edition, *, at: datetime) -> Light:
    """Every country that was invited has sent its nominations or returned its places; no late one waits."""
    due = due_moment(edition, DUE)
    if edition.status in BEFORE_THE_CALL:
        return _nominations(due, 0, 0, [])
    calls = _calls(edition)
    deadlines = {
        row.country_id: row.at
        for row in deadlines_in_order(edition)
        if (row.plan.code, row.plan.level) == (DUE, Level.FOCAL_POINT)
    }
    waiting = [call for call in calls if call.sent_at is None and call.given_back < call.given]
    things = [
        OpenThing(
            owner=Owner.FOCAL_POINTS,
            what=gettext("%(country)s: nominations") % {"country": call.country.brief_name},
            why=(
                ngettext(
                    "%(number)d person is named and not sent yet.",
                    "%(number)d people are named and not sent yet.",
                    call.named,
                )
                % {"number": call.named}
                if call.named
                else _("Nobody is named yet.")
            ),
            due_at=deadlines.get(call.country_id, due),
            is_waiting=at <= deadlines.get(call.country_id, due or at),
            deed=Deed(
                label=_("Open the country"),
                url=reverse("nominations:country", args=[edition.code, call.country_id]),
            ),
        )
        for call in waiting
    ]
    late = sum(call.came_late for call in calls)
    if late:
        things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Decide on late nominations"),
                why=ngettext(
                    "%(number)d came after the deadline and waits.",
                    "%(number)d came after the deadline and wait.",
                    late,
                )
                % {"number": late},
                deed=Deed(
                    label=_("Open the late queue"), url=reverse("nominations:late", args=[edition.code])
                ),
            )
        )
    return _nominations(due, len(calls) - len(waiting), len(calls), things)


def _nominations(due: datetime | None, ready: int, of: int, things: list[OpenThing]) -> Light:
    return Light(
        title=_("Nominations"),
        rule=_("Every country has sent its nominations or returned its places, and no late one waits."),
        owner=Owner.FOCAL_POINTS,
        due_at=due,
        ready=ready,
        of=of,
        open=things,
    )


def nominations_fact(edition: Edition, *, at: datetime) -> StrOrPromise | None:
    """How many people are nominated, for the line of stages."""
    calls = _calls(edition)
    if not calls:
        return None
    return gettext("%(people)d people of %(countries)d countries") % {
        "people": sum(call.handed_in + call.came_late for call in calls),
        "countries": sum(call.sent_at is not None for call in calls),
    }


def call_fact(edition: Edition, *, at: datetime) -> StrOrPromise | None:
    """How many countries were invited."""
    number = len(_calls(edition))
    if not number:
        return None
    return ngettext("%(number)d country invited", "%(number)d countries invited", number) % {"number": number}


def _calls(edition: Edition) -> list[Any]:
    """As :func:`what_lights_look_at` has read them, so that three who look ask once."""
    return list(edition.country_calls.all())


def _deed(label: StrOrPromise, edition: Edition) -> Deed:
    return Deed(label=label, url=reverse("nominations:calls", args=[edition.code]))
