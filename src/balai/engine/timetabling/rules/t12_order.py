"""T12: what comes before what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def enter(draft: Draft) -> None:
    for session in draft.sessions:
        for earlier in session.after:
            if earlier in draft.end and not draft.have_begun(session, draft.frame.session[earlier]):
                draft.model.add(draft.begin[session.id] >= draft.end[earlier])


RULE = Rule(code="T12", sentence="A session begins when those before it have ended.", enter=enter)
