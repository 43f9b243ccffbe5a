"""The matches of an edition as a sheet: what was asked, who answers, why they fit, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.exchange.enums import Code
from balai.followup.enums import Months

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from balai.exchange.models import Match


def matches_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("What is asked for"),
        gettext("Country"),
        gettext("Who answers"),
        gettext("State"),
        gettext("Points of 100"),
        gettext("Words in common"),
        gettext("Topics in common"),
        gettext("Made (UTC)"),
        *(str(months.label) for months in Months),
    ]


def matches_rows(rows: QuerySet[Match]) -> Iterator[list[str]]:
    """One match at a time; the contacts stay with the two sides."""
    for match in rows.iterator(chunk_size=500):
        told = {one.months: one for one in match.outcomes.all()}
        yield [
            wished_of(match),
            country_of(match),
            provider_of(match),
            str(match.state.label),
            "" if match.points is None else str(match.points),
            ", ".join(match.reasons.get("words", ())),
            ", ".join(match.reasons.get("topics", ())),
            match.made_at.strftime("%Y-%m-%d %H:%M"),
            *(
                " – ".join(filter(None, [str(Code(told[months].code).label), told[months].words]))
                if months in told
                else ""
                for months in Months
            ),
        ]


def wished_of(match: Match) -> str:
    """What was asked for."""
    if match.need is not None:
        return str(match.need)
    return str(match.interest.technology) if match.interest is not None else ""


def country_of(match: Match) -> str:
    """Where it was asked for."""
    if match.need is not None:
        return match.need.country_id
    return match.interest.participant.country_id if match.interest is not None else ""


def provider_of(match: Match) -> str:
    """Who answers: an organisation by name, a person by what they are."""
    if match.provider_organisation is not None:
        return str(match.provider_organisation.name)
    return match.provider.name if match.provider is not None else ""
