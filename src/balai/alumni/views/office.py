"""What the office does with alumni: answering offers, and inviting alumni to the next edition."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.alumni.enums import ExpertOfferState, Purpose
from balai.alumni.forms.entry import AnswerForm
from balai.alumni.forms.office import InviteForm
from balai.alumni.queries.alumni import alumni_before, calls_for, invitations_counted, offers, open_offers
from balai.alumni.rules.access import (
    INVITERS,
    OFFICE,
    TAKERS,
    is_of_office,
    may_keep_invitations,
    takes_offers_up,
)
from balai.alumni.rules.alumni import may_invite
from balai.alumni.services.experts import decline_offer, take_up_offer
from balai.alumni.services.inviting import invite_alumni
from balai.alumni.views.own import marked
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, person_of, roles
from balai.programmes.rules import readable_editions
from balai.ui.parts import Crumb, Figure

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.alumni.models import ExpertOffer
    from balai.people.access import SignedInRequest

ANSWERED = 10
"""The newest offers that were answered, below those that wait."""


@roles(*sorted(OFFICE))
@never_cache
@require_safe
def office(request: SignedInRequest) -> HttpResponse:
    """Offers of alumni, and the open calls to which alumni can be invited."""
    return _office(request)


def _office(
    request: SignedInRequest,
    *,
    refused: tuple[ExpertOffer, AnswerForm, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    is_office = is_of_office(request.grants)
    rows = open_offers() if is_office else open_offers().none()
    page = page_of(rows, order=("offered_at", "id"), after=request.GET.get("after", ""))
    closed = offers().exclude(state=ExpertOfferState.OPEN).order_by("-closed_at", "pk")[:ANSWERED]
    calls = calls_for(grant for grant in request.grants if grant.role in INVITERS)
    context = {
        "lines": [
            {
                "offer": one,
                "form": AnswerForm(prefix=f"{one.pk}"),
                "refusal": None,
            }
            if refused is None or refused[0].pk != one.pk
            else {"offer": one, "form": refused[1], "refusal": refused[2]}
            for one in page.rows
        ],
        "pager": pager_of(page, request.GET, ""),
        "closed": marked(list(closed)) if is_office else [],
        "calls": list(calls),
        "is_office": is_office,
        "takes_up": takes_offers_up(request.grants),
    }
    return render(request, "alumni/office.html", context, status=status)


@roles(*sorted(TAKERS), everywhere=True)
@require_POST
def answer(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take an offer up, or say why not now."""
    found = get_object_or_404(offers(), pk=key)
    form = AnswerForm(request.POST, prefix=f"{found.pk}")
    if not form.is_valid():
        return _office(request, refused=(found, form, None), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    words, actor, at = form.cleaned_data["answer"], person_of(request), clock.now()
    try:
        if "decline" in request.POST:
            decline_offer(offer_id=found.pk, answer=words, actor=actor.reference, at=at)
        else:
            take_up_offer(offer_id=found.pk, answer=words, actor=actor, at=at)
    except RuleViolationError as violation:
        return _office(request, refused=(found, form, violation.refusal), status=HTTPStatus.CONFLICT)
    if "decline" in request.POST:
        messages.success(request, gettext("%(name)s is told.") % {"name": found.person.name})
        return redirect("alumni:office")
    messages.success(
        request, gettext("%(name)s is among the resource persons now.") % {"name": found.person.name}
    )
    card = offers().get(pk=found.pk).resource_person_id
    return redirect("directory:resource_person", card)


@roles(*sorted(INVITERS))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest, code: str) -> HttpResponse:
    """Invite the alumni of a series to the edition whose call is open; each once for a purpose."""
    editions = readable_editions(request.grants, INVITERS).select_related("series")
    edition = get_object_or_404(editions, code=code)
    admit(may_keep_invitations(request.grants, edition))
    refusal = may_invite(edition)
    form = InviteForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                number = invite_alumni(
                    edition_id=edition.pk,
                    purposes=[Purpose(one) for one in form.cleaned_data["purposes"]],
                    actor=person_of(request).reference,
                    at=clock.now(),
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                said = ngettext(
                    "%(number)d letter is on its way.", "%(number)d letters are on their way.", number
                )
                messages.success(request, said % {"number": number})
                return redirect("alumni:invite", edition.code)
    context = {
        "edition": edition,
        "form": form if refusal is None else None,
        "refusal": refusal,
        "counted": invitations_counted(edition),
        "figures": [Figure(value=str(alumni_before(edition).count()), label=gettext("alumni of the series"))],
        "crumbs": [
            Crumb(label=gettext("Alumni"), url=reverse("alumni:office")),
            Crumb(label=edition.code),
        ],
    }
    return render(request, "alumni/invite.html", context, status=status)
