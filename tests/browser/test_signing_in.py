"""Signing in as people do it, in a real browser: each page on the way is fit for everybody.

The passkeys are Chromium's own, on a device that the browser plays; the codes are those of the letters that
Balai wrote.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from balai.correspondence.models import Letter
from balai.people.enums import Role
from tests.browser.pages import Looked
from tests.browser.test_pages import OTHER_LANGUAGES, SMALL, WIDTH, faults_found_by_axe, photograph
from tests.browser.variants import EVERYDAY, SLOW
from tests.kernel.keys import own_keys
from tests.messages import ENGLISH
from tests.people.factories import AccountFactory, GrantFactory
from tests.people.service import named, open_ministry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, CDPSession, Page
    from pytest_django.live_server_helper import LiveServer

    from balai.people.models import Account
    from tests.browser.conftest import Opened, Visitor
    from tests.browser.variants import Variant

PASSWORD = "seven lanterns above Paro"
NEW_PASSWORD = "nine lanterns above Punakha"
ADDRESS = "dechen@ministry.example"
WIDE_ONE = SLOW[-1]  # it shows more, and no word of English may be on it
VARIANTS = [
    pytest.param(WIDE_ONE, id=str(WIDE_ONE)),
    pytest.param(EVERYDAY[0], id=str(EVERYDAY[0]), marks=pytest.mark.slow),
]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("variant", VARIANTS),
    pytest.mark.usefixtures("addresses", "_keys"),
]


@pytest.fixture
def _keys() -> Iterator[None]:
    with own_keys():
        yield


def account_of(role: Role, language: str) -> Account:
    """Somebody who signs in with a password, and has no second factor yet."""
    account: Account = AccountFactory.create(
        email=ADDRESS, person__name="Dechen Wangmo", person__language=language
    )
    account.set_password(PASSWORD)
    account.save()
    account.emailaddress_set.create(email=ADDRESS, verified=True, primary=True)
    GrantFactory.create(person=account.person, role=role)
    return account


class Walk:
    """Somebody who goes from page to page; each one is looked at where it is reached."""

    def __init__(self, opened: Opened, variant: Variant) -> None:
        self.opened = opened
        self.page = opened.page
        self.variant = variant

    def look(self, name: str) -> None:
        """Judge the page, and take its picture when pictures are wanted."""
        self.opened.ask("document.fonts.ready.then(() => true)")
        photograph(self.opened, Looked(name=f"way-{name}", path=""), self.variant)
        assert self.page.locator("html").get_attribute("lang") == self.variant.language
        assert faults_found_by_axe(self.opened) == [], name
        assert (self.opened.ask(WIDTH), self.opened.ask(SMALL)) == (0, []), name
        if self.variant.language == "id":
            shown = self.page.context.new_page()
            shown.set_content(self.page.content())
            shown.evaluate(OTHER_LANGUAGES, "id")
            words = ENGLISH.findall(shown.locator("body").inner_text())
            shown.close()
            assert words == [], name

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").fill(value)

    def press(self, place: str) -> None:
        """Press what leads to another page, and wait until that is there whole."""
        with self.page.expect_navigation():
            self.page.locator(place).first.click()

    def go(self) -> None:
        """Press the button that a page is for."""
        self.press("main button.go")

    def follow(self, href: str) -> None:
        self.press(f'main a[href="{href}"]')

    def to(self, path: str) -> None:
        self.page.goto(path)

    def sign_in(self, password: str = PASSWORD) -> None:
        self.to("/accounts/login/")
        self.fill(login=ADDRESS, password=password)
        self.go()

    def sign_out(self) -> None:
        self.to("/accounts/logout/")
        self.go()

    @property
    def at(self) -> str:
        return "/" + self.page.url.split("/", 3)[3].partition("?")[0]


@contextmanager
def walk(visitor: Visitor, variant: Variant, path: str = "/accounts/login/") -> Iterator[Walk]:
    with visitor.open(variant, path) as opened:
        yield Walk(opened, variant)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def newest_letter() -> Letter:
    return Letter.objects.order_by("-written_at", "-id")[0]


def test_an_officer_sets_up_an_app_and_comes_in_with_its_codes(visitor: Visitor, variant: Variant) -> None:
    account_of(Role.SECRETARIAT, variant.language)
    with walk(visitor, variant) as walker:
        walker.sign_in()
        assert walker.at == "/accounts/2fa/"
        walker.look("second-factor-is-a-duty")
        walker.to("/tasks/")
        assert walker.at == "/accounts/2fa/"

        walker.follow("/accounts/2fa/totp/activate/")
        walker.look("confirm-with-password")
        walker.fill(password=PASSWORD)
        walker.go()
        walker.look("app-to-scan")
        assert walker.opened.ask("document.querySelector('main img').naturalWidth > 100")
        secret = walker.page.locator("main code").inner_text().replace(" ", "")
        walker.fill(code="000000")
        walker.go()
        walker.look("app-wrong-code")
        walker.fill(code=code_of(secret))
        walker.go()
        assert walker.at == "/accounts/2fa/recovery-codes/"
        walker.look("recovery-codes")
        codes = walker.page.locator("main li code").all_inner_texts()
        assert len(codes) == 10

        walker.sign_out()
        walker.sign_in()
        assert walker.at == "/accounts/2fa/authenticate/"
        walker.look("code-at-sign-in")
        walker.fill(code="000000")
        walker.go()
        walker.look("wrong-code-at-sign-in")
        walker.fill(code=codes[0])
        walker.go()
        assert walker.at == "/tasks/"

        walker.to("/accounts/2fa/recovery-codes/generate/")
        walker.look("confirm-with-password-again")
        walker.fill(password=PASSWORD)
        walker.go()
        walker.look("recovery-codes-new")
        walker.go()
        walker.look("recovery-codes-anew")
        assert codes[1] not in walker.page.content()
        walker.to("/accounts/2fa/totp/deactivate/")
        walker.look("app-remove")
        walker.go()
        walker.to("/tasks/")
        assert walker.at == "/accounts/2fa/"


def plays_a_device(page: Page) -> CDPSession:
    """Let the browser have a device of its own that knows its owner's finger."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return device


