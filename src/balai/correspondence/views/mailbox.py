"""One's own letters; and the mailbox of an installation from which no mail leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from balai.correspondence.models import Letter
from balai.correspondence.queries import letters_to
from balai.correspondence.queries import mailbox as every_mail
from balai.correspondence.rules import may_open_mailbox
from balai.correspondence.services.delivery import mark_read
from balai.correspondence.services.rendering import STYLE_HASH
from balai.kernel import clock
from balai.kernel.paging import page_of
from balai.people.access import signed_in
from balai.ui.parts import Crumb, Pager

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.access import SignedInRequest

NEWEST_FIRST = ("-written_at", "-id")


@signed_in
@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    """What was written to the reader."""
    letters = _own_letters(request).defer("text", "html")
    page = page_of(letters, order=NEWEST_FIRST, after=request.GET.get("after", ""))
    return render(
        request, "correspondence/own.html", {"letters": page.rows, "pager": _pager(page.rows, page.after)}
    )


@signed_in
@require_safe
def own_letter(request: SignedInRequest, letter_id: UUID) -> HttpResponse:
    """One letter to the reader; opening it is noted, so that the office knows it was read."""
    letter = get_object_or_404(_own_letters(request), pk=letter_id)
    mark_read(letter_id=letter.pk, at=clock.now())
    crumbs = [
        Crumb(label=gettext("My letters"), url=reverse("correspondence:own")),
        Crumb(label=letter.subject),
    ]
    return render(request, "correspondence/letter.html", {"letter": letter, "crumbs": crumbs, "page_url": ""})


@signed_in
@require_safe
def mailbox(request: SignedInRequest) -> HttpResponse:
    """Every mail that did not leave, newest first."""
    _open(request)
    page = page_of(every_mail(), order=NEWEST_FIRST, after=request.GET.get("after", ""))
    return render(
        request, "correspondence/mailbox.html", {"letters": page.rows, "pager": _pager(page.rows, page.after)}
    )


@signed_in
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type] # csp annotates views without arguments
def mail(request: SignedInRequest, letter_id: UUID) -> HttpResponse:
    """One mail as its reader would see it, as text and as a page in a frame of its own."""
    _open(request)
    letter = get_object_or_404(Letter, pk=letter_id)
    crumbs = [
        Crumb(label=gettext("Mailbox"), url=reverse("correspondence:mailbox")),
        Crumb(label=letter.subject),
    ]
    page_url = reverse("correspondence:mail_page", args=[letter.pk]) if letter.html else ""
    return render(
        request, "correspondence/letter.html", {"letter": letter, "crumbs": crumbs, "page_url": page_url}
    )


@signed_in
@require_safe
@xframe_options_sameorigin
def mail_page(request: SignedInRequest, letter_id: UUID) -> HttpResponse:
    """The page of a mail, alone: it may show our one style and nothing else, and runs nothing."""
    _open(request)
    letter = get_object_or_404(Letter, pk=letter_id)
    policy = f"default-src 'none'; style-src '{STYLE_HASH}'; sandbox; frame-ancestors 'self'"
    return HttpResponse(letter.html, headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"})


def _own_letters(request: SignedInRequest) -> QuerySet[Letter]:
    person = request.user.person
    return letters_to(person) if person else Letter.objects.none()


def _open(request: SignedInRequest) -> None:
    """A closed mailbox is not there at all."""
    if may_open_mailbox(request.grants) is not None:
        raise Http404


def _pager(rows: list[Letter], after: str) -> Pager:
    return Pager(
        shown=gettext("%(number)d letters on this page") % {"number": len(rows)},
        next_url=f"?after={after}" if after else "",
    )
