"""What is asked for, of every edition: those who take or took part and centres read it and may answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.directory.models import Topic
from balai.directory.queries import live
from balai.exchange.enums import Kind
from balai.exchange.forms.exchange import AnswerForm
from balai.exchange.queries.exchange import (
    answered_need,
    open_needs,
    own_cards_of,
    own_centres,
    participations_in,
)
from balai.exchange.rules.access import SEERS
from balai.exchange.rules.exchange import may_answer
from balai.exchange.services.matching import answer_need
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, signed_in
from balai.people.enums import Role
from balai.people.queries import identities_of
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.people.access import SignedInRequest


def must_take_part(request: SignedInRequest) -> None:
    """Let those through who take or took part, and those who see the exchange of an edition or a centre."""
    sees = any(grant.role in SEERS for grant in request.grants)
    if not sees and not participations_in(person_of(request)).exists():
        raise PermissionDenied


@signed_in
@require_safe
def needs(request: SignedInRequest) -> HttpResponse:
    """Needs that hold today, those that end first before others, fifty at a time."""
    must_take_part(request)
    words, topic = request.GET.get("words", "").strip()[:100], request.GET.get("topic", "")[:40]
    rows = open_needs(on=clock.now().date(), words=words, topic=topic)
    page = page_of(rows, order=("until", "id"), after=request.GET.get("after", ""))
    context = {
        "rows": page.rows,
        "pager": pager_of(page, request.GET, ""),
        "words": words,
        "topic": topic,
        "topics": live(Topic.objects.all()).order_by("code")[:100],
    }
    return render(request, "exchange/needs.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def need(request: SignedInRequest, key: UUID) -> HttpResponse:
    """What is asked for, and the form in which somebody says how they can help."""
    must_take_part(request)
    person, at = person_of(request), clock.now()
    found = get_object_or_404(open_needs(on=at.date()), pk=key)
    centres = own_centres(request.grants)
    is_alone = participations_in(person).exists()
    speaks = is_alone or any(grant.role == Role.CENTRE_COORDINATOR for grant in request.grants)
    own = set(identities_of(person).values_list("pk", flat=True))
    refusal = may_answer(
        found,
        on=at.date(),
        is_own=found.person_id in own,
        has_answered=is_alone and answered_need(found, person),
    )
    form = AnswerForm(
        request.POST or None,
        organisations=None if is_alone else centres,
        offers=own_cards_of(person).filter(kind=Kind.OFFER, withdrawn_at=None) if is_alone else None,
        initial={"contact": request.user.email},
    )
    status = HTTPStatus.OK
    if request.method == "POST":
        if not speaks:
            raise PermissionDenied
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            given = form.cleaned_data
            try:
                answer_need(
                    need_id=found.pk,
                    provider=person if is_alone else None,
                    organisation=given.get("organisation"),
                    words=given["words"],
                    contact=given["contact"],
                    offer=given.get("offer"),
                    actor=person.reference,
                    at=at,
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("Thank you. Whoever needs it reads your answer."))
                return redirect(reverse("exchange:mine") if is_alone else reverse("exchange:needs"))
    context = {
        "need": found,
        "form": form if speaks and refusal is None else None,
        "refusal": refusal,
        "crumbs": [
            Crumb(label=gettext("What is needed"), url=reverse("exchange:needs")),
            Crumb(label=str(found)),
        ],
    }
    return render(request, "exchange/need.html", context, status=status)
