"""Who may open a page: every view says it, and a view that does not say it opens for nobody.

The decision on a single object (whose nomination, which country) is not here but in the rules and
questions of the rooms; this is the door, not the drawer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.http import HttpRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase

    from balai.people.enums import Role
    from balai.people.models import Account, Grant


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """For whom a view opens.

    Attributes:
        needs_account: whether one must be signed in.
        roles: any one of these must be held now, in whatever scope; None: no role is asked for.
        needs_second_factor: False only for pages needed to set one up, or to leave.
    """

    needs_account: bool = True
    roles: frozenset[Role] | None = None
    needs_second_factor: bool = True


PUBLIC = Access(needs_account=False)
SIGNED_IN = Access()
BEFORE_SECOND_FACTOR = Access(needs_second_factor=False)

View = TypeVar("View", bound="Callable[..., HttpResponseBase]")


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


def roles(*allowed: Role) -> Callable[[View], View]:
    """The view opens for those who hold one of these roles now."""
    access = Access(roles=frozenset(allowed))

    def decorate(view: View) -> View:
        return declare(view, access)

    return decorate
