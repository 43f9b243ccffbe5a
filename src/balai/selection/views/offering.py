"""The office's lists of offers and participants, and what it decides about one of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of, whole_list
from balai.kernel.refusal import RuleViolationError
from balai.kernel.restricted import look
from balai.kernel.sheets import csv_answer, xlsx_answer
from balai.nominations.queries import offered_choices
from balai.people.access import admit, roles
from balai.people.enums import Role
from balai.people.queries import names_of
from balai.programmes.rules import readable_editions
from balai.selection.enums import Diet, EndReason, NameReason, OfferKind, ParticipantState
from balai.selection.exports import offers_head, offers_rows, participants_head, participants_rows
from balai.selection.forms.answers import NameForm, ReasonForm, ReleaseForm
from balai.selection.forms.places import OfferFilter, ParticipantFilter
from balai.selection.queries.names import printed_name, profile_of
from balai.selection.queries.offers import (
    arrival_of,
    offers_found,
    offers_visible_to,
    participants_found,
    participants_visible_to,
)
from balai.selection.rules.decisions import KEEPERS, READERS, may_keep_selection
from balai.selection.rules.offers import (
    may_be_met,
    may_correct_name,
    may_leave,
    may_take_back,
    may_take_part_online,
)
from balai.selection.services.offering import take_offer_back
from balai.selection.services.participating import (
    NAMES,
    correct_name,
    end_participation,
    note_arrival,
    seat_online,
)
from balai.selection.views.marks import mark_of
from balai.selection.views.own import reader
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.people.access import SignedInRequest
    from balai.selection.models import Offer, Participant

CARERS = frozenset({*KEEPERS, Role.HEALTH_OFFICER})
"""They may look at what somebody needs; each look is logged, and the person sees it."""
PURPOSE = "participation"


# --- lists -------------------------------------------------------------------------------------------------


def _choices(request: SignedInRequest) -> dict[str, list[tuple[str, str]]]:
    return offered_choices(readable_editions(request.grants, READERS))


def _asked_offers(request: SignedInRequest) -> tuple[OfferFilter, QuerySet[Offer]]:
    """The filter, and the rows it lets through; what cannot be is left out rather than obeyed."""
    choices = _choices(request)
    form = OfferFilter(request.GET, editions=choices["edition"], countries=choices["country"])
    form.is_valid()
    return form, offers_found(offers_visible_to(request.grants, READERS), form.wanted)


def _asked_participants(request: SignedInRequest) -> tuple[ParticipantFilter, QuerySet[Participant]]:
    choices = _choices(request)
    form = ParticipantFilter(request.GET, editions=choices["edition"], countries=choices["country"])
    form.is_valid()
    return form, participants_found(participants_visible_to(request.grants, READERS), form.wanted)


def _listed(request: SignedInRequest, page: Any, kind: str, shown: str) -> dict[str, Any]:
    """What both lists hand to their page: the pager, the files, and whether something is left out."""
    return {
        "pager": pager_of(page, request.GET, shown),
        "csv_url": whole_list(f"selection:{kind}_csv", request.GET),
        "xlsx_url": whole_list(f"selection:{kind}_xlsx", request.GET),
        "is_filtered": any(request.GET.get(name) for name in ("q", "edition", "country", "kind", "state")),
    }


@roles(*sorted(READERS))
@require_safe
def offers(request: SignedInRequest) -> HttpResponse:
    """Offers and other letters of every country, fifty at a time."""
    form, found = _asked_offers(request)
    page = page_of(found, order=form.order, after=request.GET.get("after", ""))
    shown = ngettext("%(number)d letter on this page", "%(number)d letters on this page", len(page.rows))
    context = {
        "form": form,
        "lines": [(one, *mark_of(one)) for one in page.rows],
        **_listed(request, page, "offers", shown % {"number": len(page.rows)}),
    }
    return render(request, "selection/offers.html", context)


@roles(*sorted(READERS))
@require_safe
def offers_csv(request: SignedInRequest) -> HttpResponseBase:
    """The offers asked for as a CSV file."""
    form, found = _asked_offers(request)
    return csv_answer("offers.csv", offers_head(), offers_rows(found.order_by(*form.order)))


@roles(*sorted(READERS))
@require_safe
def offers_xlsx(request: SignedInRequest) -> HttpResponseBase:
    """The same as a workbook."""
    form, found = _asked_offers(request)
    return xlsx_answer("offers.xlsx", offers_head(), offers_rows(found.order_by(*form.order)))


@roles(*sorted(READERS))
@require_safe
def participants(request: SignedInRequest) -> HttpResponse:
    """Participants of every country, fifty at a time; those who left too."""
    form, found = _asked_participants(request)
    page = page_of(found, order=form.order, after=request.GET.get("after", ""))
    shown = ngettext(
        "%(number)d participant on this page", "%(number)d participants on this page", len(page.rows)
    )
    context = {
        "form": form,
        "rows": page.rows,
        **_listed(request, page, "participants", shown % {"number": len(page.rows)}),
    }
    return render(request, "selection/participants.html", context)


@roles(*sorted(READERS))
@require_safe
def participants_csv(request: SignedInRequest) -> HttpResponseBase:
    """The participants asked for as a CSV file."""
    form, found = _asked_participants(request)
    rows = participants_rows(found.order_by(*form.order))
    return csv_answer("participants.csv", participants_head(), rows)


@roles(*sorted(READERS))
@require_safe
def participants_xlsx(request: SignedInRequest) -> HttpResponseBase:
    """The same as a workbook."""
    form, found = _asked_participants(request)
    rows = participants_rows(found.order_by(*form.order))
    return xlsx_answer("participants.xlsx", participants_head(), rows)


# --- one of them -------------------------------------------------------------------------------------------


def _participant(request: SignedInRequest, key: UUID, readers: frozenset[Role]) -> Participant:
    rows = participants_visible_to(request.grants, readers).select_related(
        "person__profile", "offer", "country"
    )
    return get_object_or_404(rows.select_related("edition", "nomination", "place"), pk=key)


def _way(*steps: str) -> list[Crumb]:
    first = Crumb(label=gettext("Participants"), url=reverse("selection:participants"))
    return [first, *(Crumb(label=step) for step in steps)]


def _of_participant(request: SignedInRequest, found: Participant, **more: Any) -> HttpResponse:
    arrival = arrival_of(found.edition)
    context = {
        "participant": found,
        "keeps": may_keep_selection(request.grants, found.edition) is None,
        "may_look": any(grant.role in CARERS for grant in request.grants),
        "may_be_met": arrival is not None and clock.now() >= arrival and may_be_met(found) is None,
        "may_be_online": may_take_part_online(found) is None,
        "printed": [said for said in printed_name(found, profile_of(found)) if said],
        "ended_by": names_of([found.ended_by]).get(found.ended_by, "") if found.ended_by else "",
        "crumbs": _way(found.name),
        **more,
    }
    return render(request, "selection/participant.html", context)


@roles(*sorted(READERS | CARERS))
@require_safe
def participant(request: SignedInRequest, key: UUID) -> HttpResponse:
    """One participant: how they come, and what is sealed as sealed."""
    return _of_participant(request, _participant(request, key, READERS | CARERS))


@roles(*sorted(CARERS))
@require_POST
def needs(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Open what somebody needs and whom to call; the look is logged first, and the person sees it."""
    found = _participant(request, key, CARERS)
    actor, at = reader(request).reference, clock.now()
    opened = {
        name: look(found, name, actor=actor, purpose=PURPOSE, at=at) or {} for name in ("needs", "emergency")
    }
    diets = dict(Diet.choices)
    said = opened["needs"]
    told = [
        (gettext("Eats"), ", ".join(str(diets.get(one, one)) for one in said.get("diet", [])) or "–"),
        (gettext("Fasts in Ramadan"), gettext("Yes") if said.get("fasts") else "–"),
        (gettext("Allergies"), said.get("allergies") or "–"),
        (gettext("What helps to take part"), said.get("access") or "–"),
        (gettext("Prayer, services and fasting"), said.get("faith") or "–"),
    ]
    return _of_participant(request, found, needs=told, emergency=opened["emergency"])


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Note that a participant does not come, or let one go, with the reason and what becomes of the costs."""
    found = _participant(request, key, READERS)
    admit(may_keep_selection(request.grants, found.edition))
    form = ReleaseForm(request.POST or None)
    refusal = may_leave(found)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            said = form.cleaned_data
            try:
                end_participation(
                    participant_id=found.pk,
                    to=ParticipantState(said["who"]),
                    why=EndReason(said["why"]),
                    note=said["note"],
                    recovers_cost=said["recovers_cost"],
                    recovery_note=said["recovery_note"],
                    actor=reader(request),
                    at=clock.now(),
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("The place is free. The ladder shows whom to ask."))
                return redirect("selection:place", found.edition.code, found.place_number)
    title = gettext("%(name)s does not come") % {"name": found.name}
    context = {
        "form": form,
        "title": title,
        "lead": gettext("The place becomes free, and the country is told."),
        "label": gettext("Record it"),
        "back": reverse("selection:participant", args=[found.pk]),
        "refusal": refusal,
        "crumbs": _way(found.name, title),
    }
    return render(request, "selection/reason.html", context, status=status)


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Correct how lists and papers name a participant."""
    found = _participant(request, key, READERS)
    admit(may_keep_selection(request.grants, found.edition))
    profile = profile_of(found)
    initial = {"name": found.name} | {one: getattr(profile, one, "") for one in NAMES}
    form = NameForm(request.POST or None, initial=initial)
    refusal, status = may_correct_name(found), HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            said = dict(form.cleaned_data)
            why = NameReason(said.pop("why"))
            try:
                correct_name(
                    participant_id=found.pk, said=said, why=why, actor=reader(request), at=clock.now()
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                messages.success(
                    request, gettext("Corrected, and the person is told. A certificate that is issued stays.")
                )
                return redirect("selection:participant", found.pk)
    title = gettext("Correct the name of %(name)s") % {"name": found.name}
    context = {
        "form": form,
        "title": title,
        "lead": gettext(
            "Badges, lists and certificates print it from now on, and the person is told. A certificate that "
            "was issued stays as it is until it is replaced."
        ),
        "label": gettext("Correct it"),
        "back": reverse("selection:participant", args=[found.pk]),
        "refusal": refusal,
        "crumbs": _way(found.name, title),
    }
    return render(request, "selection/reason.html", context, status=status)


@roles(*sorted(KEEPERS))
@require_POST
def arrived(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Note that a participant has arrived and was met."""
    return _noted(request, key, note_arrival, gettext("Noted as arrived."))


@roles(*sorted(KEEPERS))
@require_POST
def online(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Let a participant who cannot travel take part online."""
    return _noted(
        request, key, seat_online, gettext("Takes part online. The person and the country are told.")
    )


def _noted(request: SignedInRequest, key: UUID, deed: Callable[..., Participant], done: str) -> HttpResponse:
    found = _participant(request, key, READERS)
    admit(may_keep_selection(request.grants, found.edition))
    try:
        deed(participant_id=found.pk, actor=reader(request), at=clock.now())
    except RuleViolationError as violation:
        messages.error(request, str(violation.refusal.message))
    else:
        messages.success(request, done)
    return redirect("selection:participant", found.pk)


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take back an offer that waits for its answer."""
    rows = offers_visible_to(request.grants, READERS).filter(kind=OfferKind.PLACE)
    found = get_object_or_404(rows, pk=key)
    admit(may_keep_selection(request.grants, found.edition))
    form = ReasonForm(request.POST or None)
    refusal = may_take_back(found)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                take_offer_back(
                    offer_id=found.pk, note=form.cleaned_data["note"], actor=reader(request), at=clock.now()
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("The offer is taken back, and the nominee is told."))
                return redirect("selection:places", found.edition.code)
    title = gettext("Take back the offer to %(name)s") % {"name": found.nomination.name}
    context = {
        "form": form,
        "title": title,
        "lead": gettext("The place becomes free. The nominee and the country are told."),
        "label": gettext("Take the offer back"),
        "back": reverse("selection:places", args=[found.edition.code]),
        "refusal": refusal,
        "crumbs": [
            Crumb(label=gettext("Offers"), url=reverse("selection:offers")),
            Crumb(label=title),
        ],
    }
    return render(request, "selection/reason.html", context, status=status)
