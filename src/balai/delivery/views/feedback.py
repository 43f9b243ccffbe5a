"""Feedback: what waits for a participant, the questions, and what they say together for the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from balai.delivery.enums import FeedbackKind
from balai.delivery.forms.feedback import FeedbackForm
from balai.delivery.queries.feedback import participations, pulses_of, results_of, slots_of
from balai.delivery.queries.questionnaires import questionnaire
from balai.delivery.rules.feedback import FEWEST, open_to, share_between
from balai.delivery.rules.presence import READERS
from balai.delivery.services.feedback import answer_feedback
from balai.delivery.views.common import edition_for, way_to
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, roles, signed_in
from balai.programmes.queries.scopes import covers
from balai.ui.parts import Crumb, View

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpResponse

    from balai.delivery.queries.feedback import Counted
    from balai.delivery.queries.questionnaires import Part
    from balai.people.access import SignedInRequest
    from balai.selection.models import Participant
    from balai.timetable.models import Slot

MOST_PLACES = 5
"""In how many editions somebody's open questions are looked for: the newest."""
TONES = 4
"""The darkest tone of a bar; the lightest is 0."""
WIDTH = 100
"""Of a bar, in its own units: a hundredth is one per cent."""


# --- for participants ----------------------------------------------------------------------------------


@signed_in
@never_cache
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What the reader may answer now."""
    at = clock.now()
    rows = []
    for one in participations(person_of(request))[:MOST_PLACES]:
        zone = ZoneInfo(one.edition.time_zone)
        rows += [_waiting(one, kind, slot, zone) for kind, slot in open_to(one, at=at)]
    context = {"rows": rows, "crumbs": [Crumb(label=gettext("Feedback"))]}
    return render(request, "delivery/feedback.html", context)


def _waiting(one: Participant, kind: FeedbackKind, slot: Slot | None, zone: ZoneInfo) -> dict[str, Any]:
    code = one.edition.code
    if slot is not None:
        return {
            "title": str(slot.session.activity.title),
            "moment": slot.begins_at.astimezone(zone),
            "place": zone.key.rpartition("/")[2].replace("_", " "),
            "line": gettext("Ten seconds"),
            "url": reverse("delivery:feedback_pulse", args=[code, slot.session_id]),
        }
    line = gettext("A minute") if kind == FeedbackKind.MIDWAY else gettext("Ten minutes")
    return {
        "title": f"{kind.label}: {one.edition.title}",
        "line": line,
        "url": reverse("delivery:feedback_answer", args=[code, kind.value]),
    }


def _own(request: SignedInRequest, code: str) -> Participant:
    """The reader as a participant of an edition; another is not there at all."""
    one = participations(person_of(request)).filter(edition__code=code).first()
    if one is None:
        raise Http404
    return one


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pulse(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Ten seconds about one session."""
    one = _own(request, code)
    slot = next((each for each in slots_of(one) if each.session_id == key), None)
    if slot is None:
        raise Http404
    return _asked(request, one, FeedbackKind.PULSE, slot)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    """The questions halfway, or at the end."""
    if kind not in {FeedbackKind.MIDWAY, FeedbackKind.END}:
        raise Http404
    return _asked(request, _own(request, code), FeedbackKind(kind))


def _asked(
    request: SignedInRequest, one: Participant, kind: FeedbackKind, slot: Slot | None = None
) -> HttpResponse:
    parts = questionnaire(kind, one.edition)
    form = FeedbackForm(request.POST if request.method == "POST" else None, parts=parts, kind=kind)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                answer_feedback(
                    participant=one,
                    kind=kind,
                    given=form.given,
                    voice=form.cleaned_data["voice"],
                    may_be_quoted=form.cleaned_data.get("may_be_quoted", False),
                    slot=slot,
                    at=clock.now(),
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, 409
            else:
                messages.success(request, gettext("Thank you. Nobody can see that it was you."))
                return redirect("delivery:feedback")
    title = str(slot.session.activity.title) if slot else str(kind.label)
    context = {
        "edition": one.edition,
        "title": title,
        "form": form,
        "refusal": refusal,
        "crumbs": [Crumb(label=gettext("Feedback"), url=reverse("delivery:feedback")), Crumb(label=title)],
    }
    return render(request, "delivery/feedback_form.html", context, status=status)


# --- for the office ------------------------------------------------------------------------------------


@roles(*READERS)
@never_cache
@require_safe
def results(request: SignedInRequest, code: str) -> HttpResponse:
    """What was answered, as shares with their intervals; of few answers nothing is told."""
    edition = edition_for(request, code)
    if not covers(request.grants, READERS, edition):
        raise Http404
    kind = request.GET.get("of", "")
    kind = kind if kind in FeedbackKind.values else FeedbackKind.PULSE.value
    answers, found = results_of(edition, kind)
    is_told = len(answers) >= FEWEST
    address = reverse("delivery:feedback_results", args=[edition.code])
    number = len(answers)
    context = {
        "edition": edition,
        "number": number,
        "told": ngettext("%(number)d answer", "%(number)d answers", number) % {"number": number},
        "fewest": FEWEST,
        "is_told": is_told,
        "kinds": [
            View(label=str(one.label), url=f"{address}?of={one.value}", is_current=one == kind)
            for one in FeedbackKind
        ],
        "parts": [_shown(part, rows) for part, rows in found] if is_told else [],
        "sessions": _sessions(pulses_of(edition)) if kind == FeedbackKind.PULSE else None,
        "voices": [one for one in answers if one.voice] if is_told else [],
        "crumbs": way_to(edition, gettext("Feedback")),
    }
    return render(request, "delivery/feedback_results.html", context)


def _shown(part: Part, rows: Sequence[Counted]) -> dict[str, Any]:
    return {"heading": part.heading, "rows": [_row(one) for one in rows]}


def _row(one: Counted) -> dict[str, Any]:
    """A question with its bar; the bar's numbers are words, so that no language puts a comma into them."""
    number = one.number
    row: dict[str, Any] = {"label": one.question.label, "number": number, "is_told": number >= FEWEST}
    if number < FEWEST:
        return row
    bars, begins = [], 0.0
    last = len(one.counts) - 1
    for place, count in enumerate(one.counts):
        width = WIDTH * count / number
        bars.append({"x": f"{begins:.2f}", "width": f"{width:.2f}", "tone": round(TONES * place / last)})
        begins += width
    low, high = share_between(one.good, number)
    choices = one.question.scale.choices
    return row | {
        "bars": [bar for bar, count in zip(bars, one.counts, strict=True) if count],
        "share": round(WIDTH * one.good / number),
        "low": round(WIDTH * low),
        "high": round(WIDTH * high),
        "from": f"{WIDTH * low:.2f}",
        "wide": f"{WIDTH * (high - low):.2f}",
        "at": f"{WIDTH * one.good / number:.2f}",
        "good": ", ".join(str(label) for word, label in choices if word in one.question.scale.good),
        "counts": " · ".join(
            f"{label}: {count}" for (_word, label), count in zip(choices, one.counts, strict=True) if count
        ),
    }


def _sessions(found: Sequence[tuple[Slot, int, list[Counted]]]) -> list[dict[str, Any]]:
    return [
        {
            "code": slot.session.code,
            "title": slot.session.activity.title,
            "number": number,
            "is_told": number >= FEWEST,
            "rows": [_row(one) for one in rows],
        }
        for slot, number, rows in found
    ]
