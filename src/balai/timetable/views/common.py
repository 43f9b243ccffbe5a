"""What pages of this room have in common: finding an edition and a version, the way down, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from balai.people.access import admit
from balai.programmes.models import Edition
from balai.programmes.rules import readable_editions
from balai.timetable.models import Timetable
from balai.timetable.queries.calendars import is_open
from balai.timetable.queries.plans import versions_of
from balai.timetable.rules.planning import READERS, may_keep_timetable
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from balai.people.access import SignedInRequest


def edition_for(request: SignedInRequest, code: str, *, keeps: bool = False) -> Edition:
    """The edition of an address, for those who see its drafts; another is not there at all."""
    edition = get_object_or_404(readable_editions(request.grants, READERS), code=code)
    if keeps:
        admit(may_keep_timetable(request.grants, edition))
    return edition


def open_edition(code: str) -> Edition:
    """An edition whose timetable everybody may see; another is not there."""
    edition = get_object_or_404(Edition.objects.select_related("series"), code=code)
    if not is_open(edition):
        raise Http404
    return edition


def timetable_for(edition: Edition, version: int) -> Timetable:
    """A version of an edition."""
    found: Timetable = get_object_or_404(
        Timetable.objects.select_related("edition").defer("problem"), edition=edition, version=version
    )
    return found


def latest_version(edition: Edition) -> Timetable | None:
    """What the workbench opens with."""
    return versions_of(edition).select_related("edition").first()


def bench_url(edition: Edition, version: int | None = None) -> str:
    """Where the workbench of an edition is, with one of its versions."""
    address = reverse("timetable:bench", args=[edition.code])
    return f"{address}?version={version}" if version else address


def sessions_url(timetable: Timetable) -> str:
    """What stands before the codes of sessions in the addresses of their pages."""
    any_of_them = reverse("timetable:session", args=[timetable.edition.code, timetable.version, "-"])
    return any_of_them.removesuffix("-/")


def way_to(edition: Edition, *steps: str | Crumb) -> list[Crumb]:
    """The way down to a page of an edition; the last step is the page itself."""
    return [
        Crumb(label=gettext("Timetables"), url=reverse("timetable:index")),
        Crumb(label=str(edition.title), url=bench_url(edition) if steps else ""),
        *(step if isinstance(step, Crumb) else Crumb(label=step) for step in steps),
    ]
