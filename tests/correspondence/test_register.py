from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from balai.correspondence.enums import Direction, Medium
from balai.correspondence.models import RegisterEntry
from balai.correspondence.services.register import enter, register_incoming
from tests.correspondence.writing import AT


def write_line(number: int) -> None:
    enter(
        direction=Direction.OUTGOING, correspondent="Bhutan", subject=f"{number}", subject_reference="", at=AT
    )


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_the_same_time_take_every_number_once() -> None:
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        for number in range(20):
            write_line(number)
        connection.close()

    clerks = [threading.Thread(target=work) for _ in range(2)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()

    numbers = RegisterEntry.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 41))


@pytest.mark.django_db
def test_the_database_refuses_a_number_twice() -> None:
    write_line(1)
    entry = RegisterEntry.objects.get()
    entry.pk = None
    entry.reference = "B-2018/9999"

    with pytest.raises(IntegrityError, match="register_number_once"), transaction.atomic():
        entry.save(force_insert=True)


@pytest.mark.django_db
def test_what_arrives_is_numbered_in_a_series_of_its_own() -> None:
    write_line(1)

    entry = register_incoming(
        actor="system",
        sender="Embassy of Bhutan",
        subject="Note verbale 7",
        medium=Medium.DIPLOMATIC,
        their_reference="NV/7",
        at=AT,
    )

    assert (entry.reference, entry.medium) == ("M-2018/0001", "diplomatic")
