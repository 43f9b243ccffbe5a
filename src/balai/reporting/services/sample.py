"""Aid data of the sample programme: what its records tell, published a month after its end.

Nothing is invented for money: the budget of the reference programme is made of placeholders, so nothing is
booked and the file holds no amount. The identifier is made up, and the reporting organisation bears the mark
of the demonstration.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.directory.models import Country, Organisation
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sample import Stage
from balai.programmes.models import Edition
from balai.reporting.services.publishing import keep_profile, publish_aid_data
from balai.selection.services.sample.moments import REFERENCE, officer_of_sample

if TYPE_CHECKING:
    from collections.abc import Sequence

PUBLISHED = dt.datetime(2018, 8, 29, 3, tzinfo=dt.UTC)
IDENTIFIER = "XX-SAMPLE"
"""Of no list of agencies: nobody takes the sample for a report."""
VALUES = {
    "identifier": IDENTIFIER,
    "channel_code": "47027",
    "collaboration": "8",
    "flow": "50",
    "finance": "110",
    "aid": "E01",
    "tied": "5",
    "framework": "FC02",
    "is_technical_cooperation": True,
}


def life_of_reporting() -> Sequence[Stage]:
    """The aid data, where there is the reference programme."""
    edition = Edition.objects.filter(code=REFERENCE).first()
    if edition is None:
        return []
    return [
        Stage(
            name="sample:reporting:aid",
            label=_("aid data is published"),
            at=PUBLISHED,
            do=partial(_publish, edition),
        )
    ]


def _publish(edition: Edition) -> None:
    reporter = Organisation.objects.filter(code="setneg").first()
    channel = Organisation.objects.filter(code="colombo-plan-secretariat").first()
    if reporter is None or channel is None:
        return
    officer = officer_of_sample().reference
    provider = Country.objects.get(pk=edition.country_id)
    values = {**VALUES, "reporter": reporter, "channel": channel, "provider": provider}
    keep_profile(series=edition.series, values=values, actor=officer, at=PUBLISHED)
    # Where somebody changed a record first, nothing is published, and the page says what is missing.
    with suppress(RuleViolationError):
        publish_aid_data(series=edition.series, actor=officer, at=PUBLISHED)
