"""The exchange of the sample programme: interests at the five centres, needs, answers, and what came of them.

Everything goes by the deeds that pages use. Answers and contacts are made up, and their addresses say so.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.delivery.queries.presence import own_slots
from balai.directory.models import Organisation, Topic
from balai.exchange.enums import Category, Code, Kind
from balai.exchange.models import Card, Interest, Match, Meeting
from balai.exchange.queries.exchange import shown_in
from balai.exchange.queries.matching import offers_for
from balai.exchange.services.cards import Wording, enter_card, take_technologies_in
from balai.exchange.services.matching import agree, answer_interests, answer_need, propose, tell_outcome
from balai.exchange.services.meetings import book_meeting, offer_meetings
from balai.exchange.services.wishing import record_interest
from balai.kernel.sample import Stage
from balai.programmes.models import Edition
from balai.selection.queries.offers import confirmed
from balai.selection.services.sample.moments import REFERENCE, officer_of_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.selection.models import Participant


def _moment(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 4, tzinfo=dt.UTC)


SEEN, MET, ASKED, ANSWERED = (
    _moment(2018, 7, 26),
    _moment(2018, 7, 27),
    _moment(2018, 7, 28),
    _moment(2018, 8, 6),
)
AGREED, HELPED = _moment(2018, 8, 13), _moment(2018, 9, 10)
TIMES: Mapping[int, dt.datetime] = {
    3: _moment(2018, 11, 8),
    6: _moment(2019, 2, 6),
    12: _moment(2019, 8, 12),
}
UNTIL = dt.date(2019, 7, 31)
WANTED = 2
"""Each person marks so many technologies, and every third person one more."""
NEEDS: Sequence[tuple[int, str, str, Category, Sequence[str]]] = (
    (
        3,
        "Recycling used beverage cartons into board",
        "Cartons from the schools are burnt. A paper mill wants the material, and has no process for it.",
        Category.PROCESS,
        ("pulp-paper",),
    ),
    (
        9,
        "Training for dyeing cloth with less water",
        "Eight dye houses tie and dye by hand; the water runs into the river.",
        Category.TRAINING,
        ("textile",),
    ),
    (
        14,
        "Felt that holds its colour when it is washed",
        "Workshops lose buyers, because colours of the felt run in the first wash. Who has a recipe?",
        Category.PROCESS,
        ("textile",),
    ),
)
"""Whose, counted by country and name from 0; title, words, what it is, topics."""
FELT = 2
BOOKED = (0, 5, 11)
HELPER = 4
"""Who answers the need for felt, weeks after the programme."""
OUTCOMES: Mapping[int, Sequence[Code]] = {
    3: (Code.CONTACT, Code.NONE, Code.CONTACT, Code.SAMPLE),
    6: (Code.SAMPLE, Code.NONE, Code.QUOTATION),
    12: (Code.AGREEMENT, Code.CONTACT, Code.CONTRACT),
}
"""With each time fewer tell."""
CAME_OF_IT: Mapping[int, tuple[dt.datetime, Code, str]] = {
    3: (_moment(2018, 12, 11), Code.CONTACT, "(sample) The recipe came by mail, with pictures."),
    6: (_moment(2019, 3, 12), Code.SAMPLE, "(sample) Twelve pieces of felt were dyed by it."),
    12: (_moment(2019, 9, 12), Code.AGREEMENT, "(sample) The two workshops train dyers together."),
}
"""How two alumni work together: when it was told, how far it is, and in a sentence."""


def life_of_exchange() -> list[Stage]:
    """From the visits to what was told a year later, of the reference programme."""
    edition = Edition.objects.filter(code=REFERENCE).first()
    if edition is None:
        return []
    return [
        Stage(name=f"sample:exchange:{name}", label=label, at=at, do=partial(_do, do, edition))
        for name, label, at, do in STAGES
    ]


def _do(do: Callable[[Edition, list[Participant]], None], edition: Edition) -> None:
    people = list(confirmed(edition).select_related("person", "nomination", "country", "edition"))
    if people and shown_in(edition).exists():
        do(edition, people)


def _see(edition: Edition, people: Sequence[Participant]) -> None:
    technologies = list(shown_in(edition))
    for place, one in enumerate(people):
        number = min(WANTED + (place % 3 == 0), len(technologies))
        for step in range(number):
            record_interest(
                participant_id=one.pk,
                technology_id=technologies[(place + 3 * step) % len(technologies)].pk,
                actor=one.person.reference,
                at=SEEN,
            )


def _ask(edition: Edition, people: Sequence[Participant]) -> None:
    officer = officer_of_sample().reference
    take_technologies_in(edition=edition, actor=officer, at=ASKED)
    needs = []
    for place, title, words, category, topics in NEEDS:
        if place >= len(people):
            continue
        one = people[place]
        needs.append(
            enter_card(
                kind=Kind.NEED,
                edition=edition,
                owner=one.person,
                country=one.country_id,
                said=Wording(
                    category=category,
                    title={"en": title},
                    words={"en": words},
                    topics=list(Topic.objects.filter(code__in=topics)),
                    until=UNTIL,
                ),
                actor=one.person.reference,
                at=ASKED,
            )
        )
    fits = offers_for([need.pk for need in needs], on=ASKED.date(), most=1)
    for need in needs[:FELT]:
        for fit in fits.get(need.pk, ()):
            propose(need_id=need.pk, offer_id=fit.offer.pk, actor=officer, at=ASKED)


def _meet(edition: Edition, people: Sequence[Participant]) -> None:
    """Two centres offer times on the last Sunday, and some are booked."""
    officer = officer_of_sample().reference
    first = dt.datetime(2018, 7, 29, 2, tzinfo=dt.UTC)
    each = dt.timedelta(minutes=20)
    for organisation in Organisation.objects.filter(code__in=("bblm", "bbpk")).order_by("code"):
        times = [(first + each * step, first + each * (step + 1)) for step in range(4)]
        offer_meetings(
            edition=edition,
            organisation=organisation,
            place="Bandung",
            times=times,
            actor=officer,
            at=MET,
        )
    free = list(Meeting.objects.filter(edition=edition).order_by("begins_at", "organisation__code"))
    for place, meeting in zip((one for one in BOOKED if one < len(people)), free, strict=False):
        one = people[place]
        at_that_time = own_slots(one).filter(begins_at__lt=meeting.ends_at, ends_at__gt=meeting.begins_at)
        if not at_that_time.exists():
            book_meeting(
                meeting_id=meeting.pk,
                participant=one,
                about="What a first machine would need at home",
                actor=one.person.reference,
                at=MET,
            )


def _answer(edition: Edition, people: Sequence[Participant]) -> None:
    officer = officer_of_sample().reference
    waiting = Interest.objects.filter(participant__edition=edition, match=None).order_by()
    for technology in shown_in(edition).filter(pk__in=waiting.values("technology")):
        code = technology.organisation.code
        answer_interests(
            edition=edition,
            technology_id=technology.pk,
            words="(sample) Write to our cooperation office: what you make now, how much, and what you have.",
            contact=f"cooperation@{code}.example",
            actor=officer,
            at=ANSWERED,
        )
    for match in Match.objects.filter(edition=edition, provider_agreed_at=None).order_by("made_at", "pk"):
        organisation = match.provider_organisation
        if organisation is not None:
            agree(
                match_id=match.pk,
                is_seeker=False,
                contact=f"cooperation@{organisation.code}.example",
                actor=officer,
                at=ANSWERED,
            )


def _wished(edition: Edition) -> list[Match]:
    """Answers to interests, in the order of names and technologies."""
    rows = Match.objects.filter(edition=edition, interest__isnull=False).select_related("seeker")
    return list(rows.order_by("interest__participant__name", "interest__technology__code", "pk"))


def _agree(edition: Edition, people: Sequence[Participant]) -> None:
    for match in _wished(edition)[::4]:
        if match.seeker is not None:
            agree(
                match_id=match.pk,
                is_seeker=True,
                contact="participant@home.example",
                actor=match.seeker.reference,
                at=AGREED,
            )


def _tell(months: int, edition: Edition, people: Sequence[Participant]) -> None:
    agreed = [match for match in _wished(edition) if match.seeker_agreed_at is not None]
    for match, code in zip(agreed, OUTCOMES[months], strict=False):
        tell_outcome(
            match_id=match.pk,
            months=months,
            code=code,
            words="",
            actor=match.seeker.reference if match.seeker else officer_of_sample().reference,
            at=TIMES[months],
        )


def _help(edition: Edition, people: Sequence[Participant]) -> None:
    """Somebody who went home answers the need of another, and both get in touch."""
    need = Card.objects.filter(edition=edition, kind=Kind.NEED, title__en=NEEDS[FELT][1]).first()
    if need is None or need.person is None or len(people) <= HELPER:
        return
    helper = people[HELPER].person
    match = answer_need(
        need_id=need.pk,
        provider=helper,
        words="(sample) We had this with jute: fix the dye with salt and rinse cold. I can send the recipe.",
        contact="alumnus@home.example",
        actor=helper.reference,
        at=HELPED,
    )
    agree(
        match_id=match.pk,
        is_seeker=True,
        contact="participant@home.example",
        actor=need.person.reference,
        at=HELPED + dt.timedelta(days=2),
    )


def _tell_of_help(months: int, edition: Edition, people: Sequence[Participant]) -> None:
    at, code, words = CAME_OF_IT[months]
    match = (
        Match.objects.filter(edition=edition, need__title__en=NEEDS[FELT][1]).exclude(provider=None).first()
    )
    if match is not None and match.need is not None and match.need.person is not None:
        tell_outcome(
            match_id=match.pk,
            months=months,
            code=code,
            words=words,
            actor=match.need.person.reference,
            at=at,
        )


STAGES: Sequence[tuple[str, StrOrPromise, dt.datetime, Callable[[Edition, list[Participant]], None]]] = (
    ("interests", _("Participants mark the technologies that they want"), SEEN, _see),
    ("meetings", _("Centres offer meetings, and participants book some"), MET, _meet),
    ("needs", _("Participants say what is needed at home, and the office proposes offers"), ASKED, _ask),
    ("answers", _("Centres answer those who want their technologies"), ANSWERED, _answer),
    ("agreed", _("Some agree to get in touch"), AGREED, _agree),
    ("alumnus", _("An alumnus answers what another needs"), HELPED, _help),
    ("three", _("Some tell what came of it after three months"), TIMES[3], partial(_tell, 3)),
    ("six", _("Some tell what came of it after six months"), TIMES[6], partial(_tell, 6)),
    ("twelve", _("Some tell what came of it after a year"), TIMES[12], partial(_tell, 12)),
    *(
        (f"alumni-{months}", _("Two alumni tell how they work together"), at, partial(_tell_of_help, months))
        for months, (at, _code, _words) in CAME_OF_IT.items()
    ),
)
