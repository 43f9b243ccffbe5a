from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

import balai.ui
from balai.ui.covers import NAMES, cover_for

UI = Path(balai.ui.__path__[0])


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


@pytest.mark.parametrize(
    ("theme", "cover"),
    [
        ("Enhancing the Development of Small and Medium Industry", "machine"),
        ("Pengembangan Industri Kecil dan Menengah", "machine"),
        ("Ceramic industry and its glazes", "craft"),
        ("Batik and creative industry", "cloth"),
        ("Kesehatan ibu dan anak", "care"),
        ("Public health in coastal towns", "care"),
        ("Solar drying for small food makers", "power"),
        ("Aircraft maintenance", "flight"),
        ("Disaster risk reduction", "earth"),
        ("Digital government", "network"),
        ("Rice and livestock", "harvest"),
        ("Air bersih untuk desa", "water"),
        ("Public finance", "paper"),
        ("Diplomacy", "hall"),
        ("", "hall"),
    ],
)
def test_cover_fits_the_theme(theme: str, cover: str) -> None:
    assert cover_for(theme) == cover


def test_first_text_that_tells_a_theme_decides() -> None:
    assert cover_for("Third edition", "Ceramics", "Industry") == "craft"


def test_every_cover_has_a_drawing_and_a_picture_to_share() -> None:
    drawings = {path.stem for path in (UI / "templates" / "ui" / "covers").glob("*.svg")}
    pictures = {path.stem: size_of(path) for path in (UI / "static" / "ui" / "covers").glob("*.png")}

    assert drawings == set(NAMES)
    assert pictures == dict.fromkeys(NAMES, (1200, 630))


def test_drawings_have_no_id_that_could_meet_another() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (UI / "templates" / "ui" / "covers").glob("*.svg")]

    assert [text for text in texts if " id=" in text or " style=" in text] == []
