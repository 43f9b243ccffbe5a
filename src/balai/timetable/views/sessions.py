"""One session of a version: where it is, where it could be, why not elsewhere; moving and pinning it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from balai.engine.timetabling.problem import DAY
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, person_of, roles
from balai.timetable.forms.moving import MoveForm
from balai.timetable.models import Slot
from balai.timetable.queries.plans import whole_slots
from balai.timetable.rules.planning import KEEPERS, READERS, may_keep_timetable, may_plan, must_be_draft
from balai.timetable.services.moving import bench_of, judge_move, move_session, pin_session
from balai.timetable.services.naming import names_of
from balai.timetable.views.bench import show_bench
from balai.timetable.views.common import bench_url, edition_for, timetable_for, way_to
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.timetable.models import Timetable
    from balai.timetable.services.moving import Bench, Verdict


@roles(*sorted(READERS))
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: SignedInRequest, code: str, version: int, name: str) -> HttpResponse:
    """Where a session is; asked with a day and a time, whether it could be there; posted, it moves."""
    edition = edition_for(request, code)
    if request.method == "POST":
        admit(may_keep_timetable(request.grants, edition))
    timetable = timetable_for(edition, version)
    bench = bench_of(timetable, names_of(edition))
    now = next((one for one in bench.plan.placements if one.session == name), None)
    if now is None or name not in bench.asked:
        raise Http404
    initial = {"day": now.begins // DAY, "time": now.begins % DAY, "room": now.room or ""}
    data = request.POST if request.method == "POST" else (request.GET if "day" in request.GET else None)
    form = MoveForm(
        data, initial=initial, problem=bench.problem, session=bench.asked[name], names=bench.wording.names
    )
    verdict: Verdict | None = None
    status = 200
    on_board = data is not None and data.get("on") == "board"
    if data is not None and form.is_valid():
        if request.method == "POST":
            try:
                move_session(
                    timetable=timetable,
                    code=name,
                    begins=form.begins,
                    room=form.place,
                    actor=person_of(request),
                    at=clock.now(),
                )
            except RuleViolationError as violation:
                if violation.refusal.code != "timetable.does_not_fit":
                    return show_bench(
                        request, edition, timetable=timetable, refusal=violation.refusal, status=409
                    )
                # A browser notes the 409 of a script as an error of the page; the board shows the reason.
                status = 200 if on_board else 409
            else:
                messages.success(request, gettext("Moved. No rule is broken."))
                return redirect(bench_url(edition, version))
        is_glance = on_board and request.method != "POST"
        verdict = judge_move(bench, name, begins=form.begins, room=form.place, nearest=not is_glance)
    elif data is not None:
        status = 422
    context = _context(request, edition, timetable, bench, name) | {"form": form, **_told(bench, verdict)}
    template = "timetable/session.html"
    if request.headers.get("HX-Request"):
        template = "timetable/_pop.html" if on_board else "timetable/_verdict.html"
    return render(request, template, context, status=status)


def _context(
    request: SignedInRequest, edition: Edition, timetable: Timetable, bench: Bench, name: str
) -> dict[str, Any]:
    slot = whole_slots(Slot.objects.filter(timetable=timetable, session__code=name)).get()
    asked = bench.asked[name]
    changes = may_keep_timetable(request.grants, edition) or must_be_draft(timetable) or may_plan(edition)
    crumb = Crumb(
        label=gettext("Version %(number)s") % {"number": timetable.version},
        url=bench_url(edition, timetable.version),
    )
    return {
        "edition": edition,
        "timetable": timetable,
        "slot": slot,
        "title": bench.wording.title(asked),
        "asked": asked,
        "zone": edition.time_zone,
        "remarks": bench.wording.remarks(asked, bench.axis.minute(slot.begins_at)),
        "after": [bench.wording.title(bench.asked[one]) for one in asked.after if one in bench.asked],
        "stopped": changes,
        "address": reverse("timetable:session", args=[edition.code, timetable.version, name]),
        "crumbs": way_to(edition, crumb, bench.wording.title(asked)),
    }


def _told(bench: Bench, verdict: Verdict | None) -> dict[str, Any]:
    """What became of a question, in words."""
    if verdict is None:
        return {"verdict": None}
    nearest = verdict.nearest
    words = bench.wording
    return {
        "verdict": verdict,
        "change": verdict.points - verdict.before if verdict.points is not None else 0,
        "nearest": {
            "day": nearest.begins // DAY,
            "time": nearest.begins % DAY,
            "room": nearest.room or "",
            "words": f"{words.day(nearest.begins // DAY)}, {words.time(nearest.begins)}",
        }
        if nearest
        else None,
    }


@roles(*sorted(KEEPERS))
@require_POST
def pin(request: SignedInRequest, code: str, version: int, name: str) -> HttpResponse:
    """Have a session stay where it is, or let it go."""
    edition = edition_for(request, code, keeps=True)
    timetable = timetable_for(edition, version)
    is_pinned = request.POST.get("pinned") == "yes"
    try:
        pin_session(
            timetable=timetable, code=name, is_pinned=is_pinned, actor=person_of(request), at=clock.now()
        )
    except LookupError as error:
        raise Http404 from error
    except RuleViolationError as violation:
        return show_bench(request, edition, timetable=timetable, refusal=violation.refusal, status=409)
    messages.success(
        request,
        gettext("Pinned. It stays there when you plan again.") if is_pinned else gettext("No longer pinned."),
    )
    return redirect("timetable:session", code, version, name)
