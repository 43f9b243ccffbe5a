"""Noting what is known of how a nominee can enter the host country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.selection.models import TravelPapers
from balai.selection.rules.offers import may_note_papers
from balai.selection.services.offering import locked

if TYPE_CHECKING:
    import datetime as dt

    from balai.directory.models import Country
    from balai.nominations.models import Nomination
    from balai.people.models import Person


@transaction.atomic
def note_papers(  # noqa: PLR0913 -- each is named where it is called
    *,
    nomination: Nomination,
    passport_type: str,
    residence: Country | None,
    visa_until: dt.date | None,
    actor: Person,
    at: dt.datetime,
) -> TravelPapers:
    """Note a nominee's kind of passport, country of residence and visa; the ladder goes by it at once.

    What was noted before is replaced. The trail tells that something was noted, and nothing of what.

    Args:
        nomination: of whom.
        passport_type: a kind that visa rules tell apart; empty where it is not known.
        residence: where the person lives; none for the country that nominates, or the one told as duty.
        visa_until: the last day of a visa that the person holds; none without one.
        actor: the officer.
        at: the moment.

    Raises:
        RuleViolationError: ``offers.not_now`` or ``nomination.taken_back``.
    """
    nomination.edition = locked(nomination.edition_id)
    enforce(may_note_papers(nomination))
    papers, _is_new = TravelPapers.objects.update_or_create(
        nomination=nomination,
        defaults={
            "passport_type": passport_type,
            "residence": residence,
            "visa_until": visa_until,
            "noted_at": at,
            "noted_by": actor.reference,
        },
    )
    record(actor=actor.reference, action="travel_papers.noted", subject=nomination.reference, at=at)
    return papers
