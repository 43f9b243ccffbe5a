"""Who meets alumni, and who keeps what the office does with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.alumni.rules.alumni import may_join
from balai.kernel.refusal import Refusal
from balai.people.access import holds_everywhere
from balai.people.enums import Role
from balai.programmes.queries.scopes import covers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.people.models import Grant, Person
    from balai.programmes.models import Edition

OFFICE = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT})
"""Those of the whole office read the directory, write to groups and name who leads them."""

TAKERS = frozenset({Role.PROGRAMME_OFFICER, Role.SECRETARIAT})
"""They take offers up: it is they who keep the directory of resource persons."""

INVITERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They invite alumni to an edition that they keep."""


def is_of_office(grants: Iterable[Grant]) -> bool:
    """Whether somebody is of the whole office, and not of one edition only."""
    return holds_everywhere(grants, OFFICE)


def takes_offers_up(grants: Iterable[Grant]) -> bool:
    """Whether somebody takes offers of alumni up; no officer of one edition does."""
    return holds_everywhere(grants, TAKERS)


def may_meet_alumni(person: Person, grants: Iterable[Grant]) -> Refusal | None:
    """Alumni meet each other; the office may look. Nobody else."""
    return None if is_of_office(grants) else may_join(person)


def may_keep_invitations(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Programme officers of the edition."""
    if covers(grants, INVITERS, edition):
        return None
    return Refusal("alumni.not_kept_by_you", _("A programme officer of this edition does this."))
