from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.nominations.models import Application, CallCopy, Nomination
from balai.people.enums import Role
from balai.people.services.sample import create_cast, demo_email
from balai.programmes.models import Edition
from balai.programmes.queries import editions_with_open_call
from balai.selection.services.sample.open_call import show_open_call
from balai.selection.services.sample.people import people
from tests.examples.conftest import EXAMPLES, take_in
from tests.kernel.keys import own_keys

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def reference(db: None) -> Iterator[Edition]:
    """The reference programme, as the demonstration has it before anybody was nominated."""
    with own_keys():
        take_in(EXAMPLES / "colombo-plan-2018")
        yield Edition.objects.get(code="smi-2018")


def test_the_same_seed_makes_the_same_people() -> None:
    made = people()

    assert made == people()
    assert len(made) == 70
    assert len({one.values["email"] for one in made}) == 70
    assert {one.values["email"].partition("-")[0] for one in made} == {"sample"}
    assert len({(one.values["name"], one.values["birth_on"]) for one in made}) == 67  # three are named twice


def test_a_call_of_the_demonstration_is_open_with_a_list_begun_and_an_application_to_write(
    reference: Edition,
) -> None:
    at = dt.datetime(2026, 3, 3, 4, tzinfo=dt.UTC)
    create_cast(at)

    show_open_call(at=at)

    (edition,) = editions_with_open_call()
    own = Nomination.objects.select_related("person__merged_into__account").filter(edition=edition)
    nominee = next(one for one in own if one.name == "Tshering Dorji")
    assert (edition.starts_on, edition.starts_on and edition.starts_on.weekday()) == (dt.date(2026, 7, 1), 2)
    assert [one.country_id for one in own] == ["BT", "BT"]
    assert nominee.person.merged_into is not None
    assert nominee.person.merged_into.account.email == demo_email(Role.NOMINEE)
    assert Application.objects.filter(nomination=nominee, invited_at=at).exists()
    (copy,) = CallCopy.objects.filter(call__edition=edition)
    assert (copy.call.country_id, copy.letter.recipient_address) == ("BT", "embassy@example.org")
