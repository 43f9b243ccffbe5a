"""The reference programme: each fact that is known of it is found in the records, and no more is claimed.

The questions ask the records as pages do; what they must answer is written by hand from what is known of the
programme, not from the files.
"""

from __future__ import annotations

import datetime as dt
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from balai.cli.published import Published
from balai.cli.reference import verdicts
from balai.cli.reference_facts import rows
from balai.directory.enums import Certainty
from balai.directory.models import (
    Body,
    Machine,
    Membership,
    Organisation,
    ResourcePerson,
    Site,
    Technology,
    TravelTime,
    VisaRoute,
)
from balai.directory.models.base import Sourced
from balai.directory.queries import is_member, lineage_of, members_of
from balai.newsroom.enums import FaultKind
from balai.newsroom.models import Article
from balai.newsroom.services.publishing import faults_now
from balai.newsroom.services.sample import CLOSING, PIECES, tell
from balai.people.enums import Role
from balai.programmes.enums import Attendance, EditionStatus
from balai.programmes.models import Activity, BudgetLine, Edition, EligibilityRule, PackageItem, Pledge, Quota
from balai.programmes.rules.moves import may_move
from balai.programmes.services.finding import answer_search, ask_for_dates
from tests.examples.conftest import AT, texts_without_a_language, there_while_asked
from tests.people.factories import account_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django import DjangoDbBlocker

    from balai.newsroom.services.sample import Piece

TEN = ["AF", "BD", "BT", "ID", "IN", "LA", "LK", "MM", "NP", "PK"]
OPENING_DAY, CLOSING_DAY = dt.date(2018, 7, 19), dt.date(2018, 7, 30)


