"""Practice on a device without network: its page without names, what it takes along and hands in."""

from __future__ import annotations

import base64
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from balai.delivery.enums import Level, StepResult
from balai.delivery.queries.practice import SIGNERS, tasks_signed_by, whole_tasks
from balai.delivery.rules.practice import may_take_practice
from balai.delivery.services.practice import Entry
from balai.delivery.services.practice_devices import (
    MOST_NOTES,
    UNNAMED,
    PracticeNote,
    practice_bundle_for,
    take_practice_notes,
)
from balai.delivery.views.devices import (
    FAMILY,
    FILES,
    UNREADABLE,
    Queue,
    moment_of,
    nonce_of,
    own_device,
    queue_of,
    registered,
    said_of_the_queue,
    taken_answer,
)
from balai.delivery.views.keeping import kept
from balai.kernel import clock
from balai.kernel.problems import problem
from balai.kernel.refusal import Refusal
from balai.people.access import person_of, public, roles
from balai.programmes.models import Edition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from balai.delivery.services.practice_devices import TakenNote
    from balai.people.access import SignedInRequest

MALFORMED = Refusal("request.malformed", gettext_lazy("This is not a list of notes of practice."))
MOST_MEASURED = Decimal(10) ** 7


def _words() -> dict[str, Any]:
    """What the script says; numbers and names are put in where the braces are."""
    return {
        **said_of_the_queue(),
        "count": gettext("{there} of {all} are signed off"),
        "everybody": gettext("All"),
        "not_briefed": gettext("No safety briefing"),
        "not_signed": gettext("Not signed off"),
        "briefed": gettext("Is briefed"),
        "sign": gettext("Sign"),
        "correct": gettext("Correct"),
        "critical": gettext("critical"),
        "hand_out": gettext("Hand out first: {things}."),
        "heading": gettext("Sign for {name}"),
        "saved": gettext("{name} is signed off."),
        "no_level": gettext("Choose the level of the whole."),
        "too_high": gettext("What was seen of the steps carries “{level}” at most."),
        "excused": gettext("Who did not work at the machine has observed. Choose “Observed”."),
        "no_reason": gettext("Say why what was signed is corrected."),
        "twice": gettext(
            "Somebody else has signed for the same person without seeing yours. Agree, and sign a correction."
        ),
        "malformed": gettext("The server could not read this."),
        "no_photo": gettext("This picture cannot be read."),
        "levels": {one.value: str(one.label) for one in Level},
    }


def _edition_for(request: SignedInRequest, code: str) -> Edition:
    """An edition in which the reader signs something; another is not there at all."""
    own = tasks_signed_by(request.grants).values("edition")
    found: Edition = get_object_or_404(Edition, code=code, pk__in=own)
    return found


@roles(*SIGNERS)
@require_safe
def page(request: SignedInRequest, code: str) -> HttpResponse:
    """The page that a device keeps: it names nobody, so that it may lie there."""
    edition = _edition_for(request, code)
    context = {
        "edition": edition,
        "refusal": may_take_practice(edition),
        "words": _words(),
        "levels": list(Level),
        "results": list(StepResult),
        "family": kept(FAMILY, FILES)["family"],
    }
    return render(request, "delivery/practice_tablet.html", context)


@roles(*SIGNERS)
@require_POST
def register(request: SignedInRequest, code: str) -> HttpResponse:
    """Give this browser an identity of its own, with which its owner signs."""
    edition = _edition_for(request, code)
    if refusal := may_take_practice(edition):
        return problem(409, refusal)
    return registered(request, edition)


@roles(*SIGNERS)
@require_safe
def bundle(request: SignedInRequest, code: str) -> HttpResponse:
    """What a device takes along; its owner is signed in, and sees no more by it than by pages."""
    edition = _edition_for(request, code)
    device = own_device(request, edition)
    if isinstance(device, Refusal):
        return problem(409, device)
    tasks = whole_tasks(tasks_signed_by(request.grants).filter(edition=edition))
    found = practice_bundle_for(device=device, tasks=tasks, person=person_of(request), at=clock.now())
    return JsonResponse(found, headers={"Cache-Control": "no-store"})


@csrf_exempt  # who hands in proves itself by a secret in a header, which no other site can send; no cookie counts
@public
@require_POST
def notes(request: HttpRequest) -> HttpResponse:
    """Take in what a device queued: its secret opens this, even after its owner's session has ended."""
    queue = queue_of(request, most=MOST_NOTES, malformed=MALFORMED)
    if not isinstance(queue, Queue):
        return queue
    readable: list[PracticeNote] = []
    answers: list[dict[str, Any]] = []
    for item in queue.items:
        try:
            readable.append(note_of(item))
        except (*UNREADABLE, InvalidOperation):
            answers.append({"nonce": nonce_of(item), "refused": "practice.malformed", "why": ""})
    taken = take_practice_notes(device=queue.device, notes=readable, offset=queue.offset, at=queue.at)
    return taken_answer([*answers, *map(_told, taken)], queue)


def _told(one: TakenNote) -> dict[str, Any]:
    if one.refused:
        return {"nonce": str(one.nonce), "refused": one.refused.code, "why": str(one.refused.message)}
    return {"nonce": str(one.nonce), "is_new": one.is_new, "is_twice": one.is_twice}


def note_of(item: Mapping[str, Any]) -> PracticeNote:
    """One note as it was sent.

    Raises:
        ValueError, KeyError, TypeError, AttributeError, InvalidOperation: it cannot be read.
    """
    nonce, noted_at, kind = UUID(item["nonce"]), moment_of(item["noted_at"]), item["kind"]
    if kind == "photo":
        photo = base64.b64decode(item["jpeg"], validate=True)
        return PracticeNote(nonce=nonce, noted_at=noted_at, photo=photo, sign_off=UUID(item["sign_off"]))
    if kind not in {"briefing", "sign_off"}:
        raise ValueError("not what a device notes")
    return PracticeNote(
        nonce=nonce,
        noted_at=noted_at,
        task=UUID(item["task"]),
        participant=UUID(item["participant"]),
        entry=_entry(item, nonce, noted_at) if kind == "sign_off" else None,
        corrects=UUID(item["corrects"]) if item.get("corrects") else UNNAMED,
    )


def _entry(item: Mapping[str, Any], nonce: UUID, noted_at: Any) -> Entry:
    measured = Decimal(str(item["measured"])) if item.get("measured") not in {None, ""} else None
    if measured is not None:
        if not measured.is_finite() or abs(measured) >= MOST_MEASURED:
            raise ValueError("not what is measured")
        measured = round(measured, 3)
    return Entry(
        nonce=nonce,
        level=Level(item["level"]),
        results={int(number): str(result) for number, result in item["results"].items()},
        minutes=_whole(item["minutes"]),
        attempts=_whole(item["attempts"]),
        is_excused=item.get("is_excused") is True,
        measured=measured,
        note=_line(item.get("note", ""), 500),
        why=_line(item.get("why", ""), 300),
        signed_at=noted_at,
        supervisor=item.get("drawn_by_supervisor"),
        participant=item.get("drawn_by_participant"),
    )


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value


def _line(value: object, most: int) -> str:
    if not isinstance(value, str) or "\0" in value or len(value) > most:
        raise ValueError("not a line of text")
    return value
