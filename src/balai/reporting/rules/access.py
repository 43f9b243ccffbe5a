"""Who sees what was spent, who books it, and who opens receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.enums import Role
from balai.programmes.queries.scopes import covers
from balai.programmes.rules import READERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.people.models import Grant
    from balai.programmes.models import Edition

BOOKERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER})
"""They book, take back, and add receipts."""

RECEIPT_READERS = BOOKERS | {Role.AUDITOR}
"""They open receipts; each opening is logged."""

__all__ = ["BOOKERS", "READERS", "RECEIPT_READERS", "may_book", "may_open_receipts"]


def may_book(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """The finance officer and the office of the edition."""
    if covers(grants, BOOKERS, edition):
        return None
    return Refusal("spending.not_booked_by_you", _("A finance officer of this edition books its spending."))


def may_open_receipts(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Whoever books, and auditors: a receipt may name persons."""
    if covers(grants, RECEIPT_READERS, edition):
        return None
    return Refusal("receipt.not_yours", _("Receipts are open to finance officers and auditors."))
