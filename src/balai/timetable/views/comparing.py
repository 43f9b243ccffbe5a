"""Two versions side by side: what moved, from when and where to when and where, and whom it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from balai.kernel.sheets import xlsx_answer
from balai.people.access import roles
from balai.timetable.documents import sheets
from balai.timetable.queries.plans import slots_in, versions_of
from balai.timetable.rules.planning import READERS
from balai.timetable.views.common import edition_for, way_to
from balai.timetable.views.showing.differences import differences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.timetable.models import Timetable
    from balai.timetable.views.showing.differences import Difference


@roles(*sorted(READERS))
@require_safe
def compare(request: SignedInRequest, code: str) -> HttpResponse:
    """Any two versions of an edition; unasked, what is published and the newest."""
    edition = edition_for(request, code)
    versions = list(versions_of(edition))
    before, after = _asked(request, versions)
    context = {
        "edition": edition,
        "versions": versions,
        "before": before,
        "after": after,
        "changes": _between(edition, before, after) if before and after else [],
        "crumbs": way_to(edition, gettext("Compare")),
    }
    return render(request, "timetable/compare.html", context)


@roles(*sorted(READERS))
@require_safe
def as_sheet(request: SignedInRequest, code: str) -> HttpResponseBase:
    """The same as a workbook."""
    edition = edition_for(request, code)
    before, after = _asked(request, list(versions_of(edition)))
    found = _between(edition, before, after) if before and after else []
    numbers = "-".join(str(one.version) for one in (before, after) if one)
    name = f"timetable-{edition.code.lower()}-{numbers or 'none'}.xlsx"
    return xlsx_answer(name, sheets.differences_head(), sheets.differences_rows(found))


def _asked(
    request: SignedInRequest, versions: Sequence[Timetable]
) -> tuple[Timetable | None, Timetable | None]:
    """The two that are asked for.

    Raises:
        Http404: there is no such version.
    """
    if not versions:
        return None, None
    by_number = {str(one.version): one for one in versions}
    held = next((one for one in versions if one.is_published), versions[-1])
    found = []
    for name, usual in (("from", held), ("to", versions[0])):
        asked = request.GET.get(name, "")
        if asked and asked not in by_number:
            raise Http404
        found.append(by_number.get(asked, usual))
    return found[0], found[1]


def _between(edition: Edition, before: Timetable, after: Timetable) -> list[Difference]:
    return differences(list(slots_in(before)), list(slots_in(after)), edition.time_zone)
