"""What pages of this room have in common: finding an edition, who acts, the way down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from balai.certificates.rules.access import READERS, may_keep_certificates
from balai.people.access import admit
from balai.programmes.rules import readable_editions
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition


def edition_for(request: SignedInRequest, code: str, *, keeps: bool = False) -> Edition:
    """The edition of an address, for those who see its certificates; another is not there at all."""
    edition = get_object_or_404(
        readable_editions(request.grants, READERS).select_related("series", "country"), code=code
    )
    if keeps:
        admit(may_keep_certificates(request.grants, edition))
    return edition


def way_to(edition: Edition, *steps: str | Crumb) -> list[Crumb]:
    """The way down to a page of an edition; the last step is the page itself."""
    page = reverse("certificates:edition", args=[edition.code])
    return [
        Crumb(label=gettext("Certificates"), url=reverse("certificates:index")),
        Crumb(label=edition.code, url=page if steps else ""),
        *(step if isinstance(step, Crumb) else Crumb(label=step) for step in steps),
    ]