@pytest.fixture(scope="module", autouse=True)
def _taken_in(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield from there_while_asked("colombo-plan-2018", django_db_blocker)


def edition(code: str = "smi-2018") -> Edition:
    return Edition.objects.select_related("series__body").get(code=code)


def activities(**wanted: Any) -> list[Activity]:
    return list(Activity.objects.filter(edition__code="smi-2018", **wanted).order_by("order"))


def both(text: Any) -> tuple[str, str]:
    return text["en"], text["id"]


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


# --- and no more is claimed


def sourced() -> list[Sourced]:
    models = [model for model in apps.get_models() if issubclass(model, Sourced)]
    shipped = {"ldc", "lldc", "sids"}
    return [
        row
        for model in models
        for row in model._default_manager.all()
        if getattr(row, "code", "") not in shipped
        and getattr(getattr(row, "body", None), "code", "") not in shipped
    ]


def test_every_record_says_where_it_comes_from() -> None:
    assert len(sourced()) > 200
    assert [str(row) for row in sourced() if not row.source.strip()] == []


@pytest.mark.parametrize(
    "model",
    [
        Site,
        Machine,
        ResourcePerson,
        VisaRoute,
        Activity,
        Quota,
        PackageItem,
        BudgetLine,
        TravelTime,
    ],
)
def test_what_no_page_backs_is_assumed(model: type[Any]) -> None:
    assert set(model._default_manager.values_list("certainty", flat=True)) == {Certainty.ASSUMED}


@pytest.mark.parametrize("word", ["assumed", "placeholder", "fictional", "inference"])
def test_a_source_that_owns_up_to_a_guess_is_not_called_known(word: str) -> None:
    found = [row for row in sourced() if word in row.source.lower()]

    assert found
    assert {row.certainty for row in found} == {Certainty.ASSUMED}


def test_only_two_memberships_are_guessed() -> None:
    guessed = Membership.objects.filter(body__code="colombo-plan", certainty=Certainty.ASSUMED)

    assert sorted(guessed.values_list("country", flat=True)) == ["CL", "SA"]


@pytest.mark.parametrize("model", [Edition, Pledge, Technology])
def test_what_the_press_tells_is_not_called_known(model: type[Any]) -> None:
    official = ("setneg.go.id", "colombo-plan.org")
    for row in model._default_manager.exclude(certainty=Certainty.PRINTED):
        assert any(place in row.source for place in official), row


def test_people_are_fictional_and_say_so() -> None:
    people = ResourcePerson.objects.select_related("person")

    assert people
    for one in people:
        assert both(one.about) == ("Fictional person: sample data.", "Tokoh rekaan: data contoh.")
        assert one.person.email.endswith("@example.org")


# --- a course that could run


def test_every_text_is_in_both_languages() -> None:
    assert texts_without_a_language() == []


def test_safety_and_theory_come_before_every_practice_at_its_centre() -> None:
    practice = activities(session_type="PRA")

    assert sorted(one.code for one in practice) == ["PRA-BBK", "PRA-BBLM", "PRA-BBT"]
    for one in practice:
        before = one.after.all()
        assert {each.session_type_id for each in before} == {"ORI", "LEC"}
        safety = next(each for each in before if each.session_type_id == "ORI")
        assert list(safety.sites.all()) == list(one.sites.all())


def test_no_group_is_larger_than_what_the_machines_take() -> None:
    for one in activities(session_type="PRA"):
        trainees = sum(need.count * need.machine.trainees_per_machine for need in one.machine_needs.all())
        assert one.attendance == Attendance.EACH_GROUP
        assert one.size == trainees == 6
        assert all(group.size <= trainees for group in one.groups.all())
        assert sum(group.size for group in one.groups.all()) == edition().places


def test_country_presentations_come_before_the_first_action_plan_workshop() -> None:
    first = activities(session_type="APW")[0]

    assert {one.code for one in first.after.all()} == {one.code for one in activities(session_type="CPR")}


def test_the_places_of_the_countries_are_those_of_the_edition() -> None:
    quotas = Quota.objects.filter(edition=edition())

    assert sorted(quotas.values_list("country", flat=True)) == TEN
    assert quotas.aggregate(places=Sum("places"))["places"] == edition().places == 20


def test_the_edition_could_have_been_called() -> None:
    ready = edition()
    ready.status = EditionStatus.APPROVED

    assert may_move(ready, EditionStatus.CALL, at=dt.datetime(2018, 3, 20, tzinfo=dt.UTC)) is None
    late = may_move(ready, EditionStatus.CALL, at=AT)
    assert late is not None
    assert late.code == "edition.deadline_over"


JULY_2018 = {
    "en": [
        "Participants are away from home on a day off in Myanmar: Martyrs' Day, 19 Jul 2018.",
        "Participants are away from home on a day off in Pakistan: General Election Day, 25 Jul 2018.",
        "Participants are away from home on a day off in Sri Lanka: Esala Full Moon Poya Day, 27 Jul 2018.",
        "Participants are away from home on a day off in Myanmar: Full Moon Day of Waso, 27 Jul 2018.",
        "A day off in Bhutan while participants travel: First Sermon of Lord Buddha, 16 Jul 2018.",
        "Ramadan 1439 falls into the preparation in Indonesia: from 16/17 May 2018 to 14 Jun 2018.",
        "Friday prayer on 20 Jul 2018, 27 Jul 2018: Jakarta 11:30–13:00; Bandung 11:30–13:00.",
        (
            "9 working days of preparation fall out: Eid al-Fitr Joint Holiday (11 Jun 2018 – 14 Jun 2018,"
            " 18 Jun 2018 – 20 Jun 2018); Eid al-Fitr (15 Jun 2018); Local Election Day (27 Jun 2018)."
        ),
    ],
    "id": [
        "Peserta jauh dari rumah pada hari libur di Myanmar: Hari Pahlawan, 19 Jul 2018.",
        "Peserta jauh dari rumah pada hari libur di Pakistan: Hari Pemilihan Umum, 25 Jul 2018.",
        "Peserta jauh dari rumah pada hari libur di Sri Lanka: Hari Poya purnama Esala, 27 Jul 2018.",
        "Peserta jauh dari rumah pada hari libur di Myanmar: Hari Purnama Waso, 27 Jul 2018.",
        "Hari libur di Bhutan ketika peserta dalam perjalanan: Khotbah Pertama Buddha, 16 Jul 2018.",
        "Ramadan 1439 jatuh pada masa persiapan di Indonesia: dari 16/17 Mei 2018 sampai 14 Jun 2018.",
        "Salat Jumat pada 20 Jul 2018, 27 Jul 2018: Jakarta 11.30–13.00; Bandung 11.30–13.00.",
        (
            "9 hari kerja persiapan hilang: Cuti Bersama Hari Raya Idul Fitri (11 Jun 2018 – 14 Jun 2018,"
            " 18 Jun 2018 – 20 Jun 2018); Hari Raya Idul Fitri (15 Jun 2018);"
            " Hari Pemilihan Kepala Daerah (27 Jun 2018)."
        ),
    ],
}
"""What is known to lie around the days of the programme, country by country, and nothing else."""


@pytest.mark.parametrize("language", JULY_2018)
def test_the_date_finder_tells_what_lies_around_july_2018_and_nothing_else(language: str) -> None:
    shown = edition()
    with transaction.atomic():
        question = {
            "season_first": "2018-07-18",
            "season_last": "2018-07-30",
            "days": 13,
            "weekdays": [2],
            "avoids_ramadan": True,
            "keeps_fridays": True,
            "exclusions": [],
            "cautions": [],
        }
        search = ask_for_dates(edition=shown, question=question, actor="system", at=AT)
        answer_search(search_id=search.pk, at=AT)
        client = Client()
        client.force_login(account_with(Role.PROGRAMME_OFFICER))
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        page = client.get(reverse("programmes:find_dates", args=[shown.code]))
        transaction.set_rollback(True)

    (window,) = page.context["windows"]
    assert (window["first"], window["last"]) == (dt.date(2018, 7, 18), dt.date(2018, 7, 30))
    assert page.context["refused"] == []
    assert [unescape(strip_tags(reason)) for reason in window["reasons"]] == JULY_2018[language]
    assert all(reason in page.content.decode() for reason in window["reasons"])


def test_every_rule_of_eligibility_is_there() -> None:
    codes = EligibilityRule.objects.filter(edition=edition()).values_list("code", flat=True)

    assert " ".join(sorted(code.removeprefix("E-") for code in codes)) == (
        "AGE COI DOC DUP EDUCATION ENDORSE EXPERIENCE LANGUAGE LATE MEMBER MILITARY PASSPORT6M QUOTA REPEAT SECTOR"
    )


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.name)
def test_its_news_is_read_from_its_records_in_both_languages(db: None, piece: Piece) -> None:
    article = tell(edition(), piece)

    assert article.published is not None
    for language in ("en", "id"):
        words = [getattr(article.published, part).get(language, "") for part in piece.texts]
        assert all(words)
        assert "{" not in "".join(words)
    assert [photo.is_drawn for photo in article.photos.all()] == [True] * len(piece.drawings)
    assert faults_now(article, at=AT) == []


def test_a_record_that_changes_makes_its_news_stale(db: None) -> None:
    article = tell(edition(), CLOSING)
    edition().known_countries.filter(country="LA").update(country="FJ")
    edition().known_countries.filter(country="PK").delete()
    article = Article.objects.select_related("edition__series").get(pk=article.pk)

    faults = {(fault.kind, fault.value) for fault in faults_now(article, at=AT)}

    assert (FaultKind.STALE, "9") in faults
    assert (FaultKind.UNKNOWN, "{fact:country.LA}") in faults


def test_the_check_sees_which_record_of_a_copy_was_changed(db: None) -> None:
    asked = [row for row in rows() if row.what in {"name", "organisers", "countries", "Centre for Ceramics"}]

    before = verdicts(Published(), asked)
    edition().known_countries.filter(country="LA").update(country="FJ")
    after = verdicts(Published(), asked)

    assert [one.is_right for one in before] == [True] * 4
    assert [(one.row.what, one.value) for one in after if not one.is_right] == [
        (
            "countries",
            "Afghanistan; Bangladesh; Bhutan; Fiji; India; Indonesia; Myanmar; Nepal; Pakistan; Sri Lanka",
        )
    ]
