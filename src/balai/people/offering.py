"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel import gathering
from balai.kernel.restricted import purposes, sealed_things
from balai.people import gathering as own
from balai.people.bundle import register_parts
from balai.people.exports import register_records
from balai.people.registries import erasers, sealed
from balai.people.rules import may_read_people
from balai.people.services.copying import OwnSealed
from balai.people.services.erasing import OwnEraser
from balai.ui.navigation import Area, Link, register, whoever_signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest


def offer() -> None:
    """Enter it in the registries."""
    register_parts()
    register_records()
    erasers.register("people", OwnEraser())
    sealed.register("people", OwnSealed())
    sealed_things.register("person_copy.file", _("The copy of what is kept about the person"))
    purposes.register("own_copy", _("for the person’s own copy"))
    purposes.register("rights_request", _("to answer a request about personal data"))
    gathering.search.register("people", own.PersonSearch())
    gathering.tasks.register("people.invitations", own.unanswered_invitations)
    gathering.tasks.register("people.rights", own.waiting_requests)
    gathering.tasks.register("people.breaches", own.open_breaches)
    gathering.tasks.register("people.second_factors", own.missing_second_factors)
    register(
        Link(
            area=Area.TASKS,
            label=_("People"),
            view="people:index",
            order=80,
            is_for=reads_people,
        )
    )
    register(
        Link(
            area=Area.PERSON,
            label=_("My account"),
            view="people:me",
            order=10,
            is_for=whoever_signed_in,
        )
    )


def reads_people(request: HttpRequest) -> bool:
    """Whether the reader administers people, or audits."""
    return may_read_people(getattr(request, "grants", ())) is None
