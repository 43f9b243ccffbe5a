"""What letters about offers say, and to whom of a country they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from balai.correspondence.services.writing import send
from balai.engine.documents.words import language_for
from balai.office.addresses import link_to
from balai.people.models import Account
from balai.people.queries import identities_of
from balai.people.services.invitations import invite
from balai.programmes.services.telling import edition_in, moment_in, span_in
from balai.selection.queries.offers import speakers_for

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.correspondence.models import Letter
    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.programmes.models import Edition

OUTCOME = "offer.outcome"


def language_of(person: Person) -> str:
    """The language in which somebody is written to."""
    return language_for(person.language)


def gaps_of(edition: Edition, language: str) -> dict[str, str]:
    """What every letter of this room says of the edition."""
    return {
        "edition": edition_in(edition, language),
        "dates": span_in(edition.starts_on, edition.ends_on, language),
    }


def write_to_nominee(
    nomination: Nomination,
    kind: str,
    more: Callable[[str], Mapping[str, str]],
    *,
    actor: str,
    at: datetime,
) -> Letter:
    """Write to a nominee in their language, with the way to their own page."""
    person = nomination.person
    language = language_of(person)
    return send(
        letter=kind,
        to=person,
        language=language,
        context={
            **gaps_of(nomination.edition, language),
            "name": nomination.name,
            "reference": nomination.code,
            "link": link_to(reverse("selection:mine")),
            **more(language),
        },
        subject_reference=nomination.reference,
        actor=actor,
        at=at,
    )


def let_in(person: Person, *, at: datetime) -> None:
    """See that somebody can open their page: who has no account gets the link that opens one."""
    if not person.email or Account.objects.filter(person__in=identities_of(person)).exists():
        return
    if Account.objects.filter(email__iexact=person.email).exists():
        return  # the office is told of two records by the page of doubles; no second account is opened
    path = invite(person=person, email=person.email, actor=None, at=at)
    send(
        letter="account.invitation",
        to=person,
        language=language_of(person),
        context={"address": person.email, "link": link_to(path)},
        subject_reference=person.reference,
        at=at,
    )


def tell_country(  # noqa: PLR0913 -- each is named where it is called
    edition: Edition,
    country: str,
    kind: str,
    more: Callable[[str], Mapping[str, str]],
    *,
    mentions: Collection[tuple[UUID, str]] = (),
    actor: str,
    at: datetime,
) -> int:
    """Write to the focal points of a country, of whom is mentioned; returns how many letters were written."""
    people = speakers_for(country, at=at)
    for person in people:
        language = language_of(person)
        send(
            letter=kind,
            to=person,
            language=language,
            context={
                **gaps_of(edition, language),
                "link": link_to(reverse("selection:outcome", args=[edition.code])),
                **more(language),
            },
            subject_reference=edition.reference,
            actor=actor,
            at=at,
            mentions=mentions,
        )
    return len(people)


def until_in(person: Person, until: datetime, language: str) -> str:
    """A moment by somebody's own clock."""
    return moment_in(until, str(person.zone), language)
