"""What became of one country's nominees: the page of its focal point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from balai.nominations.queries import countries_of
from balai.people.access import roles
from balai.people.enums import Role
from balai.programmes.models import Edition
from balai.selection.queries.offers import offers_of_countries
from balai.selection.views.marks import mark_of
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.people.access import SignedInRequest


def edition_called(request: SignedInRequest, code: str) -> Edition:
    """An edition to which a country of the reader was called; another is not there at all."""
    called = Edition.objects.filter(country_calls__country__in=countries_of(request.grants)).distinct()
    return get_object_or_404(called, code=code)


@roles(Role.FOCAL_POINT)
@require_safe
def outcome(request: SignedInRequest, code: str) -> HttpResponse:
    """The outcome of each nominee of the reader's country, and what each answered; of no other country."""
    edition = edition_called(request, code)
    offers = list(offers_of_countries(request.grants, edition))
    context = {
        "edition": edition,
        "lines": [(one, *mark_of(one)) for one in offers],
        "taking_part": sum(1 for one in offers if mark_of(one)[0] == "ok"),
        "crumbs": [
            Crumb(label=gettext("My country"), url=reverse("nominations:mine")),
            Crumb(label=f"{edition.code}: {gettext('Result of the selection')}"),
        ],
    }
    return render(request, "selection/outcome.html", context)
