"""An alumnus on a telephone answers what a participant of a later programme needs; the two get in touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from balai.exchange.models import Match
from balai.people.enums import Role
from balai.selection.models import Participant
from tests.browser.sign_in import account_of
from tests.browser.variants import Variant
from tests.exchange.factories import card
from tests.exchange.looks import keep_people
from tests.kernel.keys import own_keys
from tests.timetable.factories import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TELEPHONE = Variant(360, "light", "en")


@pytest.fixture(autouse=True)
def _two_who_took_part(transactional_db: None) -> Iterator[None]:
    """The participant who asks, and an alumnus of the same country’s programme who has an account."""
    with time_machine.travel(NOON), own_keys():
        world = keep_people()
        alumnus = account_of(Role.ALUMNUS).person
        Participant.objects.filter(pk=world.people[1].pk).update(person=alumnus)
        card(world.edition, world.people[0].person)
        yield


def test_an_alumnus_answers_a_need_and_both_read_how_the_other_is_reached(visitor: Visitor) -> None:
    with visitor.open(TELEPHONE, "/exchange/mine/", role="alumnus", script=False) as opened:
        page = opened.page
        page.get_by_role("link", name="What others need").click()
        page.get_by_role("link", name="A way to recycle drink cartons").click()
        page.get_by_label("How you can help").fill("We did this with a small pulper.")
        page.get_by_label("How you can be reached").fill("alumnus@home.example")
        page.get_by_role("button", name="Send the answer").click()
        page.get_by_text("Whoever needs it reads your answer.").wait_for()
        assert "karma@home.example" not in page.content()

    with visitor.open(TELEPHONE, "/exchange/mine/", role="participant", script=False) as opened:
        page = opened.page
        page.get_by_text("We did this with a small pulper.").wait_for()
        page.get_by_text("alumnus@home.example").wait_for()
        page.get_by_label("How you can be reached").fill("karma@home.example")
        page.get_by_role("button", name="Agree, and show it to the other side").click()
        page.get_by_text("In contact").wait_for()

    with visitor.open(TELEPHONE, "/exchange/mine/", role="alumnus", script=False) as opened:
        opened.page.get_by_text("karma@home.example").wait_for()
    assert Match.objects.get().seeker_agreed_at is not None
