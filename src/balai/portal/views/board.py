"""The board of an edition's life: the first page that a programme officer opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from balai.kernel import clock
from balai.people.access import roles
from balai.portal.queries.board import board_of
from balai.programmes.rules import READERS, may_decide
from balai.programmes.views.common import edition_page, edition_with_life
from balai.programmes.views.decisions import decisions_for
from balai.ui.parts import Crumb, View

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.people.access import SignedInRequest


@roles(*READERS)
@require_safe
def board(request: SignedInRequest, code: str) -> HttpResponse:
    """What is late, due or blocked, by whom; and whether it may go on."""
    edition = edition_with_life(request, code)
    at = clock.now()
    is_by_date = request.GET.get("by") == "date"
    address = reverse("portal:board", args=[edition.code])
    decisions = decisions_for(request, edition, at=at)
    context = {
        "board": board_of(request, edition, at=at, by_date=is_by_date),
        "views": [
            View(label=gettext("By owner"), url=address, is_current=not is_by_date),
            View(label=gettext("By date"), url=f"{address}?by=date", is_current=is_by_date),
        ],
        "next": next((offer for offer in decisions if offer.is_next), None),
        "may_decide": may_decide(request.grants, edition) is None,
    }
    return edition_page(
        request,
        edition,
        "portal/board.html",
        context,
        here="portal:board",
        way=[Crumb(label=gettext("Board"))],
    )
