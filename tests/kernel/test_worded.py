from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from balai.kernel.worded import Worded
from balai.office.models import Office
from balai.office.services.sample import create_sample_office
from tests.office.jobs import AT

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries


@pytest.mark.django_db
def test_a_question_in_words_is_asked_anew_and_answers_as_the_queryset(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    question = Office.objects.defer("logo").order_by("pk")[:1]
    worded = Worded(question)
    assert worded.ask() == []

    create_sample_office(at=AT)
    with django_assert_num_queries(1) as asked:
        [first] = worded.ask()
    assert (first, first.name, first.get_deferred_fields()) == (question.get(), question.get().name, {"logo"})
    assert asked.captured_queries[0]["sql"] == str(question.query)

    told, again = worded.told(), worded.told()
    assert (told, hash(told), told.read()) == (again, hash(again), [first])
    assert told.read()[0] is not told.read()[0]  # nobody changes the row of somebody else

    Office.objects.update(short_name="Another")
    assert worded.told() != told
    [second] = worded.ask()
    assert (first.short_name == "Another", second.short_name) == (False, "Another")


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection() -> None:
    worded = Worded(Office.objects.all())
    told = []

    def ask() -> None:
        told.append((worded.ask(), connection.connection))
        connection.close()

    ask()
    other = Thread(target=ask)
    other.start()
    other.join()

    assert [answer for answer, _connection in told] == [[], []]
    assert told[0][1] is not told[1][1]
