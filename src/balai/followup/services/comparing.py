"""Asking participants and reserves the same a year later, and taking their answers with consent."""

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
from balai.followup.enums import Group, Months
from balai.followup.models import YearAnswer
from balai.followup.models.times import ASKED_UNTIL, DAYS, OPENS_BEFORE, day_in, wave_of
from balai.followup.queries.comparison import QUESTIONS, asked_in
from balai.followup.queries.tracking import NOT_HELD
from balai.followup.rules.tracking import WantedLink, link_move, may_answer_year, wanted_times
from balai.followup.services.asking import hashed
from balai.kernel.references import SYSTEM
from balai.kernel.refusal import enforce
from balai.nominations.models import Nomination
from balai.office.addresses import link_to
from balai.programmes.models import Edition
from balai.programmes.services.telling import edition_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

REQUEST = "follow_up.year"
GOOD_FOR = dt.timedelta(days=60)


def ask_a_year_later(*, at: datetime) -> int:
    """Write to both groups of every edition that ended a year ago; tells how many letters went out.

    An edition without reserves has nobody to compare with, and nobody is asked.
    """
    latest = at.date() - dt.timedelta(days=DAYS[Months.TWELVE]) + OPENS_BEFORE + dt.timedelta(days=1)
    earliest = at.date() - dt.timedelta(days=DAYS[Months.TWELVE]) - ASKED_UNTIL - dt.timedelta(days=1)
    editions = Edition.objects.filter(ends_on__gte=earliest, ends_on__lte=latest).exclude(status__in=NOT_HELD)
    return sum(ask_edition(edition, at=at) for edition in editions.select_related("series").order_by("pk"))


def ask_edition(edition: Edition, *, at: datetime) -> int:
    """The same for one edition; asked twice on a day, the second time nobody is written to."""
    wave = wave_of(edition, Months.TWELVE)
    times = wanted_times(wave, on=day_in(edition, at)) if wave else 0
    groups = asked_in(edition)
    if not times or not groups[Group.RESERVES].exists():
        return 0
    return sum(
        _ask(nomination, group, times=times, at=at)
        for group, nominations in groups.items()
        for nomination in nominations
    )


@transaction.atomic
def _ask(nomination: Nomination, group: Group, *, times: int, at: datetime) -> bool:
    """Decide under the lock of the nomination whether to write, and do it."""
    Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    known = YearAnswer.objects.filter(nomination=nomination).first()
    wanted = WantedLink(name=nomination.name, email=nomination.email, times=times)
    asked = WantedLink(name=nomination.name, email=nomination.email, times=known.times) if known else None
    is_answered = known is not None and known.answered_at is not None
    if link_move(wanted, asked, is_answered=is_answered) not in {ReminderMove.CREATE, ReminderMove.UPDATE}:
        return False
    secret = secrets.token_urlsafe(32)
    row = known or YearAnswer(edition_id=nomination.edition_id, nomination=nomination, group=group)
    row.secret_hash, row.times, row.asked_at, row.expires_at = hashed(secret), times, at, at + GOOD_FOR
    row.save()
    person = nomination.person.merged_into or nomination.person
    language = language_for(person.language)
    send(
        letter=REQUEST,
        to=nomination.email,
        language=language,
        context={
            "name": nomination.name,
            "edition": edition_in(nomination.edition, language),
            "until": date_text(row.expires_at.date(), language),
            "link": link_to(reverse("followup:year", args=[secret])),
        },
        subject_reference=nomination.reference,
        at=at,
        mentions=[nomination.as_mentioned, (nomination.person_id, nomination.email)],
    )
    record(actor=SYSTEM, action="nomination.asked_a_year_later", subject=nomination.reference, at=at)
    return True


def year_answer_for(secret: str) -> YearAnswer | None:
    """The question that a link's secret opens, whether or not it is still good."""
    wanted = hashed(secret)
    found = YearAnswer.objects.select_related("edition", "nomination").filter(secret_hash=wanted).first()
    return found if found is not None and constant_time_compare(found.secret_hash, wanted) else None


@transaction.atomic
def answer_a_year_later(
    *, secret: str, agrees: bool, answers: Mapping[str, bool] | None = None, at: datetime
) -> YearAnswer:
    """Answer, or say that one is not to be counted; said again while the link is good, the later word holds.

    Raises:
        RuleViolationError: ``year_answer.unknown``, ``year_answer.expired`` or ``year_answer.incomplete``.
    """
    known = year_answer_for(secret)
    enforce(may_answer_year(known, answers or {}, agrees=agrees, of=QUESTIONS, at=at))
    assert known is not None  # noqa: S101 -- the rule has refused None
    row = YearAnswer.objects.select_for_update(of=("self",)).get(pk=known.pk)
    row.answered_at, row.agrees = at, agrees
    for name in QUESTIONS:
        setattr(row, name, (answers or {})[name] if agrees else None)
    row.save()
    record(
        actor=SYSTEM,
        action="nomination.answered_a_year_later",
        subject=known.nomination.reference,
        at=at,
        detail={"agrees": agrees},
    )
    return row
