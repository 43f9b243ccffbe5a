"""What this room puts before a participant on My programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from balai.delivery.models import SignOff
from balai.delivery.queries.practice import counting, tasks_of
from balai.delivery.queries.presence import screens_open
from balai.delivery.registries import OwnCard
from balai.delivery.rules.feedback import open_to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from balai.selection.models import Participant


def screen_card(participant: Participant, *, at: datetime) -> Sequence[OwnCard]:
    """The way to type the letters of a screen, while one is open at a session of the programme."""
    if not screens_open(participant.edition_id, at=at).exists():
        return ()
    line = gettext("Scan the code of the screen at the door, or type it")
    return (OwnCard(title=gettext("I am here"), line=line, url=reverse("delivery:here"), is_due=True),)


def practice_card(participant: Participant, *, at: datetime) -> Sequence[OwnCard]:
    """How many of an edition's tasks were signed off for somebody; nothing where it has none."""
    tasks = tasks_of(participant.edition_id).count()
    if not tasks:
        return ()
    done = counting(SignOff.objects.filter(participant=participant)).count()
    line = gettext("%(done)d of %(all)d tasks are signed") % {"done": done, "all": tasks}
    return (OwnCard(title=gettext("Practice passport"), line=line, url=reverse("delivery:passport")),)


def feedback_card(participant: Participant, *, at: datetime) -> Sequence[OwnCard]:
    """How many questionnaires wait for somebody; nothing where none does."""
    number = len(open_to(participant, at=at))
    if not number:
        return ()
    line = ngettext("%(number)d wants your answer", "%(number)d want your answer", number) % {
        "number": number
    }
    return (
        OwnCard(title=gettext("Say how it was"), line=line, url=reverse("delivery:feedback"), is_due=True),
    )
