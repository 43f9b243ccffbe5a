"""A participant's or an alumnus's own page: technologies seen, needs and offers, answers, meetings."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.engine.calendars.entries import Entry, Feed
from balai.engine.calendars.write import feed_text
from balai.exchange.enums import Code, Kind
from balai.exchange.forms.exchange import CardForm, ContactForm, OutcomeForm, as_given
from balai.exchange.models import Card, Meeting
from balai.exchange.queries.exchange import (
    free_of,
    matches_provided_by,
    matches_sought_by,
    meetings_in,
    own_cards_of,
    participations_in,
    shown_in,
    taps_of,
)
from balai.exchange.queries.matching import offers_for
from balai.exchange.rules.exchange import may_change
from balai.exchange.services.cards import change_card, enter_card, withdraw_card
from balai.exchange.services.matching import agree, decline, propose, tell_outcome
from balai.exchange.services.meetings import book_meeting, give_back_meeting
from balai.exchange.services.wishing import record_interest, take_back_interest
from balai.exchange.views.common import shown_of
from balai.followup.models.times import day_in
from balai.kernel import clock
from balai.kernel.identity import key_in
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, signed_in
from balai.timetable.models import Session
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from balai.directory.models import Technology
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.selection.models import Participant

MOST = 50
"""Cards and answers of one person on one page; nobody has so many."""
A_YEAR = dt.timedelta(days=365)


def _participation(request: SignedInRequest, asked: str) -> Participant | None:
    """The programme that the page is about: the one that was asked for, else the newest."""
    own = list(participations_in(person_of(request))[:MOST])
    return next((one for one in own if one.edition.code == asked), own[0] if own else None)


@signed_in
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Everything of the exchange that is the reader's own."""
    return _mine(request)


