"""Every fact that is known of the reference programme is on a public page, in both languages.

What must be found is written by hand from what is known of the programme, not from the files of the example.
"""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client

import balai.ui
from balai.kernel.bundle.importing import import_bundle
from tests.ui.markup import Markup
from tools import cores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

BUNDLE = Path(__file__).parents[2] / "examples" / "colombo-plan-2018"
STATIC = Path(balai.ui.__path__[0]) / "static"
AT = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
PAGE = "programmes/smi-2018/"
EVERY_DAY = [f"{PAGE}days/2018-07-{day}/" for day in range(18, 31)]

NAME = ("Enhancing the Development of Small and Medium Industry", "Industri Kecil dan Menengah")
FACTS: dict[str, tuple[str, str, str]] = {
    "name": (
        PAGE,
        "Capacity Building Program on Enhancing the Development of Small and Medium Industry",
        "Program Peningkatan Kapasitas untuk Memajukan Industri Kecil dan Menengah",
    ),
    "scheme": (PAGE, "South-South and Triangular Cooperation", "Kerja Sama Selatan-Selatan dan Triangular"),
    "scheme in short": (PAGE, "Coordination of South-South", "KSST"),
    "host": (PAGE, "Host Ministry of Industry", "Tuan rumah Kementerian Perindustrian"),
    "host in short": (PAGE, "Kemenperin", "Kemenperin"),
    "coordination": (
        PAGE,
        "Coordination of South-South and Triangular Cooperation Ministry of State Secretariat",
        "Triangular (KSST) Kementerian Sekretariat Negara",
    ),
    "partner": (
        PAGE,
        "International partner Colombo Plan Secretariat",
        "Mitra internasional Sekretariat Colombo Plan",
    ),
    "dates": (PAGE, "18–30 July 2018", "18–30 Juli 2018"),
    "first day": (EVERY_DAY[0], "Wednesday 18 July 2018", "Rabu, 18 Juli 2018"),
    "last day": (EVERY_DAY[-1], "Monday 30 July 2018", "Senin, 30 Juli 2018"),
    "places": (PAGE, "Jakarta and Bandung, Indonesia", "Jakarta dan Bandung, Indonesia"),
    "zone": (EVERY_DAY[0], "local time (UTC+7)", "waktu setempat (UTC+7)"),
    "participants": (PAGE, "20 from 10 countries", "20 dari 10 negara"),
    "Afghanistan": (PAGE, "Afghanistan", "Afganistan"),
    "Bangladesh": (PAGE, "Bangladesh", "Bangladesh"),
    "Bhutan": (PAGE, "Bhutan", "Bhutan"),
    "India": (PAGE, "India 2", "India 2"),
    "Indonesia": (PAGE, "Indonesia host 2", "Indonesia tuan rumah 2"),
    "Laos": (PAGE, "Laos", "Laos"),
    "Myanmar": (PAGE, "Myanmar", "Myanmar"),
    "Nepal": (PAGE, "Nepal", "Nepal"),
    "Pakistan": (PAGE, "Pakistan", "Pakistan"),
    "Sri Lanka": (PAGE, "Sri Lanka", "Sri Lanka"),
    "officials": (PAGE, "Government officials", "Aparatur pemerintah"),
    "entrepreneurs": (PAGE, "SME entrepreneurs", "pengusaha IKM"),
    "subject": (PAGE, "small and medium industry", "industri kecil dan menengah"),
    "taught": (PAGE, "Lecture", "Ceramah"),
    "practised": (PAGE, "Practice", "Praktik"),
    "what the Colombo Plan is": (
        PAGE,
        "regional intergovernmental organisation for the economic and social development",
        "pembangunan ekonomi dan sosial",
    ),
    "arrival": (EVERY_DAY[0], "Arrival and registration", "Kedatangan dan registrasi"),
    "opening": (EVERY_DAY[1], "Opening ceremony", "Upacara pembukaan"),
    "opening at a hotel": (EVERY_DAY[1], "Mercure Hotel Jakarta", "Hotel Mercure Jakarta"),
    "lectures in Jakarta": (EVERY_DAY[2], "Ministry of Industry", "Kementerian Perindustrian"),
    "closing": (EVERY_DAY[-1], "Closing ceremony", "Upacara penutupan"),
    "closing at the ministry": (EVERY_DAY[-1], "Ministry of Industry", "Kementerian Perindustrian"),
    "press statement": (
        EVERY_DAY[-1],
        "Director General for Small and Medium Industry",
        "Direktur Jenderal Industri Kecil dan Menengah",
    ),
    "agency of the centres": (
        PAGE,
        "Industrial Research and Development Agency",
        "Badan Penelitian dan Pengembangan Industri",
    ),
    "BBT": (PAGE, "BBT Centre for Textile, Bandung", "BBT Balai Besar Tekstil, Bandung"),
    "at BBT": (
        PAGE,
        "research and development of the Centre for Textile",
        "penelitian dan pengembangan Balai Besar Tekstil",
    ),
    "BBLM": (
        PAGE,
        "BBLM Centre for Metal and Machinery, Bandung",
        "BBLM Balai Besar Logam dan Mesin, Bandung",
    ),
    "at BBLM": (
        PAGE,
        "Practice on CNC machines built by the centre",
        "Praktik dengan mesin CNC buatan balai",
    ),
    "BBPK": (PAGE, "BBPK Centre for Pulp and Paper, Bandung", "BBPK Balai Besar Pulp dan Kertas, Bandung"),
    "at BBPK": (PAGE, "Recycling of aseptic packaging (beverage cartons)", "Daur ulang kemasan aseptik"),
    "B4T": (
        PAGE,
        "B4T Centre for Materials and Technical Products, Bandung",
        "B4T Balai Besar Bahan dan Barang Teknik, Bandung",
    ),
    "batteries at B4T": (PAGE, "Development of lithium-ion batteries", "Pengembangan baterai ion litium"),
    "a service at B4T": (PAGE, "principles of the Internet of Things", "Internet of Things"),
    "BBK": (PAGE, "BBK Centre for Ceramics, Bandung", "BBK Balai Besar Keramik, Bandung"),
    "at BBK": (PAGE, "Mini-workshop: a ceramic ornament", "Lokakarya mini: hiasan keramik"),
    "leading SMEs": (PAGE, "leading small enterprises", "IKM terkemuka"),
    **{
        name: (PAGE, name, name)
        for name in ("Batik Komar", "Bandrek Hanjuang", "Matoa Indonesia", "Elina Keramik")
    },
    "visits to SMEs": (EVERY_DAY[5], "Visit to a small or medium enterprise", "Kunjungan IKM"),
    "aircraft maker": (PAGE, "PT Dirgantara Indonesia, Bandung", "PT Dirgantara Indonesia, Bandung"),
    "at the aircraft maker": (EVERY_DAY[9], "How an aircraft is produced", "Cara pesawat diproduksi"),
    "first Friday prayer": (EVERY_DAY[2], "11:30–13:00 Friday prayer", "11.30–13.00 Salat Jumat"),
    "second Friday prayer": (EVERY_DAY[9], "11:30–13:00 Friday prayer", "11.30–13.00 Salat Jumat"),
    "Saturday for culture": (EVERY_DAY[3], "Culture day", "Hari budaya"),
    "Sunday for culture": (EVERY_DAY[4], "Angklung afternoon", "Sore angklung"),
    "Saturday free": (EVERY_DAY[10], "free day", "Hari bebas"),
    "transfer": (EVERY_DAY[4], "Transfer from Jakarta to Bandung", "Perjalanan dari Jakarta ke Bandung"),
    "by road or rail": (PAGE, "by road or rail", "lewat darat atau naik kereta"),
    "practice at the centres": (PAGE, "Practice", "Praktik"),
    "action plan": (PAGE, "action plan", "rencana aksi"),
    "edition before": (PAGE, "2017", "2017"),
    "edition after": (PAGE, "2019", "2019"),
}


