"""What the pages of certificates show when they are looked at: four people on the last day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from balai.certificates.enums import BatchState, CertificateState, Outcome, RevocationReason
from balai.certificates.models import Appeal, Batch, Certificate, Completion
from balai.kernel import clock
from balai.selection.models import Participant
from tests.browser.sign_in import account_of
from tests.certificates.factories import ACTOR, AT, LATER, decided, designed, ended_edition, kept
from tests.certificates.factories import office as keep_office
from tests.directory.factories import country
from tests.programmes.factories import session_type

if TYPE_CHECKING:
    from balai.programmes.models import Edition

CODE = "SMI-2018"
PERSON = UUID("0190a0a0-0000-7000-8000-000000000a01")
APPEAL = UUID("0190a0a0-0000-7000-8000-000000000a02")
CERTIFICATE = UUID("0190a0a0-0000-7000-8000-000000000a03")
UNDECIDED = UUID("0190a0a0-0000-7000-8000-000000000a05")
SIGNATORY = UUID("0190a0a0-0000-7000-8000-000000000a04")
VALID, REVOKED, REPLACED = "7Q4M-2X9D", "3KTR-80WZ", "9HVC-41PB"
NAMES = ("Sunita Tamang", "Karma Choden", "Nimal Fernando", "Souksavanh Phommachanh")
SAID = {
    "kind": "Certificate of Completion",
    "before": "of Bhutan has completed the programme",
    "course": "Enhancing the Development of Small and Medium Industry",
    "after": "held in Jakarta and Bandung, Indonesia, 18 to 30 July 2018.",
    "issued": "Jakarta, 30 July 2018",
    "practice": "CNC machining (independent); ceramics (assisted)",
}


def keep_people() -> Edition:
    """Four who take part: one completed, one attended, two are not decided."""
    for code in ("BT", "ID"):
        country(code)
    for kind in ("LEC", "PRA"):
        session_type(kind)
    keep_office()
    edition = ended_edition(4, code=CODE)
    people = list(edition.participants.order_by("place_number"))
    for someone, name in zip(people, NAMES, strict=True):
        Participant.objects.filter(pk=someone.pk).update(name=name)
        someone.name, someone.edition = name, edition
    decided(people[0], Outcome.COMPLETED)
    completion = decided(people[1])
    Appeal.objects.create(
        pk=APPEAL,
        completion=completion,
        text="I was there on Tuesday; the list shows somebody else.",
        made_at=LATER,
    )
    return edition


def keep_certificates() -> None:
    """One that is valid, one withdrawn, one replaced."""
    edition = keep_people()
    first, second, third, _fourth = edition.participants.select_related("edition").order_by("place_number")
    rows = [
        kept(one, number=number, place=place)
        for one, number, place in ((first, VALID, 1), (second, REVOKED, 2), (third, REPLACED, 3))
    ]
    gone = {"revoked_at": LATER, "revoked_by": ACTOR}
    Certificate.objects.filter(pk=rows[1].pk).update(
        state=CertificateState.REVOKED, revoked_why=RevocationReason.DECISION, **gone
    )
    Certificate.objects.filter(pk=rows[2].pk).update(
        state=CertificateState.SUPERSEDED, revoked_why=RevocationReason.CORRECTED, **gone
    )


def keep_one() -> None:
    """One certificate, under an address that is known."""
    edition = keep_people()
    first = edition.participants.select_related("edition").order_by("place_number")[0]
    kept(first, number=VALID, pk=CERTIFICATE, said={"en": SAID, "id": SAID})


def keep_stopped() -> None:
    """A batch that found something missing."""
    edition = keep_people()
    designed(edition)
    Batch.objects.create(
        edition=edition,
        asked_at=AT,
        asked_by=ACTOR,
        state=BatchState.STOPPED,
        ended_at=AT,
        faults=[
            {"code": "missing", "what": "theme", "who": "Sunita Tamang", "language": "id"},
            {"code": "unknown_gap", "what": "city", "who": "", "language": "en"},
        ],
    )


def keep_undecided() -> None:
    """Somebody of whom nothing is decided, under an address that is known."""
    edition = keep_people()
    last = edition.participants.order_by("place_number")[3]
    Participant.objects.filter(pk=last.pk).update(id=UNDECIDED)


def keep_wording() -> None:
    """The wording with its signatories."""
    design = designed(keep_people())
    first = design.signatories.get(order=2)
    first.delete()
    first.pk = SIGNATORY
    first.save(force_insert=True)


def keep_own() -> None:
    """The reader's own: a certificate, and a decision to appeal against."""
    edition = keep_people()
    person = account_of("participant").person
    second = edition.participants.select_related("edition").order_by("place_number")[1]
    Participant.objects.filter(pk=second.pk).update(person=person)
    Appeal.objects.all().delete()
    Completion.objects.filter(participant=second).update(
        id=PERSON, decided_at=clock.now() - dt.timedelta(days=1)
    )
    second.refresh_from_db()
    kept(second, number=VALID)
