"""When participants may be divided into groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.timetable.rules.planning import may_plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.programmes.models import Edition, Group
    from balai.selection.models import Participant
    from balai.timetable.models import GroupMember


def may_form_groups(
    edition: Edition, groups: Sequence[Group], people: Sequence[Participant]
) -> Refusal | None:
    """There are groups, people who have confirmed, and room for them."""
    if refusal := may_plan(edition):
        return refusal
    if not groups:
        return Refusal("groups.none", _("Write the groups of the edition first."))
    if not people:
        return Refusal("groups.nobody", _("Nobody has confirmed yet."))
    room = sum(group.size for group in groups)
    if room < len(people):
        return Refusal(
            "groups.too_small",
            _("%(people)d people have confirmed, and the groups hold %(room)d. Make them larger.")
            % {"people": len(people), "room": room},
        )
    return None


def may_move_member(member: GroupMember, to: Group, there: int) -> Refusal | None:
    """Within the division, and where there is room."""
    if to.division != member.division or to.edition_id != member.group.edition_id:
        return Refusal("groups.other_division", _("This group belongs to another division."))
    if to.pk != member.group_id and there >= to.size:
        return Refusal(
            "groups.full", _("%(group)s holds %(size)d people.") % {"group": to.name, "size": to.size}
        )
    return None
