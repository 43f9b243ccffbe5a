"""The terms on which places of an edition are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel.translated import TranslatedText
from balai.selection.models import OfferTerms
from balai.selection.queries.offers import (
    terms_in_force,
)
from balai.selection.services.offering import locked
from balai.selection.services.shipped import TERMS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from balai.programmes.models import Edition


ANSWER_DAYS = 5
"""To answer, until an edition has terms of its own."""


@transaction.atomic
def publish_terms(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    text: Mapping[str, str],
    answer_days: int,
    renomination_days: int,
    actor: str,
    at: datetime,
) -> OfferTerms:
    """Add a version of the terms; offers that went out keep the version that they were sent with."""
    edition = locked(edition.pk)
    last = terms_in_force(edition)
    terms = OfferTerms.objects.create(
        edition=edition,
        version=last.version + 1 if last else 1,
        text=TranslatedText(text),
        answer_days=answer_days,
        renomination_days=renomination_days,
        at=at,
        actor=actor,
    )
    record(
        actor=actor,
        action="offer_terms.published",
        subject=edition.reference,
        at=at,
        detail={"version": terms.version},
    )
    return terms


def terms_of(edition: Edition, *, actor: str, at: datetime) -> OfferTerms:
    """The terms in force; the wording that Balai ships where the office has written none."""
    return terms_in_force(edition) or publish_terms(
        edition=edition, text=TERMS, answer_days=ANSWER_DAYS, renomination_days=7, actor=actor, at=at
    )
