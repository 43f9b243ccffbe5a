"""Withdrawing a certificate, and replacing it by a corrected one, in one deed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.certificates.enums import CertificateState, RevocationReason
from balai.certificates.models import Certificate
from balai.certificates.rules.access import may_revoke
from balai.certificates.services.faults import faults_of
from balai.certificates.services.issuing import issue_to
from balai.certificates.services.telling import tell_replaced, tell_revoked
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.programmes.models import Edition
from balai.selection.models import Participant

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID


@transaction.atomic
def revoke(
    *, certificate_id: UUID, reason: RevocationReason, note: str = "", actor: str, at: dt.datetime
) -> Certificate:
    """Withdraw a certificate: from now on the list of revocations and the public check say so.

    Args:
        certificate_id: which.
        reason: why, as everybody may read it.
        note: for the office; nobody else reads it.
        actor: who.
        at: the moment.

    Raises:
        RuleViolationError: ``certificates.not_valid``.
    """
    certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
    _withdraw(certificate, CertificateState.REVOKED, reason, note=note, actor=actor, at=at)
    tell_revoked(certificate, actor=actor, at=at)
    return certificate


@transaction.atomic
def revoke_and_reissue(*, certificate_id: UUID, note: str = "", actor: str, at: dt.datetime) -> Certificate:
    """Replace a certificate by one that says what is known now, such as a corrected name.

    The old one is marked as replaced and the new one is issued in one transaction: at no moment has the
    participant two, or none.

    Raises:
        RuleViolationError: ``certificates.not_valid``; ``certificates.of_nobody`` if the participant is not
            known any more; ``certificates.faulty`` if the new one could not be issued.
    """
    edition_id = Certificate.objects.values_list("edition_id", flat=True).get(pk=certificate_id)
    Edition.objects.select_for_update(no_key=True).filter(pk=edition_id).first()
    old = Certificate.objects.select_for_update().get(pk=certificate_id)
    if old.participant_id is None or old.edition_id is None or not old.name:
        raise RuleViolationError(
            Refusal("certificates.of_nobody", _("Whose certificate it was is not known any more."))
        )
    _withdraw(old, CertificateState.SUPERSEDED, RevocationReason.CORRECTED, note=note, actor=actor, at=at)
    participant = Participant.objects.select_related(
        "person__profile", "country", "edition__series", "edition__country"
    ).get(pk=old.participant_id)
    faults = faults_of(participant.edition, [participant])
    if faults:
        raise RuleViolationError(
            Refusal("certificates.faulty", _("Something that it must say is missing: look at the wording."))
        )
    (new,) = issue_to(
        [participant], edition=participant.edition, batch=None, actor=actor, at=at, supersedes=old
    )
    tell_replaced(new, actor=actor, at=at)
    return new


def _withdraw(  # noqa: PLR0913 -- each is named where it is called
    certificate: Certificate,
    state: CertificateState,
    reason: RevocationReason,
    *,
    note: str,
    actor: str,
    at: dt.datetime,
) -> Certificate:
    enforce(may_revoke(certificate))
    certificate.state, certificate.revoked_why, certificate.note = state, reason, note.strip()
    certificate.revoked_at, certificate.revoked_by = at, actor
    certificate.save(update_fields=["state", "revoked_why", "note", "revoked_at", "revoked_by"])
    record(
        actor=actor,
        action=f"certificate.{state}",
        subject=certificate.reference,
        at=at,
        detail={"reason": reason.value},
    )
    return certificate
