"""Kinds of sessions of the office's own, by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from balai.audit.models import Deed
from balai.people.enums import Role
from balai.programmes.models import SessionType
from tests.people.factories import account_with
from tests.programmes.factories import ActivityFactory, session_type

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
DRILL = {
    "code": "DOJO",
    "name_en": "Drill",
    "name_id": "Latihan",
    "family": "practice",
    "counted": "session",
    "order": "100",
    "comes_after": "LEC",
    "needs_machines": "on",
}


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    session_type("LEC")
    return client


def test_a_kind_is_entered_changed_and_removed(officer: Client) -> None:
    entered = officer.post(reverse("programmes:new_session_type"), DRILL)
    address = reverse("programmes:change_session_type", args=["DOJO"])
    changed = officer.post(address, {**DRILL, "minutes_least": "30", "minutes_most": "90"})
    page = officer.get(reverse("programmes:session_types")).content.decode()
    activity = ActivityFactory.create(session_type_id="DOJO")
    refused = officer.post(address, {"remove": "yes"})
    activity.delete()
    officer.post(address, {"remove": "yes"})

    assert (entered.status_code, changed.status_code) == (302, 302)
    assert "30–90" in page
    assert "machines" in page
    assert refused.status_code == 409
    assert 'data-refusal="session_type.in_use"' in refused.content.decode()
    assert not SessionType.objects.filter(code="DOJO").exists()
    deeds = Deed.objects.filter(action__startswith="session_type.").order_by("pk")
    assert list(deeds.values_list("action", "subject")) == [
        ("session_type.entered", "session_type:DOJO"),
        ("session_type.changed", "session_type:DOJO"),
        ("session_type.removed", "session_type:DOJO"),
    ]
    assert deeds[1].detail == {"fields": "minutes_least+minutes_most"}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("comes_after", "DOJO", "no other kind of session"),
        ("code", "dojo", "2 to 8 capitals"),
        ("minutes_most", "1", "fewer than the fewest"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(officer: Client, field: str, value: str, said: str) -> None:
    answer = officer.post(
        reverse("programmes:new_session_type"), {**DRILL, "minutes_least": "30", field: value}
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SessionType.objects.filter(code__iexact="dojo").exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_equally_often_for_any_number(
    officer: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        SessionType.objects.create(code=f"X{number}", name={"en": "Drill"}, family="practice")

    officer.get(reverse("programmes:session_types"))  # the session is noted at its first request

    with django_assert_num_queries(7):
        officer.get(reverse("programmes:session_types"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=drill", ["DOJO"]),
        ("q=latihan", ["DOJO"]),
        ("q=dojo", ["DOJO"]),
        ("q=drill+lecture", []),
        ("family=practice", ["DOJO"]),
        ("needs=machines", ["DOJO"]),
        ("needs=transport", []),
        ("needs=nonsense&family=nonsense", ["DOJO", "LEC"]),
    ],
)
def test_kinds_are_found(officer: Client, query: str, found: list[str]) -> None:
    SessionType.objects.exclude(code="LEC").delete()
    officer.post(reverse("programmes:new_session_type"), DRILL)

    response = officer.get(f"{reverse('programmes:session_types')}?{query}")

    assert sorted(kind.code for kind in response.context["kinds"]) == found
    assert ("Nothing fits" in response.content.decode()) == (not found)
