"""The device of a coordinator: its page without names, registering it, what it takes and hands in."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from balai.delivery.enums import Mark, Method, PresenceState
from balai.delivery.queries.presence import slots_seen_by
from balai.delivery.rules.presence import NOTERS, may_register_device
from balai.delivery.services.devices import bundle_for
from balai.delivery.services.scanning import MOST, Given, keep_unread, take_scans
from balai.delivery.views.common import edition_for, slots_for
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
from balai.delivery.views.keeping import kept, worker_answer
from balai.kernel import clock
from balai.kernel.problems import problem
from balai.kernel.refusal import Refusal
from balai.people.access import person_of, public, roles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

STATES = (PresenceState.PRESENT, PresenceState.LATE, PresenceState.EXCUSED, PresenceState.ABSENT)
"""What is ticked by hand; early leavers are read out, and online comes from the office."""
FROM_DEVICES = frozenset({Method.SCAN, Method.MANUAL, Method.PAPER})
MALFORMED = Refusal("request.malformed", gettext_lazy("This is not a list of scans."))


def _words() -> dict[str, Any]:
    """What the script says; numbers and names are put in where the braces are."""
    return {
        **said_of_the_queue(),
        "conflicts": gettext("Handed in. {number} of them somebody has to look at."),
        "count": gettext("{there} of {all} are there"),
        "not_noted": gettext("Not noted"),
        "camera": gettext("Read codes with the camera"),
        "camera_off": gettext("Put the camera away"),
        "no_camera": gettext("There is no camera, or it may not be used. Type the six digits instead."),
        "unknown": gettext("Nobody here has this code. It is kept, and looked at later."),
        "foreign": gettext("This is not a check-in code. It is kept, and looked at later."),
        "other_group": gettext("{name} is noted, but is not expected at this session."),
        "came": gettext("{name} is noted as there"),
        "went": gettext("{name} is noted as gone"),
        "paper": gettext("A row of a paper sheet is noted"),
        "states": {state.value: str(state.label) for state in PresenceState},
    }


def _is_host(request: SignedInRequest, edition: Edition) -> bool:
    return slots_seen_by(request.grants, edition, is_whole=False).exists()


@roles(*NOTERS)
@require_safe
def tablet(request: SignedInRequest, code: str) -> HttpResponse:
    """The page that a device keeps: it names nobody, so that it may lie there."""
    edition = edition_for(request, code)
    refusal = may_register_device(request.grants, edition, is_host=_is_host(request, edition))
    context = {
        "edition": edition,
        "refusal": refusal,
        "words": _words(),
        "states": STATES,
        "family": kept(FAMILY, FILES)["family"],
    }
    return render(request, "delivery/tablet.html", context)


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the tablet's pages; it holds nothing of anybody."""
    return worker_answer(FAMILY, FILES)


@roles(*NOTERS)
@require_POST
def register(request: SignedInRequest, code: str) -> HttpResponse:
    """Give this browser an identity of its own."""
    edition = edition_for(request, code)
    refusal = may_register_device(request.grants, edition, is_host=_is_host(request, edition))
    if refusal is not None:
        return problem(409, refusal)
    return registered(request, edition)


@roles(*NOTERS)
@require_safe
def bundle(request: SignedInRequest, code: str) -> HttpResponse:
    """What a device takes along; its owner is signed in, and sees no more by it than by pages."""
    edition = edition_for(request, code)
    device = own_device(request, edition)
    if isinstance(device, Refusal):
        return problem(409, device)
    slots = [
        slot
        for slot in slots_for(request, edition)
        if slot.ends_at > clock.now() - timedelta(days=2)  # what is long over needs no names on a tablet
    ]
    found = bundle_for(device=device, slots=slots, person=person_of(request), at=clock.now())
    return JsonResponse(found, headers={"Cache-Control": "no-store"})


@csrf_exempt  # who hands in proves itself by a secret in a header, which no other site can send; no cookie counts
@public
@require_POST
def scans(request: HttpRequest) -> HttpResponse:
    """Take in what a device queued: its secret opens this, even after its owner's session has ended."""
    queue = queue_of(request, most=MOST, malformed=MALFORMED)
    if not isinstance(queue, Queue):
        return queue
    readable: list[Given] = []
    unread: list[str] = []
    answers: list[dict[str, Any]] = []
    for item in queue.items:
        try:
            readable.append(_given(item))
        except UNREADABLE:
            answers.append({"nonce": nonce_of(item), "refused": "scan.malformed"})
            unread.append(json.dumps(item))
    if unread:
        keep_unread(device=queue.device, said=unread, at=queue.at)
    taken = take_scans(
        edition=queue.device.edition_id,
        given=readable,
        actor=queue.device.person.reference,
        at=queue.at,
        device=queue.device,
        offset=queue.offset,
    )
    answers += [
        {"nonce": str(one.nonce), "is_new": one.is_new, "conflicts": list(one.conflicts)} for one in taken
    ]
    return taken_answer(answers, queue)


def _given(item: Mapping[str, Any]) -> Given:
    """One scan as it was sent.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it cannot be read.
    """
    method = Method(item["method"])
    code = item.get("code", "")
    participant = item.get("participant")
    if method not in FROM_DEVICES or not isinstance(code, str) or "\0" in code or not (code or participant):
        raise ValueError("not what a device notes")
    mark = Mark(item["mark"])
    if mark in {Mark.CLEARED, Mark.UNREAD}:
        raise ValueError("only the office takes back, and only the server says what it cannot read")
    return Given(
        nonce=UUID(item["nonce"]),
        mark=mark,
        method=method,
        noted_at=moment_of(item["noted_at"]),
        session=UUID(item["session"]) if item.get("session") else None,
        participant=UUID(participant) if participant else None,
        code=code[:100],
    )
