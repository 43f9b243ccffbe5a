"""What a nominee or participant sees of their own place: the offer, accepting, declining, leaving."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.kernel.restricted import look
from balai.people.access import signed_in
from balai.selection.enums import DeclineReason, EndReason, OfferKind, ParticipantState
from balai.selection.forms.answers import AcceptanceForm, DeclineForm, KeptDaysForm, LeaveForm
from balai.selection.queries.keeping import kept_in
from balai.selection.queries.offers import offers_to
from balai.selection.rules.offers import may_accept, may_answer, may_leave, may_say_kept_days
from balai.selection.services.answering import accept_offer, decline_offer, words_of_consent
from balai.selection.services.keeping import say_kept_days
from balai.selection.services.participating import end_participation
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpResponse

    from balai.people.access import SignedInRequest
    from balai.people.models import Person
    from balai.selection.models import Offer


OWN = "own"
"""Why people open what they said themselves."""


def reader(request: SignedInRequest) -> Person:
    """The person who asks; a program has no pages."""
    person = request.user.person
    if person is None:
        raise PermissionDenied
    return person


def _own(request: SignedInRequest, key: UUID) -> Offer:
    """An offer of the reader; one of somebody else is not there at all."""
    offer = offers_to(reader(request)).filter(pk=key, kind=OfferKind.PLACE).first()
    if offer is None:
        raise Http404
    return offer


def _mine(*steps: str) -> list[Crumb]:
    first = Crumb(label=gettext("My place"), url=reverse("selection:mine"))
    return [first, *(Crumb(label=step) for step in steps)]


@signed_in
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What the reader was offered or told, the newest first."""
    person = reader(request)
    at = clock.now()
    rows = list(offers_to(person)[:50])
    lines = [(one, may_answer(one, at=at) is None, _there(one.expires_at, person)) for one in rows]
    context = {
        "lines": lines,
        "waiting": [one for one, is_open, _until in lines if is_open],
        "place": _city(person),
    }
    return render(request, "selection/mine.html", context)


def _there(moment: datetime | None, person: Person) -> datetime | None:
    return moment.astimezone(person.zone) if moment else None


def _city(person: Person) -> str:
    return str(person.zone).rpartition("/")[2].replace("_", " ")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: SignedInRequest, key: UUID) -> HttpResponse:
    """An offer with its terms, and the form by which it is accepted."""
    found = _own(request, key)
    person = reader(request)
    at = clock.now()
    form = AcceptanceForm(
        request.POST or None,
        mode=found.edition.mode,
        data_text=words_of_consent("participation-data", get_language() or "en"),
    )
    refusal = may_accept(found, at=at)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                accept_offer(offer_id=found.pk, answers=form.answers, actor=person, at=at)
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("You take part. A letter confirms it."))
                return redirect("selection:mine")
    context = {
        "offer": found,
        "form": form,
        "refusal": refusal,
        "is_open": may_answer(found, at=at) is None,
        "until": _there(found.expires_at, person),
        "place": _city(person),
        "crumbs": _mine(found.edition.code),
    }
    return render(request, "selection/offer.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Say no to a place."""
    found = _own(request, key)
    form = DeclineForm(request.POST or None)
    at = clock.now()
    refusal = may_answer(found, at=at)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                decline_offer(
                    offer_id=found.pk,
                    why=DeclineReason(form.cleaned_data["why"]),
                    note=form.cleaned_data["note"],
                    actor=reader(request),
                    at=at,
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("You have declined. Your country is told."))
                return redirect("selection:mine")
    title = gettext("Decline the place")
    context = {
        "form": form,
        "title": title,
        "lead": gettext("The place goes to somebody else. You cannot take this back by yourself."),
        "label": gettext("Decline the place"),
        "back": reverse("selection:offer", args=[found.pk]),
        "refusal": refusal,
        "crumbs": _mine(title),
    }
    return render(request, "selection/reason.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Withdraw after having confirmed."""
    found = _own(request, key)
    participant = getattr(found, "participant", None)
    if participant is None:
        raise Http404
    form = LeaveForm(request.POST or None)
    at = clock.now()
    refusal = may_leave(participant)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                end_participation(
                    participant_id=participant.pk,
                    to=ParticipantState.WITHDRAWN,
                    why=EndReason(form.cleaned_data["why"]),
                    note=form.cleaned_data["note"],
                    actor=reader(request),
                    at=at,
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("It is on record that you do not take part."))
                return redirect("selection:mine")
    title = gettext("Withdraw")
    context = {
        "form": form,
        "title": title,
        "lead": gettext(
            "Your place goes to somebody else. If a ticket was bought, the office tells your agency what "
            "becomes of the costs."
        ),
        "label": gettext("Give up my place"),
        "back": reverse("selection:mine"),
        "refusal": refusal,
        "crumbs": _mine(title),
    }
    return render(request, "selection/reason.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def kept_days(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Say which days one keeps free of work, or take it back; shown to nobody else."""
    found = _own(request, key)
    participant = getattr(found, "participant", None)
    if participant is None:
        raise Http404
    person, at = reader(request), clock.now()
    refusal = may_say_kept_days(participant, person)
    status = HTTPStatus.OK
    if request.method == "POST":
        form = KeptDaysForm(request.POST)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                say_kept_days(
                    participant_id=participant.pk, days=form.cleaned_data["days"], actor=person, at=at
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                messages.success(
                    request, gettext("Kept and sealed. The next plan minds it as far as it can.")
                )
                return redirect("portal:my_programme")
    else:
        said = None if refusal else look(participant, "kept_days", actor=person.reference, purpose=OWN, at=at)
        form = KeptDaysForm(initial={"days": kept_in(said)})
    title = gettext("Days that I keep free of work")
    context = {
        "form": form,
        "title": title,
        "lead": gettext(
            "You need not say anything. What you tick is sealed with your own key and shown to nobody, the office "
            "neither. Planners learn that some participants keep such days, and from ten on how many, in fives; "
            "never who or from where. They put as few sessions there as they can: it is a wish, and not every "
            "plan can grant it. Take it back here whenever you like; two weeks after the programme it is "
            "forgotten."
        ),
        "label": gettext("Keep it sealed"),
        "is_sealed": True,
        "back": reverse("portal:my_programme"),
        "refusal": refusal,
        "crumbs": _mine(title),
    }
    return render(request, "selection/reason.html", context, status=status)
