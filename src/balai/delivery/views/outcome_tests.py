"""Tests: one's own on a telephone, with the result after the close; the bank, the draw and the gains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.delivery.adapters.outcome_tests import (
    gains_head,
    gains_rows,
    gains_seen,
    told_gains,
)
from balai.delivery.enums import Occasion
from balai.delivery.forms.outcome_tests import DAYS, AnswersForm, TestDaysForm, page_says, was_shown
from balai.delivery.models import FormQuestion, OutcomeTest
from balai.delivery.queries.outcome_tests import (
    bank_of,
    form_of,
    outcome_tests_of,
    outcomes_with_questions,
    own_participations,
    sheets_of,
)
from balai.delivery.rules.outcome_tests import (
    FEWEST,
    KEEPERS,
    READERS,
    Shown,
    may_answer_test,
    may_draw,
    may_keep_tests,
    may_see_result,
    must_be_what_was_shown,
    window,
)
from balai.delivery.services.outcome_tests import draw_forms, form_for, save_answers, set_test_days
from balai.delivery.views.common import edition_for, way_to
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import xlsx_answer
from balai.people.access import admit, person_of, roles, signed_in
from balai.programmes.queries.scopes import covers
from balai.ui import wording
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from balai.delivery.adapters.outcome_tests import (
        Told,
    )
    from balai.delivery.models import AnswerSheet
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

MOST_PLACES = 10
"""In how many editions one's own tests are looked for: the newest."""


# --- one's own ------------------------------------------------------------------------------------------


@signed_in
@never_cache
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """The reader's tests: open ones, those that come, and the results of those that are closed."""
    at = clock.now()
    rows = [
        row
        for one in own_participations(person_of(request))[:MOST_PLACES]
        for row in _lines(one, one.edition.outcome_test, at)
    ]
    context = {"rows": rows, "crumbs": [Crumb(label=gettext("Tests"))]}
    return render(request, "delivery/tests_mine.html", context)


def _lines(one: Participant, test: OutcomeTest, at: datetime) -> Iterator[dict[str, Any]]:
    sheets = sheets_of(one)
    for occasion in Occasion:
        sheet = sheets.get(occasion)
        refusal = may_answer_test(one, test, occasion, sheet, at=at)
        first, last = (moment.date() for moment in window(test, occasion))
        is_told = sheet is not None and may_see_result(test, occasion, at=at) is None
        yield {
            "title": f"{occasion.label}: {one.edition.title}",
            "days": wording.span(first, last),
            "is_open": refusal is None,
            "state": "" if refusal is None else str(refusal.message),
            "url": reverse("delivery:test", args=[one.edition.code, occasion.value])
            if refusal is None or is_told
            else "",
            "deed": gettext("Answer") if refusal is None else gettext("See the result"),
        }


def _own(request: SignedInRequest, code: str, occasion: str) -> tuple[Participant, OutcomeTest, Occasion]:
    """The reader's test; another is not there at all."""
    one = own_participations(person_of(request)).filter(edition__code=code).first()
    if one is None or occasion not in Occasion.values:
        raise Http404
    return one, one.edition.outcome_test, Occasion(occasion)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def test(request: SignedInRequest, code: str, occasion: str) -> HttpResponse:
    """The questions, saved as they are answered; after the close the result, each with its explanation."""
    one, its, which = _own(request, code, occasion)
    at = clock.now()
    if request.method == "POST":
        return _answered(request, one, its, which, at)
    sheet = sheets_of(one).get(which)
    letter = form_for(its, one, which)
    places = form_of(its, letter)
    refusal = may_answer_test(one, its, which, sheet, at=at)
    if refusal is not None and sheet is not None and may_see_result(its, which, at=at) is None:
        return _result(request, one, which, sheet, places)
    given = {name: _initial(chosen, places, name) for name, chosen in (sheet.given if sheet else {}).items()}
    form = AnswersForm(places=places, initial=given)
    shown = Shown(form=letter, drawn_at=its.drawn_at)
    return _questions(request, one, its, which, form, shown=shown, refusal=refusal)


def _initial(chosen: list[int], places: list[FormQuestion], name: str) -> list[str] | str:
    place = next((one for one in places if str(one.number) == name), None)
    texts = [str(one) for one in chosen]
    return texts if place is not None and place.question.asks_for_several else "".join(texts[:1])


