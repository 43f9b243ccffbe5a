from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader

from balai.followup.models import Plan
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition, KnownCountry
from balai.reporting.adapters.lights import report_light
from balai.reporting.documents.report import files_made, report_of
from balai.reporting.enums import ReportPart, ReportState
from balai.reporting.models import FinalReport, ReportChapter, ReportFile
from balai.reporting.queries.aid_parts import documents_of
from balai.reporting.queries.report_parts import told_now
from balai.reporting.queries.reports import blocks_in, chapters_of, differences
from balai.reporting.rules.reports import lacks_of
from balai.reporting.services.reports import (
    approve_report,
    begin_report,
    freeze_report,
    publish_report,
    reopen_report,
    take_figures_again,
)
from tests.people.factories import account_with
from tests.refusals import refusal
from tests.reporting.aid import with_aid
from tests.reporting.factories import OFFICER, booked, edition_with_budget, in_kind, line, with_ledger
from tests.reporting.reports import BEGUN, FROZEN, LESSONS, SUMMARY, frozen, write, written
from tests.reporting.told import LATER, a_told_edition

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 9


@pytest.fixture
def over(countries: None) -> Edition:
    """A public edition that is over: eight people of four countries took part; something is booked."""
    edition = with_aid(with_ledger(edition_with_budget(code="SMI-2019")), profile=False)
    booked(
        edition,
        line(edition, on=dt.date(2019, 7, 31)),
        in_kind(edition, 2, on=dt.date(2019, 7, 31)),
        at=BEGUN,
    )
    return edition


def lines_of(report: FinalReport, part: ReportPart, language: str = "en") -> list[str]:
    chapter = next(one for one in report_of(report, language).chapters if one.number == part.number)
    return [
        *(one.text for one in chapter.written),
        *(line for block in chapter.blocks for line in block.lines),
    ]


def test_a_chapter_says_what_the_records_say_and_what_they_do_not_hold(over: Edition) -> None:
    report = written(over)

    assert lines_of(report, ReportPart.SUMMARY)[:2] == [
        "8 participants came from 4 countries.",
        "They practised.",
    ]
    finance = [one.replace("\u00a0", " ") for one in lines_of(report, ReportPart.FINANCE)]
    assert finance[:3] == [
        "Spent in cash · IDR 65,000,000",
        "Given in kind, valued · IDR 20,000,000",
        "Together · IDR 85,000,000",
    ]
    assert (
        "Budget and actual, by line: Hotel · Cash · IDR 78,000,000 · IDR 65,000,000 · 13,000,000" in finance
    )
    assert lines_of(report, ReportPart.PRACTICE) == ["No practice was signed off."]
    assert [one.part for one in chapters_of(report)] == ReportPart.values


def test_every_plan_has_a_line_and_none_tells_where_one_is_missing(countries: None, keys: None) -> None:
    edition = a_told_edition(12, plans=7)

    told = told_now(edition, on=LATER.date())[ReportPart.PLANS.value]

    lines = [line for block in blocks_in(told, "en") for line in block.lines]
    titles = [str(plan.title) for plan in Plan.objects.all()]
    assert (len(titles), [one.removeprefix("Every plan in a line: ") for one in lines[-7:]]) == (7, titles)


def test_a_report_is_begun_once_the_edition_is_over_and_one_at_a_time(over: Edition) -> None:
    def begin(reason: str = "") -> FinalReport:
        return begin_report(edition=over, reason=reason, actor=OFFICER, at=BEGUN)

    Edition.objects.filter(pk=over.pk).update(status=EditionStatus.RUNNING)
    assert refusal(begin) == "report.not_over"
    Edition.objects.filter(pk=over.pk).update(status=EditionStatus.CLOSED)
    frozen(over)
    assert refusal(begin) == "report.no_reason"

    second = begin("The accounts were closed.")

    words = {one.part: one.text for one in chapters_of(second)}
    assert (second.number, words["summary"], words["lessons"]) == (2, SUMMARY, LESSONS)
    assert refusal(lambda: begin("Again")) == "report.being_written"


