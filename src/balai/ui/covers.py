"""The covers: drawings of few shapes, so that a programme without photos has a face that fits its theme."""

from __future__ import annotations

import re
from functools import lru_cache

WORDS: dict[str, str] = {
    "flight": r"aircraft|aviation|airport|aero\w*|dirgantara|penerbangan|pesawat|bandara",
    "care": r"health\w*|medic\w*|nurs\w*|hospital\w*|midwi\w*|kesehatan|medis|rumah sakit|bidan|perawat\w*",
    "water": r"water|river\w*|marine|ocean\w*|fish\w*|coast\w*|irrigation|air bersih|sungai|laut|perikanan|pesisir",
    "power": r"energy|solar|electric\w*|batter\w*|renewable\w*|energi|surya|listrik|baterai|terbarukan",
    "harvest": r"agricultur\w*|farm\w*|food|crop\w*|livestock|rice|palm|cocoa|coffee|pertanian|pangan|ternak|peternakan|padi|kopi",
    "cloth": r"textile\w*|batik|weav\w*|garment\w*|fashion|creative|tekstil|tenun|busana|kreatif",
    "craft": r"ceramic\w*|potter\w*|craft\w*|clay|glaz\w*|keramik|kerajinan|tembikar|tanah liat",
    "earth": r"environment\w*|climate|forest\w*|recycl\w*|waste|disaster\w*|lingkungan|iklim|hutan|daur ulang|limbah|bencana",
    "network": r"digital\w*|internet|computer\w*|computing|data|cyber\w*|telecom\w*|software|komputer|siber|telekomunikasi",
    "machine": r"industr\w*|machin\w*|metal\w*|manufacture\w*|manufacturing|engineer\w*|enterprise\w*|mesin|logam|manufaktur|usaha kecil",
    "paper": r"governance|finance\w*|tax\w*|law|legal|justice|audit\w*|statistic\w*|education|teach\w*|tata kelola|keuangan|pajak|hukum|peradilan|statistik|pendidikan",
}
"""What makes a cover fit, narrower themes first: ceramics before industry. In both languages."""
PATTERNS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in WORDS.items()}
OTHERWISE = "hall"
NAMES = (*WORDS, OTHERWISE)

TEXTS_KEPT = 256
"""Texts of which a process keeps what fits: to look through an article for each theme takes a while."""


@lru_cache(maxsize=TEXTS_KEPT)
def cover_for(*texts: str) -> str:
    """The name of the cover that fits: of the first text that tells a theme, or the hall.

    Args:
        texts: from the most telling to the least: the theme, the title, the name of the series.
    """
    for text in texts:
        for name, pattern in PATTERNS.items():
            if pattern.search(text):
                return name
    return OTHERWISE
