"""What pages of this room have in common: who asks, and whether they meet alumni."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404

from balai.alumni.queries.alumni import editions_by_person
from balai.alumni.queries.groups import group_named
from balai.alumni.rules.access import may_meet_alumni
from balai.people.access import admit, person_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.alumni.models import AlumnusEntry
    from balai.alumni.queries.groups import Group
    from balai.people.access import SignedInRequest
    from balai.people.models import Person


def meets(request: SignedInRequest) -> Person:
    """The same, if they meet alumni; others are told for whom this is."""
    person = person_of(request)
    admit(may_meet_alumni(person, request.grants))
    return person


def group_for(kind: str, key: str) -> Group:
    """The group of an address; another is not there."""
    found = group_named(kind, key)
    if found is None:
        raise Http404
    return found


def lines_of(rows: Sequence[AlumnusEntry]) -> list[dict[str, Any]]:
    """Entries as a list shows them, with the editions that each completed."""
    codes = editions_by_person([row.person_id for row in rows])
    return [{"entry": row, "editions": codes.get(row.person_id, [])} for row in rows]
