"""The exchange of an edition: the office sees all of it, a coordinator what is the own centre's."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.directory.models import Organisation, Technology
from balai.directory.queries import live
from balai.exchange.enums import Code, Kind, MatchState
from balai.exchange.exports import matches_head, matches_rows
from balai.exchange.forms.exchange import AnswerForm, CardForm, MeetingsForm
from balai.exchange.models import Card
from balai.exchange.queries.exchange import (
    counts_in,
    interests_in,
    matches_in,
    matches_of,
    meetings_in,
    needs_in,
    own_centres,
    shown_in,
)
from balai.exchange.queries.matching import offers_for
from balai.exchange.rules.access import KEEPERS, SEERS, SPEAKERS, keeps, may_keep_exchange, may_speak_for
from balai.exchange.services.cards import enter_card, take_technologies_in
from balai.exchange.services.matching import answer_interests, propose
from balai.exchange.services.meetings import offer_meetings
from balai.exchange.views.common import edition_for, editions_seen, shown_of, way_to
from balai.exchange.views.own import card_page, decide
from balai.followup.models.times import day_in
from balai.kernel import clock
from balai.kernel.identity import key_in
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError, enforce
from balai.kernel.sheets import xlsx_answer
from balai.people.access import person_of, roles
from balai.ui.parts import Figure

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from balai.exchange.models import Interest, Match
    from balai.exchange.views.common import Shown
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

NEEDS, MOST = 10, 200
"""Needs on a page, each with its offers; and rows of the other lists, which one edition seldom fills."""


@roles(*sorted(SEERS))
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The editions of which the reader sees the exchange, the newest first."""
    return render(request, "exchange/index.html", {"editions": editions_seen(request.grants)[:100]})


@roles(*sorted(SEERS))
@require_safe
def edition(request: SignedInRequest, code: str) -> HttpResponse:
    """Who wants what, which offers fit and why, who answered, what came of it, and the meetings."""
    found, is_whole = edition_for(request, code)
    return _edition(request, found, is_whole=is_whole)


def speaks_for(request: SignedInRequest, edition: Edition) -> QuerySet[Organisation]:
    """The organisations for which the reader answers and offers in an edition."""
    rows = live(Organisation.objects.all()) if keeps(request.grants, edition) else own_centres(request.grants)
    return rows.order_by("code")


def _edition(  # noqa: PLR0913 -- each is named where it is called
    request: SignedInRequest,
    edition: Edition,
    *,
    is_whole: bool,
    refusal: Refusal | None = None,
    status: int = 200,
    meetings: MeetingsForm | None = None,
) -> HttpResponse:
    at = clock.now()
    centres = own_centres(request.grants)
    interests, matches, held = interests_in(edition), matches_in(edition), meetings_in(edition)
    if not is_whole:
        interests = interests.filter(technology__organisation__in=centres)
        held = held.filter(organisation__in=centres)
    matches = matches if is_whole else matches_of(matches, centres)
    page = page_of(needs_in(edition), order=("until", "id"), after=request.GET.get("after", ""), size=NEEDS)
    fits = offers_for([one.pk for one in page.rows], on=day_in(edition, at), most=3) if page.rows else {}
    is_keeper = keeps(request.grants, edition)
    spoken_for = set(centres.values_list("pk", flat=True))
    context = {
        "edition": edition,
        "figures": _figures(edition) if is_whole else [],
        "technologies": _by_technology(interests[: MOST * 10]),
        "needs": [(one, fits.get(one.pk, ())) for one in page.rows],
        "pager": pager_of(page, request.GET, ""),
        "matches": [
            _match(one, spoken_for, is_keeper=is_keeper, at=at)
            for one in matches.order_by("-made_at", "pk")[:MOST]
        ],
        "meetings": list(held[:MOST]),
        "form": meetings or MeetingsForm(organisations=speaks_for(request, edition)),
        "is_whole": is_whole,
        "is_keeper": is_keeper,
        "answers": is_keeper or bool(spoken_for),
        "codes": Code.choices,
        "email": request.user.email,
        "refusal": refusal,
        "crumbs": way_to(edition),
    }
    return render(request, "exchange/edition.html", context, status=status)


