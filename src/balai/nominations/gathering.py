"""What this room adds to *My tasks* and to the search."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.kernel.gathering import Hit
from balai.nominations.enums import ApplicationState, NominationState
from balai.nominations.models import CountryCall
from balai.nominations.queries import (
    Asked,
    calls_unread,
    countries_of,
    deadlines_by_call,
    for_list,
    late_queue,
    nominations_found,
    nominations_visible_to,
    zone_of,
)
from balai.nominations.queries.applications import applications_of
from balai.nominations.rules import KEEPERS, LATE_STATUSES, READERS, takes_applications
from balai.people.enums import EVERYWHERE, Role
from balai.programmes.enums import EditionStatus
from balai.ui import wording
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.people.access import SignedInRequest

SOON = dt.timedelta(days=7)


class NominationSearch:
    """Finds nominations by name, employer, position or reference, for those who see every country."""

    kind: StrOrPromise = _("Nominations")

    def __call__(self, request: SignedInRequest, words: str, *, most: int) -> Sequence[Hit]:
        if not any(grant.role in READERS for grant in request.grants):
            return ()
        rows = for_list(nominations_visible_to(request.grants, READERS))
        return [
            Hit(
                title=one.name,
                line=f"{one.code}, {one.country.brief_name}",
                url=reverse("nominations:nominee", args=[one.edition.code, one.country_id, one.pk]),
            )
            for one in nominations_found(rows, Asked(words=words)).order_by("name", "id")[:most]
        ]


def waiting(request: SignedInRequest, *, at: dt.datetime) -> Sequence[Move]:
    """Lists that a focal point has to send; late nominations and unread invitations for the office."""
    return [*_own_applications(request), *_own_lists(request, at), *_of_the_office(request, at)]


def _own_applications(request: SignedInRequest) -> Iterator[Move]:
    """Applications that the reader has to fill in or to complete."""
    person = request.user.person
    if person is None or not any(grant.role == Role.NOMINEE for grant in request.grants):
        return
    rows = applications_of(person).exclude(state=ApplicationState.SENT)
    for one in rows.filter(nomination__edition__status__in=LATE_STATUSES).exclude(
        nomination__state=NominationState.WITHDRAWN
    ):
        if not takes_applications(one.nomination):
            continue
        is_returned = one.state == ApplicationState.RETURNED
        yield Move(
            state="late" if is_returned else "due",
            what=gettext("%(code)s: your application") % {"code": one.nomination.edition.code},
            why=one.returned_because
            if is_returned
            else gettext("Your country has nominated you. What you type is saved as you go."),
            deed=Deed(
                label=gettext("Complete it") if is_returned else gettext("Fill it in"),
                url=reverse("nominations:application", args=[one.pk]),
            ),
        )


def _own_lists(request: SignedInRequest, at: dt.datetime) -> Iterator[Move]:
    countries = countries_of(request.grants)
    if not countries:
        return
    calls = CountryCall.objects.filter(
        country__in=countries, edition__status=EditionStatus.CALL, sent_at=None
    )
    waiting = list(calls.select_related("edition", "country").order_by("issued_at", "pk"))
    deadlines = deadlines_by_call(waiting)
    for call in waiting:
        deadline = deadlines[call.pk]
        is_late = deadline is not None and deadline.at < at
        is_due = deadline is not None and deadline.at <= at + SOON
        yield Move(
            state="late" if is_late else "due" if is_due else "wait",
            what=gettext("%(code)s: nominations of %(country)s")
            % {"code": call.edition.code, "country": call.country.brief_name},
            why=gettext("The host waits for your list."),
            by=wording.timed(deadline.at.astimezone(ZoneInfo(zone_of(call))), "D j M Y, H:i")
            if deadline
            else "",
            deed=Deed(
                label=gettext("Open the list"),
                url=reverse("nominations:country", args=[call.edition.code, call.country_id]),
            ),
        )


def _of_the_office(request: SignedInRequest, at: dt.datetime) -> Iterator[Move]:
    keeping = [grant for grant in request.grants if grant.role in KEEPERS]
    if not keeping:
        return
    rows = nominations_visible_to(keeping, KEEPERS).filter(edition__status__in=LATE_STATUSES)
    counted = late_queue(rows).order_by().values("edition__code").annotate(number=Count("pk"))
    for row in counted.order_by("edition__code"):
        yield Move(
            state="due",
            what=ngettext(
                "%(code)s: %(number)d late nomination", "%(code)s: %(number)d late nominations", row["number"]
            )
            % {"code": row["edition__code"], "number": row["number"]},
            why=gettext("They came after the deadline and wait for your decision."),
            deed=Deed(
                label=gettext("Open the late queue"),
                url=reverse("nominations:late", args=[row["edition__code"]]),
            ),
        )
    scopes = {grant.scope for grant in keeping}
    unread = calls_unread(at=at).only("edition__code", "country__name", "country__short_name")
    for call in unread:
        if EVERYWHERE in scopes or call.edition.scope in scopes:
            yield Move(
                state="late",
                what=gettext("%(code)s: %(country)s has not opened its invitation")
                % {"code": call.edition.code, "country": call.country.brief_name},
                why=gettext("A week has passed. Telephone, or ask the embassy, and note it."),
                deed=Deed(
                    label=gettext("Note a contact"),
                    url=reverse("nominations:contact", args=[call.edition.code, call.country_id]),
                ),
            )
