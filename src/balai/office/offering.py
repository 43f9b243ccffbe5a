"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.kernel.gathering import tasks
from balai.office.gathering import jobs_to_decide, keeps_the_office, not_set_up, set_up_to_end
from balai.office.queries import connect_changes, host
from balai.ui.banners import register as watch
from balai.ui.host import provide
from balai.ui.navigation import Area, Link, register


def offer() -> None:
    """Enter it in the registries."""
    connect_changes()
    provide(host)
    watch("office_not_set_up", not_set_up)
    tasks.register("office.set_up", set_up_to_end)
    tasks.register("office.jobs", jobs_to_decide)
    register(
        Link(area=Area.PERSON, order=60, view="office:office", label=_("Office"), is_for=keeps_the_office)
    )
