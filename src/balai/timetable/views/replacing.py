"""Having somebody stand in for a resource person in one session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, roles
from balai.timetable.forms.replacing import ReplaceForm
from balai.timetable.queries.plans import published_slots
from balai.timetable.rules.planning import KEEPERS
from balai.timetable.services.replacing import replace_resource_person
from balai.timetable.views.common import bench_url, edition_for, way_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.people.access import SignedInRequest


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: SignedInRequest, code: str, name: str) -> HttpResponse:
    """Who cannot come to a published session, who stands in, and why; published at once."""
    edition = edition_for(request, code, keeps=True)
    slot = get_object_or_404(published_slots(edition), session__code=name)
    form = ReplaceForm(request.POST or None, slot=slot)
    refusal, status = None, 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            replace_resource_person(
                session=slot.session,
                absent=said["absent"],
                person=said["person"],
                reason=said["reason"],
                actor=person_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            refusal, status = violation.refusal, 409
        else:
            words = gettext("%(name)s stands in. Those whose session it is are written to.")
            messages.success(request, words % {"name": said["person"].person.name})
            return redirect(bench_url(edition))
    context = {
        "edition": edition,
        "slot": slot,
        "form": form,
        "refusal": refusal,
        "crumbs": way_to(edition, gettext("Replace a resource person")),
    }
    return render(request, "timetable/replace.html", context, status=status)
