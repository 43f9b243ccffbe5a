"""The directory of alumni, for alumni and the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from balai.alumni.forms.office import DirectoryFilter
from balai.alumni.queries.alumni import found
from balai.alumni.rules.access import is_of_office
from balai.alumni.views.common import lines_of, meets
from balai.kernel.paging import page_of, pager_of
from balai.people.access import signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.people.access import SignedInRequest


@signed_in
@never_cache
@require_safe
def directory(request: SignedInRequest) -> HttpResponse:
    """Alumni who agreed to be found, fifty at a time."""
    meets(request)
    form = DirectoryFilter(request.GET)
    asked = form.asked
    chosen = {name: form.things[name][code] for name, code in asked.items() if name in form.things}
    rows = found(words=asked.get("words", ""), **chosen)
    page = page_of(rows, order=("name", "id"), after=request.GET.get("after", ""))
    group_url = ""
    if len(asked) == 1 and chosen:
        group_url = reverse(
            "alumni:group", args=[*next(iter((kind, one.code) for kind, one in chosen.items()))]
        )
    context = {
        "form": form,
        "is_filtered": bool(asked),
        "lines": lines_of(page.rows),
        "pager": pager_of(page, request.GET, gettext("%(number)d on this page") % {"number": len(page.rows)}),
        "group_url": group_url,
        "is_office": is_of_office(request.grants),
    }
    return render(request, "alumni/directory.html", context)
