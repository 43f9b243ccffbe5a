"""Signing in, one's own account and tasks, and people."""

from __future__ import annotations

from tests.browser.pages.looked import Looked
from tests.people import looks as people

PAGES = [
    Looked(name="preferences", path="/preferences/"),
    Looked(name="sign-in", path="/accounts/login/"),
    Looked(name="sign-in-by-code", path="/accounts/login/code/"),
    Looked(name="password-forgotten", path="/accounts/password/reset/"),
    Looked(name="password-link-sent", path="/accounts/password/reset/done/"),
    Looked(name="password-link-old", path="/accounts/password/reset/key/1-1/"),
    Looked(name="account-closed", path="/accounts/inactive/"),
    Looked(name="by-invitation", path="/accounts/signup/"),
    Looked(name="confirmation-sent", path="/accounts/confirm-email/"),
    Looked(name="invitation-unknown", path="/accounts/invitation/unknown/", status=409),
    Looked(
        name="confirm-address", path=f"/accounts/confirm-email/{people.KEY}/", prepare=people.add_an_address
    ),
    Looked(
        name="password-first",
        path="/accounts/password/set/",
        role="nominee",
        prepare=people.forget_the_password,
    ),
    Looked(name="confirm-with-code", path="/accounts/2fa/reauthenticate/", role="secretariat"),
    Looked(name="service-cancelled", path="/accounts/3rdparty/login/cancelled/"),
    Looked(name="service-error", path="/accounts/3rdparty/login/error/", status=401),
    Looked(name="my-account", path="/account/", role="nominee", has_english_data=True),
    Looked(name="people", path="/people/", role="administrator", prepare=people.record),
    Looked(name="people-nobody", path="/people/?q=nobody-of-this-name", role="auditor"),
    Looked(name="person", path=f"/people/{people.PERSON}/", role="administrator", prepare=people.record),
    Looked(name="person-read", path=f"/people/{people.PERSON}/", role="auditor", prepare=people.record),
    Looked(
        name="person-double",
        path=f"/people/{people.PERSON}/?double=wangmo",
        role="administrator",
        prepare=people.record,
    ),
    Looked(
        name="person-change",
        path=f"/people/{people.PERSON}/change/",
        role="administrator",
        prepare=people.record,
    ),
    Looked(name="person-invite", path="/people/invite/", role="administrator"),
    Looked(
        name="role-end",
        path=f"/people/grants/{people.GRANT}/end/",
        role="administrator",
        prepare=people.record,
    ),
    Looked(
        name="account-close",
        path=f"/people/{people.PERSON}/close/",
        role="administrator",
        prepare=people.record,
    ),
    Looked(name="my-rights", path="/account/rights/", role="nominee", prepare=people.ask_for_rights),
    *(
        Looked(
            name=f"rights-{name}",
            path=path,
            role="administrator",
            prepare=people.ask_for_rights,
            has_english_data=True,
        )
        for name, path in (
            ("requests", "/people/requests/"),
            ("request", f"/people/requests/{people.REQUEST}/"),
            ("hold", f"/people/{people.PERSON}/hold/"),
            ("erase", f"/people/{people.PERSON}/erase/"),
            ("retention", "/people/retention/"),
            ("breaches", "/people/breaches/"),
            ("breach", f"/people/breaches/{people.BREACH}/"),
            ("breach-change", f"/people/breaches/{people.BREACH}/change/"),
        )
    ),
    Looked(name="systems-none", path="/systems/", role="administrator"),
    Looked(
        name="systems", path="/systems/", role="administrator", prepare=people.connect, has_english_data=True
    ),
    Looked(
        name="system",
        path=f"/systems/{people.SYSTEM}/",
        role="administrator",
        prepare=people.connect,
        has_english_data=True,
    ),
    Looked(name="sign-out", path="/accounts/logout/", role="nominee"),
    Looked(name="password-change", path="/accounts/password/change/", role="nominee"),
    Looked(name="addresses", path="/accounts/email/", role="nominee"),
    Looked(name="sessions", path="/accounts/sessions/", role="nominee"),
    Looked(name="second-factor", path="/accounts/2fa/", role="nominee"),
    Looked(name="second-factor-app", path="/accounts/2fa/totp/activate/", role="nominee"),
    Looked(name="passkeys", path="/accounts/2fa/webauthn/", role="nominee"),
    Looked(name="passkey-new", path="/accounts/2fa/webauthn/add/", role="nominee"),
    Looked(name="tasks-empty", path="/tasks/", role="nominee"),
    Looked(name="search", path="/search/", role="nominee"),
    Looked(name="search-nothing", path="/search/?q=Dechen", role="nominee"),
    Looked(name="my-letters-empty", path="/my-letters/", role="nominee"),
    Looked(name="api", path="/api/v1/docs/"),
    Looked(name="tokens", path="/tokens/", role="nominee"),
]
