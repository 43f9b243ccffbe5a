"""Giving a plan to a successor, who leaves or takes it over by a link."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext, override

from balai.audit.services import record
from balai.correspondence.services.writing import send
from balai.engine.documents.words import date_text, language_for
from balai.followup.enums import Voice
from balai.followup.models import FollowUpLink, HandOver
from balai.followup.queries.tracking import hand_over_of
from balai.followup.rules.handing import may_answer_hand_over, may_hand_over
from balai.followup.services.asking import hashed
from balai.followup.services.planning import address_of, locked, own_addresses, person_of
from balai.kernel.references import SYSTEM
from balai.kernel.refusal import enforce
from balai.office.addresses import link_to
from balai.programmes.services.telling import edition_in

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from balai.followup.models import Plan

OFFERED, ANSWERED = "hand_over.offered", "hand_over.answered"
GOOD_FOR = dt.timedelta(days=30)
A_DAY = dt.timedelta(days=1)


@transaction.atomic
def name_successor(  # noqa: PLR0913 -- each is named where it is called
    *,
    plan_id: UUID,
    name: str,
    email: str,
    title: str = "",
    because: str = "",
    actor: str,
    at: datetime,
) -> HandOver:
    """Offer a plan to a successor by letter; whoever was named before and has not answered is named no more.

    Raises:
        RuleViolationError: ``plan.not_submitted``, ``hand_over.taken``, ``hand_over.own_address`` or
            ``hand_over.too_often``.
    """
    plan = locked(plan_id)
    lately = HandOver.objects.filter(plan=plan, asked_at__gt=at - A_DAY).count()
    enforce(
        may_hand_over(
            plan,
            hand_over_of(plan),
            to=email,
            own_addresses=own_addresses(plan),
            offered_lately=lately,
        )
    )
    _put_away(plan, at=at)
    secret = secrets.token_urlsafe(32)
    made = HandOver.objects.create(
        plan=plan,
        name=name,
        title=title,
        email=email,
        because=because,
        secret_hash=hashed(secret),
        asked_at=at,
        asked_by=actor,
        expires_at=at + GOOD_FOR,
    )
    language = language_for(person_of(plan).language)
    send(
        letter=OFFERED,
        to=email,
        language=language,
        context={
            "name": name,
            "participant": plan.participant.name,
            "edition": edition_in(plan.participant.edition, language),
            "title": plan.title,
            "because": because or "–",
            "until": date_text(made.expires_at.date(), language),
            "link": link_to(reverse("followup:take_over", args=[secret])),
        },
        subject_reference=plan.reference,
        actor=actor,
        at=at,
        mentions=plan.participant.with_whom(name, email),
    )
    record(actor=actor, action="plan.successor_named", subject=plan.reference, at=at)
    return made


def _put_away(plan: Plan, *, at: datetime) -> None:
    """End what was offered or taken over; the successor is asked nothing more."""
    HandOver.objects.filter(plan=plan, put_away_at=None).update(put_away_at=at)
    FollowUpLink.objects.filter(plan=plan, voice=Voice.SUCCESSOR, put_away_at=None).update(put_away_at=at)


@transaction.atomic
def end_hand_over(*, plan_id: UUID, actor: str, at: datetime) -> None:
    """Take a plan back from the successor; what they told of it stays.

    Nothing happens where none is named.
    """
    plan = locked(plan_id)
    if hand_over_of(plan) is None:
        return
    _put_away(plan, at=at)
    record(actor=actor, action="plan.hand_over_ended", subject=plan.reference, at=at)


def hand_over_for(secret: str) -> HandOver | None:
    """The offer that a link's secret opens, whether or not it is still good."""
    wanted = hashed(secret)
    found = (
        HandOver.objects.select_related("plan__participant__edition", "plan__participant__country")
        .filter(secret_hash=wanted)
        .first()
    )
    return found if found is not None and constant_time_compare(found.secret_hash, wanted) else None


@transaction.atomic
def answer_hand_over(*, secret: str, accepts: bool, signed_name: str, at: datetime) -> HandOver:
    """Take a plan over, or leave it with its author, who is told.

    Raises:
        RuleViolationError: ``hand_over.unknown``, ``hand_over.expired`` or ``hand_over.answered``.
    """
    known = hand_over_for(secret)
    enforce(may_answer_hand_over(known, at=at))
    assert known is not None  # noqa: S101 -- the rule has refused None
    plan = locked(known.plan_id)  # before the offer, as everywhere
    made = HandOver.objects.select_for_update(of=("self",)).select_related("plan").get(pk=known.pk)
    enforce(may_answer_hand_over(made, at=at))
    made.answered_at, made.is_accepted, made.signed_name = at, accepts, signed_name
    made.put_away_at = None if accepts else at
    made.save()
    record(
        actor=SYSTEM,
        action="plan.hand_over_answered",
        subject=plan.reference,
        at=at,
        detail={"accepts": accepts},
    )
    person = person_of(plan)
    language = language_for(person.language)
    with override(language):
        answer = gettext("goes on with your plan") if accepts else gettext("cannot take your plan over")
    send(
        letter=ANSWERED,
        to=person,
        language=language,
        context={
            "name": plan.participant.name,
            "successor": made.name,
            "answer": answer,
            "edition": edition_in(plan.participant.edition, language),
            "link": link_to(address_of(plan)),
        },
        subject_reference=plan.reference,
        at=at,
    )
    return made
