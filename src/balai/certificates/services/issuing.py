"""Issuing: a batch is asked for, checked as a whole, and then issued, some at a time, by the worker.

A certificate and its paper are one row and another in one transaction: there is never half of one. A worker
that is killed leaves those that were committed; the next one goes on with those that are missing. Two batches
at once wait for each other, and the database refuses a second live certificate of anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record, record_each
from balai.certificates.enums import BatchState
from balai.certificates.models import Batch, Certificate, Paper
from balai.certificates.queries.certificates import waiting_for_certificates
from balai.certificates.rules.access import may_certify
from balai.certificates.services.composing import composed, design_of
from balai.certificates.services.faults import faults_of
from balai.certificates.services.keys import issuer_in, signing_ring
from balai.certificates.services.telling import tell_later
from balai.certificates.services.wording import (
    Fault,
)
from balai.engine.badges.errors import BadgeError
from balai.engine.certifying import make_many
from balai.engine.documents.errors import DocumentError
from balai.kernel.jobs import enqueue
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.programmes.models import Edition

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from balai.certificates.services.composing import Asked
    from balai.selection.models import Participant

ISSUE = "certificates.issue"
AT_ONCE = 1_000
"""Certificates of one transaction: a worker that is killed loses so many at most, and makes them again.

For each transaction processes are started anew, which takes as long as some dozens of certificates.
"""

# --- asking -------------------------------------------------------------------------------------------


@transaction.atomic
def ask_for_certificates(*, edition: Edition, actor: str, at: dt.datetime) -> Batch:
    """Ask for the certificates of everybody who completed an edition and has none.

    Raises:
        RuleViolationError: ``certificates.not_now``, ``certificates.nobody_waits``,
            ``certificates.under_way``, or that the office has no public address.
    """
    enforce(may_certify(edition))
    issuer_in("en")  # without an address nothing that carries it for ever is issued
    if not waiting_for_certificates(edition).exists():
        raise RuleViolationError(
            Refusal(
                "certificates.nobody_waits",
                _("Nobody waits for a certificate: decide first who completed the programme."),
            )
        )
    try:
        with transaction.atomic():
            batch = Batch.objects.create(edition=edition, asked_at=at, asked_by=actor)
    except IntegrityError as error:
        raise RuleViolationError(
            Refusal("certificates.under_way", _("Certificates of this edition are being issued already."))
        ) from error
    record(actor=actor, action="certificates.asked", subject=edition.reference, at=at)
    enqueue(ISSUE, only_one=f"{ISSUE}:{batch.pk}", batch_id=batch.pk)
    return batch


def work_through(*, batch_id: UUID, at: dt.datetime) -> None:
    """Issue what a batch is for; asked again, it goes on with what is missing."""
    while issue_some(batch_id=batch_id, at=at):
        pass


@transaction.atomic
def issue_some(*, batch_id: UUID, at: dt.datetime, most: int = AT_ONCE) -> bool:
    """Issue some certificates of a batch, all of them or none.

    The first time the whole batch is checked; if anything is wrong it stops, with a list of what, for whom.

    Returns:
        whether there may be more.
    """
    batch = (
        Batch.objects.select_for_update()
        .select_related("edition__series", "edition__country")
        .get(pk=batch_id)
    )
    if batch.state != BatchState.WAITING:
        return False
    # Another batch of the same edition, or a correction, waits here and then sees what this one made.
    Edition.objects.select_for_update(no_key=True).get(pk=batch.edition_id)
    waiting = list(waiting_for_certificates(batch.edition))
    for participant in waiting:
        participant.edition = batch.edition  # with its series and host, once for all
    faults = faults_of(batch.edition, waiting) if not batch.issued else []
    if faults:
        return _end(batch, BatchState.STOPPED, faults, at=at)
    some = waiting[:most]
    if some:
        try:
            with transaction.atomic():
                made = issue_to(some, edition=batch.edition, batch=batch, actor=batch.asked_by, at=at)
        except (DocumentError, BadgeError) as error:
            return _end(batch, BatchState.STOPPED, [Fault("unmade", str(error))], at=at)
        batch.issued += len(made)
        batch.save(update_fields=["issued"])
    return _end(batch, BatchState.DONE, [], at=at) if len(some) == len(waiting) else True


def _end(batch: Batch, state: BatchState, faults: Sequence[Fault], *, at: dt.datetime) -> bool:
    batch.state, batch.ended_at = state, at
    batch.faults = [fault.as_json() for fault in faults]
    batch.save(update_fields=["state", "ended_at", "faults"])
    if batch.issued:
        tell_later(batch)
    record(
        actor=batch.asked_by,
        action="certificates.stopped" if faults else "certificates.issued",
        subject=batch.reference,
        at=at,
        detail={"issued": batch.issued, "faults": len(faults)},
    )
    return False


# --- issuing ------------------------------------------------------------------------------------------


def issue_to(  # noqa: PLR0913 -- each is named where it is called
    participants: Sequence[Participant],
    *,
    edition: Edition,
    batch: Batch | None,
    actor: str,
    at: dt.datetime,
    supersedes: Certificate | None = None,
) -> list[Certificate]:
    """Sign, set and keep certificates within the transaction around, which has locked the edition."""
    design = design_of(edition)
    if design is None:
        raise RuleViolationError(
            Refusal("certificates.no_design", _("Write first what the certificates say."))
        )
    ring = signing_ring(at=at)
    asked = composed(participants, design, supersedes=supersedes, at=at)
    made = make_many([one.order for one in asked], ring.for_proofs, at=at)
    rows: list[Certificate] = []
    papers: list[Paper] = []
    for one, done in zip(asked, made, strict=True):
        rows.append(_row(one, done.document, batch=batch, actor=actor, at=at, supersedes=supersedes))
        papers.append(Paper(certificate_id=one.key, pdf=done.pdf))
    Certificate.objects.bulk_create(rows)
    Paper.objects.bulk_create(papers, batch_size=100)
    record_each(actor=actor, action="certificate.issued", subjects=[row.reference for row in rows], at=at)
    return rows


def _row(  # noqa: PLR0913 -- as above
    one: Asked,
    document: str,
    *,
    batch: Batch | None,
    actor: str,
    at: dt.datetime,
    supersedes: Certificate | None,
) -> Certificate:
    return Certificate(
        pk=one.key,
        number=one.number,
        edition_id=one.participant.edition_id,
        participant=one.participant,
        batch=batch,
        name=one.order.paper.name,
        native_name=one.order.paper.native_name,
        country=one.participant.country_id,
        said=one.said,
        document=document,
        is_sample=one.order.award.issuer.is_demo,
        status_list=one.order.sealed.status_list,
        status_place=one.place,
        issued_at=at,
        issued_by=actor,
        supersedes=supersedes,
    )
