"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.correspondence.adapters.letters import ACCOUNT_LETTERS
from balai.correspondence.adapters.rights import (
    RIGHTS_LETTERS,
    LetterEraser,
    due_requests,
    tell_answered,
    tell_received,
)
from balai.correspondence.gathering import LetterSearch, letters_to_decide
from balai.correspondence.queries import letters_needing_the_office, letters_to_any
from balai.correspondence.registries import letter_kinds, reminder_sources
from balai.correspondence.rules import may_open_mailbox, may_read_register
from balai.kernel import gathering
from balai.people.registries import Rows, erasers, held
from balai.people.signals import request_answered, request_received
from balai.ui.navigation import Area, Link, register

if TYPE_CHECKING:
    from django.http import HttpRequest


def offer() -> None:
    """Enter it in the registries, and hear of requests about personal data."""
    held.register(
        "letters",
        Rows(
            label=_("Letters to you"),
            rows=letters_to_any,
            fields=[
                "kind",
                "language",
                "recipient_address",
                "subject",
                "text",
                "written_at",
                "state",
                "read_at",
            ],
            view="correspondence:own",
        ),
    )
    erasers.register("letters", LetterEraser())
    reminder_sources.register("people.rights", due_requests)
    request_received.connect(tell_received)
    request_answered.connect(tell_answered)
    for code, kind in RIGHTS_LETTERS.items():
        letter_kinds.register(code, kind)
    for code, kind in ACCOUNT_LETTERS.items():
        letter_kinds.register(code, kind)
    gathering.search.register("letters", LetterSearch())
    gathering.tasks.register("correspondence.letters", letters_to_decide)
    register(
        Link(
            area=Area.TASKS,
            order=70,
            view="correspondence:register",
            label=_("Letters"),
            is_for=reads_register,
            count=waiting_for_the_office,
        )
    )
    register(
        Link(
            area=Area.PERSON,
            order=20,
            view="correspondence:own",
            label=_("My letters"),
            is_for=is_somebody,
        )
    )
    register(
        Link(
            area=Area.PERSON,
            order=70,
            view="correspondence:mailbox",
            label=_("Mailbox"),
            is_for=opens_mailbox,
        )
    )


def reads_register(request: HttpRequest) -> bool:
    """Whether the reader is of the office, or audits it."""
    return may_read_register(getattr(request, "grants", ())) is None


def waiting_for_the_office(request: HttpRequest) -> int | None:
    """How many letters came back or were perhaps sent; nothing when all is well."""
    return letters_needing_the_office().count() or None


def is_somebody(request: HttpRequest) -> bool:
    """Whether letters can have been written to the reader."""
    return getattr(request.user, "person_id", None) is not None


def opens_mailbox(request: HttpRequest) -> bool:
    """Whether the reader may see the mails of an installation from which none leaves."""
    return request.user.is_authenticated and may_open_mailbox(getattr(request, "grants", ())) is None
