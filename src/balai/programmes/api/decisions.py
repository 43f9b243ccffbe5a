"""What is decided about an edition, over the API."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from ninja import Schema

from balai.kernel.bodies import Word
from balai.people.authentication import Caller
from balai.programmes.api.common import DECIDE, Day, ReasonIn, by, decided_by, reasoned, router
from balai.programmes.api.editions import WholeEditionOut
from balai.programmes.documents.booklet import typeset
from balai.programmes.enums import EditionStatus, Mode
from balai.programmes.models import Edition
from balai.programmes.services import life


class MoveOnIn(Schema):
    """The stage to go on to."""

    to: EditionStatus


class NewDaysIn(ReasonIn):
    """All four new days, and why."""

    starts_on: Day
    ends_on: Day
    arrives_on: Day
    departs_on: Day


class ConvertIn(ReasonIn):
    """In which way it is held, and why."""

    mode: Mode


STEPS = frozenset(
    {
        EditionStatus.SELECTION,
        EditionStatus.PREPARATION,
        EditionStatus.RUNNING,
        EditionStatus.CLOSED,
        EditionStatus.REPORTED,
        EditionStatus.EVALUATED,
    }
)


@router.post("editions/{code}/approve", response=WholeEditionOut, operation_id="approve_edition", **DECIDE)
def approve_edition(request: Caller, code: Word) -> Edition:
    """Approve an idea that has a host, a mandate and its days."""
    return life.approve_edition(edition=decided_by(request, code), **by(request))


@router.post("editions/{code}/call", response=WholeEditionOut, operation_id="open_call", **DECIDE)
def open_call(request: Caller, code: Word) -> Edition:
    """Open the call: the booklet is frozen, and everybody concerned is told until when to nominate."""
    return life.open_call(edition=decided_by(request, code), typeset=typeset, **by(request))


@router.post("editions/{code}/move-on", response=WholeEditionOut, operation_id="move_edition_on", **DECIDE)
def move_edition_on(request: Caller, code: Word, given: MoveOnIn) -> Edition:
    """Go on to a stage: selection, preparation, running, closed, reported or evaluated."""
    edition = decided_by(request, code)
    if given.to not in STEPS:
        raise ValidationError({"to": gettext("This has a deed of its own.")})
    return life.move_on(edition=edition, to=given.to, **by(request))


@router.post("editions/{code}/move", response=WholeEditionOut, operation_id="move_edition", **DECIDE)
def move_edition(request: Caller, code: Word, given: NewDaysIn) -> Edition:
    """Move an edition to other days after its call; everybody concerned is told."""
    edition = decided_by(request, code)
    return life.move_edition(edition=edition, typeset=typeset, **reasoned(given), **by(request))


@router.post("editions/{code}/postpone", response=WholeEditionOut, operation_id="postpone_edition", **DECIDE)
def postpone_edition(request: Caller, code: Word, given: ReasonIn) -> Edition:
    """Postpone an edition to days that are not known yet; everybody concerned is told."""
    return life.postpone_edition(edition=decided_by(request, code), **reasoned(given), **by(request))


@router.post("editions/{code}/resume", response=WholeEditionOut, operation_id="resume_edition", **DECIDE)
def resume_edition(request: Caller, code: Word, given: NewDaysIn) -> Edition:
    """Take a postponed edition up again on new days; everybody concerned is told."""
    edition = decided_by(request, code)
    return life.resume_edition(edition=edition, typeset=typeset, **reasoned(given), **by(request))


@router.post("editions/{code}/convert", response=WholeEditionOut, operation_id="convert_edition", **DECIDE)
def convert_edition(request: Caller, code: Word, given: ConvertIn) -> Edition:
    """Hold an edition in another way, in person or online; everybody concerned is told."""
    edition = decided_by(request, code)
    return life.convert_edition(edition=edition, typeset=typeset, **reasoned(given), **by(request))


@router.post("editions/{code}/cancel", response=WholeEditionOut, operation_id="cancel_edition", **DECIDE)
def cancel_edition(request: Caller, code: Word, given: ReasonIn) -> Edition:
    """Cancel an edition for good; everybody concerned is told."""
    return life.cancel_edition(edition=decided_by(request, code), **reasoned(given), **by(request))
