"""Attendance sheets: names to sign, each row with a code that is read afterwards.

In: sessions with who is expected, and the rows that were given. Out: the bytes of a PDF, in either language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, override

from balai.delivery.documents.cards import refused
from balai.delivery.services.codes import ROW
from balai.engine.documents.errors import DocumentError
from balai.engine.documents.roster import Roster, RosterLine, RosterPart, roster_pdf
from balai.office.documents import office_letterhead
from balai.ui import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from balai.delivery.models import PaperRow
    from balai.delivery.queries.printing import Printed
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot


def sheets_pdf(  # noqa: PLR0913 -- each is named where it is called
    edition: Edition,
    slots: Sequence[Slot],
    people: Sequence[Printed],
    language: str,
    *,
    rows: Mapping[UUID, Mapping[UUID, PaperRow]],
    at: dt.datetime,
) -> bytes:
    """Print the sheet of each session on pages of its own.

    Args:
        edition: whose.
        slots: in order; one without anybody expected is left out.
        people: everybody who takes part, in order.
        language: "en" or "id".
        rows: by session and participant: who is on which sheet, with the code.
        at: the moment.

    Raises:
        RuleViolationError: ``paper.cannot_be_set``: texts have characters without a shape; names each.
    """
    with override(language):
        roster = Roster(
            language=language,
            letterhead=office_letterhead(language, otherwise=edition.title),
            heading=gettext("Attendance sheet"),
            subject=str(edition.title),
            reference=edition.code,
            note=gettext(
                "Sign your own row. Afterwards a coordinator reads the codes of the rows that are signed, and of "
                "no others."
            ),
            number_head=gettext("Number"),
            name_head=gettext("Name"),
            heads=(gettext("Country"),),
            empty_head=gettext("Signature"),
            code_head=gettext("Code"),
            proof=gettext("QR code of the row of"),
            parts=tuple(
                _part(slot, people, rows[slot.session_id]) for slot in slots if rows.get(slot.session_id)
            ),
            is_parted=True,
        )
        try:
            return roster_pdf(roster, at=at.replace(microsecond=0))
        except DocumentError as error:
            raise refused(error) from error


def _part(slot: Slot, people: Sequence[Printed], rows: Mapping[UUID, PaperRow]) -> RosterPart:
    begins = slot.begins_at.astimezone(ZoneInfo(slot.timetable.edition.time_zone))
    said = (
        wording.long_day(begins.date()),
        f"{wording.clock(begins)}–{wording.clock(begins + slot.lasts)}",
        *(str(one) for one in (slot.room, slot.site) if one),
    )
    mine = [one for one in people if one.participant.pk in rows]
    return RosterPart(
        heading=f"{slot.session.title} ({slot.session.code})",
        lead=" · ".join(said),
        lines=tuple(
            RosterLine(
                number=str(number),
                name=one.name,
                native_name=one.native_name,
                cells=(one.participant.country.brief_name,),
                code=ROW + rows[one.participant.pk].secret,
            )
            for number, one in enumerate(mine, start=1)
        ),
    )
