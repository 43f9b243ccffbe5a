"""Twenty thousand alumni: what is looked for is found by an index."""

from __future__ import annotations

import pytest
from django.db import connection

from balai.alumni.models import AlumnusEntry
from balai.alumni.queries.alumni import found
from balai.alumni.services.joining import PURPOSE
from balai.kernel.paging import page_of
from balai.people.models import Consent, Person
from tests.alumni.factories import AT, graduates, joined

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MANY = 20_000


def test_words_are_found_by_an_index(countries: None, keys: None) -> None:
    (karma,) = graduates(1)
    text = joined(karma, name="Zangmo of Thimphu").consent.text
    people = Person.objects.bulk_create([Person(name=f"Alumnus {n}") for n in range(MANY)])
    consents = Consent.objects.bulk_create(
        [Consent(person=one, purpose=PURPOSE, text=text, given_at=AT) for one in people]
    )
    AlumnusEntry.objects.bulk_create(
        [
            AlumnusEntry(person=one, consent=consent, name=one.name, joined_at=AT, saved_at=AT)
            for one, consent in zip(people, consents, strict=True)
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE balai_alumnus")

    assert [row.name for row in found(words="thimphu")] == ["Zangmo of Thimphu"]
    assert "alumnus_by_words" in found(words="thimphu").explain()
    assert len(page_of(found(), order=("name", "id")).rows) == 1
