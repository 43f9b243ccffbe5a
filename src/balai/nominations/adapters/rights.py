"""What this room does for the rights of persons: nominations are scrubbed; what counts stays.

Country, edition, state, sex, kind, sector, education and years of experience are kept: statistics need them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.nominations.models import Nomination
from balai.people.registries import ERASED, Expired

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from balai.people.models import Person

SCRUBBED: dict[str, Any] = {
    "name": ERASED,
    "email": "",
    "birth_on": None,
    "passport_until": None,
    "employer": "",
    "position": "",
    "reason": "",
    "expected_use": "",
    "is_military": None,
    "has_conflict_of_interest": None,
    "withdrawn_note": "",
}
"""What tells who somebody is, or what was said about them."""


class NominationEraser:
    """Scrubs every nomination of somebody."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        return _scrub(Nomination.objects.filter(person__in=persons))


class NominationRetention:
    """What nominations say of people, some years after their edition."""

    label: str | Promise = _("Nominations: names, addresses, employers and reasons")
    weeks = 260
    why: str | Promise = _("Assumed: five years, for follow-up and audits of the programme.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those of editions that ended before a day; one without days never ends."""
        rows = (
            _unscrubbed(Nomination.objects.filter(edition__ends_on__lt=ended_before))
            .order_by("edition__ends_on", "pk")
            .values_list("pk", "person_id", "edition__ends_on")
        )
        for key, person, ended in rows.iterator(chunk_size=2_000):
            assert ended is not None  # noqa: S101 -- it is before a day
            yield Expired(key=key, person_id=person, about=f"nomination:{key}", ended_on=ended)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Scrub them."""
        return _scrub(Nomination.objects.filter(pk__in=[one.key for one in expired]))


def _unscrubbed(rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    return rows.exclude(Q(**SCRUBBED))


def _scrub(rows: QuerySet[Nomination]) -> int:
    return _unscrubbed(rows).update(**SCRUBBED)
