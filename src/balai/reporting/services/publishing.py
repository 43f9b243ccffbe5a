"""How a series is reported as aid, dollar rates, and publishing a frozen version of its IATI file."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.engine.aid.check import faults_of
from balai.engine.aid.codes import is_known
from balai.engine.aid.crs import COMMITTED, DISBURSED, crs_rows
from balai.engine.aid.errors import AidError
from balai.engine.aid.iati import iati_bytes
from balai.engine.aid.tossd import Provision, Spending, tossd_rows
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.office.addresses import link_to
from balai.programmes.enums import Form
from balai.programmes.models import Series
from balai.reporting.models import AidProfile, AidPublication, DollarRate
from balai.reporting.queries.aid import profile_of, publications_of, told
from balai.reporting.queries.aid_parts import LANGUAGE
from balai.reporting.queries.spending import ledger_of, open_bookings
from balai.reporting.rules.aid import may_change_identifier, must_be_sound

if TYPE_CHECKING:
    from balai.engine.aid.check import Fault
    from balai.programmes.models import Edition
    from balai.reporting.queries.aid import Built

CODES = {
    "collaboration": "CollaborationType",
    "flow": "FlowType",
    "finance": "FinanceType",
    "aid": "AidType",
    "tied": "TiedStatus",
    "framework": "FrameworkOfCollaboration",
    "channel_code": "CRSChannelCode",
}
"""Of which list each code of a profile is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The IATI file as the records would have it now.

    Attributes:
        content: empty where nothing can be told.
        gone: identifiers that were published and would be missing.
    """

    built: Built
    content: bytes
    faults: list[Fault]
    gone: list[str]

    @property
    def errors(self) -> list[Fault]:
        """What keeps it from being published."""
        return [fault for fault in self.faults if fault.is_error]


@transaction.atomic
def keep_profile(*, series: Series, values: dict[str, Any], actor: str, at: dt.datetime) -> AidProfile:
    """Say how a series is reported.

    Raises:
        RuleViolationError: ``aid.identifier_published``.
        ValidationError: a value cannot be; by field.
    """
    Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    profile = profile_of(series) or AidProfile(series=series)
    if not profile._state.adding and values["identifier"] != profile.identifier:  # noqa: SLF001 -- documented
        enforce(may_change_identifier(is_published=publications_of(series).exists()))
    for name, value in values.items():
        setattr(profile, name, value)
    strange = {
        name: _("Codes here are of the list %(list)s.") % {"list": codes}
        for name, codes in CODES.items()
        if getattr(profile, name) and not is_known(codes, getattr(profile, name))
    }
    if strange:
        raise ValidationError(strange)
    profile.full_clean()
    profile.save()
    record(actor=actor, action="aid_profile.kept", subject=profile.reference, at=at)
    return profile


@transaction.atomic
def keep_dollar_rate(  # noqa: PLR0913 -- each is named where it is called
    *, currency: str, year: int, per_dollar: Decimal, source: str, actor: str, at: dt.datetime
) -> DollarRate:
    """Say what a dollar cost in a year; told again, the later word holds.

    Raises:
        ValidationError: a value cannot be; by field.
    """
    rate = DollarRate.objects.filter(currency=currency, year=year).first()
    rate = rate or DollarRate(currency=currency, year=year)
    rate.per_dollar, rate.source = per_dollar, source
    rate.full_clean()
    rate.save()
    record(
        actor=actor,
        action="dollar_rate.kept",
        subject=f"dollar_rate:{rate.pk}",
        at=at,
        detail={"currency": currency, "year": year},
    )
    return rate


def draft(profile: AidProfile, *, at: dt.datetime) -> Draft:
    """The file as the records have it now, judged."""
    built = told(profile.series, profile, at=at)
    published = publications_of(profile.series).values_list("identifiers", flat=True).first() or []
    gone = sorted(set(published) - {one.identifier for one in built.activities})
    if not built.activities:
        return Draft(built=built, content=b"", faults=[], gone=gone)
    content = iati_bytes(built.activities, at=at)
    return Draft(built=built, content=content, faults=faults_of(content, on=at.date()), gone=gone)


@transaction.atomic
def publish_aid_data(*, series: Series, actor: str, at: dt.datetime) -> AidPublication:
    """Freeze the file as the next version and let everybody have it; the same file is no new version.

    Raises:
        RuleViolationError: ``aid.no_profile``, ``aid.nothing_to_tell``, ``aid.faulty``, ``aid.gone``.
    """
    Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    profile = profile_of(series)
    if profile is None:
        raise RuleViolationError(Refusal("aid.no_profile", _("Say first how the series is reported.")))
    drawn = draft(profile, at=at)
    last = publications_of(series).first()
    identifiers = [one.identifier for one in drawn.built.activities]
    enforce(must_be_sound(has_content=bool(drawn.content), errors=len(drawn.errors), gone=drawn.gone))
    digest = hashlib.sha256(iati_bytes(drawn.built.activities, at=UNDATED)).hexdigest()
    if last is not None and last.digest == digest:
        return last
    publication = AidPublication.objects.create(
        series=series,
        number=(last.number if last else 0) + 1,
        at=at,
        actor=actor,
        content=drawn.content.decode(),
        digest=digest,
        identifiers=identifiers,
        editions=[one.code for one in drawn.built.editions.values()],
    )
    record(
        actor=actor,
        action="aid_data.published",
        subject=publication.reference,
        at=at,
        detail={"version": publication.number, "activities": len(identifiers)},
    )
    return publication


UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Two files that differ in the moment of their making alone are the same file."""


