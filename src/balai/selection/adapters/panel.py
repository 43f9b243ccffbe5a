"""Letters to members of a panel, and who has to be reminded that scores are due."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import LetterKind, LetterText, Placeholder, WantedReminder
from balai.office.addresses import link_to
from balai.selection.queries.scores import unfinished_readings
from balai.selection.services.writing import gaps_of, language_of, until_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

BEFORE = (dt.timedelta(days=3), dt.timedelta(days=1))
"""How long before the scores are due a member who has dossiers left is reminded."""
REMINDER = "panel.reminder"

LETTERS = {
    REMINDER: LetterKind(
        purpose=_("Reminds a panel member of dossiers that are not scored yet."),
        placeholders={
            "edition": Placeholder(
                meaning=_("the edition with its code"),
                sample=_("Enhancing the Development of Small and Medium Industry (SMI-2018)"),
            ),
            "number": Placeholder(meaning=_("how many dossiers are left"), sample="12"),
            "until": Placeholder(
                meaning=_("until when, by the clock of the reader"),
                sample=_("Thursday 17 May 2018, 17:00 (Asia/Jakarta)"),
            ),
            "link": Placeholder(
                meaning=_("the page of the reader"), sample="https://balai.example/selection/dossiers/"
            ),
        },
        texts={
            "en": LetterText(
                "Dossiers to score: {edition}",
                "Dossiers for {edition} that you have not scored yet: {number}. Scores are due by {until}.\n\n"
                "They are here:\n{link}\n\n"
                "If you cannot score in time, tell the office, which gives them to somebody else.",
            ),
            "id": LetterText(
                "Berkas yang perlu dinilai: {edition}",
                "Jumlah berkas {edition} yang belum Anda nilai: {number}. Batas waktu penilaian: {until}.\n\n"
                "Berkas tersedia di:\n{link}\n\n"
                "Jika Anda tidak dapat menilai tepat waktu, mohon beri tahu penyelenggara agar berkas dapat "
                "diserahkan kepada orang lain.",
            ),
        },
    ),
}


def reminders(*, at: datetime) -> Iterator[WantedReminder]:
    """Three days and one before the scores are due, to whoever has dossiers left; one for each edition."""
    left: dict[tuple[UUID, UUID], list[Any]] = {}
    for reading in unfinished_readings(at=at):
        member = reading.member.merged_into or reading.member
        left.setdefault((reading.nomination.edition_id, member.pk), []).append(reading)
    for (edition_id, member_id), readings in left.items():
        first = readings[0]
        edition, due = first.nomination.edition, first.due_at
        member = first.member.merged_into or first.member
        language = language_of(member)
        for before in BEFORE:
            yield WantedReminder(
                key=f"scores-{before.days}:{edition_id}:{member_id}",
                letter=REMINDER,
                person_id=member_id,
                subject_reference=edition.reference,
                due_at=due - before,
                context={
                    "edition": gaps_of(edition, language)["edition"],
                    "number": str(len(readings)),
                    "until": until_in(member, due, language),
                    "link": link_to(reverse("selection:dossiers")),
                },
            )
