"""What the tests must know about the translations."""

from __future__ import annotations

import re

ENGLISH = re.compile(
    r"\b(the|and|of|is|are|was|with|for|from|this|that|you|your|what|who|when|which|not|has|have|will|must"
    r"|been|their|they|its|into|until|only|each|all|or|at|by)\b",
    re.IGNORECASE,
)
"""Words that stand in nearly every English sentence and in no Indonesian one."""

IS_INDONESIAN_COMPLETE = True
"""Set to True by the commit that completes the Indonesian catalogue; then the gates of languages count."""

SAME_IN_INDONESIAN = frozenset(
    {
        "%(first)s–%(last)s",  # days of one month
        "%(number)s km",
        "%(points)s.",
        "Administrator",
        "Alumni",
        "Alumni: %(group)s",
        "Alumnus",
        "Auditor",
        "Balai",
        "EnglishScore",  # tests of a language go by their names
        "Halal",
        "IELTS",
        "Jain",
        "j F",  # how Django writes a day and a month
        "j F Y",
        "Logo",
        "Menu",
        "Port",
        "Target",
        "TOEFL",
        "Vegan",
        "Vegetarian",
        "Visa",
        "logo",
        "port",
    }
)
"""Texts that are the same in both languages; each was looked at."""

GLOSSARY = {
    "participant": "peserta",
    "nominee": "calon peserta",
    "alternate": "cadangan",
    "reserve list": "daftar cadangan",
    "focal point": "narahubung",
    "resource person": "narasumber",
    "secretariat": "sekretariat",
    "training": "pelatihan",
    "programme": "program",
    "edition": "angkatan",
    "certificate": "sertifikat",
    "health certificate": "surat keterangan sehat",
    "centre": "balai",
    "country report": "laporan negara",
    "curriculum": "kurikulum",
    "curriculum vitae": "daftar riwayat hidup",
    "deadline": "tenggat|batas waktu",
    "eligibility": "persyaratan|kelayakan",
    "field visit": "kunjungan",
    "group": "kelompok",
    "mandate": "mandat",
    "module": "modul",
    "organiser": "penyelenggara",
    "outcome": "capaian",
    "panel": "panel",
    "presence": "kehadiran",
    "quota": "kuota",
    "series": "seri",
    "technology": "teknologi",
    "role": "peran",
    "second factor": "faktor kedua",
    "e-mail address": "alamat surel",
    "password": "kata sandi",
    "action plan": "rencana aksi",
    "timetable": "jadwal",
    "selection": "seleksi",
    "practice": "praktik",
    "practice of faith": "ibadah",
    "consent": "persetujuan",
    "alumnus": "alumnus",
}
"""Locked terms of the field: where the English says the one, the Indonesian says the other."""


def strays(english: str, *indonesian: str) -> list[str]:
    """Terms that an English text uses and an Indonesian one does not; of two in one, the longer counts."""
    found = []
    english = re.sub(r"%\(\w+\)[sd]|<[^>]+>", " ", english)  # names of placeholders are not words
    for term, word in sorted(GLOSSARY.items(), key=lambda pair: -len(pair[0])):
        english, uses = re.subn(rf"\b{term}s?\b", " ", english, flags=re.IGNORECASE)
        if uses and not all(re.search(rf"\b(?:{word})", text, re.IGNORECASE) for text in indonesian):
            found.append(term)
    return found
