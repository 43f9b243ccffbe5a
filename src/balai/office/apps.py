from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balai.ui.banners import Banner
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest


class OfficeConfig(AppConfig):
    name = "balai.office"

    def ready(self) -> None:
        from balai.kernel.gathering import tasks  # noqa: PLC0415 -- as below
        from balai.office.queries import connect_changes, host  # noqa: PLC0415 -- models are there only now
        from balai.ui.banners import register as watch  # noqa: PLC0415 -- as above
        from balai.ui.host import provide  # noqa: PLC0415 -- as above
        from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

        connect_changes()
        provide(host)
        watch("office_not_set_up", not_set_up)
        tasks.register("office.set_up", set_up_to_end)
        tasks.register("office.jobs", jobs_to_decide)
        register(
            Link(area=Area.PERSON, order=60, view="office:office", label=_("Office"), is_for=administers)
        )


def administers(request: HttpRequest) -> bool:
    """Whether the reader may change the office."""
    return any(
        grant.role == "administrator" and grant.scope == "all" for grant in getattr(request, "grants", ())
    )


def not_set_up(request: HttpRequest) -> Banner | None:
    """Tells administrators that the set-up waits for them, and how to come to it."""
    from balai.office.queries import waits_for_set_up  # noqa: PLC0415 -- models are there only now

    if not administers(request) or request.path.startswith("/office/") or not waits_for_set_up():
        return None
    return Banner(
        state="due",
        text=_("The office is not set up yet."),
        deed=Deed(label=_("Set it up"), url=reverse("office:part", args=["organisation"])),
    )


def set_up_to_end(request: HttpRequest, *, at: datetime) -> Sequence[Move]:
    """The set-up as a task of every administrator, until one of them has ended it."""
    from balai.office.queries import waits_for_set_up  # noqa: PLC0415 -- as above

    if not administers(request) or not waits_for_set_up():
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
    from balai.kernel.jobs import background  # noqa: PLC0415 -- as above

    if not administers(request) or not (number := background().given_up):
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
