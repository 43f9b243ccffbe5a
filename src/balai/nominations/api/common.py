"""What operations of this room have in common: who calls, and whose application it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from ninja.errors import AuthorizationError

from balai.nominations.queries.applications import applications_of
from balai.people.authentication import needs
from balai.people.enums import TokenScope

if TYPE_CHECKING:
    from uuid import UUID

    from balai.nominations.models import Application
    from balai.people.authentication import Caller
    from balai.people.models import Person

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


def own_application(request: Caller, application_id: UUID) -> Application:
    """An application of the caller; one of somebody else is not there at all (404)."""
    return get_object_or_404(applications_of(person_asking(request)), pk=application_id)
