"""An edition of the demonstration whose call is open now, so that everybody has something to do.

It is the reference programme once more, with its days moved to some months from now and marked as a sample:
the focal point has places to fill, the nominee an application to write, the officer lights on the board.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import uuid5

from django.db import transaction

from balai.directory.enums import OrganisationKind
from balai.directory.models import Contact, Organisation
from balai.directory.services.records import enter_record
from balai.kernel.translated import TranslatedText
from balai.nominations.enums import Origin
from balai.nominations.models import CountryCall
from balai.nominations.services.applying import claim_nomination, invite_nominee
from balai.nominations.services.nominating import add_nominee
from balai.people.enums import Role
from balai.people.models import Grant
from balai.programmes.documents.booklet import typeset
from balai.programmes.enums import EditionStatus, Publicity
from balai.programmes.models import Edition
from balai.programmes.registries import parts_in_order
from balai.programmes.services.cloning import clone_edition
from balai.programmes.services.life import open_call
from balai.selection.services.sample.moments import REFERENCE, account_of_cast, officer_of_sample
from balai.selection.services.sample.people import NAMESPACE, people

if TYPE_CHECKING:
    from datetime import datetime

LEAD = dt.timedelta(weeks=17)
"""From the call to the first day, as in 2018."""
COUNTRY = "BT"
"""Whose focal point and nominee the demonstration signs in as."""


@transaction.atomic
def show_open_call(*, at: datetime) -> None:
    """Clone the reference programme and open its call, where that programme is."""
    last = Edition.objects.filter(code=REFERENCE).first()
    if last is None or last.starts_on is None:
        return
    officer = officer_of_sample()
    day = at.date() + LEAD
    starts_on = day + dt.timedelta(days=(last.starts_on.weekday() - day.weekday()) % 7)
    edition = clone_edition(
        edition=last,
        code=f"sample-{starts_on.year}",
        number=None,
        title=TranslatedText(
            {
                "en": f"{last.title.in_language('en').text} (sample)",
                "id": f"{last.title.in_language('id').text} (contoh)",
            }
        ),
        starts_on=starts_on,
        parts=[name for name, _part in parts_in_order()],
        actor=officer.reference,
        at=at,
    )
    Edition.objects.filter(pk=edition.pk).update(  # the pledge was years ago
        status=EditionStatus.APPROVED, publicity=Publicity.PUBLIC
    )
    edition.refresh_from_db()
    _enter_embassy(edition.country_id, at=at)
    open_call(edition=edition, typeset=typeset, actor=officer.reference, at=at)
    _nominate(edition, at=at)


def _enter_embassy(host: str, *, at: datetime) -> None:
    """The embassy of that country to the host, which gets a copy of the invitation."""
    embassy = enter_record(
        Organisation,
        values={
            "code": "sample-embassy",
            "kind": OrganisationKind.EMBASSY,
            "name": TranslatedText(
                {"en": "Embassy of Bhutan (sample)", "id": "Kedutaan Besar Bhutan (contoh)"}
            ),
            "country_id": COUNTRY,
            "accredited_to": [host],
            "languages": ["en"],
        },
        actor=None,
        at=at,
    )
    enter_record(
        Contact,
        values={
            "organisation": embassy,
            "office": TranslatedText({"en": "Economic section (sample)", "id": "Bagian ekonomi (contoh)"}),
            "email": "embassy@example.org",
        },
        actor=None,
        at=at,
    )


def _nominate(edition: Edition, *, at: datetime) -> None:
    """Bhutan has named two people so far; one of them is the nominee whom the demonstration signs in as."""
    call = CountryCall.objects.filter(edition=edition, country=COUNTRY).first()
    focal = Grant.objects.filter(role=Role.FOCAL_POINT, scope=f"country:{COUNTRY}").order_by("since").first()
    account = account_of_cast(Role.NOMINEE)
    if call is None or focal is None or account is None or account.person is None:
        return
    first, second = [one for one in people() if one.country == COUNTRY][-2:]
    own = {**first.values, "name": account.person.name, "email": account.email}
    for number, values in enumerate((own, second.values), 1):
        add_nominee(
            call_id=call.pk,
            key=uuid5(NAMESPACE, f"{edition.code} {COUNTRY} {number}"),
            values=values,
            origin=Origin.FOCAL_POINT,
            actor=focal.person,
            at=at,
        )
    application = invite_nominee(
        nomination_id=uuid5(NAMESPACE, f"{edition.code} {COUNTRY} 1"), actor="system", at=at
    )
    claim_nomination(application_id=application.pk, account=account, at=at)