# --- rows for the OECD --------------------------------------------------------------------------------------


def crs_of(profile: AidProfile, built: Built, year: int) -> list[dict[str, str]]:
    """CRS fields of every edition for which something was committed or spent in a year.

    Raises:
        AidError: what the records lack for it.
    """
    agency = profile.reporter.name.get(LANGUAGE, profile.reporter.code)
    return [
        row
        for activity in built.activities
        if any(one.on.year == year and one.type in COMMITTED | DISBURSED for one in activity.transactions)
        for row in crs_rows(activity, year=year, donor=profile.provider_id, agency=agency)
    ]


def tossd_of(profile: AidProfile, built: Built, year: int) -> list[dict[str, str]]:
    """TOSSD rows of every edition that something was spent on in a year, in US dollars of that year.

    Raises:
        AidError: what the records lack for it, such as a dollar rate.
    """
    rows: list[dict[str, str]] = []
    for edition in built.editions.values():
        spent = _spent(edition, year)
        if spent:
            rows += tossd_rows(_provision(profile, edition, built), spent)
    return rows


def _spent(edition: Edition, year: int) -> list[Spending]:
    ledger = ledger_of(edition)
    counting = open_bookings(edition).filter(line__is_aid_countable=True, on__year=year)
    bookings = list(counting.select_related("line").order_by("number"))
    if ledger is None or not bookings:
        return []
    rate = Decimal(1)
    if ledger.currency != "USD":
        found = DollarRate.objects.filter(currency=ledger.currency, year=year).first()
        if found is None:
            raise AidError(
                place=f"{edition.code} / {year}",
                value=ledger.currency,
                rule="TOSSD is reported in US dollars, by the rate of the year.",
                remedy="Enter what a dollar cost in that year.",
            )
        rate = found.per_dollar
    spent = []
    for one in bookings:
        cents = round(one.reported / rate * 100)
        spent.append(
            Spending(
                year=year,
                modality=one.line.modality,
                cents=cents,
                salary_cents=cents if one.is_salary else 0,
                # What a provider gives in its own system is its direct spending.
                instrument="2100" if one.form == Form.IN_KIND or one.is_salary else "110",
            )
        )
    return spent


def _provision(profile: AidProfile, edition: Edition, built: Built) -> Provision:
    gender = any(one.startswith("1:") and not one.endswith(":0") for one in edition.policy_markers)
    return Provision(
        provider=profile.provider_id,
        agency=profile.reporter.name.get(LANGUAGE, profile.reporter.code),
        code=edition.code,
        title=edition.title.get(LANGUAGE, edition.code),
        description=edition.summary.get(LANGUAGE, "") or edition.theme.get(LANGUAGE, ""),
        recipients={
            country: count
            for country, count in built.received[edition.code].weights.items()
            if country != profile.provider_id
        },
        purpose=edition.sector_codes[0],
        link=link_to(f"/en/programmes/{edition.code}/"),
        framework=profile.framework,
        channel=profile.channel_code,
        sdg_targets=tuple(edition.sdg_targets),
        keywords=("GENDER",) if gender else (),
    )