def _mine(request: SignedInRequest, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    person, at = person_of(request), clock.now()
    shown = _participation(request, request.GET.get("edition", ""))
    context: dict[str, object] = {"refusal": refusal, "participant": shown}
    if shown is not None:
        edition = shown.edition
        cards = list(own_cards_of(person)[:MOST])
        today = day_in(edition, at)
        needs = [card.pk for card in cards if card.is_need and card.withdrawn_at is None]
        fits = offers_for(needs, on=today, most=3) if needs else {}
        meetings = list(meetings_in(edition).filter(participant=shown))
        context |= {
            "edition": edition,
            "centres": _centres(shown, list(shown_in(edition))),
            "cards": [(card, fits.get(card.pk, ())) for card in cards],
            "today": today,
            "sought": [shown_of(one, is_seeker=True, at=at) for one in matches_sought_by(person)[:MOST]],
            "provided": [shown_of(one, is_seeker=False, at=at) for one in matches_provided_by(person)[:MOST]],
            "codes": Code.choices,
            "meetings": meetings,
            "free": list(free_of(meetings_in(edition), at=at)[:100]),
            "at": at,
            "email": request.user.email,
        }
    return render(request, "exchange/mine.html", context, status=status)


def _centres(participant: Participant, technologies: list[Technology]) -> list[tuple[object, list[object]]]:
    """What each centre shows, each technology with whether the participant wants it."""
    wanted = taps_of([participant])
    return [
        (organisation, [(one, (participant.pk, one.pk) in wanted) for one in some])
        for organisation, some in groupby(technologies, lambda one: one.organisation)
    ]


@signed_in
@require_POST
def tap(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Want a technology, or take that back: what the button said, so that two taps are no undo."""
    person = person_of(request)
    participant = get_object_or_404(participations_in(person), edition__code=code)
    given = {"participant_id": participant.pk, "technology_id": key}
    try:
        if request.POST.get("wanted") == "yes":
            session = _session_of(participant, request.POST.get("session", ""))
            record_interest(**given, session_id=session, actor=person.reference, at=clock.now())
        else:
            take_back_interest(**given, actor=person.reference, at=clock.now())
    except RuleViolationError as violation:
        return _mine(request, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    page = "portal:my_programme" if request.POST.get("from") == "programme" else "exchange:mine"
    return redirect(f"{reverse(page)}?edition={code}#technology-{key}")


def _session_of(participant: Participant, given: str) -> UUID | None:
    """At which session of the programme a technology was marked, where the page told it."""
    key = key_in(given)
    own = Session.objects.filter(edition=participant.edition_id)
    return own.filter(pk=key).values_list("pk", flat=True).first() if key else None


# --- needs and offers --------------------------------------------------------------------------------------


def _way(*steps: str) -> list[Crumb]:
    return [
        Crumb(label=gettext("Technology exchange"), url=reverse("exchange:mine")),
        *(Crumb(label=step) for step in steps),
    ]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    """Enter a need or an offer, as somebody who takes or took part."""
    if kind not in Kind.values:
        raise Http404
    person, at = person_of(request), clock.now()
    participant = get_object_or_404(participations_in(person), edition__code=code)
    form = CardForm(
        request.POST or None,
        kind=Kind(kind),
        technologies=shown_in(participant.edition),
        initial={"language": get_language(), "until": (at + A_YEAR).date()},
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            enter_card(
                kind=Kind(kind),
                edition=participant.edition,
                owner=person,
                country=participant.country_id,
                said=form.said,
                actor=person.reference,
                at=at,
            )
        except RuleViolationError as violation:
            refusal = violation.refusal
        else:
            messages.success(request, gettext("It is entered. Offers that fit stand below it."))
            return redirect(f"{reverse('exchange:mine')}?edition={code}#cards")
    return card_page(request, form, Kind(kind), way=_way(str(Kind(kind).label)), refusal=refusal)


def card_page(  # noqa: PLR0913 -- each is named where it is called
    request: SignedInRequest,
    form: CardForm,
    kind: Kind,
    *,
    way: list[Crumb],
    card: Card | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The form of a card; after a try that failed with what was wrong."""
    status = HTTPStatus.OK if request.method != "POST" else HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "kind": kind, "card": card, "refusal": refusal, "crumbs": way}
    return render(
        request, "exchange/card.html", context, status=HTTPStatus.CONFLICT if refusal is not None else status
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Change one's own need or offer, or withdraw it."""
    person, at = person_of(request), clock.now()
    found = get_object_or_404(own_cards_of(person), pk=key)
    assert found.edition is not None  # noqa: S101 -- a person's card has one
    form = CardForm(
        request.POST if request.method == "POST" and "withdraw" not in request.POST else None,
        kind=Kind(found.kind),
        technologies=shown_in(found.edition),
        initial=as_given(found),
    )
    refusal = may_change(found)
    if request.method == "POST" and ("withdraw" in request.POST or form.is_valid()):
        try:
            if "withdraw" in request.POST:
                withdraw_card(card_id=found.pk, actor=person.reference, at=at)
                messages.success(request, gettext("It is withdrawn."))
            else:
                change_card(card_id=found.pk, said=form.said, actor=person.reference, at=at)
                messages.success(request, gettext("It is changed."))
        except RuleViolationError as violation:
            refusal = violation.refusal
        else:
            return redirect(f"{reverse('exchange:mine')}?edition={found.edition.code}#cards")
    return card_page(request, form, Kind(found.kind), way=_way(str(found)), card=found, refusal=refusal)


@signed_in
@require_POST
def ask(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Ask whoever made an offer that fits one's own need; the other side reads the need, not who asks."""
    person = person_of(request)
    need = get_object_or_404(own_cards_of(person).filter(kind=Kind.NEED), pk=key)
    offer = get_object_or_404(Card, pk=key_in(request.POST.get("offer", "")))
    try:
        propose(need_id=need.pk, offer_id=offer.pk, actor=person.reference, at=clock.now())
    except RuleViolationError as violation:
        return _mine(request, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("The other side is asked. You read the answer here."))
    return redirect(f"{reverse('exchange:mine')}#cards")


# --- the two sides -----------------------------------------------------------------------------------------


@signed_in
@require_POST
def match(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Agree, decline, or tell what came of it, as one of the two sides."""
    person = person_of(request)
    sought = matches_sought_by(person).filter(pk=key).exists()
    if not sought:
        get_object_or_404(matches_provided_by(person), pk=key)
    refusal = decide(request, key, is_seeker=sought, actor=person.reference)
    if refusal is not None:
        return _mine(request, refusal=refusal, status=HTTPStatus.CONFLICT)
    return redirect(f"{reverse('exchange:mine')}#match-{key}")


def decide(request: SignedInRequest, key: UUID, *, is_seeker: bool, actor: str) -> Refusal | None:
    """Do what a button of a match says; tells why not."""
    given, at = request.POST, clock.now()
    try:
        if given.get("deed") == "decline":
            decline(match_id=key, actor=actor, at=at)
        elif given.get("deed") == "tell":
            form = OutcomeForm(given)
            if not form.is_valid() or not given.get("months", "").isdecimal():
                raise Http404
            tell_outcome(
                match_id=key,
                months=int(given["months"]),
                code=Code(form.cleaned_data["code"]),
                words=form.cleaned_data["words"],
                actor=actor,
                at=at,
            )
        else:
            form_of = ContactForm(given)
            contact = form_of.cleaned_data["contact"] if form_of.is_valid() else ""
            agree(match_id=key, is_seeker=is_seeker, contact=contact, actor=actor, at=at)
    except RuleViolationError as violation:
        return violation.refusal
    messages.success(request, gettext("Kept."))
    return None


# --- meetings ----------------------------------------------------------------------------------------------


@signed_in
@require_POST
def book(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Book a free meeting, or give one's own back."""
    person, at = person_of(request), clock.now()
    own = participations_in(person)
    meeting = get_object_or_404(Meeting, pk=key, edition__in=own.order_by().values("edition"))
    participant = get_object_or_404(own, edition=meeting.edition_id)
    try:
        if "give_back" in request.POST:
            meeting = get_object_or_404(Meeting, pk=key, participant=participant)
            give_back_meeting(meeting_id=meeting.pk, participant=participant, actor=person.reference, at=at)
        else:
            book_meeting(
                meeting_id=meeting.pk,
                participant=participant,
                about=request.POST.get("about", "")[:300],
                actor=person.reference,
                at=at,
            )
    except RuleViolationError as violation:
        return _mine(request, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    return redirect(f"{reverse('exchange:mine')}?edition={participant.edition.code}#meetings")


@signed_in
@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    """The reader's own meetings for a calendar."""
    own = participations_in(person_of(request))
    rows = Meeting.objects.filter(participant__in=own.order_by().values("pk"))
    rows = rows.select_related("organisation", "edition").order_by("begins_at", "pk")[:MOST]
    entries = tuple(
        Entry(
            uid=f"{one.pk}@balai",
            sequence=one.changes,
            starts_at=one.begins_at.astimezone(dt.UTC),
            ends_at=one.ends_at.astimezone(dt.UTC),
            zone=one.edition.time_zone,
            changed_at=one.changed_at.astimezone(dt.UTC),
            summary=str(one.organisation.name),
            description=one.about,
            location=one.place,
        )
        for one in rows
    )
    feed = Feed(name=gettext("My meetings"), product="-//Balai//EN", entries=entries)
    return HttpResponse(
        feed_text(feed, at=clock.now()),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="meetings.ics"',
            "Cache-Control": "private, no-store",
        },
    )
