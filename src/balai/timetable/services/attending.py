"""Who comes to a session, in words: its groups, or that all of them do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.programmes.models import Group
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from balai.timetable.models import Slot

Wholes = frozenset[frozenset["UUID"]]
"""Sets of groups that are everybody: those of each division of each edition, where there are several."""


def wholes_of(groups: Iterable[Group]) -> Wholes:
    """The sets of groups, by their keys, that share out all participants of an edition."""
    found: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    for group in groups:
        found[group.edition_id, group.division].add(group.pk)
    return frozenset(frozenset(keys) for keys in found.values() if len(keys) > 1)


def wholes_in(editions: Collection[UUID]) -> Wholes:
    """The same of editions, in one question."""
    return wholes_of(Group.objects.filter(edition__in=editions))


def is_everybody(groups: Iterable[Group], wholes: Wholes) -> bool:
    """Whether nobody is left out by these groups."""
    keys = {group.pk for group in groups}
    return any(whole <= keys for whole in wholes)


def who_comes(slot: Slot, wholes: Wholes) -> str:
    """“Group A and Group B”, or “All groups”; groups are fetched with the slot."""
    groups = list(slot.groups.all())
    if is_everybody(groups, wholes):
        return gettext("All groups")
    return wording.joined([str(group.name or group.code) for group in groups])
