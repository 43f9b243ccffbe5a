"""Whom to ask what came of a match: the seeker, at each of the three times, by a letter and in My tasks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse

from balai.correspondence.registries import WantedReminder
from balai.engine.documents.words import date_text, language_for
from balai.exchange.queries.exchange import agreed_matches
from balai.exchange.services.matching import title_of
from balai.followup.enums import Months
from balai.followup.models.times import ASKED_UNTIL, DAYS, day_in
from balai.office.addresses import link_to
from balai.programmes.services.telling import edition_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.exchange.models import Match
    from balai.followup.models.times import Wave

OUTCOME = "exchange.outcome"
LONGEST = dt.timedelta(days=DAYS[Months.TWELVE]) + ASKED_UNTIL + dt.timedelta(days=1)


def untold(match: Match, *, on: dt.date) -> Iterator[Wave]:
    """The times at which nothing was told of a match, and still is asked."""
    known = {one.months for one in match.outcomes.all()}
    for wave in match.waves:
        if wave.months not in known and on <= wave.due_on + ASKED_UNTIL:
            yield wave


def outcome_reminders(*, at: dt.datetime) -> Iterator[WantedReminder]:
    """A letter for each time of each match in contact, three weeks before it is due; two questions."""
    link = link_to(reverse("exchange:mine"))
    for match in agreed_matches(since=at - LONGEST):
        assert match.seeker is not None  # noqa: S101 -- the question asks for them
        person = match.seeker.merged_into or match.seeker
        language = language_for(person.language)
        for wave in untold(match, on=day_in(match.edition, at)):
            yield WantedReminder(
                key=f"{match.pk}:{wave.months}",
                letter=OUTCOME,
                person_id=person.pk,
                subject_reference=match.reference,
                due_at=dt.datetime.combine(wave.opens_on, dt.time(9), tzinfo=dt.UTC),
                context={
                    "name": person.name,
                    "edition": edition_in(match.edition, language),
                    "title": title_of(match, language),
                    "day": date_text(wave.due_on, language),
                    "link": link,
                },
            )
