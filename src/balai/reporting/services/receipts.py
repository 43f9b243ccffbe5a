"""The papers behind bookings: added, and put away where a wrong one came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.files import keep, read, remove
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.kernel.uploads import SCANS
from balai.reporting.models import Ledger, Receipt

if TYPE_CHECKING:
    import datetime as dt

    from balai.reporting.models import Spending

WHAT = "spending.receipt"
"""How looks at receipts are logged."""
MOST = 20


@transaction.atomic
def add_receipt(*, spending: Spending, content: bytes, name: str, actor: str, at: dt.datetime) -> Receipt:
    """Keep a paper with a booking, sealed.

    Raises:
        RuleViolationError: ``upload.…``: it is no sound PDF or picture; ``receipt.too_many``.
        UnreadableError: the installation has no keys.
    """
    ledger = Ledger.objects.select_for_update(of=("self",)).get(edition=spending.edition_id)
    if spending.receipts.filter(put_away_at=None).count() >= MOST:
        message = _("A booking has at most %(most)d receipts. Join some into one file.") % {"most": MOST}
        raise RuleViolationError(Refusal("receipt.too_many", message))
    kept = keep(content, name=name, owner=ledger, accept=SCANS)
    receipt = Receipt.objects.create(
        spending=spending,
        file=kept.id,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        at=at,
        actor=actor,
    )
    record(actor=actor, action="receipt.added", subject=spending.reference, at=at)
    return receipt


@transaction.atomic
def put_receipt_away(*, receipt: Receipt, because: str, actor: str, at: dt.datetime) -> None:
    """Take a wrong paper out: its file goes, the row stays and says why."""
    receipt = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    kept = receipt.kept
    if kept is None:
        return
    receipt.file, receipt.put_away_at, receipt.put_away_by = None, at, actor
    receipt.put_away_because = because.strip()
    receipt.save(update_fields=["file", "put_away_at", "put_away_by", "put_away_because"])
    remove(kept)
    record(actor=actor, action="receipt.put_away", subject=receipt.reference, at=at)


def open_receipt(*, receipt: Receipt, actor: str, at: dt.datetime) -> bytes | None:
    """The paper itself; the look is logged and committed before. None where it was put away."""
    kept = receipt.kept
    if kept is None:
        return None
    ledger = Ledger.objects.get(edition=receipt.spending.edition_id)
    return read(kept, owner=ledger, what=WHAT, actor=actor, purpose="accounts", at=at)