def test_nothing_is_approved_while_something_is_missing_or_contradicts_the_records(over: Edition) -> None:
    report = begin_report(edition=over, actor=OFFICER, at=BEGUN)

    def lacks() -> list[tuple[ReportPart, str]]:
        return [
            (one.part, one.what) for one in lacks_of(chapters_of(report), told_now(over, on=BEGUN.date()))
        ]

    assert lacks() == [
        (ReportPart.SUMMARY, "The summary has no words yet."),
        (ReportPart.LESSONS, "The records have nothing of this, and nobody says why."),
    ]
    write(report, ReportPart.LESSONS, **LESSONS)
    write(report, ReportPart.SUMMARY, en="9 participants from 4 countries; {guests} came.")
    assert lacks() == [
        (ReportPart.SUMMARY, "The text is missing in ID."),
        (ReportPart.SUMMARY, "The records give no figure {guests} (EN)."),
        (ReportPart.SUMMARY, "“9 participants” stands in no record (EN)."),
    ]
    assert refusal(lambda: approve_report(report=report, actor=OFFICER, at=BEGUN)) == "report.incomplete"
    write(report, ReportPart.SUMMARY, **SUMMARY)
    assert lacks() == []
    KnownCountry.objects.filter(edition=over, country_id="BT").update(participants=3)
    assert [what for part, what in lacks() if part == ReportPart.SUMMARY] == [
        "The records say something else by now."
    ]
    assert refusal(lambda: approve_report(report=report, actor=OFFICER, at=BEGUN)) == "report.incomplete"


def test_figures_are_taken_again_beside_the_words(over: Edition) -> None:
    report = written(over)
    KnownCountry.objects.filter(edition=over, country_id="BT").update(participants=3)

    found = differences(chapters_of(report), told_now(over, on=BEGUN.date()), "en")

    summary = next(one for one in found if one.part == ReportPart.SUMMARY)
    assert ("Participants · 8" in summary.gone, "Participants · 9" in summary.new) == (True, True)
    assert take_figures_again(report=report, actor=OFFICER, at=FROZEN) == len(found)
    assert lines_of(report, ReportPart.SUMMARY)[0] == "9 participants came from 4 countries."
    assert take_figures_again(report=report, actor=OFFICER, at=FROZEN) == 0


def test_who_wrote_meanwhile_is_not_written_over(over: Edition, client: Client) -> None:
    report = written(over)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    address = reverse("reporting:report_chapter", args=[over.code, "summary"])

    said = {"text_en": "Another summary.", "text_id": "Ringkasan lain."}
    first = client.post(address, said | {"version": "1"})
    second = client.post(address, said | {"version": "1", "text_en": "A third."})

    assert (first.status_code, second.status_code) == (302, 409)
    kept = ReportChapter.objects.get(report=report, part="summary")
    assert (kept.text, kept.version) == ({"en": "Another summary.", "id": "Ringkasan lain."}, 2)


