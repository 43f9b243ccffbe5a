"""What pages of this room have in common: finding an edition, asking whose it is, the way down."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from balai.programmes.rules import readable_editions
from balai.selection.rules.decisions import READERS, may_keep_selection
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.people.models import Person
    from balai.programmes.models import Edition


def admit(refusal: Refusal | None) -> None:
    """Stop who may not do this, with the reason on the page."""
    if refusal is not None:
        raise PermissionDenied(str(refusal.message))


def actor_of(request: SignedInRequest) -> Person:
    """The person who asks, as the one that is kept of several records; a program has no pages."""
    person = request.user.person
    if person is None:
        raise PermissionDenied
    return person.merged_into or person


def edition_for(request: SignedInRequest, code: str, *, keeps: bool = False) -> Edition:
    """The edition of an address, for those who see its selection; another is not there at all."""
    grants = [grant for grant in request.grants if grant.role in READERS]
    edition = get_object_or_404(readable_editions(grants), code=code)
    if keeps:
        admit(may_keep_selection(request.grants, edition))
    return edition


def status_of(request: SignedInRequest) -> int:
    """Of a page with a form: a form that comes back was not accepted."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK


def way_to(edition: Edition, *steps: str | Crumb) -> list[Crumb]:
    """The way down to a page of an edition; the last step is the page itself."""
    bench = reverse("selection:workbench", args=[edition.code])
    return [
        Crumb(label=gettext("Selection"), url=reverse("selection:index")),
        Crumb(label=edition.code, url=bench if steps else ""),
        *(step if isinstance(step, Crumb) else Crumb(label=step) for step in steps),
    ]
