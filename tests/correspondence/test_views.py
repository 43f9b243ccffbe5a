from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from balai.correspondence.enums import Direction, LetterState
from balai.correspondence.models import Letter, LetterTemplate, RegisterEntry
from balai.office.models import MailServer, Office
from balai.people.enums import Role
from tests.correspondence.test_reports import REPORT
from tests.correspondence.writing import write_call, write_code
from tests.people.factories import account_with

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase
    from django.test import Client

pytestmark = pytest.mark.django_db
REGISTER = "/letters/"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(account_with(Role.SECRETARIAT))
    return client


def text(response: HttpResponseBase) -> str:
    return bytes(response.getvalue()).decode()


def fill_register(count: int) -> None:
    """Lines of several years, the newest last."""
    first = dt.date(2018, 1, 1)
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            direction=Direction.OUTGOING,
            year=2018,
            number=number,
            reference=f"B-2018/{number:04}",
            entered_on=first + dt.timedelta(days=number // 50),
            correspondent=f"Focal point {number % 97}",
            subject=f"Call {number}",
        )
        for number in range(1, count + 1)
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_asks_the_database_equally_often_for_any_number_of_lines(
    office: Client, rows: int
) -> None:
    for _ in range(rows):
        write_call()
    office.get(REGISTER)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = text(office.get(REGISTER))

    assert page.count("The call of SMI-2018") == rows
    ours = [
        query["sql"]
        for query in asked
        if "balai_register_entry" in query["sql"] or "balai_letter" in query["sql"]
    ]
    assert len(ours) == 2  # the lines with their letters, and how many letters wait for the office


def test_the_register_shows_fifty_of_twenty_thousand_lines_from_an_index(office: Client) -> None:
    fill_register(20_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE balai_register_entry")

    first = office.get(REGISTER)
    second = office.get(REGISTER + first.context["pager"].next_url)
    found = office.get(REGISTER, {"q": "call 19999"})

    shown = [entry.number for entry in [*first.context["entries"], *second.context["entries"]]]
    assert (len(shown), len(set(shown)), shown[0], shown[-1]) == (100, 100, 20_000, 19_901)
    assert [entry.reference for entry in found.context["entries"]] == ["B-2018/19999"]
    ordered = RegisterEntry.objects.order_by("-entered_on", "-number", "-id")[:51].explain()
    with connection.cursor() as cursor:  # how many rows have these letters is a guess of the planner's
        cursor.execute("SET LOCAL enable_seqscan = off")
    searched = RegisterEntry.objects.filter(search_text__contains="call 19999").explain()
    assert ("register_by_date" in ordered, "register_by_words" in searched) == (True, True)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["B-2018/0002", "M-2018/0001", "B-2018/0001"]),
        ({"sort": "old"}, ["B-2018/0001", "M-2018/0001", "B-2018/0002"]),
        ({"way": "in"}, ["M-2018/0001"]),
        ({"q": "SMI-2019"}, ["B-2018/0002"]),
        ({"q": "wangmo 0001"}, ["B-2018/0001"]),
        ({"q": "nv/7"}, ["M-2018/0001"]),
        ({"q": "100%"}, []),
        ({"attention": "on"}, ["B-2018/0001"]),
        ({"way": "sideways", "sort": "'; drop table"}, ["B-2018/0002", "M-2018/0001", "B-2018/0001"]),
    ],
)
def test_the_register_is_searched_filtered_and_ordered(
    office: Client, asked: dict[str, str], expected: list[str]
) -> None:
    from balai.correspondence.enums import Medium
    from balai.correspondence.services.register import register_incoming
    from tests.correspondence.writing import AT

    first = write_call()
    Letter.objects.filter(pk=first.pk).update(state=LetterState.UNCERTAIN)
    write_call(edition="SMI-2019")
    register_incoming(
        actor="system", sender="Embassy", subject="Note", medium=Medium.POST, their_reference="NV/7", at=AT
    )

    response = office.get(REGISTER, asked)

    assert [entry.reference for entry in response.context["entries"]] == expected


def test_the_register_leaves_as_a_sheet_in_which_nothing_is_a_formula(office: Client) -> None:
    write_call(edition="SMI-2018")
    RegisterEntry.objects.filter(reference="B-2018/0001").update(
        correspondent='=HYPERLINK("http://evil.example")'
    )

    response = office.get(reverse("correspondence:export"))

    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert lines == [
        "Reference,Date,Way,Sender or recipient,Subject,State",
        'B-2018/0001,2018-05-04,Sent,"\'=HYPERLINK(""http://evil.example"")",The call of SMI-2018,Waiting to be sent',
    ]


def test_what_came_back_is_recorded_and_sent_again_from_its_page(office: Client) -> None:
    letter = write_call()
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.ACCEPTED)
    report = REPORT.format(action="failed", kind="message/rfc822").replace(
        "<0190@balai.example>", letter.message_id
    )
    upload = SimpleUploadedFile("back.eml", report.encode())

    page = office.post(reverse("correspondence:bounce"), {"report": upload}, follow=True)
    assert (
        escape("550 5.1.1 <dechen@example.bt>: User unknown") in text(page),
        "Send again" in text(page),
    ) == (True, True)

    again = office.post(reverse("correspondence:again", args=[letter.entry_id]), follow=True)
    twice = office.post(reverse("correspondence:again", args=[letter.entry_id]))

    assert ("on its way again" in text(again), twice.status_code) == (True, 409)
    assert 'data-refusal="letter.not_settled"' in text(twice)


