"""What operations of this room have in common: who calls, whose list and whose application it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from ninja.errors import AuthorizationError

from balai.kernel.refusal import enforce
from balai.nominations.models import Nomination
from balai.nominations.queries import calls_visible_to
from balai.nominations.queries.applications import applications_of
from balai.nominations.rules import KEEPERS, READERS, may_keep_call, may_keep_nominations
from balai.people.authentication import needs
from balai.people.enums import Role, TokenScope
from balai.programmes.rules import readable_editions

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.nominations.models import Application, CountryCall
    from balai.people.authentication import Caller
    from balai.people.models import Person
    from balai.programmes.models import Edition

READ = needs(TokenScope.NOMINATIONS_READ, Role.FOCAL_POINT, *READERS)
READ_ALL = needs(TokenScope.NOMINATIONS_READ, *READERS)
KEEP = needs(TokenScope.NOMINATIONS_WRITE, Role.FOCAL_POINT, *KEEPERS)
KEEP_ALL = needs(TokenScope.NOMINATIONS_WRITE, *KEEPERS)
OWN = needs(TokenScope.OWN_READ)
OWN_DEEDS = needs(TokenScope.OWN_WRITE)
MINE = "own"
"""The purpose of a person's look at what is sealed about them."""


def person_asking(request: Caller) -> Person:
    """The caller as a person.

    Raises:
        AuthorizationError: the caller is a program (403).
    """
    if request.auth.person is None:
        raise AuthorizationError
    return request.auth.person


def edition_asked(request: Caller, code: str, *, keeps: bool = False) -> Edition:
    """The edition of an address, for those who see every country in it; another is not there at all (404).

    Raises:
        RuleViolationError: the caller reads it and does not keep it.
    """
    edition = get_object_or_404(readable_editions(request.grants, READERS), code=code)
    if keeps:
        enforce(may_keep_nominations(request.grants, edition))
    return edition


def call_asked(request: Caller, code: str, country: str, *, keeps: bool = False) -> CountryCall:
    """The call of an address; one of another country is not there at all (404).

    Raises:
        RuleViolationError: the caller reads it and does not keep it.
    """
    call = get_object_or_404(calls_visible_to(request.grants, READERS), edition__code=code, country=country)
    if keeps:
        enforce(may_keep_call(request.grants, call))
    return call


def readable_nominations(request: Caller) -> QuerySet[Nomination]:
    """Nominations of the caller's countries, and of the editions that a role of theirs covers."""
    calls = calls_visible_to(request.grants, READERS).order_by().values("pk")
    return Nomination.objects.filter(call__in=calls).select_related("edition", "application")


def own_application(request: Caller, application_id: UUID) -> Application:
    """An application of the caller; one of somebody else is not there at all (404)."""
    return get_object_or_404(applications_of(person_asking(request)), pk=application_id)
