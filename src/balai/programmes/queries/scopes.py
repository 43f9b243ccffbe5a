"""Which editions a role covers: asked of one edition, and of the rows that belong to editions.

A role holds everywhere or within a scope; whoever holds one for something else than an edition, such as a
country, is asked for by the room that knows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from balai.people.enums import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from balai.people.models import Grant
    from balai.programmes.models import Edition

OF_AN_EDITION = "edition:"
EVERY_ROW = ~Q(pk__in=[])
"""Unlike an empty Q it stays true beside others joined by “or”; it adds nothing to a statement."""


def covers(grants: Iterable[Grant], roles: Collection[str], edition: Edition) -> bool:
    """Whether one of these roles is held everywhere or for this edition."""
    return any(grant.role in roles and grant.scope in {EVERYWHERE, edition.scope} for grant in grants)


def covered(grants: Iterable[Grant], roles: Collection[str], edition: str = "edition") -> Q:
    """Rows of the editions for which :func:`covers` holds; every row where a role holds everywhere.

    Args:
        grants: of the reader.
        roles: any one of them suffices.
        edition: the name of the edition as seen from the rows; ``pk`` for editions themselves.
    """
    scopes = {grant.scope for grant in grants if grant.role in roles}
    if EVERYWHERE in scopes:
        return EVERY_ROW
    keys = [UUID(scope.removeprefix(OF_AN_EDITION)) for scope in scopes if scope.startswith(OF_AN_EDITION)]
    return Q(**{f"{edition}__in": keys})