def test_a_passkey_is_added_lets_in_alone_is_named_and_removed(visitor: Visitor, variant: Variant) -> None:
    account = account_of(Role.SECRETARIAT, variant.language)
    with walk(visitor, variant) as walker:
        plays_a_device(walker.page)
        walker.sign_in()
        walker.follow("/accounts/2fa/webauthn/add/")
        walker.fill(password=PASSWORD)
        walker.go()
        walker.look("passkey-add")
        walker.go()
        walker.look("passkey-recovery-codes")
        assert Authenticator.objects.filter(user=account, type="webauthn").count() == 1

        walker.sign_out()
        walker.to("/accounts/login/")
        walker.look("sign-in")
        walker.press("#passkey_login")
        assert walker.at == "/tasks/"

        walker.sign_out()
        walker.sign_in()
        walker.look("passkey-at-sign-in")
        walker.press("#mfa_webauthn_authenticate")
        assert walker.at == "/tasks/"

        walker.to("/accounts/2fa/webauthn/")
        walker.look("passkeys")
        passkey = Authenticator.objects.get(user=account, type="webauthn")
        walker.follow(f"/accounts/2fa/webauthn/keys/{passkey.pk}/edit/")
        walker.press('main a[href^="/accounts/2fa/webauthn/reauthenticate/"]')
        walker.look("confirm-with-passkey")
        walker.press("#mfa_webauthn_reauthenticate")
        walker.look("passkey-rename")
        walker.fill(name="Laptop")
        walker.go()
        assert "Laptop" in walker.page.locator("main").inner_text()
        walker.follow(f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/")
        walker.look("passkey-remove")
        walker.go()
        walker.look("passkeys-none")
        assert not Authenticator.objects.filter(user=account, type="webauthn").exists()


def test_a_device_that_says_no_is_told_on_the_page(visitor: Visitor, variant: Variant) -> None:
    with walk(visitor, variant) as walker:
        device = plays_a_device(walker.page)  # which knows no passkey of ours
        walker.page.locator("#passkey_login").click()

        walker.page.locator("#passkey-trouble").wait_for(state="visible")

        walker.look("passkey-trouble")
        device.detach()


def test_a_code_by_mail_lets_in(visitor: Visitor, variant: Variant) -> None:
    account_of(Role.NOMINEE, variant.language)
    with walk(visitor, variant) as walker:
        walker.follow("/accounts/login/code/")
        walker.look("code-by-mail")
        walker.fill(email=ADDRESS)
        walker.go()
        walker.look("code-by-mail-sent")
        walker.fill(code="AAAA-BBBB")
        walker.go()
        walker.look("code-by-mail-wrong")
        found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", newest_letter().text)
        assert found is not None
        walker.fill(code=found[0])
        walker.go()

        assert walker.at == "/tasks/"


def test_a_forgotten_password_is_replaced_and_the_second_factor_still_asked_for(
    visitor: Visitor, variant: Variant
) -> None:
    account = account_of(Role.SECRETARIAT, variant.language)
    Authenticator.objects.create(user=account, type="totp", data={})
    with walk(visitor, variant) as walker:
        walker.follow("/accounts/password/reset/")
        walker.look("password-forgotten")
        walker.fill(email=ADDRESS)
        walker.go()
        walker.look("password-link-sent")
        found = re.search(r"http://\S+/(accounts/password/reset/key/\S+/)", newest_letter().text)
        assert found is not None
        walker.to(f"/{found[1]}")
        walker.look("password-new")
        walker.fill(password1="lantern", password2="lantern")
        walker.go()
        walker.look("password-too-weak")
        walker.fill(password1=NEW_PASSWORD, password2=NEW_PASSWORD)
        walker.go()
        walker.look("password-changed")
        walker.to(f"/{found[1]}")
        walker.look("password-link-used")
        walker.sign_in(NEW_PASSWORD)

        assert walker.at == "/accounts/2fa/authenticate/"


def test_sessions_elsewhere_are_seen_and_ended(visitor: Visitor, variant: Variant) -> None:
    account_of(Role.NOMINEE, variant.language)
    with walk(visitor, variant) as elsewhere, walk(visitor, variant) as walker:
        elsewhere.sign_in()
        walker.sign_in()
        walker.to("/accounts/email/")
        walker.look("addresses")
        walker.page.locator("#id_email").fill("dechen.wangmo@another-ministry.example")
        walker.go()
        walker.look("addresses-two")
        walker.to("/accounts/sessions/")
        walker.look("sessions")
        assert walker.page.locator("main tbody tr").count() == 2

        walker.go()
        elsewhere.to("/tasks/")

        assert (walker.page.locator("main tbody tr").count(), elsewhere.at) == (1, "/accounts/login/")


def test_wrong_words_are_said_to_be_wrong_and_not_which(visitor: Visitor, variant: Variant) -> None:
    account_of(Role.NOMINEE, variant.language)
    with walk(visitor, variant) as walker:
        said = []
        for address, password in ((ADDRESS, "not the password"), ("nobody@ministry.example", PASSWORD)):
            walker.to("/accounts/login/")
            walker.fill(login=address, password=password)
            walker.go()
            walker.look("sign-in-refused")
            said.append(walker.page.locator("main [role=alert]").inner_text())

        assert said[0] == said[1]


def test_a_service_lets_in_with_one_click(
    browser: Browser, live_server: LiveServer, variant: Variant
) -> None:
    """Also past our policy for contents, which would stop a form that is sent on to another host."""
    account_of(Role.NOMINEE, variant.language)
    context = browser.new_context(base_url=live_server.url, locale=variant.language)
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text))
    with open_ministry() as ministry, named(ministry):
        page.goto("/accounts/login/")
        page.locator('main a[href^="/accounts/service/ministry/"]').click()
        page.wait_for_url("**/tasks/")
        ministry.claims = {"sub": "another", "email": "tashi@ministry.example"}
        page.goto("/accounts/service/ministry/")
        refused = page.locator("h1").inner_text()
    context.close()

    assert refused in {"No account here", "Tidak ada akun di sini"}
    assert [said for said in complaints if "403" not in said] == []
