"""How long a driver is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.people.registries import Expired
from balai.timetable.models import Vehicle
from balai.timetable.queries.vehicles import drivers_until

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from django.utils.functional import Promise


class DriverRetention:
    """Names and telephones of drivers, a quarter after the edition; the vehicle and its rides stay."""

    label: str | Promise = _("Drivers: names and telephones")
    weeks = 13
    why: str | Promise = _(
        "Assumed: a quarter, until bills of hired vehicles are paid and nothing is claimed."
    )

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those of editions that ended before a day."""
        rows = drivers_until(ended_before).values_list("pk", "edition__ends_on")
        for key, ended in rows.iterator(chunk_size=2_000):
            assert ended is not None  # noqa: S101 -- it is before a day
            yield Expired(key=key, person_id=None, about=f"vehicle:{key}", ended_on=ended)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Take name and telephone away."""
        return Vehicle.objects.filter(pk__in=[one.key for one in expired]).update(driver="", driver_phone="")
