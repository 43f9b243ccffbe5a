"""One journey: an alumnus lets others find them, another does, and the first takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.selection.models import Participant
from tests.alumni.factories import dyeing, graduates
from tests.browser.sign_in import account_of
from tests.browser.variants import Variant
from tests.directory.factories import country
from tests.kernel.keys import own_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TELEPHONE = Variant(360, "light", "en")
CONTACT = "karma@dyers.bt.example"


@pytest.fixture(autouse=True)
def _two_alumni(transactional_db: None) -> Iterator[None]:
    with own_keys():
        for code in ("BT", "ID"):
            country(code)
        for person, role in zip(graduates(2), ("alumnus", "participant"), strict=True):
            Participant.objects.filter(person=person).update(person=account_of(role).person)
        dyeing()
        yield


def test_an_alumnus_is_found_by_another_and_gone_at_once(visitor: Visitor) -> None:
    with visitor.open(TELEPHONE, "/alumni/", role="participant") as opened:
        opened.page.get_by_role("heading", name="Nobody is in the directory yet").wait_for()

    with visitor.open(TELEPHONE, "/alumni/mine/", role="alumnus") as opened:
        page = opened.page
        page.locator("#id_name").fill("Karma of Thimphu")
        page.locator("#id_country").select_option("BT")
        page.get_by_role("checkbox", name="Dyeing").check()
        page.locator("#id_contact").fill(CONTACT)
        page.get_by_role("button", name="Join the directory").click()
        page.get_by_text("Nothing is shown unless you agree.").first.wait_for()
        page.get_by_role("checkbox", name="I agree to this").check()
        page.get_by_role("button", name="Join the directory").click()
        page.get_by_text("Other alumni see this now.").wait_for()

    with visitor.open(TELEPHONE, "/alumni/", role="participant", script=False) as opened:
        page = opened.page
        page.locator("#id_q").fill("thimphu")
        page.get_by_role("button", name="Show").click()
        page.get_by_text(CONTACT).wait_for()
        page.get_by_role("link", name="Dyeing").click()
        page.get_by_role("heading", name="Alumni: Dyeing").wait_for()
        page.get_by_text("Karma of Thimphu").first.wait_for()

    with visitor.open(TELEPHONE, "/alumni/mine/", role="alumnus", script=False) as opened:
        opened.page.get_by_role("button", name="Leave the directory").click()
        opened.page.get_by_text("Gone. Nobody sees you").wait_for()

    with visitor.open(TELEPHONE, "/alumni/groups/topic/dyeing/", role="participant") as opened:
        opened.page.get_by_role("heading", name="Nobody of this group is in the directory").wait_for()
        assert opened.page.get_by_text(CONTACT).count() == 0
