"""A programme that is over and of which much is recorded: twelve people, and six who stayed in reserve."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from balai.delivery.enums import FeedbackKind
from balai.delivery.models import FeedbackAnswer
from balai.followup.enums import Group
from balai.followup.models import YearAnswer
from balai.followup.models.times import waves_of
from balai.programmes.enums import EditionStatus, Publicity
from balai.programmes.models import Edition
from tests.certificates.factories import kept
from tests.followup.factories import people_of, running_edition, submitted
from tests.nominations.factories import NominationFactory
from tests.programmes.factories import EditionFactory
from tests.reporting.factories import booked, in_kind, line, with_budget, with_ledger

if TYPE_CHECKING:
    from balai.nominations.models import Nomination

CODE = "SMI-2018"
ENDS_ON = dt.date(2018, 7, 30)
SOON = dt.datetime(2018, 8, 30, 3, tzinfo=dt.UTC)
"""A month after the end: the last questions and the book are closed, nobody was asked how plans go."""
LATER = dt.datetime(2019, 10, 1, 3, tzinfo=dt.UTC)
"""When nobody is asked any more."""
LEARNED = [5, 5, 4, 4, 4, 3]
"""What six people said of the relevance; four of them would tell others."""


def a_told_edition(people: int = 12, *, plans: int = 7) -> Edition:
    """Ten of twelve certified, seven with plans, six who said something at the end and all a year later."""
    edition = with_ledger(with_budget(running_edition(people, code=CODE)))
    everybody = people_of(edition)
    for place, someone in enumerate(everybody[:plans]):
        submitted(someone, f"lanterns {place}")
    Edition.objects.filter(pk=edition.pk).update(
        status=EditionStatus.CLOSED, publicity=Publicity.PUBLIC, known_participants=None
    )
    edition.refresh_from_db()
    booked(edition, line(edition), in_kind(edition, 2))
    for place, someone in enumerate(everybody[: people - 2], start=1):
        kept(someone, number=f"7Q4M-2X{place:02d}", place=place)
    for place, mark in enumerate(LEARNED):
        given = {"relevance": str(mark)} | ({"recommend": "9"} if place < 4 else {})
        FeedbackAnswer.objects.create(edition=edition, kind=FeedbackKind.END, given=given)
    call = everybody[0].nomination.call
    reserves = [
        NominationFactory.create(call=call, rank=90 + place, code=f"{CODE}/N-BT-{90 + place}")
        for place in range(6)
    ]
    _a_year_later([one.nomination for one in everybody], Group.PARTICIPANTS, yes=7)
    _a_year_later(reserves, Group.RESERVES, yes=1)
    return edition


def _a_year_later(nominations: list[Nomination], group: Group, *, yes: int) -> None:
    for place, nomination in enumerate(nominations):
        YearAnswer.objects.create(
            edition=nomination.edition,
            nomination=nomination,
            group=group,
            secret_hash=f"{group}{place}",
            asked_at=LATER - dt.timedelta(days=80),
            expires_at=LATER,
            answered_at=LATER - dt.timedelta(days=70),
            agrees=True,
            changed=place < yes,
            taught=True,
            abroad=place < len(nominations) - 1,
        )
    assert waves_of(nominations[0].edition)[-1].due_on < LATER.date()


def an_untold_edition() -> Edition:
    """One that is over and public, of which nothing is recorded."""
    row: Edition = EditionFactory.create(
        code=CODE, status=EditionStatus.CLOSED, publicity=Publicity.PUBLIC, known_participants=None, source=""
    )
    return row


def a_known_edition(people: int = 20) -> Edition:
    """One that is over and public, of which is known how many took part."""
    edition = an_untold_edition()
    now_known(edition, people)
    return edition


def now_known(edition: Edition, people: int) -> None:
    """Somebody found out how many took part."""
    Edition.objects.filter(pk=edition.pk).update(known_participants=people, source="Press, 2018")
    edition.refresh_from_db()


IN_CASH, WORKSHOP = Decimal("65000000.00"), Decimal("20000000.00")
