"""Certificates in the terms of the reference programme."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.certificates.enums import Outcome
from balai.certificates.models import Certificate, Completion, Design, Paper, Signatory
from balai.certificates.services.issuing import ask_for_certificates, work_through
from balai.certificates.services.wording import USUAL
from balai.nominations.models import Profile
from balai.office.models import Office
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from tests.directory.factories import OrganisationFactory
from tests.programmes.factories import EditionFactory
from tests.timetable.factories import participant

if TYPE_CHECKING:
    from balai.certificates.models import Batch
    from balai.selection.models import Participant

AT = dt.datetime(2018, 7, 30, 9, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=1)
ACTOR = "person:officer"
ADDRESS = "https://balai.example"


def office() -> None:
    """An office with an address, which certificates carry for ever."""
    Office.objects.update_or_create(
        pk=1,
        defaults={
            "public_address": ADDRESS,
            "name": {"en": "Ministry of Industry", "id": "Kementerian Perindustrian"},
            "time_zone": "Asia/Jakarta",
        },
    )


def ended_edition(people: int = 2, *, title: str = "Training of Trainers", **more: object) -> Edition:
    """An edition on its last day, with people who take part and nobody who is decided."""
    days = {"arrives_on": dt.date(2018, 7, 17), "starts_on": dt.date(2018, 7, 18)}
    days |= {"ends_on": dt.date(2018, 7, 30), "departs_on": dt.date(2018, 7, 31)}
    edition: Edition = EditionFactory.create(
        status=EditionStatus.PREPARATION,
        title={"en": title, "id": f"{title} (id)"},
        cities=["Jakarta", "Bandung"],
        places=max(people, 1),
        **days,
        **more,
    )
    edition.refresh_from_db()
    for number in range(1, people + 1):
        participant(edition, number)
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.RUNNING)
    edition.refresh_from_db()
    return edition


def people_of(edition: Edition) -> list[Participant]:
    """Those who take part, by number."""
    return list(edition.participants.select_related("person", "edition").order_by("place_number"))


def named(someone: Participant, **said: str) -> Profile:
    """What somebody told of their names."""
    profile, _is_new = Profile.objects.update_or_create(person=someone.person, defaults=said)
    return profile


def completed(*people: Participant) -> None:
    """They have completed; nobody asks how."""
    for someone in people:
        Completion.objects.create(
            edition=someone.edition,
            participant=someone,
            outcome=Outcome.COMPLETED,
            by_rule=Outcome.COMPLETED,
            decided_at=AT,
            decided_by=ACTOR,
        )


def designed(edition: Edition, **more: object) -> Design:
    """The usual wording, signed by two offices."""
    words = {name: dict(text) for name, text in USUAL.items()}
    row = Design.objects.create(
        **(
            {
                "edition": edition,
                "place": "Jakarta",
                "dated_on": dt.date(2018, 7, 30),
                "changed_at": AT,
                "changed_by": ACTOR,
            }
            | words
            | more
        )
    )
    for order, name in enumerate(("Ministry of Industry", "Colombo Plan Secretariat"), start=1):
        Signatory.objects.create(
            design=row,
            order=order,
            organisation=OrganisationFactory.create(name={"en": name, "id": f"{name} (id)"}),
            office={"en": f"Head, {name}", "id": f"Kepala, {name}"},
        )
    return row


def issued(edition: Edition) -> list[Certificate]:
    """Everybody has completed and has a certificate."""
    office()
    if not Design.objects.filter(edition=edition).exists():
        designed(edition)
    completed(*[one for one in people_of(edition) if not hasattr(one, "completion")])
    batch_of(edition)
    return list(edition.certificates.order_by("participant__place_number"))


def batch_of(edition: Edition) -> Batch:
    """A batch that has run."""
    batch = ask_for_certificates(edition=edition, actor=ACTOR, at=AT)
    work_through(batch_id=batch.pk, at=AT)
    batch.refresh_from_db()
    return batch


def kept(someone: Participant, *, number: str = "7Q4M-2X9D", place: int = 1, **more: object) -> Certificate:
    """A certificate as a row alone, for what neither signs nor reads it."""
    values = {
        "number": number,
        "edition": someone.edition,
        "participant": someone,
        "name": someone.name,
        "country": someone.country_id,
        "said": {"en": {"kind": "Certificate", "course": "Course", "after": "", "issued": "Jakarta"}},
        "document": '{"issuer": {"id": "did:web:balai.example"}}',
        "status_list": 1,
        "status_place": place,
        "issued_at": AT,
        "issued_by": ACTOR,
    }
    row: Certificate = Certificate.objects.create(**(values | more))
    Paper.objects.create(certificate=row, pdf=b"%PDF-1.7")
    return row


def decided(someone: Participant, outcome: Outcome = Outcome.ATTENDED) -> Completion:
    """A decision that somebody may appeal against."""
    return Completion.objects.create(
        edition=someone.edition,
        participant=someone,
        outcome=outcome,
        by_rule=outcome,
        criteria=[{"code": "presence", "is_met": False, "have": 3, "need": 10}],
        decided_at=AT,
        decided_by=ACTOR,
    )
