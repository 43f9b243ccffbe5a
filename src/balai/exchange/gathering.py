"""What waits for people in this room, and what stands on My programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from balai.delivery.registries import OwnCard
from balai.exchange.adapters.asking import untold
from balai.exchange.enums import MatchState
from balai.exchange.models import Interest, Match
from balai.exchange.queries.exchange import matches_provided_by, matches_sought_by, own_centres
from balai.exchange.services.matching import title_of
from balai.followup.models.times import day_in
from balai.people.enums import Role
from balai.ui import wording
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from balai.people.access import SignedInRequest
    from balai.people.models import Person
    from balai.selection.models import Participant

MOST = 20


def waiting(request: SignedInRequest, *, at: dt.datetime) -> Sequence[Move]:
    """Answers to decide about, outcomes to tell, and interests that a coordinator’s centre has to answer."""
    person = request.user.person
    if person is None:
        return ()
    person = person.merged_into or person
    return [*_of_sides(person, at), *_of_centres(request), *_answers_to_centres(request)]


def _of_sides(person: Person, at: dt.datetime) -> Iterator[Move]:
    page = reverse("exchange:mine")
    language = person.language
    for match in _if_any(matches_sought_by(person)):
        told = {"title": title_of(match, language)}
        if match.state == MatchState.ANSWERED:
            yield Move(
                state="due",
                what=gettext("Read an answer: %(title)s") % told,
                why=gettext("Your contact is shown only when you agree."),
                deed=Deed(label=gettext("Read it"), url=f"{page}#match-{match.pk}"),
            )
        today = day_in(match.edition, at)
        for wave in untold(match, on=today):
            if wave.is_open(today):
                yield Move(
                    state="late" if wave.is_over(today) else "due",
                    what=gettext("Tell what came of it: %(title)s") % told,
                    why=gettext("One choice, and a sentence if you like."),
                    by=wording.brief_day(wave.due_on),
                    deed=Deed(label=gettext("Tell it"), url=f"{page}#match-{match.pk}"),
                )
    for match in _if_any(matches_provided_by(person).filter(provider_agreed_at=None, declined_at=None)):
        yield Move(
            state="due",
            what=gettext("Your offer may help: %(title)s") % {"title": title_of(match, language)},
            why=gettext("Agree to get in touch, or decline."),
            deed=Deed(label=gettext("Read it"), url=f"{page}#match-{match.pk}"),
        )


def _if_any(matches: QuerySet[Match]) -> Sequence[Match]:
    """The first of them; most people have none, and then nothing is asked of the twenty tables around."""
    return list(matches[:MOST]) if matches.exists() else ()


def _of_centres(request: SignedInRequest) -> Iterator[Move]:
    """One move for each edition in which people wait for a centre that the reader coordinates."""
    rows = (
        Interest.objects.filter(technology__organisation__in=own_centres(request.grants), match=None)
        .order_by("participant__edition__code")
        .values_list("participant__edition__code", flat=True)
    )
    for code in dict.fromkeys(rows):
        yield Move(
            state="due",
            what=gettext("%(code)s: answer those who want your technologies") % {"code": code},
            why=gettext("One answer reaches everybody who waits for a technology."),
            deed=Deed(
                label=gettext("Answer them"), url=f"{reverse('exchange:edition', args=[code])}#interests"
            ),
        )


def _answers_to_centres(request: SignedInRequest) -> Iterator[Move]:
    """One move for each edition in which an answer waits for an organisation that the reader coordinates."""
    if all(grant.role != Role.CENTRE_COORDINATOR for grant in request.grants):
        return
    rows = Match.objects.filter(
        need__organisation__in=own_centres(request.grants),
        provider_agreed_at__isnull=False,
        seeker_agreed_at=None,
        declined_at=None,
    )
    for code in rows.order_by("edition__code").values_list("edition__code", flat=True).distinct():
        yield Move(
            state="due",
            what=gettext("%(code)s: read the answers to what your organisation needs") % {"code": code},
            why=gettext("How it is reached is shown only when you agree for it."),
            deed=Deed(label=gettext("Read it"), url=f"{reverse('exchange:edition', args=[code])}#matches"),
        )


def exchange_card(participant: Participant, *, at: dt.datetime) -> Sequence[OwnCard]:
    """How many technologies somebody wants, and the way to needs, answers and meetings."""
    number = Interest.objects.filter(participant=participant).count()
    line = ngettext("%(number)d technology marked", "%(number)d technologies marked", number) % {
        "number": number
    }
    url = f"{reverse('exchange:mine')}?edition={participant.edition.code}"
    return (OwnCard(title=gettext("Technology exchange"), line=line, url=url),)
