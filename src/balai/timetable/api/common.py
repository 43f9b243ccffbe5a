"""What operations of this room have in common: which edition and version is asked for, and who asks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from django.shortcuts import get_object_or_404
from ninja import Field, Schema
from ninja.errors import HttpError
from pydantic import StringConstraints

from balai.kernel.bodies import Tongue
from balai.kernel.refusal import enforce
from balai.people.authentication import needs
from balai.people.enums import TokenScope
from balai.programmes.rules import readable_editions
from balai.timetable.models import Timetable
from balai.timetable.rules.planning import KEEPERS, READERS, may_keep_timetable

if TYPE_CHECKING:
    from balai.engine.timetabling.result import Placement
    from balai.people.authentication import Caller
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.timetable.services.hours import Axis

READ = needs(TokenScope.TIMETABLES_READ, *READERS)
KEEP = needs(TokenScope.TIMETABLES_WRITE, *KEEPERS)

Told = Annotated[str, StringConstraints(pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
Why = Annotated[dict[Tongue, Annotated[Told, Field(max_length=200)]], Field(min_length=1)]
"""What is in the way of the timetable, by language; it stands in the letters."""
WhyItChanges = Annotated[dict[Tongue, Annotated[Told, Field(max_length=300)]], Field(min_length=1)]
"""The same of a version that is published, where there is more to say."""
Version = Annotated[int, Field(ge=1, le=32_767)]


class WhereOut(Schema):
    """Where a session is held: from when, and in which room as `site.room`; none where it has no place."""

    begins_at: datetime
    room: str | None


def place_out(placed: Placement, axis: Axis) -> WhereOut:
    """What the engine counts in minutes, as a moment."""
    return WhereOut(begins_at=axis.moment(placed.begins), room=placed.room)


def edition_asked(request: Caller, code: str, *, keeps: bool = False) -> Edition:
    """The edition of an address, for those who see its drafts; another is not there at all (404).

    Raises:
        RuleViolationError: the caller reads it and does not keep it.
    """
    edition = get_object_or_404(readable_editions(request.grants, READERS), code=code)
    if keeps:
        enforce(may_keep_timetable(request.grants, edition))
    return edition


def timetable_asked(request: Caller, code: str, version: int, *, keeps: bool = False) -> Timetable:
    """A version of an edition, without the problem that it was planned from."""
    found: Timetable = get_object_or_404(
        Timetable.objects.select_related("edition").defer("problem"),
        edition=edition_asked(request, code, keeps=keeps),
        version=version,
    )
    return found


def person_asking(request: Caller) -> Person:
    """The caller, as the one record that is kept of several; a program is nobody (403)."""
    person = request.auth.person
    if person is None:
        raise HttpError(403, "A program has no sessions, and plans in nobody's name.")
    return person.merged_into or person
