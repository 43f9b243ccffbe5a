"""Health officers: whose health they may open, and the log of looks beside it."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from balai.audit.models import Look
from balai.kernel.restricted import put
from balai.nominations.models import Submission
from balai.people.enums import Role
from tests.nominations.factories import CountryCallFactory, NominationFactory, sent_application
from tests.people.factories import account_with
from tests.programmes.factories import EditionFactory

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

    from balai.nominations.models import CountryCall, Nomination

pytestmark = pytest.mark.usefixtures("countries", "keys")
LIST = 7


def told(call: CountryCall, name: str, rank: int = 1, **parts: dict[str, str]) -> Nomination:
    """Somebody who has sent an application with these sealed parts."""
    nomination: Nomination = NominationFactory.create(call=call, rank=rank, name=name)
    submission: Submission = sent_application(nomination).submissions.get()
    for part, value in parts.items():
        put(submission, part, value)
    submission.save()
    return nomination


def text_of(response: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_health_officer_sees_whose_parts_may_be_opened_in_the_editions_of_the_grant_alone(
    client: Client, call: CountryCall
) -> None:
    elsewhere = CountryCallFactory.create(edition=EditionFactory.create(), country_id="BT")
    told(call, "Karma", health={"conditions": "asthma"})
    told(call, "Sonam", 2, needs={"diet": "vegan"})
    told(call, "Tashi", 3)
    told(elsewhere, "Pema", health={"conditions": "none"})
    client.force_login(account_with(Role.HEALTH_OFFICER, scope=call.edition.scope))

    page = text_of(client.get(reverse("nominations:care")))

    assert [name in page for name in ("Karma", "Sonam", "Tashi", "Pema")] == [True, True, False, False]
    assert "Diet, allergies and access" in page
    assert "asthma" not in page
    assert not Look.objects.exists()


def test_opening_a_part_shows_it_and_nothing_else_of_the_application_and_stands_in_the_log(
    client: Client, call: CountryCall
) -> None:
    karma = told(call, "Karma", health={"conditions": "asthma"}, passport={"number": "G1"})
    Submission.objects.update(content={"documents": [], "work": {"employer": "Weavers of Lhuentse"}})
    account = account_with(Role.HEALTH_OFFICER)
    client.force_login(account)
    place = [call.edition.code, "BT", karma.pk]

    before = text_of(client.get(reverse("nominations:cared_for", args=place)))
    opened = text_of(client.post(reverse("nominations:look_at", args=[*place, "health"])))
    after = text_of(client.get(reverse("nominations:care")))

    assert "Nobody has looked yet." in before
    assert "asthma" in opened
    assert [word in opened for word in ("Passport", "Weavers")] == [False, False]
    assert str(account.person) in after
    assert Look.objects.values_list("subject", "field").get() == (
        karma.person.reference,
        "submission.health",
    )
    foreign = client.post(reverse("nominations:look_at", args=[*place, "passport"]))
    assert foreign.status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_those_cared_for_asks_a_fixed_number_of_questions(
    client: Client, call: CountryCall, rows: int
) -> None:
    for number in range(rows):
        told(call, f"Somebody {number}", number + 1, health={"conditions": "none"})
    client.force_login(account_with(Role.HEALTH_OFFICER))
    client.get(reverse("portal:tasks"))  # a first request notes the session

    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("nominations:care"))

    assert page.content.decode().count("Somebody") == rows
    assert len(asked) == LIST
