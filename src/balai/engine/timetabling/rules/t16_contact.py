"""T16: how much teaching a day may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def enter(draft: Draft) -> None:
    most = draft.problem.limits.contact_minutes
    if most is None:
        return
    for who in draft.present:
        if who.startswith("group:"):
            for day in draft.days_of(draft.attending(who)):
                if sum(one.minutes for one in draft.days.on(who, day) if one.is_contact) > most:
                    kept = draft.kept(f"T16:{who.removeprefix('group:')}:{day}")
                    for there in draft.days.judged(who, day):
                        taught = draft.days.load(who, day, contact=True)
                        draft.enforce(draft.model.add(taught <= most), kept, there)


RULE = Rule(
    code="T16",
    sentence="A group has no more minutes of teaching on a day than the limit.",
    gravity=1,
    enter=enter,
)