def _match(
    match: Match, spoken_for: set[UUID], *, is_keeper: bool, at: dt.datetime
) -> tuple[Shown, bool, bool]:
    """How a match reads for who speaks for a side; the office answers for an organisation that asked."""
    asking = match.asking_organisation
    offers = match.provider_organisation_id in spoken_for
    seeks = asking is not None and asking.pk in spoken_for
    # Who speaks for both sides is asked for the one whose turn it is.
    asks = seeks and not (offers and match.state == MatchState.PROPOSED)
    asks = asks or (asking is not None and is_keeper and match.state == MatchState.ANSWERED)
    is_own = offers or seeks
    return shown_of(match, is_seeker=asks, at=at), is_keeper or is_own, is_own


def _figures(edition: Edition) -> list[Figure]:
    counts = counts_in(edition)
    of = gettext("of %(number)d")
    return [
        Figure(
            value=str(counts["answered"]),
            beside=of % {"number": counts["interests"]},
            label=gettext("interests answered"),
        ),
        Figure(value=str(counts["needs"]), label=gettext("needs")),
        Figure(
            value=str(counts["agreed"]),
            beside=of % {"number": counts["matches"]},
            label=gettext("matches in contact"),
        ),
        Figure(
            value=str(counts["booked"]),
            beside=of % {"number": counts["meetings"]},
            label=gettext("meetings booked"),
        ),
    ]


def _by_technology(interests: QuerySet[Interest]) -> list[tuple[Technology, list[Interest], int]]:
    """Each technology with those who want it, and how many of them wait for an answer."""
    found = []
    for technology, some in groupby(interests, lambda one: one.technology):
        people = list(some)
        found.append((technology, people, sum(getattr(one, "match", None) is None for one in people)))
    return found


def _refused(request: SignedInRequest, edition: Edition, refusal: Refusal) -> HttpResponse:
    _edition_again, is_whole = edition_for(request, edition.code)
    return _edition(request, edition, is_whole=is_whole, refusal=refusal, status=HTTPStatus.CONFLICT)


def _back(edition: Edition, part: str) -> HttpResponse:
    return redirect(f"{reverse('exchange:edition', args=[edition.code])}#{part}")


@roles(*sorted(SEERS))
@require_safe
def sheet(request: SignedInRequest, code: str) -> HttpResponse:
    """Every match that the reader sees as a workbook; it holds no contacts."""
    found, is_whole = edition_for(request, code)
    matches = matches_in(found)
    matches = matches if is_whole else matches_of(matches, own_centres(request.grants))
    return xlsx_answer(
        f"technology-exchange-{found.code}.xlsx",
        matches_head(),
        matches_rows(matches.order_by("made_at", "pk")),
    )


# --- deeds -------------------------------------------------------------------------------------------------


