"""Who may open a page: every view says it, and a view that does not say it opens for nobody.

The decision on a single object (whose nomination, which country) is not here but in the rules and
questions of the rooms; this is the door, not the drawer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core.internal import ratelimit
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from balai import config
from balai.people.enums import EVERYWHERE, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from django.http.response import HttpResponseBase

    from balai.kernel.refusal import Refusal
    from balai.people.models import Account, Grant, Person


class SignedInRequest(HttpRequest):
    """The request as a view with an account sees it; a type only.

    Attributes:
        user: who asks.
        grants: the grants in force at the moment of asking.
    """

    user: Account
    grants: list[Grant]


ATTRIBUTE = "access"
DEMO_SESSION = "entered-as-demo-role"
"""Key of sessions that began with one click in a demonstration: these need no second factor."""
SINCE = "since"
"""Key of the second since the epoch in which a session's account was signed in."""


def person_of(request: SignedInRequest) -> Person:
    """The person who asks, as the one that is kept of several records; a program has no pages."""
    person = request.user.person
    if person is None:
        raise PermissionDenied
    return person.merged_into or person


def admit(refusal: Refusal | None) -> None:
    """Stop who may not do this, with the reason on the page.

    Raises:
        PermissionDenied: a rule said no.
    """
    if refusal is not None:
        raise PermissionDenied(str(refusal.message))


def holds_everywhere(grants: Iterable[Grant], roles: Collection[Role]) -> bool:
    """Whether one of these roles is held for everything, and not for one country, organisation or edition."""
    return any(grant.role in roles and grant.scope == EVERYWHERE for grant in grants)


def administers(grants: Iterable[Grant]) -> bool:
    """Whether somebody administers the installation."""
    return holds_everywhere(grants, {Role.ADMINISTRATOR})


def whoever_holds(roles: Collection[Role]) -> Callable[[HttpRequest], bool]:
    """Whom a link is for: those who hold one of these roles now, in whatever scope."""

    def is_for(request: HttpRequest) -> bool:
        return any(grant.role in roles for grant in getattr(request, "grants", ()))

    return is_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """For whom a view opens.

    Attributes:
        needs_account: whether one must be signed in.
        roles: any one of these must be held now; None: no role is asked for.
        everywhere: whether the role must hold everywhere, because what the view shows belongs to no
            single country, organisation or edition.
        needs_second_factor: False only for pages needed to set one up, or to leave.
    """

    needs_account: bool = True
    roles: frozenset[Role] | None = None
    everywhere: bool = False
    needs_second_factor: bool = True

    def admits(self, grants: Iterable[Grant]) -> bool:
        """Whether one who holds these grants has a role that this asks for, where it asks for it."""
        return self.roles is None or any(
            grant.role in self.roles and (not self.everywhere or grant.scope == EVERYWHERE)
            for grant in grants
        )


PUBLIC = Access(needs_account=False)
SIGNED_IN = Access()
BEFORE_SECOND_FACTOR = Access(needs_second_factor=False)


def brings_second_factor(session: Mapping[str, Any]) -> bool:
    """Whether a session began where no second factor of ours is asked for.

    With one click in a demonstration, or with a service of which the operator says that it asks for one.
    """
    trusted = {provider.id for provider in config.current().openid_providers if provider.second_factor}
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    return bool(session.get(DEMO_SESSION)) or any(
        record.get("method") == "socialaccount" and record.get("provider") in trusted for record in records
    )


View = TypeVar("View", bound="Callable[..., HttpResponseBase]")


def may_guess(request: HttpRequest, action: str) -> bool:
    """Whether there were few enough tries from where this one comes; this one counts too, be it read or sent.

    Args:
        request: of somebody who brings a secret that opens nothing, or whose check is dear.
        action: a key of ``ACCOUNT_RATE_LIMITS``; all processes count together, in the shared cache.
    """
    return bool(ratelimit.consume(request, app="allauth.account", action=action, limit_get=True))


def declare(view: View, access: Access) -> View:
    """Say for whom a view opens; for views of libraries, and what the decorators below use."""
    setattr(view, ATTRIBUTE, access)
    return view


def declared(view: Callable[..., HttpResponseBase]) -> Access | None:
    """What was declared for a view, or None when nothing was."""
    access = getattr(view, ATTRIBUTE, None)
    return access if isinstance(access, Access) else None


def public(view: View) -> View:
    """The view opens for everybody."""
    return declare(view, PUBLIC)


def signed_in(view: View) -> View:
    """The view opens for whoever is signed in, and shows only what is theirs."""
    return declare(view, SIGNED_IN)


def roles(*allowed: Role, everywhere: bool = False) -> Callable[[View], View]:
    """The view opens for those who hold one of these roles now.

    Args:
        allowed: the roles.
        everywhere: True for what belongs to no single country, organisation or edition; else the role is
            asked for in whatever scope, and the view's question shows what lies in that scope.
    """
    access = Access(roles=frozenset(allowed), everywhere=everywhere)

    def decorate(view: View) -> View:
        return declare(view, access)

    return decorate
