"""What the tests must know about the translations."""

from __future__ import annotations

IS_INDONESIAN_COMPLETE = True
"""Set to True by the commit that completes the Indonesian catalogue; then the gates of languages count."""

SAME_IN_INDONESIAN = frozenset(
    {
        "%(first)s–%(last)s",  # days of one month
        "%(number)s km",
        "Administrator",
        "Alumnus",
        "Auditor",
        "Balai",
        "Halal",
        "Jain",
        "j F",  # how Django writes a day and a month
        "j F Y",
        "Logo",
        "Menu",
        "Port",
        "Vegan",
        "Vegetarian",
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
    "action plan": "rencana aksi",
    "timetable": "jadwal",
    "selection": "seleksi",
    "practice": "praktik",
    "consent": "persetujuan",
    "alumnus": "alumnus",
}
"""Locked terms of the field: where the English says the one, the Indonesian says the other."""
