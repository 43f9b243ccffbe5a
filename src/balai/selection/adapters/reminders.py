"""Who has to be reminded that an offer of a place ends, as offers stand now."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse

from balai.correspondence.registries import WantedReminder
from balai.office.addresses import link_to
from balai.selection.queries.offers import open_offers
from balai.selection.services.writing import gaps_of, language_of, until_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

BEFORE = (dt.timedelta(days=7), dt.timedelta(days=2))
"""How long before its end somebody who has not answered is reminded."""
REMINDER = "offer.reminder"


def reminders(*, at: datetime) -> Iterator[WantedReminder]:
    """A week and two days before an offer ends; one that would come within a day of the offer is left out."""
    for offer in open_offers().filter(expires_at__gt=at):
        if offer.expires_at is None:
            continue
        person = offer.nomination.person.merged_into or offer.nomination.person
        language = language_of(person)
        for before in BEFORE:
            moment = offer.expires_at - before
            if moment < offer.sent_at + dt.timedelta(days=1):
                continue
            yield WantedReminder(
                key=f"offer-{before.days}:{offer.pk}",
                letter=REMINDER,
                person_id=person.pk,
                subject_reference=offer.nomination.reference,
                due_at=moment,
                context={
                    **gaps_of(offer.edition, language),
                    "name": offer.nomination.name,
                    "reference": offer.nomination.code,
                    "link": link_to(reverse("selection:mine")),
                    "until": until_in(person, offer.expires_at, language),
                },
            )