@pytest.fixture(scope="module")
def sources(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """Each public page of the imported programme by its address."""
    with django_db_blocker.unblock(), transaction.atomic():
        import_bundle(BUNDLE, actor=None, at=AT)
        client = Client()
        sources = {}
        for language in ("en", "id"):
            for path in ("", "programmes/", PAGE, *EVERY_DAY):
                response = client.get(f"/{language}/{path}")
                assert response.status_code == 200, path
                sources[f"{language}/{path}"] = response.content.decode()
        yield sources
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def pages(sources: dict[str, str]) -> dict[str, str]:
    """What a reader sees on each page, each run of blanks as one."""
    return {address: " ".join(Markup(source).text.split()) for address, source in sources.items()}


@pytest.mark.parametrize("fact", FACTS)
def test_fact_is_on_a_public_page_in_both_languages(pages: dict[str, str], fact: str) -> None:
    path, english, indonesian = FACTS[fact]

    assert english.casefold() in pages[f"en/{path}"].casefold()
    assert indonesian.casefold() in pages[f"id/{path}"].casefold()


def test_programme_is_on_the_home_page_and_in_the_catalogue(pages: dict[str, str]) -> None:
    for path in ("", "programmes/"):
        assert NAME[0] in pages[f"en/{path}"]
        assert NAME[1] in pages[f"id/{path}"]


@pytest.mark.parametrize("language", ["en", "id"])
def test_page_of_the_programme_is_light_with_sheets_and_fonts(sources: dict[str, str], language: str) -> None:
    """As tests/browser/test_weight.py measures it, with all that is known of the programme.

    No letter is outside the cores of the fonts, so that a browser loads nothing more.
    """
    source = sources[f"{language}/{PAGE}"]
    linked = [value for tag, name, value in Markup(source).values if tag == "link" and name == "href"]
    sheets = [STATIC / value.removeprefix("/static/") for value in linked if value.startswith("/static/")]
    weights = [len(gzip.compress(path.read_bytes(), 9)) for path in [*sheets, STATIC / "ui/marks/eaves.svg"]]
    weights += [path.stat().st_size for path in (STATIC / "ui/vendor").glob("balai-*.woff2")]

    assert {path.suffix for path in sheets} == {".css", ".svg"}
    assert {letter for letter in source if ord(letter) not in cores.points()} <= {"\n"}
    assert len(gzip.compress(source.encode(), 6)) + sum(weights) < 60_000


OTHER_KIND = {
    "en": [
        "16–18 March 2027",
        "Accra, Ghana",
        "60 from 11 countries",
        "The call is open",
        "Ghana host 10",
        "Côte d’Ivoire 5",
        "Hackathon",
    ],
    "id": ["16–18 Maret 2027", "60 dari 11 negara", "Ghana tuan rumah 10", "Pantai Gading 5", "Hackathon"],
}


@pytest.mark.django_db
def test_programme_of_another_kind_is_shown_as_well(client: Client) -> None:
    """Another host, one city, three days, a kind of session that the reference programme has not."""
    import_bundle(BUNDLE.with_name("shelf-ready-2027"), actor=None, at=AT)

    for language, sentences in OTHER_KIND.items():
        page = client.get(f"/{language}/programmes/shelf-ready-2027/").content.decode()
        text = " ".join(Markup(page).text.split())

        assert [sentence for sentence in sentences if sentence not in text] == []
        assert page.count('<circle class="dot"') == 10
        assert 'class="bl-scheme' not in page
