"""Parts of an activity: who takes part, where, what is planned and spent, and what came of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Max, Sum
from django.db.models.functions import ExtractYear
from django.urls import reverse

from balai import config
from balai.audit.queries import deeds_about
from balai.certificates.enums import Outcome
from balai.certificates.models import Completion
from balai.directory.enums import Certainty, OrganisationKind
from balai.directory.models import Organisation, Site
from balai.engine.aid.activity import (
    Amount,
    Budget,
    Document,
    Indicator,
    Measured,
    Participation,
    Place,
    Result,
    Transaction,
)
from balai.engine.aid.activity import Organisation as Body
from balai.followup.models.times import day_in
from balai.office.addresses import link_to
from balai.programmes.enums import EditionStatus, Form, OrganiserRole
from balai.programmes.models import BudgetLine, Organiser
from balai.reporting.enums import Bound, ReportFileKind
from balai.reporting.queries.few import guarded, parted
from balai.reporting.queries.reports import public_files
from balai.reporting.queries.spending import ledger_of, open_bookings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from balai.programmes.models import Edition
    from balai.reporting.models import AidProfile
    from balai.reporting.queries.recipients import Received

LANGUAGE = "en"
ROLES: Mapping[str, str] = {
    OrganiserRole.FUNDER: "1",
    OrganiserRole.FOCAL_MINISTRY: "2",
    OrganiserRole.SECRETARIAT: "3",
    OrganiserRole.HOST: "4",
    OrganiserRole.IMPLEMENTER: "4",
    OrganiserRole.PARTNER: "4",
}
TYPES: Mapping[str, str] = {
    OrganisationKind.MINISTRY: "10",
    OrganisationKind.AGENCY: "10",
    OrganisationKind.CENTRE: "80",
    OrganisationKind.SECRETARIAT: "40",
    OrganisationKind.COMPANY: "70",
    OrganisationKind.SME: "70",
    OrganisationKind.ASSOCIATION: "22",
}
PLACES: Mapping[str, str] = {OrganisationKind.CENTRE: "ITTR", OrganisationKind.COMPANY: "MFG"}
"""Research institute, factory (of the list LocationType)."""
IN_KIND = {"en": "In kind", "id": "Natura"}
COMMITTED = {"en": "Budget as approved", "id": "Anggaran sebagaimana disetujui"}
FUNDS = {"en": "Funds for the programme", "id": "Dana untuk program"}


def body_of(profile: AidProfile, organisation: Organisation, *, is_reporter: bool = False) -> Body:
    """An organisation as IATI names it; of a demonstration the reporter bears its mark."""
    names = dict(organisation.name)
    if config.current().is_demo and is_reporter:
        names = {language: f"{name} (demonstration)" for language, name in names.items()}
    names = {key: names[key] for key in sorted(names, key=lambda code: code != LANGUAGE)}
    return Body(
        names=names,
        type=TYPES.get(organisation.kind, "90"),
        ref=profile.identifier if organisation.pk == profile.reporter_id else "",
        channel=profile.channel_code if organisation.pk == profile.channel_id else "",
    )


def parties_of(profile: AidProfile, edition: Edition) -> tuple[Participation, ...]:
    """Organisers in their roles, and whoever paid as funding."""
    rows = Organiser.objects.filter(edition=edition).select_related("organisation").order_by("order")
    pairs = [(ROLES[row.role], row.organisation) for row in rows]
    paid = open_bookings(edition).filter(line__is_aid_countable=True).values("payer")
    pairs += [("1", payer) for payer in Organisation.objects.filter(pk__in=paid).order_by("code")]
    unique = dict.fromkeys(pairs)
    return tuple(Participation(organisation=body_of(profile, one), role=role) for role, one in unique)


def places_of(edition: Edition) -> Iterable[Place]:
    sites = (
        Site.objects.filter(activities__edition=edition)
        .exclude(latitude=None)
        .select_related("organisation")
        .distinct()
        .order_by("code")
    )
    for site in sites:
        if LANGUAGE not in site.name:
            continue
        yield Place(
            ref=site.code,
            names=dict(site.name),
            latitude=site.latitude or Decimal(0),
            longitude=site.longitude or Decimal(0),
            is_exact=site.certainty == Certainty.KNOWN,
            kind=PLACES.get(site.organisation.kind, ""),
        )


def budgets_of(edition: Edition) -> Iterable[Budget]:
    """What counts as aid, by year and currency; figures that are assumed are not told."""
    assert edition.starts_on is not None  # noqa: S101 -- as was asked
    rows = (
        BudgetLine.objects.filter(edition=edition, is_aid_countable=True)
        .exclude(certainty=Certainty.ASSUMED)
        .values("fiscal_year", "currency")
        .annotate(sum=Sum("amount"))
        .order_by("fiscal_year", "currency")
    )
    for row in rows:
        year = row["fiscal_year"] or edition.starts_on.year
        first = dt.date(year, 1, 1)
        yield Budget(
            first=first,
            last=dt.date(year, 12, 31),
            amount=Amount(value=row["sum"], currency=row["currency"], on=first),
        )


def transactions_of(profile: AidProfile, edition: Edition) -> Iterable[Transaction]:
    """What was spent, summed up by line, payer, form and year, in the reporting currency."""
    ledger = ledger_of(edition)
    if ledger is None:
        return
    rows = (
        open_bookings(edition)
        .filter(line__is_aid_countable=True)
        .annotate(year=ExtractYear("on"))
        .values("line", "payer", "form", "year")
        .annotate(sum=Sum("reported"), last=Max("on"))
        .order_by("line__order", "line__code", "payer__code", "form", "year")
    )
    lines = BudgetLine.objects.in_bulk({row["line"] for row in rows})
    payers = Organisation.objects.in_bulk({row["payer"] for row in rows})
    for row in rows:
        words = dict(lines[row["line"]].description)
        words.setdefault(LANGUAGE, lines[row["line"]].code)
        if row["form"] == Form.IN_KIND:
            words = {code: f"{IN_KIND.get(code, IN_KIND[LANGUAGE])}: {text}" for code, text in words.items()}
        yield Transaction(
            type="4",
            on=row["last"],
            amount=Amount(value=row["sum"], currency=ledger.currency, on=row["last"]),
            texts=words,
            provider=body_of(profile, payers[row["payer"]]),
        )


def funds_of(profile: AidProfile, edition: Edition) -> Iterable[Transaction]:
    """What others than the reporter paid in cash: it came in, and is spent as told by line."""
    ledger = ledger_of(edition)
    if ledger is None:
        return
    rows = (
        open_bookings(edition)
        .filter(line__is_aid_countable=True, form=Form.CASH)
        .exclude(payer=profile.reporter_id)
        .annotate(year=ExtractYear("on"))
        .values("payer", "year")
        .annotate(sum=Sum("reported"), last=Max("on"))
        .order_by("payer__code", "year")
    )
    payers = Organisation.objects.in_bulk({row["payer"] for row in rows})
    for row in rows:
        yield Transaction(
            type="1",
            on=row["last"],
            amount=Amount(value=row["sum"], currency=ledger.currency, on=row["last"]),
            texts=FUNDS,
            provider=body_of(profile, payers[row["payer"]]),
            receiver=body_of(profile, profile.reporter),
        )


def commitments_of(
    profile: AidProfile, edition: Edition, currency: str, *, at: dt.datetime
) -> Iterable[Transaction]:
    """What each payer is to give by the budget, from the day on which the edition was approved.

    The reporter's own is a commitment, that of others one that comes in. A line in another currency than the
    activity's stands in the budget alone: no rate of that day is recorded. Of a cancelled edition nothing is
    owed.
    """
    approved = deeds_about(edition.reference).filter(action="edition.approved", at__lte=at).first()
    if approved is None or edition.status == EditionStatus.CANCELLED:
        return
    on = day_in(edition, approved.at)
    rows = (
        BudgetLine.objects.filter(
            edition=edition, is_aid_countable=True, payer__isnull=False, currency=currency
        )
        .exclude(certainty=Certainty.ASSUMED)
        .values("payer")
        .annotate(sum=Sum("amount"))
        .order_by("payer__code")
    )
    payers = Organisation.objects.in_bulk({row["payer"] for row in rows})
    for row in rows:
        is_own = row["payer"] == profile.reporter_id
        yield Transaction(
            type="2" if is_own else "11",
            on=on,
            amount=Amount(value=row["sum"], currency=currency, on=on),
            texts=COMMITTED,
            provider=body_of(profile, payers[row["payer"]]),
            receiver=None if is_own else body_of(profile, profile.reporter),
        )


def documents_of(edition: Edition) -> Iterable[Document]:
    yield Document(
        url=link_to(f"/en/programmes/{edition.code}/"),
        media_type="text/html",
        titles={"en": "Page of the edition"},
        category="A12",
        language="en",
    )
    for one in public_files(edition).filter(kind=ReportFileKind.PDF):
        yield Document(
            url=link_to(
                reverse("aid:report", args=[edition.code, one.report.number, one.language, one.kind])
            ),
            media_type="application/pdf",
            titles={"en": "Final report", "id": "Laporan akhir"},
            category="A07",
            language=one.language,
        )


def results_of(edition: Edition, counted: Received, *, has_ended: bool) -> Iterable[Result]:
    """Who was trained, and who completed, as far as that is recorded and may be told exactly.

    The target is the number of places.
    """
    assert edition.starts_on is not None  # noqa: S101 -- as was asked
    assert edition.ends_on is not None  # noqa: S101 -- as was asked
    if not edition.places:
        return
    actuals: list[Measured] = []
    if has_ended:
        people = sum(counted.people.values()) or edition.known_participants
        if people:
            actuals.append(Measured(value=Decimal(people)))
        actuals += [
            Measured(value=Decimal(count), dimensions={"country": country})
            for country, count in sorted(counted.people.items())
        ]
        parts = parted(counted.by_sex, of=people)
        if all(bound == Bound.EXACTLY for bound, _number in parts.values()):
            actuals += [
                Measured(value=Decimal(counted.by_sex[sex]), dimensions={"sex": sex}) for sex in sorted(parts)
            ]
    measured = [({"en": "Participants", "id": "Peserta"}, tuple(actuals))]
    completed = Completion.objects.filter(edition=edition, outcome=Outcome.COMPLETED).count()
    bound, told = guarded(completed, of=max(sum(counted.people.values()), completed))
    if has_ended and told is not None and bound == Bound.EXACTLY:
        titles = {"en": "Participants who completed it", "id": "Peserta yang menyelesaikannya"}
        measured.append((titles, (Measured(value=Decimal(told)),)))
    indicators = [
        Indicator(
            titles=titles,
            first=edition.starts_on,
            last=edition.ends_on,
            target=Decimal(edition.places),
            actuals=found,
            baseline_year=edition.starts_on.year,
        )
        for titles, found in measured
    ]
    yield Result(
        type="1", titles={"en": "People trained", "id": "Orang yang dilatih"}, indicators=tuple(indicators)
    )
