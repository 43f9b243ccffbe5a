"""Letters to participants: a certificate is there, was replaced, or does not count any more.

Those of a batch are written by a job of their own, some at a time, so that a thousand letters keep no
certificate waiting; who was written to already is not written to again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from balai.certificates.models import Batch, Certificate
from balai.correspondence.models import Letter
from balai.correspondence.services.writing import send
from balai.kernel.jobs import enqueue
from balai.office.addresses import link_to

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

TELL = "certificates.tell"
ISSUED, REPLACED, REVOKED = "certificate.issued", "certificate.replaced", "certificate.revoked"
AT_ONCE = 50
"""Letters of one transaction: the register is locked as long."""


def tell_later(batch: Batch) -> None:
    """Queue the letters of what a batch issued, within the transaction around."""
    enqueue(TELL, only_one=f"{TELL}:{batch.pk}", batch_id=batch.pk)


def tell_all(*, batch_id: UUID, at: dt.datetime) -> None:
    """Write to everybody of a batch; asked again, it goes on with whom nobody has written to."""
    while tell_some(batch_id=batch_id, at=at):
        pass


@transaction.atomic
def tell_some(*, batch_id: UUID, at: dt.datetime, most: int = AT_ONCE) -> bool:
    """Write to some of those whose certificate a batch issued, all of them or none.

    Returns:
        whether there may be more.
    """
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    rows = (
        Certificate.objects.filter(batch=batch, participant__isnull=False)
        .defer("document")
        .select_related("participant__person__account", "edition")
        .order_by("pk")
    )
    told = set(
        Letter.objects.filter(
            kind=ISSUED,
            subject_reference__in=[f"certificate:{key}" for key in rows.values_list("pk", flat=True)],
        ).values_list("subject_reference", flat=True)
    )
    waiting = [one for one in rows if one.reference not in told]
    for certificate in waiting[:most]:
        _write(ISSUED, certificate, actor=batch.asked_by, at=at)
    return len(waiting) > most


def tell_replaced(certificate: Certificate, *, actor: str, at: dt.datetime) -> None:
    """Write to the participant that this certificate takes the place of the one they had."""
    _write(REPLACED, certificate, actor=actor, at=at)


def tell_revoked(certificate: Certificate, *, actor: str, at: dt.datetime) -> None:
    """Write to the participant that their certificate does not count any more, and why."""
    _write(REVOKED, certificate, actor=actor, at=at)


def _write(letter: str, certificate: Certificate, *, actor: str, at: dt.datetime) -> None:
    if certificate.participant is None or certificate.edition is None:
        return  # whose it was is not known any more
    person = certificate.participant.person
    with translation.override(person.language):
        context = {
            "edition": str(certificate.edition.title),
            "number": certificate.number,
            "link": link_to(reverse("certificates:mine")),
            "check": link_to(reverse("check:certificate", args=[certificate.number])),
        }
        if letter == REVOKED:
            context["reason"] = str(certificate.get_revoked_why_display())
    send(
        letter=letter,
        to=person,
        context=context,
        subject_reference=certificate.reference,
        at=at,
        actor=actor,
    )
