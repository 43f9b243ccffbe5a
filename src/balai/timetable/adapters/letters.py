"""The letters of this room: a timetable is published, and what changed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import LetterKind, LetterText, Placeholder
from balai.timetable.services.telling import CHANGED, PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Mapping

EDITION = Placeholder(
    meaning=_("the edition’s title"), sample=_("Enhancing the Development of Small and Medium Industry")
)
SESSIONS = Placeholder(
    meaning=_("the reader’s own sessions, each on a line"),
    sample=_("- CNC practice: Tue 24 July, 09:00–11:00, CNC workshop"),
)
LINK = Placeholder(
    meaning=_("the page with all of the reader’s sessions"), sample="https://balai.example/timetable/mine/"
)
REASON = Placeholder(meaning=_("why it changes"), sample=_("The Centre for Ceramics has an audit."))

LETTERS: Mapping[str, LetterKind] = {
    PUBLISHED: LetterKind(
        purpose=_(
            "Tells somebody which sessions are theirs when a timetable is published for the first time."
        ),
        placeholders={"edition": EDITION, "sessions": SESSIONS, "link": LINK},
        texts={
            "en": LetterText(
                "The timetable of {edition}",
                "The timetable of {edition} is published. Your sessions:\n\n{sessions}\n\n"
                "You find them here, always as they are now, and can take them into your calendar:\n{link}",
            ),
            "id": LetterText(
                "Jadwal {edition}",
                "Jadwal {edition} telah diterbitkan. Sesi Anda:\n\n{sessions}\n\n"
                "Sesi Anda selalu tersedia dalam keadaan terkini di sini dan dapat dimasukkan ke kalender Anda:\n{link}",
            ),
        },
    ),
    CHANGED: LetterKind(
        purpose=_("Tells somebody what changes of their own sessions, and why."),
        placeholders={"edition": EDITION, "sessions": SESSIONS, "reason": REASON, "link": LINK},
        texts={
            "en": LetterText(
                "The timetable of {edition} changes",
                "Some of your sessions in {edition} change.\n\n{sessions}\n\nThe reason: {reason}\n\n"
                "All of your sessions are here; a calendar that follows them changes by itself:\n{link}",
            ),
            "id": LetterText(
                "Jadwal {edition} berubah",
                "Beberapa sesi Anda dalam {edition} berubah.\n\n{sessions}\n\nAlasannya: {reason}\n\n"
                "Semua sesi Anda ada di sini; kalender yang mengikutinya berubah dengan sendirinya:\n{link}",
            ),
        },
    ),
}