def test_a_file_that_is_no_delivery_report_is_refused_beside_its_field(office: Client) -> None:
    upload = SimpleUploadedFile("x.eml", b"Subject: hello\n\nhello")

    response = office.post(reverse("correspondence:bounce"), {"report": upload})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["report"])


def test_what_arrives_is_entered_by_hand(office: Client) -> None:
    answers = {"sender": "Embassy of Bhutan", "subject": "Note verbale 7", "medium": "diplomatic"}

    page = office.post(reverse("correspondence:incoming"), answers, follow=True)

    assert ("Entered as M-" in text(page), RegisterEntry.objects.get().correspondent) == (
        True,
        "Embassy of Bhutan",
    )


def test_a_wording_is_looked_at_saved_and_refused(office: Client) -> None:
    address = reverse("correspondence:wording", args=["test.call", "en"])
    answers = {"subject": "Call of {edition}", "body": "<b>Dear</b> {name}", "based_on": "0"}

    looked = office.post(address, answers | {"preview": "1"})
    assert ("Call of SMI-2018" in text(looked), "&lt;b&gt;Dear&lt;/b&gt; Dechen" in text(looked)) == (
        True,
        True,
    )
    assert LetterTemplate.objects.count() == 0

    wrong = office.post(address, answers | {"body": "Dear {title}", "save": "1"})
    assert (wrong.status_code, "{title}" in text(wrong)) == (422, True)

    saved = office.post(address, answers | {"save": "1"})
    assert (saved.status_code, LetterTemplate.objects.get().version) == (302, 1)
    stale = office.post(address, answers | {"save": "1"})
    assert (stale.status_code, "Somebody else has changed this letter" in text(stale)) == (422, True)


@pytest.mark.parametrize(
    ("role", "scope", "status"),
    [
        (Role.SECRETARIAT, "all", 200),
        (Role.AUDITOR, "all", 200),
        (Role.PROGRAMME_OFFICER, "edition:0190a0a0-0000-7000-8000-000000000000", 403),
        (Role.FOCAL_POINT, "country:BT", 403),
        (Role.PARTICIPANT, "all", 403),
    ],
)
def test_the_register_opens_to_the_office_and_to_auditors(
    client: Client, role: Role, scope: str, status: int
) -> None:
    letter = write_call()
    client.force_login(account_with(role, scope=scope))

    pages = [
        reverse("correspondence:entry", args=[letter.entry_id]),
        REGISTER,
        reverse("correspondence:export"),
    ]

    assert [client.get(page).status_code for page in pages] == [status] * 3


def test_an_auditor_changes_nothing(client: Client) -> None:
    letter = write_call()
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.UNCERTAIN)
    client.force_login(account_with(Role.AUDITOR))

    assert client.post(reverse("correspondence:again", args=[letter.entry_id])).status_code == 403
    assert client.post(reverse("correspondence:incoming"), {}).status_code == 403


def test_a_person_reads_their_own_letters_and_nobody_elses(client: Client) -> None:
    account = account_with(Role.NOMINEE)
    client.force_login(account)
    own, foreign = write_call(account.person), write_call(edition="SECRET-1999")

    listed = text(client.get(reverse("correspondence:own")))
    opened = text(client.get(reverse("correspondence:own_letter", args=[own.pk])))
    refused = client.get(reverse("correspondence:own_letter", args=[foreign.pk]))

    assert ("SMI-2018" in listed, "SECRET-1999" in listed, "is open" in opened) == (True, False, True)
    own.refresh_from_db()
    assert (refused.status_code, own.read_at is not None) == (404, True)


def test_without_a_mail_server_administrators_read_the_mailbox(client: Client) -> None:
    letter = write_code()
    client.force_login(account_with(Role.ADMINISTRATOR))

    listed = text(client.get(reverse("correspondence:mailbox")))
    shown = client.get(reverse("correspondence:mail", args=[letter.pk]))
    page = client.get(reverse("correspondence:mail_page", args=[letter.pk]))

    assert ("Your code" in listed, "7F3K2M" in text(shown)) == (True, True)
    assert "frame-src 'self'" in shown["Content-Security-Policy"]
    assert (page["X-Frame-Options"], text(page)) == ("SAMEORIGIN", letter.html)
    policy = page["Content-Security-Policy"]
    assert ("sandbox" in policy, "default-src 'none'" in policy, "unsafe-inline" in policy) == (
        True,
        True,
        False,
    )


def test_the_mailbox_is_closed_to_others_and_once_mails_leave(client: Client) -> None:
    letter = write_code()
    pages = [
        reverse("correspondence:mailbox"),
        reverse("correspondence:mail", args=[letter.pk]),
        reverse("correspondence:mail_page", args=[letter.pk]),
    ]
    client.force_login(account_with(Role.SECRETARIAT))
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]

    Office.objects.create(mail_sender="office@balai.example")
    MailServer.objects.create(host="mail.example", port=465, security="tls")
    client.force_login(account_with(Role.ADMINISTRATOR))
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
