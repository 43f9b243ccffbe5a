"""Asking those without an account how a plan goes: supervisors and successors, by a link for each time.

One job does it each hour. Whom to ask, to ask anew or to leave is decided by
:func:`~balai.followup.rules.tracking.link_move` from what stands in the tables; asked twice, nothing happens.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from balai.audit.services import record
from balai.correspondence.enums import ReminderMove
from balai.correspondence.services.writing import send
from balai.engine.documents.words import date_text, language_for
from balai.followup.enums import Months, Voice
from balai.followup.models import FollowUpLink
from balai.followup.models.times import ASKED_UNTIL, DAYS, OPENS_BEFORE, day_in, waves_of
from balai.followup.queries.tracking import answers_of, holders_of, links_of, plans_to_follow
from balai.followup.rules.tracking import WantedLink, link_move, may_open_link, wanted_times
from balai.followup.services.asking import hashed
from balai.followup.services.planning import locked
from balai.followup.services.tracking import report
from balai.kernel.references import SYSTEM
from balai.kernel.refusal import enforce
from balai.office.addresses import link_to
from balai.programmes.services.telling import edition_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from balai.followup.models import FollowUp, HandOver, Plan
    from balai.followup.models.times import Wave
    from balai.followup.services.tracking import Said

REQUEST, TO_SUCCESSOR = "follow_up.by_link", "follow_up.to_successor"
GOOD_FOR = dt.timedelta(days=60)


def plans_in_their_time(*, at: datetime) -> list[Plan]:
    """Plans of editions that are asked about around now, or will be within a month."""
    today = at.date()
    latest = today - dt.timedelta(days=DAYS[Months.THREE]) + OPENS_BEFORE + dt.timedelta(days=30)
    earliest = today - dt.timedelta(days=DAYS[Months.TWELVE]) - ASKED_UNTIL - dt.timedelta(days=1)
    return list(plans_to_follow(ends_from=earliest, ends_to=latest))


def ask_by_link(*, at: datetime) -> int:
    """Bring the links of every plan to what is wanted now; tells how many letters went out."""
    return _ask(plans_in_their_time(at=at), at=at)


def ask_plan_by_link(plan: Plan, *, at: datetime) -> int:
    """The same for one plan; tells how many letters went out."""
    return _ask([plan], at=at)


def _ask(plans: list[Plan], *, at: datetime) -> int:
    answers, links, holders = answers_of(plans), links_of(plans), holders_of(plans)
    written = 0
    for plan in plans:
        for wave in waves_of(plan.participant.edition):
            told = answers.get(plan.pk, {}).get(wave.months, {})
            for voice, wanted in _wanted(plan, wave, holders.get(plan.pk), at=at):
                known = links.get((plan.pk, wave.months, voice))
                move = link_move(wanted, _told(known), is_answered=voice in told)
                if move != ReminderMove.NOTHING:
                    written += _carry_out(plan, wave, voice, at=at)
    return written


def _wanted(
    plan: Plan, wave: Wave, holder: HandOver | None, *, at: datetime
) -> Iterable[tuple[Voice, WantedLink | None]]:
    """Who is asked at one time about a submitted plan, by voice."""
    times = wanted_times(wave, on=day_in(plan.participant.edition, at))
    yield (
        Voice.SUPERVISOR,
        WantedLink(name=plan.supervisor_name, email=plan.supervisor_email, times=times)
        if plan.supervisor_email and not plan.is_open
        else None,
    )
    yield (
        Voice.SUCCESSOR,
        WantedLink(name=holder.name, email=holder.email, times=times)
        if holder is not None and not plan.is_open
        else None,
    )


def _told(link: FollowUpLink | None) -> WantedLink | None:
    return WantedLink(name=link.name, email=link.email, times=link.times) if link else None


@transaction.atomic
def _carry_out(plan: Plan, wave: Wave, voice: Voice, *, at: datetime) -> bool:
    """Decide again under the lock of the plan, and do it; tells whether a letter went out."""
    plan = locked(plan.pk)
    wanted = dict(_wanted(plan, wave, holders_of([plan]).get(plan.pk), at=at)).get(voice)
    known = links_of([plan]).get((plan.pk, wave.months, voice))
    is_answered = plan.follow_ups.filter(months=wave.months, voice=voice).exists()
    move = link_move(wanted, _told(known), is_answered=is_answered)
    if move == ReminderMove.CANCEL and known is not None:
        known.put_away_at = at
        known.save(update_fields=["put_away_at"])
        return False
    if move == ReminderMove.NOTHING or wanted is None:
        return False
    secret = secrets.token_urlsafe(32)
    link = known or FollowUpLink(plan=plan, months=wave.months, voice=voice, times=0)
    link.name, link.email, link.secret_hash = wanted.name, wanted.email, hashed(secret)
    link.times, link.asked_at, link.expires_at = max(wanted.times, link.times + 1), at, at + GOOD_FOR
    link.opened_at = None
    link.save()
    _write(plan, wave, link, secret, at=at)
    return True


def _write(plan: Plan, wave: Wave, link: FollowUpLink, secret: str, *, at: datetime) -> None:
    participant = plan.participant
    person = participant.person.merged_into or participant.person
    language = language_for(person.language)
    send(
        letter=REQUEST if link.voice == Voice.SUPERVISOR else TO_SUCCESSOR,
        to=link.email,
        language=language,
        context={
            "name": link.name,
            "participant": participant.name,
            "edition": edition_in(participant.edition, language),
            "title": plan.title,
            "day": date_text(wave.due_on, language),
            "link": link_to(reverse("followup:follow", args=[secret])),
        },
        subject_reference=plan.reference,
        at=at,
        mentions=participant.with_whom(link.name, link.email),
    )
    record(
        actor=SYSTEM,
        action="plan.follow_up_asked",
        subject=plan.reference,
        at=at,
        detail={"months": int(wave.months), "voice": link.voice},
    )


# --- the link ----------------------------------------------------------------------------------------------


def link_for(secret: str) -> FollowUpLink | None:
    """The question that a link's secret opens, whether or not it is still good."""
    wanted = hashed(secret)
    found = (
        FollowUpLink.objects.select_related("plan__participant__edition", "plan__participant__country")
        .filter(secret_hash=wanted, put_away_at=None)
        .first()
    )
    return found if found is not None and constant_time_compare(found.secret_hash, wanted) else None


def answer_by_link(*, secret: str, said: Said, told_by: str, at: datetime) -> FollowUp:
    """Tell how a plan goes as somebody who holds a link.

    Raises:
        RuleViolationError: ``follow_up_link.unknown``, ``follow_up_link.expired``, or what
            :func:`~balai.followup.services.tracking.report` raises.
    """
    link = link_for(secret)
    enforce(may_open_link(link, at=at))
    assert link is not None  # noqa: S101 -- the rule has refused None
    return report(
        plan_id=link.plan_id,
        months=Months(link.months),
        voice=Voice(link.voice),
        said=said,
        told_by=told_by,
        actor=link.reference,
        at=at,
    )
