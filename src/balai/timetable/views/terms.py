"""The terms of planning: what the search asks of an edition's days, for the office to read and to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, person_of, roles
from balai.timetable.forms.terms import TermsForm
from balai.timetable.rules.planning import READERS, may_keep_timetable, may_plan
from balai.timetable.services.gathering import terms_of
from balai.timetable.services.terms import write_terms
from balai.timetable.views.common import edition_for, way_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest


@roles(*sorted(READERS))
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: SignedInRequest, code: str) -> HttpResponse:
    """Hours, meals, bounds and weights; posted, they hold from the next plan on."""
    edition = edition_for(request, code)
    refused = may_keep_timetable(request.grants, edition)
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST":
        admit(refused)
    form = TermsForm(request.POST if request.method == "POST" else None, instance=terms_of(edition))
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                write_terms(edition=edition, values=form.values, actor=person_of(request), at=clock.now())
            except RuleViolationError as violation:
                refusal, status = violation.refusal, 409
            else:
                messages.success(request, gettext("Kept. They hold when you plan again."))
                return redirect("timetable:bench", code)
    context = {
        "edition": edition,
        "form": form,
        "keeps": refused is None,
        "stopped": may_plan(edition),
        "refusal": refusal,
        "crumbs": way_to(edition, gettext("How days are planned")),
    }
    return render(request, "timetable/terms.html", context, status=status)
