"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.alumni.adapters import rights
from balai.alumni.adapters.letters import LETTERS
from balai.alumni.gathering import waiting
from balai.alumni.rules.access import INVITERS, is_of_office
from balai.alumni.services.sample import life_of_alumni
from balai.correspondence.registries import letter_kinds
from balai.kernel import gathering
from balai.kernel.sample import Chapter, chapters
from balai.people.access import whoever_holds
from balai.people.enums import Role
from balai.people.registries import erasers, held, retention
from balai.ui.navigation import Area, Link, register

if TYPE_CHECKING:
    from django.http import HttpRequest

_takes_or_took_part = whoever_holds({Role.PARTICIPANT, Role.ALUMNUS})
_invites = whoever_holds(INVITERS)


def offer() -> None:
    """Enter it in the registries."""
    for code, kind in LETTERS.items():
        letter_kinds.register(code, kind)
    chapters.register("alumni", Chapter(order=55, stages=life_of_alumni))
    gathering.tasks.register("alumni", waiting)
    erasers.register("alumni", rights.AlumniEraser())
    for name, kept in rights.RETENTION.items():
        retention.register(name, kept)
    for name, rows in rights.HELD.items():
        held.register(name, rows)
    register(Link(area=Area.PERSON, order=28, view="alumni:mine", label=_("Alumni"), is_for=took_part))
    register(
        Link(
            area=Area.PERSON,
            order=28,
            view="alumni:office",
            label=_("Alumni"),
            is_for=keeps_alumni,
        )
    )


def took_part(request: HttpRequest) -> bool:
    """Whether the reader takes or took part in a programme, and is not of the office."""
    return _takes_or_took_part(request) and not keeps_alumni(request)


def keeps_alumni(request: HttpRequest) -> bool:
    """Whether the reader is of the office, or invites alumni to an edition."""
    return is_of_office(getattr(request, "grants", ())) or _invites(request)
