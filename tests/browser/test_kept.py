"""What was typed outlives a log-in that expired: in its own form, for whoever typed it, leaving no copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from balai.delivery.models import Conflict
from balai.people.adapters import sealed_for
from balai.people.enums import Role
from balai.selection.models import ScoreSheet
from tests.browser.sign_in import account_of
from tests.browser.test_draft import KEPT_OF_FORMS, signed_in_again
from tests.browser.variants import Variant
from tests.delivery.looks import keep_presence
from tests.kernel.keys import own_keys
from tests.people.factories import account_with
from tests.people.test_second_factor import code_of
from tests.selection import looks
from tests.timetable.factories import NOON

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from balai.people.models import Account
    from tests.browser.conftest import Visitor

PASSWORD = "seven lanterns above Paro"
SECRET = "JBSWY3DPEHPK3PXP"
CONFLICTS = "/delivery/SMI-2018/conflicts/?show=open"
LEFT_OUT = """
<input type="hidden" name="a" value="secret"><input name="b" value="secret" autocomplete="one-time-code">
<input name="somebody" autocomplete="username"><input type="password" name="c" value="secret" autocomplete="new-password">
<input type="file" name="d"><span data-sealed><input name="e" value="secret"></span>
"""
EVERYTHING_KEPT = "JSON.stringify({...sessionStorage})"

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


def with_a_password(account: Account) -> Account:
    """Somebody of the office who comes in by the page of signing in, with the code of an app."""
    account.set_password(PASSWORD)
    account.save()
    account.emailaddress_set.create(email=account.email, verified=True, primary=True)
    assert account.person is not None
    Authenticator.objects.update_or_create(
        user=account, type="totp", defaults={"data": {"secret": sealed_for(account.person, SECRET)}}
    )
    return account


def sign_in(page: Page, account: Account) -> None:
    """Through the forms, and on to where they lead."""
    page.locator("main [name=login]").fill(account.email)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main button.go").click()
    page.locator("main [name=code]").fill(code_of(SECRET))
    page.locator("main button.go").click()
    page.wait_for_url(f"**{CONFLICTS}")


def notes(page: Page) -> dict[str, str]:
    """What stands in each row's form."""
    return dict(
        page.locator("main form").evaluate_all(
            "forms => forms.map(form => [form.elements.conflict.value, form.elements.note.value])"
        )
    )


@pytest.mark.django_db(transaction=True)
def test_what_was_typed_is_back_in_its_own_form_and_for_nobody_else(visitor: Visitor) -> None:
    with own_keys():
        keep_presence()
        writer = with_a_password(account_of("programme_officer"))
        other = with_a_password(account_with(Role.PROGRAMME_OFFICER))
        with visitor.open(Variant(1280, "light", "en"), CONFLICTS, role="programme_officer") as opened:
            page = opened.page
            above, own = list(notes(page))[:2]
            for account, expected in ((writer, WORDS), (other, "")):
                form = page.locator("main form").filter(has=page.locator(f'[value="{own}"]'))
                form.locator("[name=note]").fill(WORDS)
                form.evaluate("(form, more) => form.insertAdjacentHTML('beforeend', more)", LEFT_OUT)
                form.locator("[name=d]").set_input_files(
                    {"name": "secret.pdf", "mimeType": "application/pdf", "buffer": b"secret"}
                )
                Session.objects.all().delete()
                form.get_by_role("button", name="Looked at").click()
                page.get_by_role("heading", name="Sign in").first.wait_for()
                kept = page.evaluate(EVERYTHING_KEPT)
                assert WORDS in kept
                assert "secret" not in kept

                Conflict.objects.filter(pk=above).update(settled_at=NOON, settled_by="person:officer")
                sign_in(page, account)
                assert above not in notes(page)
                assert notes(page)[own] == expected
                assert "".join(notes(page).values()) == expected
                assert page.get_by_text("What you typed is here again").is_visible() is bool(expected)
                assert page.evaluate(KEPT_OF_FORMS) == []
