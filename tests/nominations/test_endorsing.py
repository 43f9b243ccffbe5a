from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from balai.correspondence.models import Letter
from balai.kernel.refusal import RuleViolationError
from balai.nominations.enums import Signatory
from balai.nominations.models import Endorsement
from balai.nominations.queries.applications import is_endorsed, statements_of
from balai.nominations.services.endorsing import GOOD_FOR, ask_for_statement, sign_statement
from tests.nominations.factories import ApplicationFactory, NominationFactory, ProfileFactory

if TYPE_CHECKING:
    from django.test import Client

    from balai.nominations.models import Application, CountryCall
    from balai.people.models import Person

AT = dt.datetime(2018, 4, 20, 5, tzinfo=dt.UTC)
SIGNED: dict[str, Any] = {
    "title": "Director",
    "mission": "Serves small industry.",
    "why_this_course": "It is about weaving.",
    "issue": "Prices below cost.",
    "why_this_person": "She advises weavers.",
    "plan": "A course in Lhuentse.",
    "support": ["time"],
    "is_relevant": True,
    "is_released": True,
    "returns_to_post": True,
    "signed_name": "Sonam Dorji",
}
pytestmark = pytest.mark.usefixtures("countries", "keys")


@pytest.fixture
def application(call: CountryCall) -> Application:
    nomination = NominationFactory.create(call=call, rank=1, email="karma@example.bt")
    return ApplicationFactory.create(nomination=nomination)


def ask(
    application: Application, signatory: str = "employer", email: str = "sonam@example.bt"
) -> tuple[Endorsement, str]:
    """Ask somebody; returns the statement and the secret of the link in the letter."""
    endorsement = ask_for_statement(
        application_id=application.pk,
        signatory=Signatory(signatory),
        name="Sonam Dorji",
        title="",
        email=email,
        because="A slip of the pen.",
        actor=application.nomination.person,
        at=AT,
    )
    letter = Letter.objects.filter(kind="endorsement.request").order_by("-pk").first()
    assert letter is not None
    found = re.search(r"/statement/([^/\s]+)/", letter.text)
    assert found is not None
    return endorsement, found[1]


def sign(secret: str, at: dt.datetime = AT) -> Endorsement:
    return sign_statement(secret=secret, values=SIGNED, at=at)


def code_of(refused: pytest.ExceptionInfo[RuleViolationError]) -> str:
    return refused.value.refusal.code


def test_a_link_signs_once_and_a_newer_one_corrects_it(application: Application) -> None:
    _first, secret = ask(application)
    assert not is_endorsed(statements_of(application))
    sign(secret)
    assert is_endorsed(statements_of(application))

    with pytest.raises(RuleViolationError) as again:
        sign(secret)
    assert code_of(again) == "endorsement.signed"

    _second, newer = ask(application)
    assert not is_endorsed(statements_of(application))
    with pytest.raises(RuleViolationError) as old:
        sign(secret)
    assert code_of(old) == "endorsement.put_away"
    sign(newer)
    assert is_endorsed(statements_of(application))
    assert Endorsement.objects.filter(put_away_because="A slip of the pen.").count() == 1


def test_a_link_expires_and_an_unknown_one_opens_nothing(application: Application) -> None:
    _statement, secret = ask(application)

    for known, at, code in ((secret, AT + GOOD_FOR, "expired"), ("guessed", AT, "unknown")):
        with pytest.raises(RuleViolationError) as refused:
            sign(known, at)
        assert code_of(refused) == f"endorsement.{code}"
    assert sign(secret, AT + GOOD_FOR - dt.timedelta(seconds=1)).signed_name == "Sonam Dorji"


def test_an_owner_is_endorsed_by_the_chamber(application: Application) -> None:
    ProfileFactory.create(person=application.nomination.person, is_owner=True)

    with pytest.raises(RuleViolationError) as refused:
        ask(application)
    assert code_of(refused) == "endorsement.owner_needs_chamber"

    sign(ask(application, "chamber")[1])
    assert is_endorsed(statements_of(application))


def test_nobody_signs_for_themselves(application: Application) -> None:
    with pytest.raises(RuleViolationError) as refused:
        ask(application, email="Karma@example.bt")

    assert code_of(refused) == "endorsement.own_address"


def test_a_focal_point_who_is_the_supervisor_needs_a_second_signatory(
    application: Application, dechen: Person
) -> None:
    sign(ask(application, email=dechen.email)[1])
    assert not is_endorsed(statements_of(application))
    with pytest.raises(RuleViolationError) as refused:
        ask(application, "second", dechen.email)
    assert code_of(refused) == "endorsement.not_the_focal_point"

    sign(ask(application, "second")[1])

    assert is_endorsed(statements_of(application))


def test_the_page_of_a_link_takes_the_statement_and_shows_it_afterwards(
    client: Client, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    endorsement, secret = ask(application)
    Endorsement.objects.filter(pk=endorsement.pk).update(expires_at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
    address = reverse("nominations:statement", args=[secret])
    page = client.get(address).content.decode()
    assert "to correct" not in page

    typed = {name: "on" if value is True else value for name, value in SIGNED.items()}
    lacking = client.post(address, {**typed, "is_released": ""})
    assert lacking.status_code == 422
    assert "It is about weaving." in lacking.content.decode()  # what was typed is still there
    assert client.post(address, typed).status_code == 302

    endorsement.refresh_from_db()
    assert (endorsement.signed_name, endorsement.opened_at is not None) == ("Sonam Dorji", True)
    assert "This statement is signed" in client.get(address).content.decode()
    assert client.post(address, typed).status_code == 409
