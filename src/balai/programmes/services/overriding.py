"""Answering for a light with one's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.programmes.models import Edition, LightOverride
from balai.programmes.queries.life import with_life
from balai.programmes.registries import lights
from balai.programmes.rules.moves import may_change

if TYPE_CHECKING:
    from datetime import datetime

    from balai.people.models import Person


@transaction.atomic
def answer_for_light(
    *, edition: Edition, light: str, reason: str, person: Person, at: datetime
) -> LightOverride:
    """Let an edition go on although a light is not green; who does so is named on the board.

    Raises:
        RuleViolationError: ``light.unknown``, ``…green``, ``…answered_for`` or ``edition.cancelled``.
    """
    enforce(may_change(edition))
    if light not in lights:
        raise RuleViolationError(Refusal("light.unknown", _("There is no such light.")))
    looked_at = with_life(Edition.objects.all()).get(pk=edition.pk)
    if lights[light].source(looked_at, at=at).is_green:
        raise RuleViolationError(
            Refusal("light.green", _("This light is green. There is nothing to answer for."))
        )
    if LightOverride.objects.select_for_update().filter(edition=edition, light=light).exists():
        raise RuleViolationError(Refusal("light.answered_for", _("Somebody answers for this already.")))
    answered = LightOverride.objects.create(edition=edition, light=light, person=person, reason=reason, at=at)
    record(
        actor=person.reference,
        action="edition.light_answered_for",
        subject=edition.reference,
        at=at,
        detail={"light": light},
    )
    return answered


@transaction.atomic
def withdraw_answer(*, edition: Edition, light: str, actor: str, at: datetime) -> None:
    """Take back what somebody answered for; the light counts again."""
    gone, _kinds = LightOverride.objects.filter(edition=edition, light=light).delete()
    if gone:
        record(
            actor=actor,
            action="edition.light_answer_withdrawn",
            subject=edition.reference,
            at=at,
            detail={"light": light},
        )
