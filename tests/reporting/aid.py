"""An edition of a series that is reported as aid."""

from __future__ import annotations

import datetime as dt

from balai.programmes.enums import OrganiserRole, Publicity
from balai.programmes.models import Edition, KnownCountry
from balai.reporting.services.publishing import keep_profile
from tests.directory.factories import OrganisationFactory
from tests.programmes.factories import OrganiserFactory
from tests.reporting.factories import OFFICER

AT = dt.datetime(2019, 9, 20, 3, tzinfo=dt.UTC)


def with_aid(edition: Edition, *, profile: bool = True) -> Edition:
    """Three countries took part, two people each; the secretariat is the channel."""
    Edition.objects.filter(pk=edition.pk).update(
        publicity=Publicity.PUBLIC,
        sector_codes=["32130"],
        sdg_targets=["17.9"],
        summary={"en": "Thirteen days in Jakarta and Bandung.", "id": "Tiga belas hari."},
        arrives_on=dt.date(2019, 7, 17),
        starts_on=dt.date(2019, 7, 17),
        ends_on=dt.date(2019, 7, 29),
        departs_on=dt.date(2019, 7, 30),
    )
    edition.refresh_from_db()
    for code in ("AF", "BT", "LA", "ID"):
        KnownCountry.objects.create(edition=edition, country_id=code, participants=2)
    host = OrganisationFactory.create(name={"en": "Ministry of State Secretariat"})
    channel = OrganisationFactory.create(name={"en": "Colombo Plan Secretariat"}, kind="secretariat")
    OrganiserFactory.create(edition=edition, organisation=host, role=OrganiserRole.HOST, order=1)
    OrganiserFactory.create(edition=edition, organisation=channel, role=OrganiserRole.SECRETARIAT, order=2)
    if profile:
        values = {
            "reporter": host,
            "identifier": "XX-ORG-0001",
            "provider": edition.country,
            "channel": channel,
            "channel_code": "47027",
            "collaboration": "8",
            "flow": "50",
            "finance": "110",
            "aid": "E01",
            "tied": "5",
            "framework": "FC02",
            "is_technical_cooperation": True,
        }
        keep_profile(series=edition.series, values=values, actor=OFFICER, at=AT)
    return edition
