"""What the portal says on every page, before anything else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balai import config
from balai.kernel import sample
from balai.kernel.jobs import background
from balai.people.enums import Role
from balai.people.models import Account
from balai.people.queries import grants_held_by
from balai.ui.banners import Banner
from balai.ui.parts import Deed

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

ADMINISTERS = "is_administrator_now"
SILENCE = timedelta(minutes=1)
"""A worker says every ten seconds that it lives."""
FRESH = timedelta(seconds=20)
"""For so long a page tells of the sample life what another was told: asking takes longer than the page."""


def no_worker(request: HttpRequest) -> Banner | None:
    """Tell administrators, and nobody else, that letters and reminders stay where they are."""
    at = timezone.now()  # noqa: TID251 -- every page asks, there is no view to ask for it
    if not administers(request, at=at):
        return None
    seen = background().worker_seen_at
    if seen is not None and at - seen < SILENCE:
        return None
    return Banner(
        state="late",
        text=_("No worker is running: letters are not sent and reminders do not come. Start one:"),
        command="balai worker",
    )


def given_up_jobs(request: HttpRequest) -> Banner | None:
    """Tell administrators that something in the background failed for good."""
    at = timezone.now()  # noqa: TID251 -- as above
    if not administers(request, at=at):
        return None
    number = background().given_up
    if number == 0 or request.path == (url := reverse("office:jobs")):
        return None
    text = ngettext(
        "%(number)s job in the background was given up.",
        "%(number)s jobs in the background were given up.",
        number,
    )
    return Banner(state="due", text=text % {"number": number}, deed=Deed(label=_("See why"), url=url))


class SampleLife:
    """Tell whoever looks at a demonstration how far its sample programme is; silent once it is whole."""

    def __init__(self) -> None:
        self.told: sample.Progress | None = None
        self.asked_at = timezone.now()  # noqa: TID251 -- when this process began

    def __call__(self, request: HttpRequest) -> Banner | None:
        if not config.current().is_demo:
            return None
        now = self._progress(timezone.now())  # noqa: TID251 -- as above
        if now.following is None:
            return None
        text = _(
            "This demonstration is living its sample programme: %(done)s of %(of)s stages are done."
            " Now, in %(month)s: %(what)s. Load the page again to see more."
        )
        return Banner(
            state="info",
            text=text
            % {
                "done": now.done,
                "of": now.of,
                "month": date_format(now.following.at, "F Y"),
                "what": now.following.label,
            },
        )

    def _progress(self, at: datetime) -> sample.Progress:
        if self.told is None or (self.told.following is not None and at - self.asked_at >= FRESH):
            self.told, self.asked_at = sample.progress(), at
        return self.told


def administers(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the reader is an administrator now; pages for accounts know it already."""
    if not isinstance(request.user, Account):
        return False
    if "grants" in (known := vars(request)):
        return any(grant.role == Role.ADMINISTRATOR for grant in known["grants"])
    if ADMINISTERS not in known:  # several banners ask, and public pages look at nobody's grants
        held = grants_held_by(request.user, at=at).filter(role=Role.ADMINISTRATOR)
        known[ADMINISTERS] = held.exists()
    answer: bool = known[ADMINISTERS]
    return answer
