"""When something can be booked, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.programmes.enums import EditionStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.programmes.models import Edition
    from balai.reporting.models import Ledger, Spending


def may_open_ledger(edition: Edition) -> Refusal | None:
    """An edition that is agreed on costs something, one that was cancelled may have."""
    if edition.status == EditionStatus.IDEA:
        return Refusal(
            "ledger.edition_is_an_idea", _("Nothing is spent on an edition before it is approved.")
        )
    if not edition.budget.exists():
        return Refusal("ledger.no_budget", _("Write the budget first: spending is booked by its lines."))
    return None


def must_have_ledger(ledger: Ledger | None) -> Refusal | None:
    """Rates are told in the reporting currency, so that comes first."""
    if ledger is not None:
        return None
    return Refusal("ledger.not_opened", _("Choose the reporting currency of this edition first."))


def may_send_again(there: Iterable[Spending], *, is_same: bool) -> Refusal | None:
    """The same rows, while they all count: nothing that is new is passed over in silence."""
    if not is_same:
        return Refusal(
            "spending.batch_used",
            _(
                "This sheet was booked already, with other rows. Keep only the rows that are not in the"
                " book, and send them as a new sheet."
            ),
        )
    if any(getattr(one, "reversal", None) is not None for one in there):
        return Refusal(
            "spending.batch_used",
            _(
                "This sheet was booked already, and something of it was taken back. Keep only what is to be"
                " booked anew, and send it as a new sheet."
            ),
        )
    return None


def may_reverse(spending: Spending) -> Refusal | None:
    """Once, and no reversal itself."""
    if spending.reverses_id is not None:
        return Refusal("spending.is_a_reversal", _("This takes a booking back already. Book anew instead."))
    if getattr(spending, "reversal", None) is not None:
        return Refusal("spending.reversed", _("This booking was taken back already."))
    return None
