"""The next edition from this one: asked what it takes over, then made."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.people.access import admit, roles
from balai.programmes.forms.editions import CloneForm
from balai.programmes.registries import carried
from balai.programmes.rules import SERIES_KEEPERS, may_keep_series
from balai.programmes.rules.moves import may_clone
from balai.programmes.services.cloning import clone_edition
from balai.programmes.views.common import actor_of, edition_for, edition_page, tell_faults
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

A_YEAR = dt.timedelta(weeks=52)
"""By whole weeks, so that weekdays stay."""


@roles(*SERIES_KEEPERS, everywhere=True)
@require_http_methods(["GET", "HEAD", "POST"])
def clone(request: SignedInRequest, code: str) -> HttpResponse:
    """Make the next edition; ``?starts_on=`` comes from the date finder."""
    edition = edition_for(request, code)
    admit(may_keep_series(request.grants))
    refusal = may_clone(edition)
    form = CloneForm(request.POST or None, edition=edition, initial=_initial(request, edition))
    status = status_of(request)
    if request.method == "POST" and refusal is not None:
        status = HTTPStatus.CONFLICT
    elif request.method == "POST" and form.is_valid():
        try:
            new = clone_edition(edition=edition, actor=actor_of(request), at=clock.now(), **form.cleaned_data)
        except (ValidationError, RuleViolationError) as error:
            tell_faults(form, error)
        else:
            messages.success(request, gettext("%(code)s begins as an idea.") % {"code": new.code})
            return redirect("programmes:edition", new.code)
    context = {
        "form": form,
        "title": gettext("Make the next edition"),
        "save": gettext("Make it"),
        "lead": gettext("What you leave out begins empty. This edition stays as it is."),
        "refusal": refusal,
    }
    return edition_page(
        request,
        edition,
        "programmes/edition_form.html",
        context,
        here="programmes:edition",
        way=[Crumb(label=gettext("Make the next edition"))],
        status=status,
    )


def _initial(request: SignedInRequest, edition: Edition) -> dict[str, object]:
    asked = parse_date(request.GET.get("starts_on", ""))
    starts_on = asked or (edition.starts_on + A_YEAR if edition.starts_on else None)
    return {
        "code": f"{edition.series.code}-{starts_on.year}" if starts_on else "",
        "number": (edition.number or 0) + 1,
        "title": edition.title,
        "starts_on": starts_on,
        "parts": [name for name, _part in carried.items()],
    }
