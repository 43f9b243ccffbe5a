"""T17: how many sites a day may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def enter(draft: Draft) -> None:
    most = draft.problem.limits.sites
    if most is None:
        return
    for who in draft.present:
        if who.startswith("group:"):
            for day in draft.days_of(draft.attending(who)):
                visits = draft.days.visits(who, day)
                if len(visits) > most:
                    kept = draft.kept(f"T17:{who.removeprefix('group:')}:{day}")
                    for there in draft.days.judged(who, day):
                        draft.enforce(draft.model.add(sum(visits.values()) <= most), kept, there)


RULE = Rule(
    code="T17", sentence="A group goes to no more sites on a day than the limit.", gravity=1, enter=enter
)
