"""What boards, tasks and a person's own page tell of offers and places."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.nominations.queries import countries_of
from balai.programmes.enums import EditionStatus
from balai.programmes.queries.editions import due_moment
from balai.programmes.queries.scopes import covered
from balai.programmes.registries import Light, OpenThing, Owner
from balai.selection.models import NumberedPlace, Offer
from balai.selection.models.offer import IS_OPEN
from balai.selection.queries.offers import nominations_withdrawn_though_confirmed, offers_to
from balai.selection.rules.decisions import KEEPERS
from balai.selection.rules.offers import OFFERING, may_answer
from balai.ui import wording
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition


BEFORE_A_DECISION = frozenset({EditionStatus.IDEA, EditionStatus.APPROVED, EditionStatus.CALL})


# --- the board ---------------------------------------------------------------------------------------------


def places_light(edition: Edition, *, at: dt.datetime) -> Light:
    """Every place that was numbered is confirmed; two questions, and none before a panel can decide."""
    due = due_moment(edition, "acceptances")
    if edition.status in BEFORE_A_DECISION:
        return _light(due, 0, 0, [])
    waiting = Offer.objects.filter(IS_OPEN, place=OuterRef("pk"))
    counted = NumberedPlace.objects.filter(edition=edition).aggregate(
        of=Count("pk"),
        held=Count("pk", filter=Q(holder__isnull=False)),
        asked=Count("pk", filter=Q(Exists(waiting), holder=None)),
    )
    of, held, asked = counted["of"], counted["held"], counted["asked"]
    free = of - held - asked
    address = reverse("selection:places", args=[edition.code])
    things = []
    if free:
        things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=ngettext("%(number)d place is free", "%(number)d places are free", free)
                % {"number": free},
                why=_("Nobody is asked for it. The ladder shows whom to ask next."),
                due_at=due,
                deed=Deed(label=_("Open the places"), url=address),
            )
        )
    if asked:
        things.append(
            OpenThing(
                owner=Owner.FOCAL_POINTS,
                what=ngettext(
                    "%(number)d offer waits for an answer", "%(number)d offers wait for an answer", asked
                )
                % {"number": asked},
                why=_("The nominee was asked; the country sees it too."),
                due_at=due,
                is_waiting=due is None or at <= due,
                deed=Deed(label=_("Open the places"), url=address),
            )
        )
    things += [
        OpenThing(
            owner=Owner.OFFICER,
            what=gettext("%(name)s (%(country)s): nomination taken back")
            % {"name": one.name, "country": one.country.brief_name},
            why=_("The country took it back after the person had confirmed. Ask the country, and record it."),
            is_blocked=True,
            deed=Deed(label=_("Open the participant"), url=reverse("selection:participant", args=[one.pk])),
        )
        for one in nominations_withdrawn_though_confirmed(edition).only(
            "name", "country__name", "country__short_name"
        )[:20]
    ]
    return _light(due, held, of, things)


def _light(due: dt.datetime | None, ready: int, of: int, things: list[OpenThing]) -> Light:
    return Light(
        title=_("Participants"),
        rule=_("Every place is confirmed by somebody who comes."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=ready,
        of=of,
        open=things,
    )


# --- my tasks ----------------------------------------------------------------------------------------------


def waiting(request: SignedInRequest, *, at: dt.datetime) -> Sequence[Move]:
    """An offer of one's own; free places for the office; offers to people of one's country."""
    return [*_own(request, at), *_of_the_office(request), *_of_a_country(request)]


def _own(request: SignedInRequest, at: dt.datetime) -> Iterator[Move]:
    person = request.user.person
    if person is None:
        return
    offers = offers_to(person).filter(IS_OPEN)
    for offer in offers if offers.exists() else ():  # most readers were never offered a place
        if may_answer(offer, at=at) is not None or offer.expires_at is None:
            continue
        yield Move(
            state="due",
            what=gettext("%(code)s: a place is offered to you") % {"code": offer.edition.code},
            why=gettext("After the last day it goes to somebody else."),
            by=wording.timed(offer.expires_at.astimezone(person.zone), "D j M Y, H:i"),
            deed=Deed(label=gettext("Answer"), url=reverse("selection:offer", args=[offer.pk])),
        )


def _of_the_office(request: SignedInRequest) -> Iterator[Move]:
    asked = Offer.objects.filter(IS_OPEN, place=OuterRef("pk"))
    kept = NumberedPlace.objects.filter(covered(request.grants, KEEPERS), edition__status__in=OFFERING)
    free = kept.filter(holder=None).exclude(Exists(asked))
    rows = free.order_by().values("edition__code", "edition_id").annotate(number=Count("pk"))
    for row in rows.order_by("edition__code"):
        yield Move(
            state="due",
            what=ngettext(
                "%(code)s: %(number)d place is free",
                "%(code)s: %(number)d places are free",
                row["number"],
            )
            % {"code": row["edition__code"], "number": row["number"]},
            why=gettext("Nobody is asked for it. The ladder shows whom to ask next."),
            deed=Deed(
                label=gettext("Open the places"),
                url=reverse("selection:places", args=[row["edition__code"]]),
            ),
        )


def _of_a_country(request: SignedInRequest) -> Iterator[Move]:
    countries = countries_of(request.grants)
    if not countries:
        return
    rows = (
        Offer.objects.filter(IS_OPEN, country__in=countries, edition__status__in=OFFERING)
        .select_related("edition", "country", "nomination")
        .order_by("expires_at", "pk")
    )
    for offer in rows[:50]:
        zone = next(iter(offer.country.time_zones), "UTC")
        yield Move(
            state="wait",
            what=gettext("%(code)s: %(name)s has not answered")
            % {"code": offer.edition.code, "name": offer.nomination.name},
            why=gettext("A place is offered. Remind the nominee and the employer."),
            by=wording.timed(offer.expires_at.astimezone(ZoneInfo(zone)), "D j M Y, H:i")
            if offer.expires_at
            else "",
            deed=Deed(
                label=gettext("Open the result"),
                url=reverse("selection:outcome", args=[offer.edition.code]),
            ),
        )


def places_fact(edition: Edition, *, at: dt.datetime) -> StrOrPromise | None:
    """How many have confirmed, for the line of stages."""
    if edition.status in BEFORE_A_DECISION:
        return None
    number = edition.participants.filter(state="confirmed").count()
    if not number:
        return None
    return ngettext("%(number)d participant", "%(number)d participants", number) % {"number": number}
