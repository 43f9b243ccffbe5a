"""What waits for people in this room: offers of alumni, and open calls to which no alumnus is invited yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from balai.alumni.enums import ExpertOfferState
from balai.alumni.models import AlumniInvitation, ExpertOffer
from balai.alumni.queries.alumni import calls_for
from balai.alumni.rules.access import INVITERS, TAKERS
from balai.people.access import holds_everywhere
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from balai.people.access import SignedInRequest


def waiting(request: SignedInRequest, *, at: dt.datetime) -> Sequence[Move]:
    """Open things of the office; of alumni nothing is asked."""
    return [*_offers(request), *_calls(request)]


def _offers(request: SignedInRequest) -> Iterator[Move]:
    if not holds_everywhere(request.grants, TAKERS):
        return
    number = ExpertOffer.objects.filter(state=ExpertOfferState.OPEN).count()
    if number:
        yield Move(
            state="due",
            what=ngettext(
                "%(number)d alumnus offers to come back as a resource person",
                "%(number)d alumni offer to come back as resource persons",
                number,
            )
            % {"number": number},
            why=gettext("Take the offer up, or say why not now."),
            deed=Deed(label=gettext("Read it"), url=reverse("alumni:office")),
        )


def _calls(request: SignedInRequest) -> Iterator[Move]:
    grants = [grant for grant in request.grants if grant.role in INVITERS]
    if not grants:
        return
    invited = AlumniInvitation.objects.filter(edition=OuterRef("pk"))
    for code in calls_for(grants).exclude(Exists(invited)).values_list("code", flat=True):
        yield Move(
            state="wait",
            what=gettext("%(code)s: invite the alumni of the series") % {"code": code},
            why=gettext(
                "The call is open: they can pass it on, propose colleagues, and come back themselves."
            ),
            deed=Deed(label=gettext("Invite them"), url=reverse("alumni:invite", args=[code])),
        )
