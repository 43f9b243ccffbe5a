"""Completion and certificates over the API of the office; checking them needs no API, and no account."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from balai.certificates.enums import BatchState, CertificateState, Outcome, RevocationReason
from balai.certificates.models import Batch, Certificate
from balai.certificates.queries.certificates import certificates_of
from balai.certificates.rules.access import KEEPERS, READERS, may_keep_certificates
from balai.certificates.services.completing import decide_completion, standings
from balai.certificates.services.issuing import ask_for_certificates
from balai.certificates.services.revoking import revoke, revoke_and_reissue
from balai.kernel import clock
from balai.kernel.bodies import Word
from balai.kernel.paging import page_of
from balai.kernel.refusal import enforce
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope
from balai.programmes.rules import readable_editions
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant

if TYPE_CHECKING:
    from balai.programmes.models import Edition

router = Router()
READ = needs(TokenScope.PROGRAMMES_READ, *READERS)
KEEP = needs(TokenScope.PROGRAMMES_WRITE, *KEEPERS)


class CertificateOut(Schema):
    """A certificate: the signed credential itself is at ``/credentials/{id}``."""

    id: UUID
    number: str
    name: str
    native_name: str
    country: str
    state: CertificateState
    issued_at: datetime
    revoked_at: datetime | None
    revoked_why: str
    supersedes: str | None

    @staticmethod
    def resolve_supersedes(certificate: Certificate) -> str | None:
        """The number of the one that it replaces."""
        return certificate.supersedes.number if certificate.supersedes else None


class CertificatePage(Schema):
    """Some certificates by name, and where the next page begins."""

    items: list[CertificateOut]
    after: str


class CriterionOut(Schema):
    """What the rule asks for, and what is recorded of it; ``is_met`` is null where nothing is."""

    code: str
    is_met: bool | None
    have: int | None
    need: int | None


class StandingOut(Schema):
    """How far a participant is, and what was decided."""

    participant: UUID
    name: str
    by_rule: Outcome | None
    criteria: list[CriterionOut]
    outcome: Outcome | None
    reason: str


class StandingPage(Schema):
    """Some participants by name, and where the next page begins."""

    items: list[StandingOut]
    after: str


class DecisionIn(Schema):
    """A decision; a reason is needed where the rule says something else or nothing."""

    outcome: Outcome
    reason: Annotated[Word, Field(max_length=600)] = ""


class FaultOut(Schema):
    """What keeps certificates from being issued; ``who`` is empty for what concerns all."""

    code: str
    what: str
    who: str
    language: str


class BatchOut(Schema):
    """How far a batch is: waiting, stopped with faults, or done."""

    id: UUID
    state: BatchState
    issued: int
    faults: list[FaultOut]
    asked_at: datetime
    ended_at: datetime | None


class RevocationIn(Schema):
    """Why a certificate is withdrawn, as everybody may read it, and a note for the office."""

    reason: RevocationReason
    note: Annotated[Word, Field(max_length=300)] = ""


class NoteIn(Schema):
    """A note for the office."""

    note: Annotated[Word, Field(max_length=300)] = ""


def _edition(request: Caller, code: str, *, keeps: bool = False) -> Edition:
    rows = readable_editions(request.grants, READERS).select_related("series", "country")
    edition: Edition = get_object_or_404(rows, code=code)
    if keeps:
        enforce(may_keep_certificates(request.grants, edition))
    return edition


@router.get("{code}", response=CertificatePage, operation_id="list_certificates", **READ)
def list_certificates(request: Caller, code: Word, after: str = "") -> dict[str, Any]:
    """The certificates of an edition, valid and not, by name."""
    rows: QuerySet[Certificate] = certificates_of(_edition(request, code))
    page = page_of(rows, order=("name", "id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.get("{code}/completions", response=StandingPage, operation_id="list_completions", **READ)
def list_completions(request: Caller, code: Word, after: str = "") -> dict[str, Any]:
    """How far participants are by the rule of the edition, and what was decided."""
    edition = _edition(request, code)
    rows = Participant.objects.filter(edition=edition, state=ParticipantState.CONFIRMED)
    page = page_of(rows.select_related("completion"), order=("name", "id"), after=after)
    standing = standings(edition, [row.pk for row in page.rows])
    items = []
    for row in page.rows:
        completion = getattr(row, "completion", None)
        items.append(
            {
                "participant": row.pk,
                "name": row.name,
                "by_rule": standing[row.pk].by_rule,
                "criteria": standing[row.pk].as_json(),
                "outcome": completion.outcome if completion else None,
                "reason": completion.reason if completion else "",
            }
        )
    return {"items": items, "after": page.after}


@router.put(
    "{code}/completions/{key}",
    response={204: None},
    operation_id="decide_completion",
    url_name="decide_completion",
    **KEEP,
)
def decide(request: Caller, code: Word, key: UUID, given: DecisionIn) -> Status[None]:
    """Decide how the edition ended for a participant."""
    edition = _edition(request, code, keeps=True)
    participant = get_object_or_404(Participant, edition=edition, pk=key)
    decide_completion(
        participant_id=participant.pk,
        outcome=given.outcome,
        reason=given.reason,
        actor=request.auth.reference,
        at=clock.now(),
    )
    return Status(204, None)


@router.post(
    "{code}/batches",
    response={202: BatchOut},
    operation_id="issue_certificates",
    url_name="issue_certificates",
    **KEEP,
)
def issue(request: Caller, code: Word) -> Status[Batch]:
    """Ask for the certificates of everybody who completed and has none; the worker makes them."""
    edition = _edition(request, code, keeps=True)
    batch = ask_for_certificates(edition=edition, actor=request.auth.reference, at=clock.now())
    return Status(202, batch)


@router.get(
    "{code}/batches/{key}",
    response=BatchOut,
    operation_id="get_certificate_batch",
    url_name="get_certificate_batch",
    **READ,
)
def get_batch(request: Caller, code: Word, key: UUID) -> Batch:
    """How far a batch is, and what stopped it."""
    return get_object_or_404(Batch, edition=_edition(request, code), pk=key)


@router.post(
    "{code}/certificates/{key}/revocation",
    response=CertificateOut,
    operation_id="revoke_certificate",
    url_name="revoke_certificate",
    **KEEP,
)
def withdraw(request: Caller, code: Word, key: UUID, given: RevocationIn) -> Certificate:
    """Withdraw a certificate; the list of revocations says so at once."""
    found = get_object_or_404(Certificate, edition=_edition(request, code, keeps=True), pk=key)
    return revoke(
        certificate_id=found.pk,
        reason=given.reason,
        note=given.note,
        actor=request.auth.reference,
        at=clock.now(),
    )


@router.post(
    "{code}/certificates/{key}/replacement",
    response={201: CertificateOut},
    operation_id="reissue_certificate",
    url_name="reissue_certificate",
    **KEEP,
)
def replace(request: Caller, code: Word, key: UUID, given: NoteIn) -> Status[Certificate]:
    """Replace a certificate by one that says what is known now, in one deed."""
    found = get_object_or_404(Certificate, edition=_edition(request, code, keeps=True), pk=key)
    new = revoke_and_reissue(
        certificate_id=found.pk, note=given.note, actor=request.auth.reference, at=clock.now()
    )
    return Status(201, new)
