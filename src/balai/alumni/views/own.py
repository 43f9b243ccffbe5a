"""An alumnus's own: what others see of them, which letters they want, and their offer to come back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from balai.alumni.enums import ExpertOfferState
from balai.alumni.forms.entry import EntryForm, OfferForm
from balai.alumni.queries.alumni import entry_of, offers_of, own_countries, own_editions
from balai.alumni.queries.groups import groups_of, silences_of
from balai.alumni.rules.alumni import may_join, may_offer
from balai.alumni.services.experts import offer_oneself, withdraw_offer
from balai.alumni.services.joining import WORDS, choose_letters, leave_directory, save_entry
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.kernel.translated import TranslatedText
from balai.people.access import person_of, signed_in
from balai.programmes.enums import EditionStatus, Publicity
from balai.programmes.models import Edition
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpResponse

    from balai.alumni.models import AlumnusEntry, ExpertOffer
    from balai.people.access import SignedInRequest
    from balai.people.models import Person
    from balai.ui.parts import State

MARKS: Mapping[ExpertOfferState, State] = {
    ExpertOfferState.OPEN: "wait",
    ExpertOfferState.TAKEN_UP: "ok",
    ExpertOfferState.DECLINED: "info",
    ExpertOfferState.WITHDRAWN: "info",
}
MOST = 20
"""Offers of one person that a page shows."""


def marked(offers: list[ExpertOffer]) -> list[tuple[ExpertOffer, State, str]]:
    """Offers with the mark of their state and the state in a word."""
    return [
        (one, MARKS[ExpertOfferState(one.state)], str(ExpertOfferState(one.state).label)) for one in offers
    ]


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: SignedInRequest) -> HttpResponse:
    """What other alumni see of the reader: chosen field by field, agreed to, and taken back at once."""
    person = person_of(request)
    refusal = may_join(person)
    entry = entry_of(person)
    if refusal is not None:
        status = HTTPStatus.OK if request.method != "POST" else HTTPStatus.CONFLICT
        return render(request, "alumni/mine.html", {"refusal": refusal}, status=status)
    countries = own_countries(person)
    form = EntryForm(request.POST or None, initial=_told(person, entry), countries=countries)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "agrees"}
        save_entry(person=person, **values, at=clock.now())
        messages.success(request, gettext("Other alumni see this now."))
        return redirect("alumni:mine")
    context = {
        "entry": entry,
        "form": form,
        "words": TranslatedText(WORDS),
        "groups": _groups(person, entry),
        "offers": marked(list(offers_of(person)[:1])),
        "editions": list(own_editions(person)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "alumni/mine.html", context, status=status)


def _told(person: Person, entry: AlumnusEntry | None) -> dict[str, Any]:
    """What stands in the form: what is shown, or before that only the name."""
    if entry is None:
        return {"name": person.name}
    return {
        "name": entry.name,
        "country": entry.country_id,
        "organisation": entry.organisation,
        "topics": [topic.pk for topic in entry.topics.all()],
        "contact": entry.contact,
    }


def _groups(person: Person, entry: AlumnusEntry | None) -> list[dict[str, Any]]:
    """Letters that the reader gets or does not want: those of each group, and invitations."""
    silent = silences_of(person)
    invitations = {
        "name": "",
        "label": gettext("Invitations to the next edition"),
        "address": "",
        "is_wanted": None not in silent,
    }
    if entry is None:
        return [invitations]
    rows = [
        {
            "name": f"{group.kind}/{group.key}",
            "label": group.name,
            "address": group.address,
            "is_wanted": group.row is None or group.row.pk not in silent,
        }
        for group in groups_of(person, entry)
    ]
    return [*rows, invitations]


@signed_in
@require_POST
def leave(request: SignedInRequest) -> HttpResponse:
    """Take the consent back."""
    leave_directory(person=person_of(request), at=clock.now())
    messages.success(request, gettext("Gone. Nobody sees you in the directory or in a group any more."))
    return redirect("alumni:mine")


@signed_in
@require_POST
def choose(request: SignedInRequest) -> HttpResponse:
    """Say which letters one wants."""
    person = person_of(request)
    asked = [str(row["name"]) for row in _groups(person, entry_of(person))]
    choose_letters(person=person, wanted=request.POST.getlist("wanted"), of=asked, at=clock.now())
    messages.success(request, pgettext("letters", "Noted."))
    return redirect("alumni:mine")


# --- coming back --------------------------------------------------------------------------------------------


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: SignedInRequest) -> HttpResponse:
    """Offer to come back as a resource person, and see what became of it."""
    person = person_of(request)
    given = list(offers_of(person)[:MOST])
    waiting = next((one for one in given if one.state == ExpertOfferState.OPEN), None)
    refusal = may_offer(person, waiting)
    form = OfferForm(request.POST or None)
    edition = _edition_of(request)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                offer_oneself(person=person, **form.cleaned_data, edition=edition, at=clock.now())
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("Thank you. The office answers you by letter."))
                return redirect("alumni:offer")
    context = {
        "offers": marked(given),
        "form": form if refusal is None else None,
        "refusal": refusal if refusal is not None and waiting is None else None,
        "edition": edition,
        "crumbs": [
            Crumb(label=gettext("Alumni"), url=reverse("alumni:mine")),
            Crumb(label=gettext("Come back as a resource person")),
        ],
    }
    return render(request, "alumni/offer.html", context, status=status)


def _edition_of(request: SignedInRequest) -> Edition | None:
    """The edition of the invitation that was followed, while its call is open."""
    code = request.GET.get("edition", "")
    rows = Edition.objects.filter(status=EditionStatus.CALL, publicity=Publicity.PUBLIC)
    return rows.filter(code=code.replace("\0", "")).first() if code else None


@signed_in
@require_POST
def withdraw(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take an offer back; one of somebody else is not there."""
    person = person_of(request)
    found = get_object_or_404(offers_of(person), pk=key)
    try:
        withdraw_offer(offer_id=found.pk, actor=person.reference, at=clock.now())
    except RuleViolationError as violation:
        messages.error(request, str(violation.refusal.message))
    else:
        messages.success(request, gettext("Your offer is withdrawn."))
    return redirect("alumni:offer")
