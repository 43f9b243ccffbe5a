"""The bank of questions as it is written on pages: a question is added, or corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from balai.delivery.forms.question_bank import QuestionForm
from balai.delivery.queries.outcome_tests import bank_of, versions_of
from balai.delivery.rules.outcome_tests import KEEPERS, may_keep_tests
from balai.delivery.services.question_bank import change_question, enter_question
from balai.delivery.views.common import edition_for, way_to
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, person_of, roles
from balai.programmes.queries.scopes import covers
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.delivery.models import BankQuestion
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition


@roles(*KEEPERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, code: str) -> HttpResponse:
    """Add a question to the bank of an edition."""
    edition = _kept_edition(request, code)
    outcome = edition.outcomes.filter(code=request.GET.get("outcome", "")).first()
    form = QuestionForm(request.POST or None, edition=edition, outcome=outcome)
    return _written(request, edition, form)


@roles(*KEEPERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Correct a question; of one that was drawn, a newer version takes its place."""
    edition = _kept_edition(request, code)
    found: BankQuestion = get_object_or_404(bank_of(edition), pk=key)
    form = QuestionForm(request.POST or None, edition=edition, question=found)
    return _written(request, edition, form, found)


def _kept_edition(request: SignedInRequest, code: str) -> Edition:
    edition = edition_for(request, code)
    if not covers(request.grants, KEEPERS, edition):
        raise Http404
    admit(may_keep_tests(request.grants, edition))
    return edition


def _written(
    request: SignedInRequest, edition: Edition, form: QuestionForm, found: BankQuestion | None = None
) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        actor, at = person_of(request).reference, clock.now()
        try:
            if found is None:
                place = bank_of(edition).filter(outcome=form.cleaned_data["outcome"]).count() + 1
                values = form.values | {"edition": edition, "order": place}
                kept = enter_question(values=values, actor=actor, at=at)
            else:
                kept = change_question(question=found, values=form.values, actor=actor, at=at)
        except RuleViolationError as violation:
            refusal = violation.refusal
        except ValidationError as error:
            for name, said in error.message_dict.items():
                form.add_error(name if name in form.fields else None, said)
        else:
            messages.success(request, gettext("%(code)s is kept.") % {"code": kept.code})
            return redirect(
                f"{reverse('delivery:test_bank', args=[edition.code])}?outcome={kept.outcome.code}"
            )
    bank = reverse("delivery:test_bank", args=[edition.code])
    title = gettext("Add a question") if found is None else found.code
    *above, _last = way_to(edition, "")
    context = {
        "edition": edition,
        "question": found,
        "is_drawn": found is not None and found.places.exists(),
        "versions": versions_of(found) if found is not None else [],
        "form": form,
        "title": title,
        "refusal": refusal,
        "crumbs": [*above, Crumb(label=gettext("Tests"), url=bank), Crumb(label=title)],
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "delivery/test_question.html", context, status=status)
