"""The same edition in Indonesian."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from balai.engine.documents.parts import Letterhead
from tests.engine.documents.samples import english, logo

if TYPE_CHECKING:
    from balai.engine.documents.booklet import Booklet


def indonesian() -> Booklet:
    """The same edition in Indonesian: the parts whose form differs by language."""
    return replace(
        english(),
        language="id",
        letterhead=Letterhead(
            names=(
                "Kementerian Perindustrian",
                "Direktorat Jenderal Industri Kecil dan Menengah",
                "Republik Indonesia",
            ),
            logo=logo("Lambang contoh tuan rumah"),
        ),
        partners=("Kementerian Sekretariat Negara Republik Indonesia", "Sekretariat Colombo Plan"),
        title="Program Peningkatan Kapasitas untuk Pengembangan Industri Kecil dan Menengah",
        theme="Percepatan industri kecil dan menengah melalui penelitian dan pengembangan",
        edition="Angkatan ketiga, 2018",
        scheme="Kerja Sama Selatan-Selatan dan Triangular",
        places=("Jakarta", "Bandung, Indonesia"),
    )
