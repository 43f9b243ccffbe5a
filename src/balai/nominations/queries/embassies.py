"""Embassies between a host and the countries that it invites, as the directory has them (S11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from balai.directory.enums import OrganisationKind
from balai.directory.models import Contact, Organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from balai.nominations.models import CountryCall


def offices_by_country(calls: Sequence[CountryCall]) -> dict[str, list[Contact]]:
    """Offices that get a copy of an invitation, by the country that is invited; one question for all.

    They are those with an e-mail address at the embassy of the country to the host, which may stand in a
    third country, and at the embassy of the host there.

    Args:
        calls: of one edition, with it.
    """
    if not calls:
        return {}
    host = calls[0].edition.country_id
    codes = {call.country_id for call in calls} - {host}
    rows = _offices_between(sorted(codes), host).exclude(email="")
    found: dict[str, list[Contact]] = {}
    for row in rows:
        embassy = row.organisation
        for code in codes & {*embassy.accredited_to} if embassy.country_id == host else [embassy.country_id]:
            found.setdefault(code, []).append(row)
    return found


def offices_for(call: CountryCall) -> QuerySet[Contact]:
    """Whom at an embassy one asks about a country that does not answer (E25), also by telephone alone."""
    return _offices_between([call.country_id], call.edition.country_id)


def offices_of(country: str, host: str) -> list[Contact]:
    """Offices with an e-mail address at the embassy of a country to a host, each mailbox once.

    Of a person who is missed, whose own embassy asks; that of the host at home knows nothing of arrivals.
    """
    rows = _offices_between([country], host).filter(organisation__country=country).exclude(email="")
    return list({row.email.lower(): row for row in reversed(rows)}.values())[::-1]


def _offices_between(codes: Sequence[str], host: str) -> QuerySet[Contact]:
    between = Q(organisation__country__in=codes, organisation__accredited_to__contains=[host]) | Q(
        organisation__country=host, organisation__accredited_to__overlap=list(codes)
    )
    return (
        Contact.objects.filter(between, archived_at=None, organisation__archived_at=None)
        .filter(organisation__kind=OrganisationKind.EMBASSY)
        .select_related("organisation")
        .order_by("organisation__code", "pk")
    )


def embassy_of(call: CountryCall) -> Organisation | None:
    """The embassy of an invited country to the host; None where the directory knows none, or several."""
    rows = Organisation.objects.filter(
        kind=OrganisationKind.EMBASSY,
        country=call.country_id,
        accredited_to__contains=[call.edition.country_id],
        archived_at=None,
    )
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None