def _answered(
    request: SignedInRequest, one: Participant, its: OutcomeTest, which: Occasion, at: datetime
) -> HttpResponse:
    sheets = sheets_of(one)
    shown = was_shown(request.POST.get("shown", ""), one, which)
    # Asked before anything is answered with questions, which nobody sees before the time.
    refusal = may_answer_test(one, its, which, sheets.get(which), at=at) or must_be_what_was_shown(
        its, sheets, which, shown=shown
    )
    form = AnswersForm(request.POST, places=[] if refusal else form_of(its, shown.form))
    is_finished = request.POST.get("deed") == "finish"
    is_by_itself = bool(request.headers.get("HX-Request"))
    if refusal is None and form.is_valid():
        try:
            save_answers(
                participant=one,
                test=its,
                occasion=which,
                given=form.given,
                shown=shown,
                is_finished=is_finished,
                at=at,
            )
        except RuleViolationError as violation:
            refusal = violation.refusal
        else:
            if is_by_itself:
                moment = wording.clock(at.astimezone(ZoneInfo(one.edition.time_zone)))
                return HttpResponse(gettext("Saved at %(moment)s.") % {"moment": moment})
            if is_finished:
                messages.success(request, gettext("Handed in. The result stands here after the close."))
                return redirect("delivery:tests")
            messages.success(request, gettext("Saved. You can go on until the test is closed."))
            return redirect("delivery:test", code=one.edition.code, occasion=which.value)
    if is_by_itself:
        return HttpResponse(str(refusal.message) if refusal else gettext("Not saved."), status=409)
    status = 409 if refusal else 422
    return _questions(request, one, its, which, form, shown=shown, refusal=refusal, status=status)


def _questions(  # noqa: PLR0913 -- as above
    request: SignedInRequest,
    one: Participant,
    its: OutcomeTest,
    which: Occasion,
    form: AnswersForm,
    *,
    shown: Shown,
    refusal: Refusal | None,
    status: int = 200,
) -> HttpResponse:
    _first, last = window(its, which)
    context = {
        "edition": one.edition,
        "title": which.label,
        "form": form,
        "shown": page_says(shown, one, which),
        "closes": last,
        "place": ZoneInfo(one.edition.time_zone).key.rpartition("/")[2].replace("_", " "),
        "refusal": refusal,
        "is_open": refusal is None,
        "crumbs": [
            Crumb(label=gettext("Tests"), url=reverse("delivery:tests")),
            Crumb(label=str(which.label)),
        ],
    }
    return render(request, "delivery/test.html", context, status=status)


def _result(
    request: SignedInRequest,
    one: Participant,
    which: Occasion,
    sheet: AnswerSheet,
    places: list[FormQuestion],
) -> HttpResponse:
    rows: list[dict[str, Any]] = []
    for place in places:
        chosen = set(sheet.given.get(str(place.number), ()))
        rows.append(
            {
                "question": place.question,
                "number": place.number,
                "is_right": place.question.is_right(chosen),
                "options": [(each, each.number in chosen) for each in place.question.options.all()],
                "is_answered": bool(chosen),
            }
        )
    context = {
        "edition": one.edition,
        "title": which.label,
        "rows": rows,
        "right": sum(row["is_right"] for row in rows),
        "of": len(rows),
        "crumbs": [
            Crumb(label=gettext("Tests"), url=reverse("delivery:tests")),
            Crumb(label=str(which.label)),
        ],
    }
    return render(request, "delivery/test_result.html", context)


# --- the office -----------------------------------------------------------------------------------------