@roles(*sorted(SPEAKERS))
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    """Enter a need or an offer of an organisation."""
    found, _is_whole = edition_for(request, code)
    if kind not in Kind.values:
        raise Http404
    at = clock.now()
    form = CardForm(
        request.POST or None,
        kind=Kind(kind),
        technologies=shown_in(found),
        organisations=speaks_for(request, found),
        initial={"language": get_language()},
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        owner = form.cleaned_data["organisation"]
        try:
            enforce(may_speak_for(request.grants, found, owner.pk))
            enter_card(
                kind=Kind(kind),
                edition=found,
                owner=owner,
                country=owner.country_id,
                said=form.said,
                actor=person_of(request).reference,
                at=at,
            )
        except RuleViolationError as violation:
            refusal = violation.refusal
        else:
            messages.success(request, gettext("It is entered."))
            return _back(found, "needs")
    return card_page(request, form, Kind(kind), way=way_to(found, str(Kind(kind).label)), refusal=refusal)


@roles(*sorted(KEEPERS))
@require_POST
def take_in(request: SignedInRequest, code: str) -> HttpResponse:
    """Offer what the centres of the edition can show, in the words of the directory."""
    found, _is_whole = edition_for(request, code)
    if refusal := may_keep_exchange(request.grants, found):
        return _refused(request, found, refusal)
    number = take_technologies_in(edition=found, actor=person_of(request).reference, at=clock.now())
    messages.success(
        request,
        ngettext("%(number)d technology is offered.", "%(number)d technologies are offered.", number)
        % {"number": number},
    )
    return _back(found, "needs")


@roles(*sorted(KEEPERS))
@require_POST
def bring_together(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Propose an offer for a need of the edition."""
    found, _is_whole = edition_for(request, code)
    need = get_object_or_404(needs_in(found), pk=key)
    try:
        enforce(may_keep_exchange(request.grants, found))
        propose(
            need_id=need.pk,
            offer_id=get_object_or_404(Card, pk=key_in(request.POST.get("offer", ""))).pk,
            actor=person_of(request).reference,
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _refused(request, found, violation.refusal)
    messages.success(request, gettext("Who offers it is asked."))
    return _back(found, "matches")


@roles(*sorted(SPEAKERS))
@require_POST
def answer(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Answer everybody who wants a technology and waits, as its centre."""
    found, _is_whole = edition_for(request, code)
    technology = get_object_or_404(Technology, pk=key)
    form = AnswerForm(request.POST)
    try:
        enforce(may_speak_for(request.grants, found, technology.organisation_id))
        given = form.cleaned_data if form.is_valid() else {"words": "", "contact": ""}
        number = answer_interests(
            edition=found,
            technology_id=technology.pk,
            words=given["words"],
            contact=given["contact"],
            actor=person_of(request).reference,
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _refused(request, found, violation.refusal)
    messages.success(
        request,
        ngettext("%(number)d person has the answer.", "%(number)d people have the answer.", number)
        % {"number": number},
    )
    return _back(found, "interests")


@roles(*sorted(SPEAKERS))
@require_POST
def respond(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Agree or decline for an organisation that asked or was asked, or note what came of a match."""
    found, _is_whole = edition_for(request, code)
    match = get_object_or_404(matches_in(found), pk=key)
    asks = request.POST.get("side") == "seeker"
    organisation = match.asking_organisation if asks else match.provider_organisation
    refusal = (
        may_speak_for(request.grants, found, organisation.pk)
        if organisation is not None
        else may_keep_exchange(request.grants, found)
    )
    if refusal is None and organisation is None and request.POST.get("deed") != "tell":
        raise Http404  # a person agrees or declines for themselves alone
    refusal = refusal or decide(request, key, is_seeker=asks, actor=person_of(request).reference)
    if refusal is not None:
        return _refused(request, found, refusal)
    return _back(found, "matches")


@roles(*sorted(SPEAKERS))
@require_POST
def hold(request: SignedInRequest, code: str) -> HttpResponse:
    """Offer times at which an organisation meets participants."""
    found, is_whole = edition_for(request, code)
    form = MeetingsForm(request.POST, organisations=speaks_for(request, found))
    if not form.is_valid():
        return _edition(
            request, found, is_whole=is_whole, meetings=form, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    try:
        enforce(may_speak_for(request.grants, found, form.cleaned_data["organisation"].pk))
        rows = offer_meetings(
            edition=found,
            organisation=form.cleaned_data["organisation"],
            place=form.cleaned_data["place"],
            times=form.times(found),
            actor=person_of(request).reference,
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _refused(request, found, violation.refusal)
    messages.success(
        request,
        ngettext("%(number)d meeting is offered.", "%(number)d meetings are offered.", len(rows))
        % {"number": len(rows)},
    )
    return _back(found, "meetings")
