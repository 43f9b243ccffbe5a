"""Groups: participants divided so that countries and backgrounds are mixed, with the reason in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balai.audit.services import record
from balai.engine.grouping.check import faults, points
from balai.engine.grouping.divide import divide, least
from balai.engine.grouping.problem import Group as Asked
from balai.engine.grouping.problem import Problem, Someone
from balai.kernel.refusal import enforce
from balai.nominations.enums import Sex, Track
from balai.programmes.models import Edition, Group
from balai.selection.queries.offers import confirmed
from balai.timetable.models import GroupMember
from balai.timetable.rules.grouping import may_form_groups, may_move_member

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from balai.people.models import Person
    from balai.selection.models import Participant

WEIGHTS = {"country": 100, "background": 10, "sex": 3}
"""Countries first; where that is equal, officials and entrepreneurs, then women and men."""


@transaction.atomic
def form_groups(*, edition: Edition, division: str, seed: int = 0, actor: Person | None, at: datetime) -> int:
    """Divide the participants of an edition among the groups of a division, anew.

    Args:
        edition: whose participants have confirmed.
        division: whose groups.
        seed: of the lots.
        actor: who does it; None for the product itself.
        at: the moment.

    Returns:
        How many are in groups now.

    Raises:
        RuleViolationError: ``groups.…`` of :func:`may_form_groups`.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    groups = list(Group.objects.filter(edition=edition, division=division).order_by("order", "code"))
    people = list(confirmed(edition).select_related("nomination").order_by("pk"))
    enforce(may_form_groups(edition, groups, people))
    problem = problem_of(people, groups)
    found = divide(problem, seed=seed)
    wrong = faults(problem, found)
    if wrong:
        raise AssertionError("; ".join(wrong))
    by_code = {group.code: group for group in groups}
    GroupMember.objects.filter(group__edition=edition, division=division).delete()
    GroupMember.objects.bulk_create(
        GroupMember(group=by_code[found.group_of[str(one.pk)]], participant=one, division=division)
        for one in people
    )
    record(
        actor=actor.reference if actor else "system",
        action="groups.formed",
        subject=edition.reference,
        at=at,
        detail={"division": division, "points": found.points, "bound": found.bound, "seed": seed},
    )
    return len(people)


@transaction.atomic
def move_member(*, member: GroupMember, to: Group, actor: Person, at: datetime) -> GroupMember:
    """Put a participant in another group of the same division.

    Raises:
        RuleViolationError: ``groups.…`` of :func:`may_move_member`.
    """
    Edition.objects.select_for_update(of=("self",)).get(pk=to.edition_id)
    member = GroupMember.objects.select_related("group").get(pk=member.pk)
    enforce(may_move_member(member, to, GroupMember.objects.filter(group=to).count()))
    member.group = to
    member.save(update_fields=["group"])
    record(
        actor=actor.reference,
        action="groups.member_moved",
        subject=f"participant:{member.participant_id}",
        at=at,
        detail={"group": to.code},
    )
    return member


def problem_of(people: Iterable[Participant], groups: Sequence[Group]) -> Problem:
    """What the engine is asked; nominations are fetched with the participants."""
    return Problem(
        people=tuple(
            Someone(
                id=str(one.pk),
                traits={
                    name: value
                    for name, value in {
                        "country": one.country_id,
                        "background": one.nomination.track,
                        "sex": one.nomination.sex,
                    }.items()
                    if value
                },
            )
            for one in people
        ),
        groups=tuple(Asked(id=group.code, size=group.size) for group in groups),
        weights=WEIGHTS,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """How well a division is mixed, in words.

    Attributes:
        by_group: a sentence for each group, by its code.
        whole: sentences about all.
        is_best: whether no division is mixed better.
    """

    by_group: dict[str, str]
    whole: list[str]
    is_best: bool


def mix_of(members: Sequence[GroupMember], groups: Sequence[Group]) -> Mix:
    """Explain a division as it is now; participants with country and nomination are fetched with it."""
    people = [member.participant for member in members]
    problem = problem_of(people, groups)
    group_of = {str(one.participant_id): one.group.code for one in members}
    now, bound = points(problem, group_of), least(problem)
    sentences = {group.code: _about([one for one in members if one.group == group]) for group in groups}
    return Mix(by_group=sentences, whole=_about_all(members, now, bound), is_best=now == bound)


def _about(members: Sequence[GroupMember]) -> str:
    people = [one.participant for one in members]
    countries = len({one.country_id for one in people})
    tracks = Counter(one.nomination.track for one in people)
    women = sum(one.nomination.sex == Sex.FEMALE for one in people)
    if not people:
        return _("Nobody yet.")
    return " · ".join(
        [
            ngettext("%(count)d person", "%(count)d people", len(people)) % {"count": len(people)},
            ngettext("%(count)d country", "%(count)d countries", countries) % {"count": countries},
            *(
                f"{Track(track).label}: {count}"
                for track, count in sorted(tracks.items())
                if track in Track.values
            ),
            ngettext("%(count)d woman", "%(count)d women", women) % {"count": women},
        ]
    )


def _about_all(members: Sequence[GroupMember], now: int, bound: int) -> list[str]:
    together = Counter((one.group.code, one.participant.country_id) for one in members)
    doubled = sorted({country for (_group, country), count in together.items() if count > 1})
    names = {one.participant.country_id: str(one.participant.country) for one in members}
    said = [
        _("No group has two people of one country.")
        if not doubled
        else _("Two or more of one country share a group: %(countries)s.")
        % {"countries": ", ".join(names[code] for code in doubled)}
    ]
    if now == bound:
        said.append(_("Proven: no other division of these people is mixed better."))
    else:
        said.append(_("Whether another division is mixed better is not proven."))
    return said
