"""The places of one edition: announcing, the terms, which are free, and the ladder of each."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import csv_answer, xlsx_answer
from balai.nominations.models import Nomination
from balai.people.access import roles
from balai.selection.exports import places_head, places_rows
from balai.selection.forms.places import AnnounceForm, OfferPlaceForm, PapersForm, TermsForm, closing_of
from balai.selection.models import NumberedPlace
from balai.selection.queries.decisions import decision_in_force
from balai.selection.queries.offers import places_of, terms_in_force
from balai.selection.rules.decisions import KEEPERS, READERS, may_keep_selection
from balai.selection.rules.offers import may_announce, may_note_papers
from balai.selection.services.announcing import announce_decision, planned_end, untold_verdicts
from balai.selection.services.ladder import ladder_of
from balai.selection.services.papers import note_papers
from balai.selection.services.replacing import ask_for_a_name, offer_place
from balai.selection.services.shipped import TERMS
from balai.selection.services.terms import publish_terms
from balai.selection.views.common import edition_for
from balai.selection.views.own import reader
from balai.ui.parts import Crumb, Figure

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition


def _place(edition: Edition, number: int) -> NumberedPlace:
    rows = NumberedPlace.objects.select_related("country", "holder")
    place = get_object_or_404(rows, edition=edition, number=number)
    place.edition = edition
    return place


def _way(edition: Edition, *steps: str) -> list[Crumb]:
    first = Crumb(
        label=f"{edition.code}: {gettext('Places')}",
        url=reverse("selection:places", args=[edition.code]) if steps else "",
    )
    return [first, *(Crumb(label=step) for step in steps)]


@roles(*sorted(READERS))
@require_safe
def places(request: SignedInRequest, code: str) -> HttpResponse:
    """Every place of an edition: who holds it, who is asked, which are free."""
    edition = edition_for(request, code)
    rows: list[Any] = list(places_of(edition))
    held = [one for one in rows if hasattr(one, "holder")]
    free = [one for one in rows if not hasattr(one, "holder")]
    asked = [one for one in free if one.asked]
    decision = decision_in_force(edition)
    news = len(untold_verdicts(decision)) if decision is not None else 0
    context = {
        "edition": edition,
        "rows": rows,
        "figures": [
            Figure(value=str(len(held)), beside=f"/ {len(rows)}", label=gettext("places are confirmed")),
            Figure(value=str(len(asked)), label=gettext("wait for an answer")),
            Figure(value=str(len(free) - len(asked)), label=gettext("are free")),
        ],
        "title": _title(len(held), len(rows)),
        "is_decided": decision is not None,
        "news": news,
        "keeps": may_keep_selection(request.grants, edition) is None,
        "zone": ZoneInfo(edition.time_zone),
        "crumbs": _way(edition),
    }
    return render(request, "selection/places.html", context)


@roles(*sorted(READERS))
@require_safe
def export(request: SignedInRequest, code: str, kind: str) -> HttpResponseBase:
    """The places as a CSV file or a workbook."""
    edition = edition_for(request, code)
    answer = xlsx_answer if kind == "xlsx" else csv_answer
    return answer(f"places-{edition.code.lower()}.{kind}", places_head(), places_rows(places_of(edition)))


def _title(held: int, of: int) -> str:
    """What the state is, in one line."""
    if not of:
        return gettext("No place was offered yet")
    if held == of:
        return gettext("Every place is confirmed")
    return ngettext("%(number)d place is still open", "%(number)d places are still open", of - held) % {
        "number": of - held
    }


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: SignedInRequest, code: str) -> HttpResponse:
    """Write to governments and nominees what the panel decided."""
    edition = edition_for(request, code, keeps=True)
    at = clock.now()
    decision = decision_in_force(edition)
    refusal = may_announce(edition, decision)
    usual = planned_end(edition, at=at).astimezone(ZoneInfo(edition.time_zone)).date()
    form = AnnounceForm(request.POST or None, initial={"last_day": usual})
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                told = announce_decision(
                    edition=edition,
                    actor=reader(request),
                    at=at,
                    expires_at=closing_of(form.cleaned_data["last_day"], edition.time_zone),
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                number = told.offers + told.reserves + told.regrets + told.countries
                messages.success(
                    request,
                    ngettext(
                        "%(number)d letter is on its way.", "%(number)d letters are on their way.", number
                    )
                    % {"number": number},
                )
                if told.unheard:
                    messages.warning(
                        request,
                        gettext("Nobody is focal point of %(countries)s. Tell these governments yourself.")
                        % {"countries": ", ".join(told.unheard)},
                    )
                return redirect("selection:places", edition.code)
    news = untold_verdicts(decision) if decision is not None else []
    title = gettext("Announce the decision")
    context = {
        "form": form,
        "title": title,
        "lead": ngettext(
            "%(number)d nominee is told. The letters to governments go first.",
            "%(number)d nominees are told. The letters to governments go first.",
            len(news),
        )
        % {"number": len(news)},
        "label": gettext("Write the letters"),
        "back": reverse("selection:places", args=[edition.code]),
        "refusal": refusal,
        "crumbs": _way(edition, title),
    }
    return render(request, "selection/reason.html", context, status=status)


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: SignedInRequest, code: str) -> HttpResponse:
    """The terms of offers; saved, they are a new version, and offers that went out keep theirs."""
    edition = edition_for(request, code, keeps=True)
    last = terms_in_force(edition)
    initial: dict[str, Any] = {"text": last.text if last else TERMS}
    if last is not None:
        initial |= {"answer_days": last.answer_days, "renomination_days": last.renomination_days}
    form = TermsForm(request.POST or None, initial=initial)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = publish_terms(
            edition=edition,
            text=said["text"],
            answer_days=said["answer_days"],
            renomination_days=said["renomination_days"],
            actor=reader(request).reference,
            at=clock.now(),
        )
        messages.success(request, gettext("Version %(version)d is in force.") % {"version": made.version})
        return redirect("selection:places", edition.code)
    title = gettext("Terms of offers")
    context = {
        "form": form,
        "title": title,
        "lead": gettext("Offers that went out keep the version that they were sent with."),
        "label": gettext("Save as a new version"),
        "back": reverse("selection:places", args=[edition.code]),
        "crumbs": _way(edition, title),
    }
    return render(request, "selection/reason.html", context, status=status)


@roles(*sorted(READERS))
@require_safe
def place(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """One place: who holds it, or its ladder with whom to ask next and why."""
    edition = edition_for(request, code)
    return _place_page(request, _place(edition, number))


def _place_page(
    request: SignedInRequest, found: NumberedPlace, *, refusal: Refusal | None = None
) -> HttpResponse:
    edition = found.edition
    holder = getattr(found, "holder", None)
    ladder = None if holder is not None else ladder_of(found, at=clock.now())
    context = {
        "edition": edition,
        "place": found,
        "holder": holder,
        "ladder": ladder,
        "first": ladder.first if ladder else None,
        "keeps": may_keep_selection(request.grants, edition) is None,
        "refusal": refusal,
        "zone": ZoneInfo(edition.time_zone),
        "crumbs": _way(edition, gettext("Place %(number)d") % {"number": found.number}),
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "selection/place.html", context, status=status)


@roles(*sorted(KEEPERS))
@require_POST
def ask(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Offer the place to somebody on its ladder: one click, or one with a reason."""
    edition = edition_for(request, code, keeps=True)
    found = _place(edition, number)
    form = OfferPlaceForm(request.POST)
    if not form.is_valid():
        return redirect("selection:place", code, number)
    try:
        made = offer_place(
            place_id=found.pk,
            nomination_id=form.cleaned_data["nomination"],
            reason=form.cleaned_data["reason"],
            actor=reader(request),
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _place_page(request, _place(edition, number), refusal=violation.refusal)
    messages.success(request, gettext("%(name)s is offered the place.") % {"name": made.nomination.name})
    return redirect("selection:place", code, number)


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: SignedInRequest, code: str, number: int, key: UUID) -> HttpResponse:
    """Note what is known of a nominee's way in, and come back to the ladder, which goes by it."""
    edition = edition_for(request, code, keeps=True)
    found = _place(edition, number)
    nomination = get_object_or_404(
        Nomination.objects.select_related("country", "papers"), pk=key, edition=edition
    )
    nomination.edition = edition
    refusal = may_note_papers(nomination)
    form = PapersForm(request.POST or None, papers=getattr(nomination, "papers", None))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            note_papers(nomination=nomination, **form.cleaned_data, actor=reader(request), at=clock.now())
        except RuleViolationError as violation:
            refusal, status = violation.refusal, HTTPStatus.CONFLICT
        else:
            messages.success(request, gettext("Noted. The ladder goes by it."))
            return redirect("selection:place", code, number)
    title = gettext("Way in of %(name)s") % {"name": nomination.name}
    context = {
        "form": form,
        "title": title,
        "lead": gettext(
            "The visa rule for this passport and place of residence tells who can still come. "
            "Who holds a visa until the end needs no further days."
        ),
        "label": gettext("Note it"),
        "back": reverse("selection:place", args=[code, number]),
        "refusal": refusal,
        "crumbs": [
            Crumb(
                label=f"{edition.code}: {gettext('Places')}",
                url=reverse("selection:places", args=[edition.code]),
            ),
            Crumb(
                label=gettext("Place %(number)d") % {"number": found.number},
                url=reverse("selection:place", args=[code, number]),
            ),
            Crumb(label=title),
        ],
    }
    return render(request, "selection/reason.html", context, status=status)


@roles(*sorted(KEEPERS))
@require_POST
def ask_country(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Ask the country of the place to name a new person."""
    edition = edition_for(request, code, keeps=True)
    found = _place(edition, number)
    try:
        ask_for_a_name(place_id=found.pk, actor=reader(request), at=clock.now())
    except RuleViolationError as violation:
        return _place_page(request, _place(edition, number), refusal=violation.refusal)
    messages.success(request, gettext("The focal point is asked for a new name."))
    return redirect("selection:place", code, number)
