from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from balai.audit.models import Deed, Look
from balai.audit.queries import deeds_about, fields_of, looks_at
from balai.audit.services import LONGEST_DETAIL, named_fields, record, record_look
from balai.kernel.paging import page_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

AT = dt.datetime(2018, 4, 2, 8, 30, tzinfo=dt.UTC)


def send(subject: str = "nomination:42", *, at: dt.datetime = AT) -> None:
    record(actor="person:1", action="nomination.submitted", subject=subject, at=at, detail={"country": "BT"})


def look(field: str = "person.passport_number", *, at: dt.datetime = AT) -> None:
    record_look(actor="account:7", subject="person:1", field=field, purpose="visa_case", at=at)


def test_names_of_fields_stay_whole_however_many_there_are() -> None:
    names = [f"a_column_of_the_record_{number}" for number in range(12)]

    detail = named_fields(names)

    assert max(len(part) for part in detail.values()) <= LONGEST_DETAIL
    assert fields_of(Deed(detail=detail)) == names
    assert fields_of(Deed(detail={"country": "BT"})) == []


@pytest.mark.django_db
def test_trail_of_a_subject_is_newest_first_and_nobody_elses() -> None:
    send(at=AT)
    send(at=AT + dt.timedelta(minutes=1))
    send("nomination:43")

    deeds = list(deeds_about("nomination:42").values_list("at", "actor", "action", "subject", "detail"))

    said = ("person:1", "nomination.submitted", "nomination:42", {"country": "BT"})
    assert deeds == [(AT + dt.timedelta(minutes=1), *said), (AT, *said)]


@pytest.mark.django_db
def test_looks_at_a_person_tell_who_saw_what_and_what_for() -> None:
    look()
    look("person.faith", at=AT + dt.timedelta(minutes=1))
    record_look(actor="account:7", subject="person:2", field="person.faith", purpose="meals", at=AT)

    looks = list(looks_at("person:1").values_list("actor", "field", "purpose"))

    assert looks == [
        ("account:7", "person.faith", "visa_case"),
        ("account:7", "person.passport_number", "visa_case"),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", [send, look])
def test_nothing_is_recorded_outside_the_transaction_of_a_deed(deed: Callable[[], None]) -> None:
    with pytest.raises(TransactionManagementError):
        deed()


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_fails_leaves_no_trail() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send()
        _ = 1 / 0

    assert Deed.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda: Deed.objects.update(action="nomination.withdrawn"),
        lambda: Deed.objects.all().delete(),
        lambda: Deed.objects.get().delete(),
        lambda: Look.objects.update(actor="system"),
        lambda: Look.objects.all().delete(),
        lambda: connection.cursor().execute("TRUNCATE balai_deed"),
        lambda: connection.cursor().execute("TRUNCATE balai_look"),
        lambda: connection.cursor().execute("SET session_replication_role = replica"),
        lambda: connection.cursor().execute("ALTER TABLE balai_deed DROP COLUMN actor"),
        lambda: connection.cursor().execute("GRANT DELETE ON balai_deed TO PUBLIC; DELETE FROM balai_deed"),
    ],
)
def test_code_under_test_cannot_change_the_trail(change: Callable[[], object]) -> None:
    send()
    look()
    before = list(Deed.objects.values()), list(Look.objects.values())

    with pytest.raises(ProgrammingError), transaction.atomic():
        change()

    assert (list(Deed.objects.values()), list(Look.objects.values())) == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Dechen Wangmo", "dechen@moa.example", "x" * 121])
def test_detail_that_may_be_personal_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="codes, not texts"):
        record(actor="system", action="person.renamed", subject="person:1", at=AT, detail={"name": name})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "Dechen Wangmo"),
        ("actor", ""),
        ("subject", "balai.people.models.Person"),
        ("subject", "person:"),
        ("subject", "Person:1"),
        ("action", "Nomination submitted"),
        ("action", "nomination submitted"),
    ],
)
def test_database_refuses_what_is_not_a_reference_or_a_code(column: str, value: str) -> None:
    deed = {"actor": "system", "action": "person.merged", "subject": "person:1", "at": AT} | {column: value}

    with pytest.raises(IntegrityError), transaction.atomic():
        Deed.objects.create(**deed)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["deed", "look"])
def test_the_list_of_all_is_read_from_an_index_at_twenty_thousand_rows(table: str) -> None:
    moments = [AT + dt.timedelta(minutes=number // 3) for number in range(20_000)]  # several in one moment
    rows: QuerySet[Deed] | QuerySet[Look]
    if table == "deed":
        facts = {"actor": "person:1", "subject": "person:2", "action": "nomination.submitted"}
        Deed.objects.bulk_create(Deed(at=at, **facts) for at in moments)
        rows = Deed.objects.all()
    else:
        facts = {"actor": "person:1", "subject": "person:2", "field": "person.email", "purpose": "import"}
        Look.objects.bulk_create(Look(at=at, **facts) for at in moments)
        rows = Look.objects.all()
    order = ("-at", "-id")
    with CaptureQueriesContext(connection) as asked:
        first = page_of(rows, order=order)
        second = page_of(rows, order=order, after=first.after)

    assert len(asked) == 2
    shown: list[Any] = [*first.rows, *second.rows]
    places = [(row.at, row.pk) for row in shown]
    assert (places, len(set(places))) == (sorted(places, reverse=True), 100)
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            found = (f"Index Scan Backward using {table}_by_moment" in plan, "Sort" in plan)
            assert found == (True, False), plan
