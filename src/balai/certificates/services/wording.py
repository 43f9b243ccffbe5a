"""What certificates say: the office's usual words, the gaps in them, and how names are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.badges.award import LEVEL_NAMES
from balai.engine.documents.words import date_text, joined, span_text
from balai.kernel.translated import TranslatedText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.nominations.models import Profile
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

LANGUAGES = ("en", "id")
GAP = re.compile(r"\{([^{}]*)\}")
GAPS = (
    "country",
    "employer",
    "programme",
    "theme",
    "series",
    "cities",
    "host",
    "dates",
    "first_day",
    "last_day",
    "days",
)
"""What may stand in braces. ``country`` and ``employer`` are the person's; the rest is of the edition."""

USUAL: Mapping[str, TranslatedText] = {
    "title": TranslatedText(en="Certificate of Completion", id="Sertifikat Penyelesaian"),
    "before": TranslatedText(
        en="of {country} has completed the programme", id="dari {country} telah menyelesaikan program"
    ),
    "after": TranslatedText(
        en="held in {cities}, {host}, {dates}.", id="yang diselenggarakan di {cities}, {host}, {dates}."
    ),
}
"""What stands there until an office writes its own."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "check": "Check it at",
        "proof": "QR code: it leads to the check of this certificate, and holds its seal.",
        "issued": "Issued",
        "number": "Number",
        "attended": "Attended",
        "practice": "Practice signed off",
        "tasks": "{number} tasks",
        "one": "1 task",
        "sample": "Sample",
        "transcript": "Transcript of practice",
        "minutes": "{number} min",
        "heads": "Task|Level|Time|Centre|Supervisor",
    },
    "id": {
        "check": "Periksa di",
        "proof": "Kode QR: menuju pemeriksaan sertifikat ini dan memuat segelnya.",
        "issued": "Diterbitkan",
        "number": "Nomor",
        "attended": "Kehadiran",
        "practice": "Praktik yang disahkan",
        "tasks": "{number} tugas",
        "one": "1 tugas",
        "sample": "Contoh",
        "transcript": "Transkrip praktik",
        "minutes": "{number} menit",
        "heads": "Tugas|Tingkat|Waktu|Balai|Pengawas",
    },
}
"""Fixed words of the paper; an office freezes them with it, as those of other documents."""

__all__ = ["GAPS", "LANGUAGES", "LEVEL_NAMES", "USUAL", "WORDS", "edition_values", "filled"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps certificates from being issued.

    Attributes:
        code: ``unknown_gap``, ``missing``, ``untranslated``, ``no_signatory``, ``unprintable``,
            ``unmade``.
        what: the gap, the field or the characters.
        who: the participant's name; empty for what concerns all.
        language: of the text; empty where it is none.
    """

    code: str
    what: str
    who: str = ""
    language: str = ""

    def as_json(self) -> dict[str, str]:
        """As a batch keeps it."""
        return {"code": self.code, "what": self.what, "who": self.who, "language": self.language}


def edition_values(edition: Edition, language: str) -> dict[str, str]:
    """What gaps of the edition hold, in one language; what is not known is empty."""
    cities = [
        TranslatedText(city).in_language(language).text if isinstance(city, dict) else str(city)
        for city in edition.cities
    ]
    first, last = edition.starts_on, edition.ends_on
    return {
        "programme": _said(edition.title, language),
        "theme": _said(edition.theme, language),
        "series": _said(edition.series.title, language),
        "cities": joined(cities, language) if cities else "",
        "host": _said(edition.country.short_name or edition.country.name, language),
        "dates": span_text(first, last, language) if first and last else "",
        "first_day": date_text(first, language) if first else "",
        "last_day": date_text(last, language) if last else "",
        "days": str(edition.days or ""),
    }


def person_values(participant: Participant, profile: Profile | None, language: str) -> dict[str, str]:
    """What gaps of a person hold, in one language."""
    return {
        "country": _said(participant.country.short_name or participant.country.name, language),
        "employer": " ".join(profile.employer.split()) if profile else "",
    }


def filled(text: str, values: Mapping[str, str], *, who: str, language: str) -> tuple[str, list[Fault]]:
    """Fill the gaps of a text, and tell of those that nobody knows or that would stay empty."""
    faults = [
        Fault("unknown_gap" if gap not in GAPS else "missing", gap, "" if gap not in GAPS else who, language)
        for gap in dict.fromkeys(GAP.findall(text))
        if not values.get(gap)
    ]
    if text.count("{") != len(GAP.findall(text)) or text.count("}") != len(GAP.findall(text)):
        faults.append(Fault("unknown_gap", "{", "", language))
    return GAP.sub(lambda gap: values.get(gap[1], ""), text), faults


def _said(text: TranslatedText, language: str) -> str:
    """Only the words of this very language: a certificate has none in another."""
    return text.get(language, "").strip()
