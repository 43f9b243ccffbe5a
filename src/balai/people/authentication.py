"""Who calls the API: a token, or the session of somebody who is signed in; and what the call needs.

An operation is declared with ``**needs(scope, *roles)``. Both ways lead to one account, and the roles are
asked of it; a token is bound by its scopes besides. An account without a person is an API client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthorizationError, HttpError
from ninja.security import HttpBearer
from ninja.security.session import SessionAuth

from balai.people.access import Access, SignedInRequest, brings_second_factor, may_guess
from balai.people.enums import Role
from balai.people.queries import grants_held_by
from balai.people.rules import must_set_up_second_factor
from balai.people.services.tokens import token_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from balai.people.enums import TokenScope
    from balai.people.models import Account, Grant, Person


class Caller(SignedInRequest):
    """A request that has passed :func:`needs`; it knows its caller as that of a page does.

    Attributes:
        auth: the same account as ``user``.
        scopes: of the token; none for somebody who is signed in, who is bound by roles alone.
    """

    auth: Account
    scopes: frozenset[str] | None


def needs(scope: TokenScope, *roles: Role, everywhere: bool = False) -> dict[str, Any]:
    """What an operation asks of its caller, as arguments of the route.

    Args:
        scope: what a token must have been given.
        roles: any one of these must be held now; none named: whoever has an account.
        everywhere: as for a page (:func:`balai.people.access.roles`).
    """
    access = Access(roles=frozenset(roles) or None, everywhere=everywhere)
    return {
        "auth": [ByToken(scope, access), BySession(access)],
        "openapi_extra": {"x-scope": scope.value, "x-roles": sorted(roles)},
    }


def as_file(asked: dict[str, Any], *media_types: str) -> dict[str, Any]:
    """The same needs, of an operation that answers with a file of one of these types."""
    content = {one: {"schema": {"type": "string", "format": "binary"}} for one in media_types}
    told = {"responses": {200: {"description": "OK", "content": content}}}
    return {**asked, "openapi_extra": {**asked["openapi_extra"], **told}}


class ByToken(HttpBearer):
    """A token in the ``Authorization: Bearer`` header."""

    def __init__(self, scope: TokenScope, access: Access) -> None:
        super().__init__()
        self._scope = scope
        self._access = access

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        """The account whose token this is; ``None`` (401) when no live token opens.

        Raises:
            AuthorizationError: the token lacks the scope, or its account the role (403).
            HttpError: from there came too many tokens that open nothing (429).
        """
        at = timezone.now()  # noqa: TID251 -- the edge asks the clock
        found = token_of(token, at=at)
        if found is None:
            if not may_guess(request, "api_token"):
                raise HttpError(429, _("Too many tries"))
            return None
        if self._scope not in found.scopes:
            raise AuthorizationError(
                message=_("This token may not do that. It needs “%s”.") % self._scope.value
            )
        account = found.account
        grants = list(grants_held_by(account, at=at))
        if account.person_id is None:  # a program: its scopes are its duty
            is_admitted = self._access.roles is None or Role.API_CLIENT in self._access.roles
        else:
            is_admitted = self._access.admits(grants)
        scopes = frozenset(found.scopes)
        return _admitted(request, account, grants, is_admitted=is_admitted, scopes=scopes)


class BySession(SessionAuth):
    """The session of somebody who is signed in; writing needs the CSRF token besides."""

    def __init__(self, access: Access) -> None:
        super().__init__()
        self._access = access

    def authenticate(self, request: HttpRequest, key: str | None) -> Account | None:
        """The account of the person who is signed in, if any.

        Raises:
            AuthorizationError: it holds none of the roles, or lacks the second factor they need (403).
        """
        account: Account | None = super().authenticate(request, key)
        if account is None or account.person_id is None:
            return None
        grants = list(grants_held_by(account, at=timezone.now()))  # noqa: TID251 -- the edge asks the clock
        if not brings_second_factor(request.session) and must_set_up_second_factor(account, grants):
            raise AuthorizationError(
                message=_("Your roles need a second factor. Set it up on the page Security.")
            )
        return _admitted(request, account, grants, is_admitted=self._access.admits(grants))


def _admitted(
    request: HttpRequest,
    account: Account,
    grants: list[Grant],
    *,
    is_admitted: bool,
    scopes: frozenset[str] | None = None,
) -> Account:
    if not is_admitted:
        raise AuthorizationError(message=_("Your roles do not allow this."))
    caller = cast("Caller", request)
    caller.user, caller.grants, caller.scopes = account, grants, scopes
    return account


def is_within(request: Caller, scope: TokenScope) -> bool:
    """Whether the caller's token reaches to what needs another scope than the operation's own."""
    return request.scopes is None or scope in request.scopes


def person_of(request: Caller) -> Person:
    """The caller as the person that is kept of several records; a program is nobody (403)."""
    person = request.auth.person
    if person is None:
        raise AuthorizationError
    return person.merged_into or person
