"""TOSSD rows: what a provider spent for whom in a year, in the columns of the published data set.

One row for each year, recipient and modality. Amounts are thousands of US dollars of the year, kept exact to
the cent. What the OECD computes itself (names, regions, deflated amounts) is left to it and stays empty.

Source:
    Columns: ONEcampaign/tossd-reader 0848bbf, ``schema.csv`` (53 columns, data of 2019 to 2024).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from balai.engine.aid.codes import name_of, require, tossd_country
from balai.engine.aid.errors import AidError
from balai.engine.aid.shares import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FIRST_YEAR = 2019
"""TOSSD was reported for the first time for this year."""
COLUMNS = (
    "Year",
    "provider",
    "ProviderNameE",
    "agencyname_E",
    "tossdid",
    "ProjectNumber",
    "recipientcode",
    "recipientnamee",
    "regionnamee",
    "Channel",
    "ChannelCode",
    "ParentChannelCode",
    "parentchannelname_e",
    "otherPartners",
    "ChannelName_E",
    "Financeinstrument",
    "FinanceinstrumentName_e",
    "FinancingArrangement",
    "FinancingArrangementName_e",
    "FrameworkOfCollaboration",
    "FrameworkOfCollaborationName_e",
    "modality",
    "Aid_T_Description_E",
    "ProjectTitle",
    "ExternalLink",
    "sdgcode",
    "SDG_goal_lvl_explanation",
    "keywords",
    "purposecode",
    "purposename_e",
    "sector",
    "sector3",
    "ISICcode",
    "ISICdescription",
    "ISIC_lvl",
    "ISICdescription_letter_lvl",
    "ProjectDescription",
    "TossdPillar",
    "Tossdpillar2",
    "USD_Commitment",
    "USD_Commitment_defl",
    "USD_disbursements",
    "USD_disbursement_defl",
    "USD_Reflows",
    "USD_Reflow_defl",
    "SalaryCost",
    "Concessionality",
    "Maturity",
    "Mob_lvl",
    "USD_amountmobilised",
    "USD_amountmobilised_defl",
    "Mob_Origin",
    "Sourcename",
)
"""Names and order of the published columns."""
SOUTH_SOUTH_ONLY = frozenset({"D011", "D012", "D013", "D021", "J01", "K012"})
"""Modalities that only providers of South-South co-operation report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """What is the same in all rows of an edition.

    Attributes:
        provider: country of the provider (ISO 3166-1 alpha-2).
        agency: its agency's name.
        code: stable, such as ``SMI-2019``; rows add recipient and modality.
        title, description, link: the edition and its public page.
        recipients: what each country counts, such as participant-days; without the host's own people.
        framework: FC01 South-South, FC02 triangular, FC03 multilateral support; or empty.
        channel: code of CRSChannelCode, if somebody else administers the money.
        partners: other organisations, as text.
        sdg_targets, keywords: such as ``17.9`` and ``GENDER``.
        purpose: five digits of the list Sector.
        pillar: 1 cross-border resources, or 21, 22 global and regional expenditure.
        isic: section and division by theme, or empty.
    """

    provider: str
    agency: str
    code: str
    title: str
    description: str
    recipients: Mapping[str, int]
    purpose: str
    link: str = ""
    framework: str = "FC02"
    channel: str = ""
    partners: str = ""
    sdg_targets: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    pillar: str = "1"
    isic: str = ""

    def __post_init__(self) -> None:
        place = f"provision {self.code}"
        require("Sector", self.purpose, place=f"{place} / purpose")
        require("Pillar", self.pillar, place=f"{place} / pillar")
        if self.framework:
            require("FrameworkOfCollaboration", self.framework, place=f"{place} / framework")
        if self.channel:
            require("CRSChannelCode", self.channel, place=f"{place} / channel")
        for target in self.sdg_targets:
            require("UNSDG-Targets", target, place=f"{place} / SDG targets")
        if self.provider in self.recipients:
            raise AidError(
                place=f"{place} / recipients",
                value=self.provider,
                rule="The provider's own people receive no aid from it.",
                remedy="Count the participants of other countries alone.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What was spent in a year in one way.

    Attributes:
        year: of the disbursement.
        modality: D021 training, D011 experts' cost, D012 their travel, D013 material, E01 awards.
        instrument: 110 grant, 2100 direct spending of the provider.
        cents: US cents disbursed, at the year's rate.
        committed_cents: US cents committed in the year.
        salary_cents: how much of what was disbursed is salaries.
    """

    year: int
    modality: str
    cents: int
    committed_cents: int = 0
    salary_cents: int = 0
    instrument: str = "110"

    def __post_init__(self) -> None:
        place = f"spending of {self.year}"
        require("Modality", self.modality, place=f"{place} / modality")
        require("FinanceInstrument", self.instrument, place=f"{place} / instrument")
        if self.year < FIRST_YEAR:
            raise AidError(
                place=place,
                value=str(self.year),
                rule=f"TOSSD begins with {FIRST_YEAR}.",
                remedy="Report earlier editions in IATI alone.",
            )
        if not 0 <= self.salary_cents <= self.cents or self.committed_cents < 0:
            raise AidError(
                place=place,
                value=f"{self.cents}, {self.salary_cents}, {self.committed_cents}",
                rule="Amounts are 0 or more, and salaries are a part of what was spent.",
                remedy="Correct the amounts.",
            )


def tossd_rows(provision: Provision, spent: Iterable[Spending]) -> list[dict[str, str]]:
    """Make the rows of an edition, amounts split by what each recipient counts.

    Returns:
        a row by year, modality, instrument and recipient, in that order, each with all 53 columns. Amounts
        of the rows add up to exactly what was spent.

    Raises:
        AidError: a recipient has no number, or a modality is for South-South providers and no framework is
            named.
    """
    summed: dict[tuple[int, str, str], list[int]] = {}
    for one in spent:
        if one.modality in SOUTH_SOUTH_ONLY and not provision.framework:
            raise AidError(
                place=f"spending of {one.year} / modality",
                value=one.modality,
                rule="This modality is for South-South and triangular co-operation.",
                remedy="Name the framework of collaboration (FC01, FC02 or FC03).",
            )
        sums = summed.setdefault((one.year, one.modality, one.instrument), [0, 0, 0])
        for place, cents in enumerate((one.cents, one.committed_cents, one.salary_cents)):
            sums[place] += cents
    return [
        row
        for (year, modality, instrument), sums in sorted(summed.items())
        for row in _rows(provision, year, modality, instrument, sums)
    ]


def _rows(
    provision: Provision, year: int, modality: str, instrument: str, sums: list[int]
) -> list[dict[str, str]]:
    disbursed, committed, salaries = (split(cents, provision.recipients) for cents in sums)
    shared = {
        "Year": str(year),
        "provider": tossd_country(provision.provider),
        "agencyname_E": provision.agency,
        "ProjectNumber": provision.code,
        "ChannelCode": provision.channel,
        "ChannelName_E": name_of("CRSChannelCode", provision.channel) if provision.channel else "",
        "otherPartners": provision.partners,
        "Financeinstrument": instrument,
        "FinanceinstrumentName_e": name_of("FinanceInstrument", instrument),
        "FrameworkOfCollaboration": provision.framework,
        "modality": modality,
        "Aid_T_Description_E": name_of("Modality", modality),
        "ProjectTitle": provision.title,
        "ExternalLink": provision.link,
        "sdgcode": ";".join(provision.sdg_targets),
        "keywords": "|".join(provision.keywords),
        "purposecode": provision.purpose,
        "purposename_e": name_of("Sector", provision.purpose),
        "sector3": provision.purpose[:3],
        "ISICcode": provision.isic,
        "ProjectDescription": provision.description,
        "TossdPillar": provision.pillar[:1],
        "Tossdpillar2": provision.pillar,
        "Concessionality": "1",
    }
    return [
        {
            **dict.fromkeys(COLUMNS, ""),
            **shared,
            "tossdid": f"{provision.code}-{country}-{modality}",
            "recipientcode": tossd_country(country),
            "recipientnamee": name_of("Country", country),
            "USD_Commitment": _thousands(committed[country]),
            "USD_disbursements": _thousands(disbursed[country]),
            "SalaryCost": _thousands(salaries[country]),
        }
        for country in sorted(disbursed)
    ]


def tossd_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write rows as UTF-8 CSV with the published column names."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _thousands(cents: int) -> str:
    return f"{Decimal(cents) / 100_000:.5f}"
