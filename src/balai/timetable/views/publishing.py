"""Publishing a draft: what will change, who is told, and the deed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.kernel.translated import TranslatedText
from balai.people.access import person_of, roles
from balai.timetable.forms.moving import PublishForm
from balai.timetable.queries.plans import published_timetable, slots_in
from balai.timetable.rules.planning import KEEPERS
from balai.timetable.rules.publishing import may_publish
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.views.common import bench_url, edition_for, timetable_for, way_to
from balai.timetable.views.showing.differences import differences

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    """Say what changes for people, and publish."""
    edition = edition_for(request, code, keeps=True)
    timetable = timetable_for(edition, version)
    before = published_timetable(edition)
    refusal: Refusal | None = None
    form = PublishForm(
        request.POST if request.method == "POST" else None, initial={"reason": timetable.reason}
    )
    if request.method == "POST" and form.is_valid():
        try:
            changes = publish_timetable(
                timetable=timetable,
                reason=form.cleaned_data["reason"],
                actor=person_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            refusal = violation.refusal
        else:
            told = ngettext(
                "Published. %(count)d session is new or changed.",
                "Published. %(count)d sessions are new or changed.",
                len(changes),
            )
            messages.success(request, told % {"count": len(changes)})
            return redirect(bench_url(edition, version))
    old = list(slots_in(before)) if before else []
    context = {
        "edition": edition,
        "timetable": timetable,
        "before": before,
        "form": form,
        "refusal": refusal,
        "stopped": may_publish(timetable, None, TranslatedText()),
        "changes": differences(old, list(slots_in(timetable)), edition.time_zone),
        "crumbs": way_to(edition, gettext("Publish version %(number)s") % {"number": version}),
    }
    return render(request, "timetable/publish.html", context, status=409 if refusal else 200)
