"""The call of the sample goes out, and countries name people, who apply; some late or withdrawn."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from balai.correspondence.models import Letter
from balai.nominations.enums import (
    DocumentKind,
    Origin,
    Signatory,
    Track,
    WithdrawalReason,
)
from balai.nominations.models import CountryCall, Nomination
from balai.nominations.services.applying import (
    claim_nomination,
    invite_nominee,
    save_section,
    send_application,
)
from balai.nominations.services.declaring import agree
from balai.nominations.services.documents import ask_for_documents, keep_document
from balai.nominations.services.endorsing import ask_for_statement, sign_statement
from balai.nominations.services.nominating import (
    add_nominee,
    attach_letter,
    send_nominations,
    withdraw_nomination,
)
from balai.people.enums import Role
from balai.people.models import Person
from balai.people.services.persons import create_person
from balai.people.services.roles import grant_role
from balai.programmes.documents.booklet import typeset
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.programmes.services.life import open_call
from balai.selection.services.sample.moments import (
    BEGINS,
    CALL,
    LATE,
    NAMED,
    SENT,
    account_of_cast,
    officer_of_sample,
)
from balai.selection.services.sample.people import CAPITALS, OF_CAST, WHOLE, said_by, statement_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.people.models import Account
    from balai.selection.services.sample.people import Sample


PDF = b"%PDF-1.7\n1 0 obj\n<</Title(Sample)>>\nendobj\n%%EOF\n"
LATE_ONES = ("AF", "LA", "NP", "PK")
WITHDRAWN_ONES = ("BT", "IN", "LK")
INELIGIBLE = ("AF", "BT", "IN", "LK", "NP")
"""Their sixth nominee turns out to serve in the military; that of the others never applies."""


def send_call(edition: Edition) -> None:
    """Focal points for the year 2018, and the call: the bundle tells of a life that is over already."""
    for country, (city, _airport, zone) in CAPITALS.items():
        person = create_person(
            name=f"Focal point in {city} (sample)",
            email=f"sample-focal-{country.lower()}@example.org",
            time_zone=zone,
            actor=None,
            at=BEGINS,
        )
        grant_role(person=person, role=Role.FOCAL_POINT, scope=f"country:{country}", actor=None, at=BEGINS)
    officer = officer_of_sample()
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.APPROVED)
    edition.refresh_from_db()
    ask_for_documents(edition=edition, kinds=[DocumentKind.PASSPORT], may_follow=[], actor=officer, at=BEGINS)
    open_call(edition=edition, typeset=typeset, actor=officer.reference, at=CALL)


def focal_point_of(country: str) -> Person:
    """Who spoke for the country in that year."""
    return Person.objects.get(email=f"sample-focal-{country.lower()}@example.org")


def names_of_country(country: str, own: list[Sample]) -> Callable[[Edition], None]:
    """The stage in which a country names its people, and these apply."""

    def do(edition: Edition) -> None:
        call = CountryCall.objects.get(edition=edition, country=country)
        focal = focal_point_of(country)
        on_time = own[:-1] if country in LATE_ONES else own
        account = account_of_cast(OF_CAST[country]) if country in OF_CAST else None
        first = {"email": account.email} if account else {}
        for one in on_time:
            add_nominee(
                call_id=call.pk,
                key=one.key,
                values={**one.values, **first} if one.rank == 1 else one.values,
                origin=Origin.FOCAL_POINT,
                actor=focal,
                at=NAMED + dt.timedelta(minutes=one.rank),
            )
        for one in own[:WHOLE]:
            _apply(one, at=NAMED + dt.timedelta(days=3), account=account if one.rank == 1 else None)
        attach_letter(call_id=call.pk, content=PDF, name=f"note-verbale-{country}.pdf", actor=focal, at=SENT)
        _send(call, focal, at=SENT)
        if country in INELIGIBLE:
            _apply(own[WHOLE], at=SENT + dt.timedelta(days=1), is_military=True)
        if country in WITHDRAWN_ONES:
            withdraw_nomination(
                nomination_id=own[-1].key,
                why=WithdrawalReason.EMPLOYER,
                note="",
                actor=focal,
                at=SENT + dt.timedelta(days=2),
            )
        if country in LATE_ONES:
            add_nominee(
                call_id=call.pk,
                key=own[-1].key,
                values=own[-1].values,
                origin=Origin.FOCAL_POINT,
                actor=focal,
                at=LATE,
            )
            _send(call, focal, at=LATE)

    return do


def _send(call: CountryCall, focal: Person, *, at: dt.datetime) -> None:
    send_nominations(
        call_id=call.pk,
        version=None,
        is_eligibility_stated=True,
        is_release_stated=True,
        is_return_stated=True,
        actor=focal,
        at=at,
    )


def _apply(
    one: Sample, *, at: dt.datetime, is_military: bool = False, account: Account | None = None
) -> None:
    """One nominee fills in the application, sends it, and the employer signs."""
    application = invite_nominee(nomination_id=one.key, actor="system", at=at)
    person = Nomination.objects.select_related("person").get(pk=one.key).person
    if account is not None:
        claim_nomination(application_id=application.pk, account=account, at=at)
        person = account.person or person
    for section, values in said_by(one, is_military=is_military).items():
        save_section(
            application_id=application.pk,
            section=section,
            version=0,
            writer="",
            values=values,
            actor=person,
            at=at,
        )
    keep_document(
        application_id=application.pk,
        kind=DocumentKind.PASSPORT,
        content=PDF,
        name="passport.pdf",
        issued_on=None,
        actor=person,
        at=at,
    )
    application.refresh_from_db()
    declared = agree(application=application, at=at)
    is_owner = one.values["track"] == Track.ENTREPRENEUR
    ask_for_statement(
        application_id=application.pk,
        signatory=Signatory.CHAMBER if is_owner else Signatory.EMPLOYER,
        name="Head of the organisation (sample)",
        title="Director",
        email=f"sample-employer-{one.country.lower()}-{one.rank}@example.org",
        actor=person,
        at=at,
    )
    sign_statement(secret=_secret_of(application.reference), values=statement_on(one), at=at)
    send_application(application_id=application.pk, declared=declared, actor=person, at=at)


def _secret_of(reference: str) -> str:
    """What the employer opens: the link of the newest letter that asks for the statement."""
    letter = Letter.objects.filter(subject_reference=reference, text__contains="/statement/").latest(
        "written_at"
    )
    found = re.search(r"/statement/([^/\s]+)/", letter.text)
    assert found is not None  # noqa: S101 -- the letter has its link; this tells the type checker
    return found[1]
