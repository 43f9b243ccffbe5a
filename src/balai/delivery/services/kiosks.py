"""Screens at the door: opening one, and participants who say by its code that they are there."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext

from balai.audit.services import record
from balai.delivery.enums import Mark, Method
from balai.delivery.models import Kiosk, Presence
from balai.delivery.queries.presence import participations_of, screens_open
from balai.delivery.rules.kiosk import as_letters, may_open_screen, shown_on
from balai.delivery.rules.presence import may_change_presence
from balai.delivery.services.scanning import Given, take_scans
from balai.delivery.services.terms import terms_of
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.ui import wording

if TYPE_CHECKING:
    from datetime import datetime

    from balai.people.models import Person
    from balai.selection.models import Participant
    from balai.timetable.models import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """A screen of which a participant brings the code that counts.

    Attributes:
        window: the half minute of the code.
    """

    kiosk: Kiosk
    participant: Participant
    window: int


@transaction.atomic
def open_screen(*, slot: Slot, actor: Person, at: datetime) -> Kiosk:
    """Open a screen at the door of a session; it closes by itself when codes are no longer taken.

    Raises:
        RuleViolationError: ``presence.over``, ``kiosk.too_early``, ``kiosk.too_late``.
    """
    terms = terms_of(slot.timetable.edition)
    enforce(may_change_presence(slot.timetable.edition))
    enforce(may_open_screen(slot, terms, at=at))
    kiosk = Kiosk.objects.create(
        session=slot.session,
        secret=secrets.token_hex(32),
        opened_at=at,
        opened_by=actor.reference,
        closes_at=slot.ends_at + timedelta(minutes=terms.closes_after),
    )
    record(
        actor=actor.reference,
        action="kiosk.opened",
        subject=kiosk.reference,
        at=at,
        detail={"session": f"session:{slot.session_id}"},
    )
    return kiosk


def entrance_of(*, person: Person, typed: str, at: datetime) -> Entrance:
    """The screen whose code somebody brings, of a session of a programme in which they take part.

    Raises:
        RuleViolationError: ``kiosk.not_yours``, ``kiosk.code_old``, ``kiosk.code_unknown``.
    """
    own = {one.edition_id: one for one in participations_of(person, at=at)}
    if not own:
        raise RuleViolationError(
            Refusal("kiosk.not_yours", gettext("Only participants of the programme check in here."))
        )
    letters = as_letters(typed)
    for kiosk in screens_open(*own, at=at):
        shown = shown_on(kiosk.secret, letters, at=at)
        if shown is None:
            continue
        if at >= shown.until:
            ended = wording.clock(shown.until.astimezone(ZoneInfo(kiosk.session.edition.time_zone)))
            message = gettext(
                "This code ended at %(time)s; each lasts half a minute. Scan the code that is on the screen now."
            )
            raise RuleViolationError(Refusal("kiosk.code_old", message % {"time": ended}))
        return Entrance(kiosk=kiosk, participant=own[kiosk.session.edition_id], window=shown.window)
    raise RuleViolationError(
        Refusal(
            "kiosk.code_unknown",
            gettext(
                "No screen of your programme shows this code. Scan again, or read the letters once more; if it "
                "still fails, tell the coordinator."
            ),
        )
    )


@transaction.atomic
def check_in(*, person: Person, typed: str, at: datetime) -> Presence | None:
    """Note by the code of a screen that a participant is there, now; the same code again changes nothing.

    Raises:
        RuleViolationError: ``presence.over``, or as of :func:`entrance_of`.
    """
    entrance = entrance_of(person=person, typed=typed, at=at)
    session, participant = entrance.kiosk.session, entrance.participant
    enforce(may_change_presence(session.edition))
    given = Given(
        nonce=uuid5(entrance.kiosk.pk, f"{participant.pk} {entrance.window}"),
        mark=Mark.IN,
        method=Method.KIOSK,
        noted_at=at,
        session=session.pk,
        participant=participant.pk,
    )
    take_scans(edition=participant.edition_id, given=[given], actor=person.reference, at=at)
    return Presence.objects.filter(session=session, participant=participant).first()
