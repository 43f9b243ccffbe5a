"""Addresses of signing in. Of the library's pages only those named here exist, with whom they open for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.urls import urlpatterns as library_patterns
from django.urls import URLResolver, include, path
from django.views.decorators.http import require_http_methods

from balai.people.access import BEFORE_SECOND_FACTOR, PUBLIC, SIGNED_IN, declare
from balai.people.views import administration, demo, entrance, guarding, rights, sheets, systems, tokens
from balai.people.views import own as own_views

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.urls import URLPattern

    from balai.people.access import Access

LIBRARY_PAGES: Mapping[str, Access] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_signup": PUBLIC,  # says that accounts open by invitation
    "account_inactive": PUBLIC,
    "account_request_login_code": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_confirm_email": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_reauthenticate": BEFORE_SECOND_FACTOR,
    "account_email": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_index": BEFORE_SECOND_FACTOR,
    "mfa_authenticate": PUBLIC,  # in the middle of signing in
    "mfa_reauthenticate": BEFORE_SECOND_FACTOR,
    "mfa_activate_totp": BEFORE_SECOND_FACTOR,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": BEFORE_SECOND_FACTOR,
    "mfa_add_webauthn": BEFORE_SECOND_FACTOR,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": BEFORE_SECOND_FACTOR,
    "mfa_login_webauthn": PUBLIC,
    "openid_connect_login": PUBLIC,
    "openid_connect_callback": PUBLIC,
    "socialaccount_login_cancelled": PUBLIC,
    "socialaccount_login_error": PUBLIC,
    "usersessions_list": SIGNED_IN,
}

READ_ONLY = frozenset(
    {
        "account_email_verification_sent",
        "account_inactive",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_signup",
        "mfa_download_recovery_codes",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_view_recovery_codes",
        "openid_connect_callback",
        "openid_connect_login",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
    }
)
"""Of these, the ones that take nothing; the others take what their form sends."""


def opened(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    """The library's addresses without those that are not named above; the others declare their access."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield URLResolver(pattern.pattern, list(opened(pattern.url_patterns)))
        elif pattern.name and pattern.name in LIBRARY_PAGES:
            allowed = ["GET", "HEAD"] if pattern.name in READ_ONLY else ["GET", "HEAD", "POST"]
            # The library's views would take a PUT for a POST.
            pattern.callback = require_http_methods(allowed)(pattern.callback)
            declare(pattern.callback, LIBRARY_PAGES[pattern.name])
            yield pattern


own = (
    [
        path("account/", own_views.me, name="me"),
        path("account/copy/", own_views.copy, name="copy"),
        path("account/rights/", rights.rights, name="rights"),
        path("account/rights/<uuid:request_id>/withdraw/", rights.withdraw, name="withdraw_request"),
        path("account/copy/files/", rights.copy_files, name="copy_files"),
        path("account/copy/<uuid:copy_id>/balai-about-me.zip", rights.copy_file, name="copy_file"),
        path("account/consents/<uuid:consent_id>/withdraw/", own_views.withdraw, name="withdraw_consent"),
        path("accounts/invitation/<str:secret>/", entrance.accept, name="accept"),
        path("accounts/demo/<str:role>/", demo.enter, name="demo"),
        path("people/", administration.index, name="index"),
        path("people/export/", administration.export, name="export"),
        path("people/invite/", administration.invite_person, name="invite"),
        path("people/requests/", guarding.requests, name="requests"),
        path("people/requests.csv", sheets.requests, {"kind": "csv"}, name="requests_csv"),
        path("people/requests.xlsx", sheets.requests, {"kind": "xlsx"}, name="requests_xlsx"),
        path("people/requests/<uuid:request_id>/", guarding.one_request, name="request"),
        path("people/retention/", guarding.retention, name="retention"),
        path("people/retention/set/", guarding.set_retention, name="set_retention"),
        path("people/breaches/", guarding.breaches, name="breaches"),
        path("people/breaches.csv", sheets.breaches, {"kind": "csv"}, name="breaches_csv"),
        path("people/breaches.xlsx", sheets.breaches, {"kind": "xlsx"}, name="breaches_xlsx"),
        path("people/breaches/new/", guarding.new_breach, name="new_breach"),
        path("people/breaches/<uuid:breach_id>/", guarding.breach, name="breach"),
        path("people/breaches/<uuid:breach_id>/change/", guarding.change_one_breach, name="change_breach"),
        path("people/breaches/<uuid:breach_id>/close/", guarding.close, name="close_breach"),
        path("people/breaches/<uuid:breach_id>/affected.csv", guarding.affected, name="affected"),
        path("people/holds/<uuid:hold_id>/lift/", guarding.lift, name="lift_hold"),
        path("people/<uuid:person_id>/hold/", guarding.hold, name="hold"),
        path("people/<uuid:person_id>/erase/", guarding.erase, name="erase"),
        path("people/<uuid:person_id>/", administration.person, name="person"),
        path("people/<uuid:person_id>/change/", administration.change, name="change"),
        path("people/<uuid:person_id>/invite/", administration.invite_again, name="invite_again"),
        path("people/<uuid:person_id>/grant/", administration.grant, name="grant"),
        path("people/<uuid:person_id>/merge/", administration.merge, name="merge"),
        path("people/<uuid:person_id>/undo-merge/", administration.undo, name="undo_merge"),
        path("people/<uuid:person_id>/close/", administration.close, name="close_account"),
        path("people/<uuid:person_id>/reopen/", administration.reopen, name="reopen_account"),
        path("people/grants/<uuid:grant_id>/end/", administration.end, name="end_grant"),
        path("systems/", systems.systems, name="systems"),
        path("systems/<uuid:account_id>/", systems.system, name="system"),
        path("systems/<uuid:account_id>/end/", systems.end, name="end_system"),
        path(
            "systems/<uuid:account_id>/tokens/<uuid:token_id>/end/", systems.revoke, name="end_system_token"
        ),
        path("tokens/", tokens.tokens, name="tokens"),
        path("tokens/<uuid:token_id>/revoke/", tokens.revoke, name="revoke_token"),
    ],
    "people",
)
urlpatterns = [
    path("", include(own)),
    path("accounts/", include([*opened(library_patterns)])),
]