@roles(*READERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: SignedInRequest, code: str) -> HttpResponse:
    """The bank by outcome, the days of the tests, and the draw."""
    edition = edition_for(request, code)
    if not covers(request.grants, READERS, edition):
        raise Http404
    its = outcome_tests_of(edition)
    closed = may_keep_tests(request.grants, edition)
    form = TestDaysForm(request.POST or None, initial=_days(edition, its))
    refusal, status = None, 200
    if request.method == "POST":
        admit(closed if not covers(request.grants, KEEPERS, edition) else None)
        status = 422
        if form.is_valid():
            try:
                set_test_days(
                    edition=edition,
                    days={name: form.cleaned_data[name] for name in DAYS},
                    seed=form.cleaned_data["seed"],
                    actor=person_of(request),
                    at=clock.now(),
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, 409
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                messages.success(request, gettext("Saved."))
                return redirect("delivery:test_bank", code=edition.code)
    return _bank(request, edition, its, form, closed=closed, refusal=refusal, status=status)


def _bank(  # noqa: PLR0913 -- as above
    request: SignedInRequest,
    edition: Edition,
    its: OutcomeTest | None,
    form: TestDaysForm,
    *,
    closed: Refusal | None,
    refusal: Refusal | None,
    status: int = 200,
) -> HttpResponse:
    outcomes = outcomes_with_questions(edition)
    shown = next((one for one, _number in outcomes if one.code == request.GET.get("outcome")), None)
    questions = bank_of(edition).annotate(place=F("outcome__order"), of=F("outcome__code"))
    if shown is not None:
        questions = questions.filter(outcome=shown)
    page = page_of(
        questions, order=("place", "of", "order", "code", "id"), after=request.GET.get("after", "")
    )
    placed = {}
    if its is not None:
        rows = FormQuestion.objects.filter(test=its).values_list("question", "form", "number")
        placed = {key: f"{letter}{number}" for key, letter, number in rows}
    context = {
        "edition": edition,
        "test": its,
        "outcomes": [(one, number // 2, number % 2) for one, number in outcomes],
        "shown": shown,
        "rows": [(one, placed.get(one.pk, "")) for one in page.rows],
        "pager": pager_of(page, request.GET, ""),
        "form": form,
        "keeps": closed is None,
        "may_draw": closed is None
        and its is not None
        and may_draw(its, has_answers=its.sheets.exists(), at=clock.now()) is None,
        "refusal": refusal,
        "crumbs": way_to(edition, gettext("Tests")),
    }
    return render(request, "delivery/test_bank.html", context, status=status)


def _days(edition: Edition, its: OutcomeTest | None) -> dict[str, Any]:
    """What is set; else the first day, and the last."""
    if its is not None:
        return {"seed": its.seed, **{name: getattr(its, name) for name in DAYS}}
    first, last = edition.starts_on, edition.ends_on
    return {"before_from": first, "before_until": first, "after_from": last, "after_until": last}


@roles(*KEEPERS)
@require_POST
def draw(request: SignedInRequest, code: str) -> HttpResponse:
    """Draw the forms from the bank."""
    edition = edition_for(request, code)
    admit(may_keep_tests(request.grants, edition) if not covers(request.grants, KEEPERS, edition) else None)
    its = get_object_or_404(OutcomeTest, edition=edition)
    try:
        draw_forms(test=its, actor=person_of(request), at=clock.now())
    except RuleViolationError as violation:
        closed = may_keep_tests(request.grants, edition)
        form = TestDaysForm(initial=_days(edition, its))
        return _bank(request, edition, its, form, closed=closed, refusal=violation.refusal, status=409)
    messages.success(request, gettext("Two forms are drawn."))
    return redirect("delivery:test_bank", code=edition.code)


# --- what they tell -------------------------------------------------------------------------------------


@signed_in
@never_cache
@require_safe
def gains(request: SignedInRequest, code: str) -> HttpResponse:
    """What the group gained in each outcome, with n and interval: for the office, and for its trainers."""
    edition, rows, is_office = _gains(request, code)
    context = {
        "edition": edition,
        "rows": rows,
        "is_office": is_office,
        "fewest": FEWEST,
        "crumbs": [
            Crumb(label=gettext("Tests"), url=reverse("delivery:test_bank", args=[edition.code]))
            if is_office
            else Crumb(label=str(edition.title)),
            Crumb(label=gettext("Gain by outcome")),
        ],
    }
    return render(request, "delivery/test_gains.html", context)


@signed_in
@never_cache
@require_safe
def gains_xlsx(request: SignedInRequest, code: str) -> HttpResponse:
    """The same as a workbook."""
    edition, rows, _is_office = _gains(request, code)
    return xlsx_answer(f"tests-{edition.code}.xlsx", gains_head(), gains_rows(rows))


def _gains(request: SignedInRequest, code: str) -> tuple[Edition, list[Told], bool]:
    edition, its, is_office = gains_seen(person_of(request), request.grants, code)
    return edition, told_gains(its, fewest=1 if is_office else FEWEST), is_office
