"""What the pages of devices share: their files and words, who a device is, and what it queued."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.utils.translation import gettext, gettext_lazy

from balai.delivery.services.devices import device_with, register_device
from balai.kernel import clock
from balai.kernel.problems import problem
from balai.kernel.refusal import Refusal
from balai.people.access import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from balai.delivery.models import Device
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

FAMILY = "balai-tablet"
FILES = (
    "delivery/delivery.css",
    "delivery/vault.js",
    "delivery/device.js",
    "delivery/tablet.js",
    "delivery/practice.css",
    "delivery/sign.js",
    "delivery/practice-tablet.js",
    "ui/vendor/jsqr.js",
)
UNKNOWN_DEVICE = Refusal("device.unknown", gettext_lazy("No device is registered with this secret."))
UNREADABLE = (ValueError, KeyError, TypeError, OverflowError, AttributeError)
"""What is raised where a device sent something else than its script does."""


def said_of_the_queue() -> dict[str, Any]:
    """What each script says of its queue; the number is put in where the braces are."""
    return {
        "handed_in": gettext("Everything is handed in."),
        "waiting": gettext("{number} notes are kept on this device and are being handed in."),
        "offline": gettext("No network. This list works without it."),
        "offline_waiting": gettext(
            "No network. {number} notes are kept on this device and go out by themselves."
        ),
        "trouble": gettext("The server could not do this. Try again."),
    }


def registered(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """Register the browser under the name it was given; its secret is told this once."""
    name = request.POST.get("name", "").strip()
    if not name:
        return problem(
            422, Refusal("device.nameless", gettext("Give the device a name, so that others know it."))
        )
    device, secret = register_device(edition=edition, name=name, person=person_of(request), at=clock.now())
    return JsonResponse({"id": str(device.pk), "secret": secret}, headers={"Cache-Control": "no-store"})


def own_device(request: SignedInRequest, edition: Edition) -> Device | Refusal:
    """The device that asks what it may take along: registered here, by who is signed in, and not ended."""
    device = device_of(request)
    if device is None or device.edition_id != edition.pk or device.person_id != person_of(request).pk:
        return UNKNOWN_DEVICE
    if device.is_ended:
        return Refusal("device.ended", gettext("This device was ended. Register it again."))
    return device


def device_of(request: HttpRequest) -> Device | None:
    """The device that proves itself by the secret in the header."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return device_with(secret) if kind == "Device" and secret else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What a device hands in.

    Attributes:
        device: which.
        items: as they were sent, none read yet.
        offset: how far the device's clock was behind ours.
        at: the moment it was handed in.
    """

    device: Device
    items: list[Any]
    offset: timedelta
    at: datetime


def queue_of(request: HttpRequest, *, most: int, malformed: Refusal) -> Queue | HttpResponse:
    """What a device queued, or why it is not taken: its secret opens this, even after its owner's session.

    Args:
        request: the body is ``{"items": [...], "device_now": moment}``.
        most: items at once.
        malformed: what to answer to something else.
    """
    at = clock.now()
    device = device_of(request)
    if device is None:
        return problem(401, UNKNOWN_DEVICE)
    try:
        sent = json.loads(request.body)
        items = list(sent["items"][: most + 1])
        offset = at - moment_of(sent["device_now"])
    except UNREADABLE:
        return problem(400, malformed)
    if len(items) > most:
        return problem(400, malformed)
    return Queue(device=device, items=items, offset=offset, at=at)


def taken_answer(told: list[dict[str, Any]], queue: Queue) -> HttpResponse:
    """What became of each item, and how far the device's clock is off."""
    return JsonResponse(
        {"taken": told, "offset_ms": round(queue.offset / timedelta(milliseconds=1))},
        headers={"Cache-Control": "no-store"},
    )


def nonce_of(item: object) -> object:
    """By what the device knows an item that cannot be read; None if there is nothing."""
    return item.get("nonce") if isinstance(item, dict) else None


def moment_of(text: str) -> datetime:
    """A moment of a device's clock, with its zone.

    Raises:
        ValueError: it is none, or of another century.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 2000 <= moment.year < 2200:
        raise ValueError(f"{text} is no moment")
    return moment
