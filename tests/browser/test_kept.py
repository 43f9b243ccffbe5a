"""What a member of the panel wrote of a dossier outlives a log-in that expired, and leaves no copy behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session

from balai.selection.models import ScoreSheet
from tests.browser.test_draft import KEPT_OF_FORMS, signed_in_again
from tests.browser.variants import Variant
from tests.kernel.keys import own_keys
from tests.selection import looks

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

WORDS = "Advises nine weavers; the plan is modest and sound."


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_score_outlives_a_log_in_that_expired_before_it_was_handed_in(visitor: Visitor) -> None:
    path = f"/selection/dossiers/{looks.READING}/"
    with own_keys():
        looks.keep_dossiers()
        with visitor.open(
            Variant(360, "light", "en"), path, role="panel_member", scope=looks.SCOPE
        ) as opened:
            page = opened.page
            page.locator("#id_comment").fill(WORDS)
            page.locator("input[name=recommendation]").first.check()
            Session.objects.all().delete()
            page.get_by_role("button", name="Keep for later").click()
            page.get_by_role("heading", name="Sign in").first.wait_for()
            assert not ScoreSheet.objects.filter(reading=looks.READING).exists()

            signed_in_again(page, "panel_member")
            page.goto(page.url.partition("/accounts")[0] + path)
            page.get_by_text("What you typed is here again").wait_for()
            assert page.locator("#id_comment").input_value() == WORDS
            page.get_by_role("button", name="Keep for later").click()
            page.get_by_text("not handed in yet").wait_for()

            sheet = ScoreSheet.objects.get(reading=looks.READING)
            assert (sheet.comment, bool(sheet.recommendation)) == (WORDS, True)
            assert page.evaluate(KEPT_OF_FORMS) == []
