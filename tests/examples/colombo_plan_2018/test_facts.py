"""The reference programme: each fact that is known of it is found in the records.

What the records must answer is written by hand from what is known of the programme, not from the files.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.directory.models import Body, Organisation, Site, VisaRoute
from balai.directory.queries import is_member, lineage_of, members_of
from tests.examples.colombo_plan_2018.conftest import TEN, activities, both, edition

if TYPE_CHECKING:
    from collections.abc import Callable

OPENING_DAY, CLOSING_DAY = dt.date(2018, 7, 19), dt.date(2018, 7, 30)


def countries(code: str) -> str:
    return " ".join(sorted(edition(code).known_countries.values_list("country", flat=True)))


def path_of(code: str) -> list[str]:
    codes = dict(Organisation.objects.values_list("pk", "code"))
    return [codes[pk] for pk in lineage_of(Organisation.objects.get(code=code))]


def done_at(site: str) -> str:
    """What is told of a site and of what happens there, in both languages."""
    found = Site.objects.get(code=site)
    told = [found.description, *(one.title for one in activities(sites=found))]
    return " ".join(text for one in told for text in both(one)).lower()


def tells(site: str, *words: str) -> list[str]:
    """Which of these words nothing about the site says."""
    told = done_at(site)
    return [word for word in words if word not in told]


def place(site: str) -> tuple[float, float]:
    found = Site.objects.get(code=site)
    assert found.latitude is not None
    assert found.longitude is not None
    return float(found.latitude), float(found.longitude)


FACTS: list[tuple[str, Callable[[], object], object]] = [
    # --- what happened
    (
        "its name",
        lambda: edition().title["en"],
        "Capacity Building Program on Enhancing the Development of Small and Medium Industry",
    ),
    ("its theme", lambda: edition().theme["en"], "SMI Acceleration Through Research and Development"),
    (
        "its scheme",
        lambda: both(edition().series.scheme),
        (
            "South-South and Triangular Cooperation",
            "Kerja Sama Selatan-Selatan dan Triangular (KSST)",
        ),
    ),
    (
        "its organisers in the order of protocol",
        lambda: list(
            edition().organisers.order_by("order").values_list("organisation__abbreviation", "role")[:3]
        ),
        [("Kemenperin", "host"), ("Kemensetneg", "focal-ministry"), ("CPS", "secretariat")],
    ),
    (
        "its dates, from a Wednesday to a Monday",
        lambda: [f"{day:%a %d %b %Y}" for day in (edition().starts_on, edition().ends_on) if day],
        ["Wed 18 Jul 2018", "Mon 30 Jul 2018"],
    ),
    ("its cities", lambda: edition().cities, ["Jakarta", "Bandung"]),
    ("its country and clock", lambda: (edition().country_id, edition().time_zone), ("ID", "Asia/Jakarta")),
    ("how many took part", lambda: edition().known_participants, 20),
    ("from which countries", lambda: countries("smi-2018"), " ".join(TEN)),
    (
        "all of them members of the Colombo Plan then",
        lambda: [code for code in TEN if not is_member(code, "colombo-plan", on=OPENING_DAY)],
        [],
    ),
    (
        "officials and entrepreneurs",
        lambda: both(edition().target_group),
        (
            "Government officials who work for small and medium industry, and SME entrepreneurs.",
            "Aparatur pemerintah yang membidangi industri kecil dan menengah, dan pengusaha IKM.",
        ),
    ),
    (
        "taught material and practice of small and medium industry",
        lambda: {"teaching", "practice"} - {one.session_type.family for one in activities()},
        set(),
    ),
    (
        "what the Colombo Plan is",
        lambda: (
            Body.objects.get(code="colombo-plan").kind,
            "regional intergovernmental organisation"
            in Body.objects.get(code="colombo-plan").description["en"],
        ),
        ("intergovernmental", True),
    ),
    (
        "the pillar",
        lambda: (
            edition().series.pillar,
            Body.objects.get(abbreviation="PPSD").parent == edition().series.body,
        ),
        ("Programme for Private Sector Development (PPSD)", True),
    ),
    (
        "the pledges it is held under",
        lambda: list(edition().mandates.order_by("year").values_list("year", "place__en", "country")),
        [(2014, "Nepal", "ID"), (2016, "Fiji", "ID")],
    ),
    # --- where they went
    *[
        (
            f"{code} is a centre of the research agency of the ministry",
            lambda code=code: path_of(code),
            [code, "bppi", "moi"],
        )
        for code in ("bbt", "bblm", "bbpk", "b4t", "bbk")
    ],
    (
        "arrival on 18 July in Jakarta",
        lambda: [
            (one.day, list(one.sites.values_list("city", flat=True)))
            for one in activities(session_type="ARR")
        ],
        [(dt.date(2018, 7, 18), ["Jakarta"])],
    ),
    (
        "the opening on 19 July at a hotel in Jakarta",
        lambda: [
            (one.day, list(one.sites.values_list("organisation__name__en", "city")))
            for one in activities(session_type="OPN")
        ],
        [(OPENING_DAY, [("Mercure Hotel Jakarta", "Jakarta")])],
    ),
    (
        "lectures in Jakarta",
        lambda: [one.code for one in activities(session_type="LEC", sites__city="Jakarta")] != [],
        True,
    ),
    (
        "the closing on 30 July at the ministry",
        lambda: [
            (one.day, list(one.sites.values_list("code", flat=True)))
            for one in activities(session_type="CLO")
        ],
        [(CLOSING_DAY, ["moi"])],
    ),
    (
        "with a press statement by the Director General",
        lambda: [
            [
                word in text
                for word, text in zip(
                    ("Director General", "Direktur Jenderal"), both(one.description), strict=True
                )
            ]
            for one in activities(session_type="CLO")
        ],
        [[True, True]],
    ),
    (
        "BBT: its research and development",
        lambda: tells("bbt", "research and development", "penelitian dan pengembangan"),
        [],
    ),
    ("BBT: tie-dye", lambda: tells("bbt", "tie-dye", "jumputan"), []),
    (
        "BBLM: CNC machines that it builds",
        lambda: tells("bblm", "cnc machines that the centre itself builds", "mesin cnc buatan balai"),
        [],
    ),
    (
        "BBLM: practice",
        lambda: [one.code for one in activities(sites__code="bblm", session_type="PRA")],
        ["PRA-BBLM"],
    ),
    (
        "BBPK: recycling of cartons",
        lambda: tells("bbpk", "aseptic packaging", "beverage cartons", "kemasan aseptik"),
        [],
    ),
    ("B4T: batteries", lambda: tells("b4t", "lithium-ion", "baterai ion litium"), []),
    (
        "B4T: the Internet of Things",
        lambda: tells("b4t", "service process", "internet of things", "proses layanan"),
        [],
    ),
    (
        "BBK: ornaments in a mini-workshop",
        lambda: tells("bbk", "mini-workshop", "ornament", "lokakarya mini", "hiasan keramik"),
        [],
    ),
    ("PTDI: the production of aircraft", lambda: tells("ptdi", "aircraft", "pesawat"), []),
    (
        "small enterprises in Bandung",
        lambda: sorted(
            name
            for one in activities(session_type="SME")
            for name in one.sites.filter(city="Bandung").values_list("organisation__name__en", flat=True)
        ),
        ["Bandrek Hanjuang", "Batik Komar", "Elina Keramik", "Matoa Indonesia"],
    ),
    *[
        (f"where {site} is", lambda site=site: place(site), where)
        for site, where in (
            ("moi", (-6.232, 106.822)),
            ("bbt", (-6.916, 107.643)),
            ("bblm", (-6.880, 107.611)),
            ("bbpk", (-6.963, 107.619)),
            ("b4t", (-6.881, 107.611)),
            ("bbk", (-6.916, 107.644)),
            ("ptdi", (-6.900, 107.576)),
        )
    ],
    (
        "Friday prayer twice",
        lambda: [one.day for one in activities(session_type="REL")],
        [dt.date(2018, 7, 20), dt.date(2018, 7, 27)],
    ),
    (
        "weekends free or for culture",
        lambda: [
            one.code
            for one in activities()
            if isinstance(one.day, dt.date)
            and one.day.weekday() == 5
            and one.session_type.family not in {"culture", "care"}
        ],
        [],
    ),
    (
        "half a day between the cities, by road or rail",
        lambda: sorted(
            Site.objects.get(code="htl-jkt")
            .ways_out.filter(destination__city="Bandung")
            .values_list("mode", "minutes")
        ),
        [("rail", 240), ("road", 240)],
    ),
    # --- the series
    (
        "the editions and when they began",
        lambda: list(
            edition()
            .series.editions.order_by("number")
            .values_list("number", "starts_on", "known_participants")
        ),
        [
            (1, dt.date(2016, 10, 24), 19),
            (2, dt.date(2017, 7, 30), 22),
            (3, dt.date(2018, 7, 18), 20),
            (4, dt.date(2019, 7, 2), 19),
            (6, dt.date(2021, 9, 13), 61),
            (7, dt.date(2022, 9, 20), 19),
            (8, dt.date(2023, 7, 3), 15),
        ],
    ),
    (
        "2016: thirteen countries",
        lambda: countries("smi-2016"),
        "BD BT FJ ID LA LK MM MV MY NP PG PK TH",
    ),
    ("2017: twelve", lambda: countries("smi-2017"), "AF BD BT ID IR LA LK MM NP PG PK VN"),
    ("2019: twelve", lambda: countries("smi-2019"), "BD BN BT ID IN IR LA MM MV MY NP PK"),
    ("2021: thirteen", lambda: countries("smi-2021"), "BD BT ID IN LA LK MM MV MY NP PH PK VN"),
    ("2022: ten", lambda: countries("smi-2022"), "BD ID LA LK MV MY NP PH PK SA"),
    ("2023: nine", lambda: countries("smi-2023"), "BD ID LA LK MM MV NP PH VN"),
    ("2021: in person and online", lambda: edition("smi-2021").mode, "hybrid"),
    (
        "where they disagree is said",
        lambda: [
            word in edition(code).source for code, word in (("smi-2016", "disagree"), ("smi-2018", "Fiji"))
        ],
        [True, True],
    ),
    # --- members on a day
    (
        "26 members in 2010",
        lambda: members_of(Body.objects.get(code="colombo-plan"), on=dt.date(2010, 7, 1)).count(),
        26,
    ),
    (
        "Afghanistan since 1963",
        lambda: [is_member("AF", "colombo-plan", on=dt.date(year, 12, 31)) for year in (1962, 1963)],
        [False, True],
    ),
    (
        "Canada until 1991",
        lambda: [is_member("CA", "colombo-plan", on=dt.date(year, 1, 1)) for year in (1960, 1995)],
        [True, False],
    ),
    (
        "countries with a calling visa",
        lambda: " ".join(
            sorted(VisaRoute.objects.filter(host="ID", route="calling").values_list("nationality", flat=True))
        ),
        "AF CM GN IL KP LR NG SO",
    ),
]


@pytest.mark.parametrize(("ask", "told"), [fact[1:] for fact in FACTS], ids=[fact[0] for fact in FACTS])
def test_a_fact_is_in_the_records(ask: Callable[[], object], told: object) -> None:
    assert ask() == told
