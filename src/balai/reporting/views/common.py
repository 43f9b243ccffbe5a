"""What pages of this room have in common: whose edition, its book, the way down to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from balai.people.access import admit
from balai.programmes.views.common import edition_page
from balai.reporting.queries.spending import ledger_of
from balai.reporting.rules.access import may_book
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.reporting.models import Ledger

HERE = "programmes:money"
"""Under which page of an edition those of this room lie."""


def books(request: SignedInRequest, edition: Edition) -> bool:
    """Whether the reader books for this edition."""
    return may_book(request.grants, edition) is None


def admit_booker(request: SignedInRequest, edition: Edition) -> None:
    """Stop who does not book."""
    admit(may_book(request.grants, edition))


def book_of(edition: Edition) -> Ledger:
    """The book of an edition; while none is opened there is nothing at addresses below it."""
    ledger = ledger_of(edition)
    if ledger is None:
        raise Http404
    return ledger


def spending_page(
    request: SignedInRequest,
    edition: Edition,
    template: str,
    context: Mapping[str, Any],
    *steps: str | Crumb,
    status: int = 200,
) -> HttpResponse:
    """A page below the spending of an edition; the last step is the page itself."""
    home = reverse("reporting:edition", args=[edition.code])
    way = [
        Crumb(label=gettext("Money"), url=reverse(HERE, args=[edition.code])),
        Crumb(label=gettext("Spending"), url=home if steps else ""),
        *(step if isinstance(step, Crumb) else Crumb(label=step) for step in steps),
    ]
    return edition_page(request, edition, template, context, here=HERE, way=way, status=status)
