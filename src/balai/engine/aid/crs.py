"""CRS fields of an activity, for a provider that reports official development assistance to the OECD.

They are derived from the activity that IATI gets, so both cannot say different things: one row for each
recipient, amounts in thousands of the reporting currency.

Source:
    CRS++ reporting directives as far as the pinned lists carry them; the flag of column 24 (free-standing
    technical co-operation) is code 1 of CRSAddOtherFlags. Names of columns are ours: the OECD's form is a
    sheet whose columns are numbered and change.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from balai.engine.aid.codes import name_of, tossd_country
from balai.engine.aid.errors import AidError
from balai.engine.aid.shares import split

if TYPE_CHECKING:
    from balai.engine.aid.activity import Activity

NEW, REVISED, PROVISIONAL = "1", "2", "5"
"""Nature of submission: a new activity, a revision, a provisional figure."""
COMMITTED, DISBURSED = {"2"}, {"3", "4"}
"""Types of transactions. What comes in (1, 11) is what another gives: it is committed and spent by them."""


def crs_rows(
    activity: Activity, *, year: int, donor: str, agency: str, nature: str = NEW
) -> list[dict[str, str]]:
    """Give the fields of one year by recipient.

    Args:
        activity: an edition; what the series says is said by its editions.
        year: whose commitments (transactions of type 2) and disbursements (3 and 4) are counted.
        donor: country of the provider (ISO 3166-1 alpha-2).
        agency: the extending agency's name.
        nature: of the submission.

    Raises:
        AidError: a transaction is in another currency than the activity, the activity reports other flows
            than official ones, or a recipient has no number.
    """
    if activity.flow not in {"10", "20"}:
        raise AidError(
            place=f"activity {activity.identifier} / flow",
            value=activity.flow,
            rule="The CRS takes official flows (10 ODA, 20 OOF).",
            remedy="Report it in TOSSD instead, or correct the type of flow.",
        )
    weights = {country: int(share * 100) for country, share in activity.recipients.items()}
    committed = split(_cents(activity, year, COMMITTED), weights)
    disbursed = split(_cents(activity, year, DISBURSED), weights)
    (purpose, _), *others = sorted(activity.sectors.items(), key=lambda pair: (-pair[1], pair[0]))
    shared = {
        "year": str(year),
        "donor_code": tossd_country(donor),
        "agency": agency,
        "donor_project_number": activity.own_code or activity.identifier,
        "nature_of_submission": nature,
        "channel_code": next(
            (p.organisation.channel for p in activity.participations if p.organisation.channel), ""
        ),
        "bi_multi": activity.collaboration,
        "type_of_flow": activity.flow,
        "type_of_finance": activity.finance,
        "type_of_aid": activity.aid,
        "tying_status": activity.tied,
        "title": activity.titles[activity.language],
        "description": activity.general[activity.language],
        "purpose_code": purpose,
        "purpose_name": name_of("Sector", purpose),
        "other_purposes": ";".join(f"{code}:{share:f}" for code, share in others),
        "sdg_targets": ";".join(activity.sdg_targets),
        "gender_equality": activity.gender,
        "free_standing_technical_cooperation": "1" if activity.technical_cooperation else "",
        "expected_start": activity.planned_first.isoformat(),
        "expected_completion": activity.planned_last.isoformat(),
        "currency": activity.currency,
    }
    return [
        {
            **shared,
            "crs_id": f"{activity.own_code or activity.identifier}-{country}",
            "recipient_code": tossd_country(country),
            "commitments": _thousands(committed[country]),
            "disbursements": _thousands(disbursed[country]),
        }
        for country in weights
    ]


def _cents(activity: Activity, year: int, types: set[str]) -> int:
    total = Decimal(0)
    for transaction in activity.transactions:
        if transaction.type in types and transaction.on.year == year:
            if transaction.amount.currency != activity.currency:
                raise AidError(
                    place=f"activity {activity.identifier} / transaction of {transaction.on}",
                    value=transaction.amount.currency,
                    rule=f"Amounts are added in one currency ({activity.currency}).",
                    remedy="Convert it at the rate of its day, and keep the original in the description.",
                )
            total += transaction.amount.value
    return int(total * 100)


def _thousands(cents: int) -> str:
    return f"{Decimal(cents) / 100_000:.5f}"