def test_what_is_final_stays_and_is_superseded(over: Edition) -> None:
    report = written(over)
    assert (
        refusal(lambda: freeze_report(report=report, make=files_made, actor=OFFICER, at=FROZEN))
        == "report.not_approved"
    )
    approve_report(report=report, actor=OFFICER, at=BEGUN)
    assert refusal(lambda: write(report, ReportPart.VISITS, en="x", id="x")) == "report.approved"
    reopen_report(report=report, actor=OFFICER, at=BEGUN)
    approve_report(report=report, actor=OFFICER, at=BEGUN)
    freeze_report(report=report, make=files_made, actor=OFFICER, at=FROZEN)

    for changed in (
        "UPDATE balai_final_report SET reason = 'x', number = 2",
        "UPDATE balai_final_report SET state = 'draft', approved_at = NULL, approved_by = '', frozen_at = NULL, frozen_by = ''",
        "UPDATE balai_report_chapter SET text = '{}'",
        "DELETE FROM balai_report_file",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(changed)
    before = dict(ReportFile.objects.values_list("language", "digest").filter(kind="pdf"))
    assert sorted(before) == ["en", "id"]
    frozen(over, reason="The accounts were closed.")
    assert [(one.number, one.state) for one in FinalReport.objects.order_by("number")] == [
        (1, ReportState.FROZEN),
        (2, ReportState.FROZEN),
    ]
    assert (
        dict(ReportFile.objects.filter(report=report, kind="pdf").values_list("language", "digest")) == before
    )


def test_its_pdf_is_signed_and_says_the_same_in_both_languages(over: Edition) -> None:
    report = frozen(over)

    pages = {
        one.language: PdfReader(BytesIO(bytes(one.content)))
        for one in ReportFile.objects.filter(report=report, kind="pdf")
    }
    said = {
        language: " ".join(page.extract_text() for page in pdf.pages).replace("\u00a0", " ")
        for language, pdf in pages.items()
    }
    assert all(
        word in said["en"]
        for word in (
            "Final report",
            "SMI-2019/R-1",
            "8 participants came from 4 countries.",
            "IDR 85,000,000",
        )
    )
    assert all(word in said["id"] for word in ("Laporan akhir", "8 peserta datang dari 4 negara."))
    assert "Draft" not in said["en"]
    assert pages["en"].metadata is not None
    assert pages["en"].metadata.title == f"Final report: {over.title}"


def test_a_published_report_is_everybodys_and_aid_data_names_it(over: Edition, client: Client) -> None:
    report = frozen(over)
    address = reverse("aid:report", args=[over.code, 1, "en", "pdf"])
    page = f"/en/programmes/{over.code}/"
    assert (client.get(address).status_code, address in client.get(page).content.decode()) == (404, False)

    publish_report(report=report, is_public=True, actor=OFFICER, at=FROZEN)

    given = client.get(address)
    assert (given.status_code, given.content[:5], given["Content-Type"]) == (200, b"%PDF-", "application/pdf")
    assert client.get(address, headers={"If-None-Match": given["ETag"]}).status_code == 304
    assert address in client.get(page).content.decode()
    told = [(one.category, one.language) for one in documents_of(over)]
    assert told == [("A12", "en"), ("A07", "en"), ("A07", "id")]
    publish_report(report=report, is_public=False, actor=OFFICER, at=FROZEN)
    assert client.get(address).status_code == 404


def test_the_board_asks_for_it_within_thirty_days(over: Edition) -> None:
    asked = report_light(over, at=BEGUN)
    assert asked.due_at is not None
    assert (asked.due_at.date(), [str(one.why) for one in asked.open]) == (
        dt.date(2019, 8, 28),
        ["Nobody has begun it."],
    )
    frozen(over)
    assert report_light(over, at=BEGUN).is_green


def test_the_page_goes_from_the_beginning_to_the_end(
    over: Edition, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    page, move = (reverse(f"reporting:{name}", args=[over.code]) for name in ("report", "report_move"))

    def do(deed: str, **more: str) -> int:
        return client.post(move, {"deed": deed, "number": "1", **more}).status_code

    assert (do("begin"), do("approve")) == (302, 409)
    report = FinalReport.objects.get()
    assert "The summary has no words yet." in client.get(page).content.decode()
    write(report, ReportPart.SUMMARY, **SUMMARY)
    write(report, ReportPart.LESSONS, **LESSONS)
    draft = client.get(reverse("reporting:report_preview", args=[over.code, "en", "pdf"]))
    assert "Draft" in PdfReader(BytesIO(draft.content)).pages[0].extract_text()
    assert [do(deed) for deed in ("approve", "reopen", "approve", "freeze", "publish", "publish")] == [
        302
    ] * 6
    assert FinalReport.objects.get().published_at is not None
    assert do("begin", reason="Said before.") == 302
    FinalReport.objects.filter(number=2).update(
        state=ReportState.FROZEN, approved_at=FROZEN, approved_by=OFFICER, frozen_at=FROZEN, frozen_by=OFFICER
    )
    client.get(page)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(page)
    frozen(over, reason="Once more.")
    with django_assert_num_queries(PAGE_QUERIES):
        shown = client.get(page).content.decode()
    assert shown.count("SHA-256") == ReportFile.objects.count() == 8


def test_a_program_reads_versions_and_words(over: Edition, client: Client) -> None:
    report = frozen(over)
    publish_report(report=report, is_public=True, actor=OFFICER, at=FROZEN)
    client.force_login(account_with(Role.AUDITOR))

    (told,) = client.get(f"/api/v1/reporting/{over.code}/final-reports").json()["items"]
    said = client.get(f"/api/v1/reporting/{over.code}/final-reports/1?language=id").json()

    assert (told["number"], told["state"], len(told["files"])) == (1, "frozen", ReportFile.objects.count())
    assert said["chapters"][0]["written"] == ["8 peserta datang dari 4 negara.", "Mereka berpraktik."]
    assert client.get(f"/api/v1/reporting/{over.code}/final-reports/2").status_code == 404
