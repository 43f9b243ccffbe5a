"""T9: how many people a site takes at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from balai.engine.timetabling.draft import Draft
    from balai.engine.timetabling.problem import Session


def enter(draft: Draft) -> None:
    for name, site in sorted(draft.frame.sites.items()):
        held: list[tuple[Session, cp_model.IntervalVar, int]] = []
        for session in draft.sessions:
            literal = draft.sites(session).get(name)
            if literal is None:
                continue
            interval = draft.interval[session.id]
            if literal is not draft.yes:
                interval = draft.model.new_optional_interval_var(
                    draft.begin[session.id], draft.size[session.id], draft.end[session.id], literal, ""
                )
            held.append((session, interval, draft.frame.heads[session.id]))
        total = sum(heads for _, _, heads in held)
        if site.holds is None or total <= site.holds:
            continue
        kept = draft.kept(f"T9:{name}")
        more = 0 if kept is None else (total - site.holds) * (1 - kept)
        taken = draft.together(held, site.holds)
        draft.model.add_cumulative(
            [one for one, _ in taken], [heads for _, heads in taken], site.holds + more
        )


RULE = Rule(code="T9", sentence="A site has no more people at a time than it takes.", gravity=5, enter=enter)
