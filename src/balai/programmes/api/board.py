"""The board over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404
from ninja import Schema

from balai.kernel import clock
from balai.kernel.bodies import Word
from balai.people.authentication import Caller
from balai.programmes.api.common import DECIDE, READ, Told_, by, decided_by, edition_of, person_of, router
from balai.programmes.models import Edition, LightOverride
from balai.programmes.queries.life import lights_of, with_life
from balai.programmes.registries import lights
from balai.programmes.services import overriding


class OpenOut(Schema):
    """One thing that somebody has to do before a light is green."""

    owner: str
    what: str
    why: str
    due_at: datetime | None
    is_blocked: bool
    is_waiting: bool


class LightOut(Schema):
    """One condition of going on; `answered_by` is who goes on although it is not green."""

    name: str
    title: str
    rule: str
    owner: str
    due_at: datetime | None
    ready: int
    of: int
    is_green: bool
    open: list[OpenOut]
    answered_by: str | None
    answered_because: str | None


class BoardOut(Schema):
    """The lights of an edition in the order of the board; `may_go_on` when none is in the way."""

    may_go_on: bool
    lights: list[LightOut]


class BecauseIn(Schema):
    """Why it may go on although a light is not green."""

    reason: Told_


@router.get("editions/{code}/board", response=BoardOut, operation_id="get_board", **READ)
def get_board(request: Caller, code: Word) -> dict[str, Any]:
    """Show the lights of an edition: what is missing before it may go on, whose move it is, and by when."""
    return _board(edition_of(request, code))


@router.put("editions/{code}/board/{light}", response=BoardOut, operation_id="answer_for_light", **DECIDE)
def answer_for_light(request: Caller, code: Word, light: Word, given: BecauseIn) -> dict[str, Any]:
    """Go on although a light is not green, under one's own name."""
    edition = decided_by(request, code)
    if light not in lights:
        raise Http404
    overriding.answer_for_light(
        edition=edition, light=light, reason=given.reason, person=person_of(request), at=clock.now()
    )
    return _board(edition)


@router.delete("editions/{code}/board/{light}", response=BoardOut, operation_id="withdraw_answer", **DECIDE)
def withdraw_answer(request: Caller, code: Word, light: Word) -> dict[str, Any]:
    """Let a light count again."""
    edition = decided_by(request, code)
    if light not in lights:
        raise Http404
    overriding.withdraw_answer(edition=edition, light=light, **by(request))
    return _board(edition)


def _board(edition: Edition) -> dict[str, Any]:
    at = clock.now()
    edition = with_life(Edition.objects.all()).get(pk=edition.pk)
    answered = {one.light: one for one in edition.light_overrides.all()}
    shown = [_light(name, light, answered.get(name)) for name, light in lights_of(edition, at=at).items()]
    return {
        "may_go_on": bool(shown) and all(one["is_green"] or one["answered_by"] for one in shown),
        "lights": shown,
    }


def _light(name: str, light: Any, answered: LightOverride | None) -> dict[str, Any]:
    return {
        "name": name,
        "title": str(light.title),
        "rule": str(light.rule),
        "owner": light.owner.value,
        "due_at": light.due_at,
        "ready": light.ready,
        "of": light.of,
        "is_green": light.is_green,
        "open": [
            {
                "owner": one.owner.value,
                "what": str(one.what),
                "why": str(one.why),
                "due_at": one.due_at,
                "is_blocked": one.is_blocked,
                "is_waiting": one.is_waiting,
            }
            for one in light.open
        ],
        "answered_by": str(answered.person) if answered else None,
        "answered_because": answered.reason if answered else None,
    }
