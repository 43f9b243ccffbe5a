"""What waits for administrators of the office, as a banner and among *My tasks*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balai.kernel.jobs import background
from balai.office.queries import waits_for_set_up
from balai.people.access import administers
from balai.ui.banners import Banner
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest


def keeps_the_office(request: HttpRequest) -> bool:
    """Whether the reader may change the office."""
    return administers(getattr(request, "grants", ()))


def not_set_up(request: HttpRequest) -> Banner | None:
    """Tells administrators that the set-up waits for them, and how to come to it."""
    if not keeps_the_office(request) or request.path.startswith("/office/") or not waits_for_set_up():
        return None
    return Banner(
        state="due",
        text=_("The office is not set up yet."),
        deed=Deed(label=_("Set it up"), url=reverse("office:part", args=["organisation"])),
    )


def set_up_to_end(request: HttpRequest, *, at: datetime) -> Sequence[Move]:
    """The set-up as a task of every administrator, until one of them has ended it."""
    if not keeps_the_office(request) or not waits_for_set_up():
        return ()
    return [
        Move(
            state="due",
            what=_("Set up the office"),
            why=_("Letters carry its name, address and letterhead, and leave through its mail server."),
            deed=Deed(label=_("Set it up"), url=reverse("office:part", args=["organisation"])),
        )
    ]


def jobs_to_decide(request: HttpRequest, *, at: datetime) -> Sequence[Move]:
    """Administrators decide about work in the background that was given up."""
    if not keeps_the_office(request) or not (number := background().given_up):
        return ()
    what = ngettext(
        "%(number)s job in the background was given up",
        "%(number)s jobs in the background were given up",
        number,
    )
    return [
        Move(
            state="late",
            what=what % {"number": number},
            why=_("What it was to do has not happened. Mend the cause and try again, or dismiss it."),
            deed=Deed(label=_("See why"), url=reverse("office:jobs")),
        )
    ]
