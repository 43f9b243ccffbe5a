"""A country's report: written by all whom it sends, handed in, read by the others, told in the end."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from balai.audit.models import Deed
from balai.followup.adapters.rights import HELD, PlanEraser, ReportRetention
from balai.followup.gathering import waiting
from balai.followup.models import CountryReport
from balai.followup.services.country_reports import (
    hand_in_country_report,
    keep_country_report,
    take_country_report_back,
)
from balai.kernel.refusal import RuleViolationError
from balai.people.enums import Role
from balai.programmes.enums import AssessmentKind, EditionStatus
from balai.programmes.models import Assessment, Edition
from balai.reporting.enums import ReportPart
from balai.reporting.queries.report_parts import told_now
from tests.directory.factories import country
from tests.followup.factories import AT, people_of, running_edition
from tests.followup.test_pages import of_person, text_of
from tests.people.factories import account_with

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from balai.selection.models import Participant

pytestmark = pytest.mark.django_db
WORDS = {
    "sector": "Handmade paper and textiles.",
    "policy": "A cottage industry act.",
    "problems": "Raw sheets are sold.\nTests are dear.",
    "questions": "How small can a mill be?",
}
FIGURES: dict[str, Any] = {
    "enterprises": 4200,
    "gdp_percent": Decimal("7.5"),
    "figures_year": 2017,
    "figures_source": "Office of statistics",
}


def asked(people: int = 1) -> Edition:
    """An edition that asks for country reports, with people of Bhutan."""
    edition = running_edition(people)
    Assessment.objects.create(
        edition=edition,
        code="A4",
        kind=AssessmentKind.COUNTRY_REPORT,
        title={"en": "Country report", "id": "Laporan negara"},
    )
    return edition


@pytest.fixture
def karma(countries: None, keys: None) -> Participant:
    return people_of(asked(2))[0]


def kept(writer: Participant, *, version: int = 0, **values: Any) -> CountryReport:
    return keep_country_report(
        participant=writer,
        values={**WORDS, **values},
        version=version,
        actor=writer.person.reference,
        at=AT,
    )


def handed(writer: Participant, **values: Any) -> CountryReport:
    kept(writer, **values)
    return hand_in_country_report(participant=writer, actor=writer.person.reference, at=AT)


def refused(code: str) -> Any:
    return pytest.raises(RuleViolationError, match=rf"country_report\.{code}")


def test_those_of_a_country_write_one_report_and_nobody_writes_over_another(karma: Participant) -> None:
    dorji = people_of(karma.edition)[1]
    first = kept(karma)

    with refused("written_meanwhile"):
        kept(dorji, sector="Mine")
    second = kept(dorji, version=1, policy="Ours")

    assert (first.pk, second.version, second.policy) == (second.pk, 2, "Ours")
    assert CountryReport.objects.count() == 1


def test_a_report_is_handed_in_once_nothing_is_missing_and_stays_until_it_is_taken_back(
    karma: Participant,
) -> None:
    actor = karma.person.reference
    kept(karma, questions=" ", **{**FIGURES, "figures_source": ""})
    with pytest.raises(RuleViolationError) as violation:
        hand_in_country_report(participant=karma, actor=actor, at=AT)
    assert str(violation.value.refusal.message) == (
        "Still empty: Your questions to the host, Source of these figures."
    )
    kept(karma, version=1, **FIGURES)

    report = hand_in_country_report(participant=karma, actor=actor, at=AT)
    with refused("handed_in"):
        kept(karma, version=2)
    with refused("handed_in"):
        hand_in_country_report(participant=karma, actor=actor, at=AT)
    take_country_report_back(participant=karma, actor=actor, at=AT)
    with refused("not_handed_in"):
        take_country_report_back(participant=karma, actor=actor, at=AT)

    assert kept(karma, version=2, sector="Less").sector == "Less"
    assert list(
        Deed.objects.filter(subject=report.reference).order_by("pk").values_list("action", flat=True)
    ) == [
        "country_report.kept",
        "country_report.kept",
        "country_report.handed_in",
        "country_report.taken_back",
        "country_report.kept",
    ]


def test_who_writes_when_is_a_rule(karma: Participant) -> None:
    Edition.objects.update(status=EditionStatus.EVALUATED)
    karma.edition.refresh_from_db()
    with refused("not_now"):
        kept(karma)
    Assessment.objects.filter(kind=AssessmentKind.COUNTRY_REPORT).delete()
    with refused("not_asked"):
        kept(karma)
    karma.state = "withdrawn"
    Assessment.objects.update(kind=AssessmentKind.COUNTRY_REPORT)
    with refused("has_left"):
        kept(karma)


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"problems": ""}, "country_report_handed_in_says_everything"),
        ({"gdp_percent": 7}, "country_report_figures_name_their_source"),
        ({"jobs_percent": 101, "submitted_at": None, "submitted_by": ""}, "jobs_percent_is_a_share"),
        ({"submitted_by": "somebody"}, "country_report_submitted_by_is_a_reference"),
        (
            {"returned_at": AT, "returned_by": "person:1", "submitted_at": None, "submitted_by": ""},
            "country_report_returned_says_what_to_change",
        ),
    ],
)
def test_the_database_refuses(karma: Participant, changed: dict[str, Any], constraint: str) -> None:
    report = CountryReport.objects.filter(pk=kept(karma).pk)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        report.update(**{"submitted_at": AT, "submitted_by": "person:1", **changed})


@pytest.mark.parametrize(
    "changed",
    [{"sector": "Others"}, {"sector": "[erased]"}, {"gdp_percent": 7}, {"submitted_by": "person:2"}],
)
def test_the_database_keeps_what_is_handed_in(karma: Participant, changed: dict[str, Any]) -> None:
    report = CountryReport.objects.filter(pk=handed(karma, **FIGURES).pk)

    with pytest.raises(IntegrityError, match="stays until it is taken back"), transaction.atomic():
        report.update(**changed)


def test_what_no_font_of_a_report_can_show_is_refused_before_others_read_it(karma: Participant) -> None:
    kept(karma, sector="  Paper \U0001f3ed and \U0001f33e", figures_source="  ")

    with refused("unprintable") as violation:
        hand_in_country_report(participant=karma, actor=karma.person.reference, at=AT)

    assert str(violation.value.refusal.message).endswith(": \U0001f3ed\U0001f33e")
    assert list(CountryReport.objects.values_list("sector", "figures_source")) == [
        ("Paper \U0001f3ed and \U0001f33e", "")
    ]


def test_the_office_gives_a_report_back_with_a_reason_also_when_all_is_evaluated(
    karma: Participant, rf: Any
) -> None:
    report = handed(karma)
    page = reverse("followup:country_reports", args=[karma.edition.code])
    back = reverse("followup:return_country_report", args=[karma.edition.code, "BT"])
    office, reader = Client(), Client()
    office.force_login(account_with(Role.PROGRAMME_OFFICER))
    reader.force_login(account_with(Role.AUDITOR))
    Edition.objects.update(status=EditionStatus.EVALUATED)

    assert (back in office.get(page).content.decode(), back in reader.get(page).content.decode()) == (
        True,
        False,
    )
    assert office.post(back, {"because": " "}).status_code == 422
    assert office.post(back, {"because": "It names a weaver of Paro."}).status_code == 302
    assert office.post(back, {"because": "Again"}).status_code == 409
    assert "Handmade paper" not in office.get(page).content.decode()

    Edition.objects.update(status=EditionStatus.CLOSED)
    request = rf.get("/")
    request.user = account_with(Role.PARTICIPANT)
    request.user.person = karma.person
    waits = [move.what for move in waiting(request, at=AT)]
    assert f"{karma.edition.code}: change the report of your country" in waits
    told = text_of(of_person(karma), "followup:own_country_report", karma.pk)
    assert "It names a weaver of Paro." in told
    karma.edition.refresh_from_db()
    kept(karma, version=1)
    assert hand_in_country_report(participant=karma, actor="person:1", at=AT).returned_because == ""
    assert Deed.objects.filter(subject=report.reference, action="country_report.returned").count() == 1


def test_what_one_wrote_is_among_ones_data_and_its_words_go_with_the_only_writer(karma: Participant) -> None:
    dorji = people_of(karma.edition)[1]
    handed(karma, **FIGURES)
    copied = [list(HELD["country_reports"].copy([one.person])) for one in (karma, dorji)]
    erase = PlanEraser()

    assert [[one["problems"] for one in rows] for rows in copied] == [[WORDS["problems"]]] * 2
    erase([karma.person], at=AT)
    assert CountryReport.objects.get().problems == WORDS["problems"], "the colleague wrote it, too"
    erase([karma.person, dorji.person], at=AT)

    left = CountryReport.objects.get()
    assert (left.problems, left.figures_source, left.enterprises) == ("[erased]", "[erased]", 4200)
    assert erase([karma.person, dorji.person], at=AT) == 0


def test_retention_takes_the_words_of_a_report_that_is_past_its_term(karma: Participant) -> None:
    handed(karma)
    kind = ReportRetention()
    ends_on = karma.edition.ends_on
    assert ends_on is not None
    assert list(kind.expired(ended_before=ends_on)) == []

    assert kind.forget(list(kind.expired(ended_before=ends_on + dt.timedelta(days=1))), at=AT) == 1
    assert CountryReport.objects.get().questions == "[erased]"
    assert list(kind.expired(ended_before=ends_on + dt.timedelta(days=1))) == []


def test_a_program_reads_writes_and_takes_back_the_report_of_its_country(karma: Participant) -> None:
    client = of_person(karma)
    mine = f"/api/v1/followup/my-country-reports/{karma.pk}"

    def sent(method: str, address: str, **body: Any) -> Any:
        return getattr(client, method)(address, body, content_type="application/json")

    assert sent("post", f"{mine}/take-back").json()["code"] == "country_report.not_handed_in"
    assert client.get(mine).json()["version"] == 0
    lacking = sent("put", mine, version=0, hand_in=True, sector="Paper")
    assert (lacking.status_code, CountryReport.objects.exists()) == (409, False), "both, or nothing"
    assert sent("put", mine, version=0, hand_in=True, **WORDS).status_code == 200
    assert client.get(mine).json()["submitted_at"]
    assert sent("post", f"{mine}/take-back").json()["submitted_at"] is None
    assert client.get(mine).json()["version"] == 1


def test_a_participant_writes_it_on_a_page_and_reads_those_of_others(karma: Participant) -> None:
    for code, sector in (("LK", "Gems"), ("PK", "Blades")):
        country(code)
        CountryReport.objects.create(
            edition=karma.edition,
            country_id=code,
            saved_at=AT,
            saved_by="person:other",
            submitted_at=AT,
            submitted_by="person:other",
            **(WORDS | {"sector": sector}),
        )
    client = of_person(karma)
    page = reverse("followup:own_country_report", args=[karma.pk])
    assert page in text_of(client, "followup:mine")
    others = client.get(page).content.decode().partition("Reports of other countries")[2]
    assert (
        others.index("Pakistan") < others.index("Blades") < others.index("Sri Lanka")
    )  # by name, not by code

    incomplete = client.post(page, {"seen": "0", "sector": "Paper", "hand_in": "1"})
    told = incomplete.content.decode()
    assert (incomplete.status_code, "Still empty: Policy and institutions" in told) == (409, True)
    assert 'name="seen" value="1"' in told  # what was typed is kept, and the page goes on from there
    wrong = client.post(page, {"seen": "1", **WORDS, "gdp_percent": "170", "keep": "1"})
    assert wrong.status_code == 422
    assert client.post(page, {"seen": "1", **WORDS, "hand_in": "1"}).status_code == 302
    assert CountryReport.objects.get(country="BT").is_handed_in
    assert "Handmade paper" in client.get(page).content.decode()
    assert client.post(page, {"take_back": "1"}).status_code == 302

    assert not CountryReport.objects.get(country="BT").is_handed_in
    office = Client()
    office.force_login(account_with(Role.PROGRAMME_OFFICER))
    listed = text_of(office, "followup:country_reports", karma.edition.code)
    assert ("Blades" in listed, "Handmade paper" in listed) == (True, False)  # a draft is its authors'
    assert "Being written" in listed


@pytest.mark.parametrize("figure", ["7.5", "a tenth"])
def test_what_comes_after_a_colleague_handed_it_in_is_shown_to_whoever_typed_it(
    karma: Participant, figure: str
) -> None:
    dorji = people_of(karma.edition)[1]
    handed(karma)
    page = reverse("followup:own_country_report", args=[dorji.pk])

    typed = {"seen": "0", **WORDS, "centres": "A mill <at> Thimphu.", "gdp_percent": figure, "keep": "1"}
    answer = of_person(dorji).post(page, typed)

    told = answer.content.decode()
    assert answer.status_code == 409
    assert "The report is handed in. Take it back to change it." in told
    assert "A mill &lt;at&gt; Thimphu." in told.partition("What you typed was not kept")[2]
    assert figure in told
    assert CountryReport.objects.get().centres == ""


@pytest.mark.parametrize("people", [1, 3])
def test_the_office_reads_them_with_as_many_questions_for_three_as_for_one(
    people: int,
    countries: None,
    keys: None,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    edition = asked(1)
    handed(people_of(edition)[0])
    for code in ("PK", "LK")[: people - 1]:
        country(code)
        CountryReport.objects.create(
            edition=edition,
            country_id=code,
            saved_at=AT,
            saved_by="person:other",
            submitted_at=AT,
            submitted_by="person:other",
            **WORDS,
        )
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    text_of(client, "followup:country_reports", edition.code)

    with django_assert_num_queries(11):
        page = text_of(client, "followup:country_reports", edition.code)

    assert page.count('<section class="bl-card"') == people
    assert f"Handed in: {people} of {people}" in page


def test_the_focal_point_reads_it_and_it_waits_among_tasks_until_it_is_handed_in(
    karma: Participant, rf: Any
) -> None:
    request = rf.get("/")
    request.user = account_with(Role.PARTICIPANT)
    request.user.person = karma.person
    kept(karma)
    before = [move.what for move in waiting(request, at=AT)]
    hand_in_country_report(participant=karma, actor=karma.person.reference, at=AT)
    after = [move.what for move in waiting(request, at=AT)]
    client = Client()
    client.force_login(account_with(Role.FOCAL_POINT, scope="country:BT"))

    board = text_of(client, "followup:country", karma.edition.code, "BT")

    code = karma.edition.code
    assert f"{code}: write the report of your country" in before
    assert f"{code}: write the report of your country" not in after
    assert "Handmade paper and textiles." in board


def test_the_final_report_tells_figures_problems_and_questions_by_country(karma: Participant) -> None:
    edition, on = karma.edition, dt.date(2018, 8, 20)
    with override("en"):
        before = told_now(edition, on=on, parts=[ReportPart.COUNTRY_REPORTS])["country-reports"]["blocks"][
            "en"
        ]
    handed(karma, **FIGURES)

    told = told_now(edition, on=on, parts=[ReportPart.COUNTRY_REPORTS])["country-reports"]["blocks"]

    assert [block["text"] for block in before] == ["Country reports were asked for; none was handed in."]
    rows = [block["rows"] for block in told["en"] if block["rows"]]
    assert rows == [
        [["Reports handed in", "1 of 1 countries"]],
        [["Bhutan", "4,200", "7.5 %", "–", "–", "2017, Office of statistics"]],
        [["Bhutan", "Raw sheets are sold. Tests are dear."]],
        [["Bhutan", "How small can a mill be?"]],
    ]
    assert told["id"][2]["rows"][0][1:3] == ["4.200", "7,5 %"]
