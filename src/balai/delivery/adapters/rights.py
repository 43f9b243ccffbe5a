"""What this room does for the rights of participants: raw scans, codes and sheets are forgotten in time.

Presence itself says only who was at which session; certificates and statistics need it, and it stays with
the participation, whose name is scrubbed when somebody is erased.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.delivery.models import CheckInCode, Device, PaperRow, Scan
from balai.delivery.queries.feedback import tokens_about
from balai.people.registries import ERASED, Expired

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from django.utils.functional import Promise

    from balai.people.models import Person


class PresenceEraser:
    """Takes codes, rows of sheets and raw scans of somebody away, and the names of their devices."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        devices = Device.objects.filter(person__in=persons).exclude(name=ERASED).update(name=ERASED)
        mine = {"participant__person__in": persons}
        return devices + sum(
            model.objects.filter(**mine).delete()[0] for model in (Scan, CheckInCode, PaperRow)
        )


class FeedbackEraser:
    """Takes away that somebody answered; what they answered is nobody's already."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        return tokens_about(persons).delete()[0]


class ScanRetention:
    """Raw scans with codes and sheets, half a year after the edition; what follows from them stays.

    Those of nobody that is known too: what could not be read may name somebody all the same.
    """

    label: str | Promise = _("Participants: raw scans of presence")
    weeks = 26
    why: str | Promise = _("Assumed: half a year, for appeals against a certificate that was not given.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those of editions that ended before a day."""
        rows = (
            Scan.objects.filter(edition__ends_on__lt=ended_before)
            .order_by("edition__ends_on", "pk")
            .values_list("pk", "participant__person_id", "participant_id", "edition__ends_on")
        )
        for key, person, participant, ended in rows.iterator(chunk_size=2_000):
            assert ended is not None  # noqa: S101 -- it is before a day
            yield Expired(key=key, person_id=person, about=_about(key, participant), ended_on=ended)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Take the rows away, with what was found about them, and the codes that they were read from."""
        scans = Scan.objects.filter(pk__in=[one.key for one in expired])
        people = set(scans.values_list("participant", flat=True))
        CheckInCode.objects.filter(participant__in=people).delete()
        PaperRow.objects.filter(participant__in=people).delete()
        return scans.delete()[1].get("delivery.Scan", 0)


def _about(scan: UUID, participant: UUID | None) -> str:
    return f"scan:{scan}" if participant is None else f"participant:{participant}"
