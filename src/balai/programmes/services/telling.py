"""Writing to all whom an edition concerns, each in their language and with the deadlines of their country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import F, Prefetch

from balai.correspondence.services.writing import send
from balai.directory.models import Contact
from balai.engine.documents.parts import LocalMoment, moment_text
from balai.engine.documents.words import date_text, language_for, span_text
from balai.people.enums import Role
from balai.people.queries import grants_live_at
from balai.programmes.enums import Level
from balai.programmes.models import Deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from balai.people.models import Person
    from balai.programmes.models import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Somebody who is told.

    Attributes:
        person: whom the installation knows; None for the address of an office.
        address: of an office; of a person correspondence knows it.
        language: in which the letter is written.
        country: whose deadlines are told; None: those of the host.
    """

    person: Person | None
    address: str
    language: str
    country: str | None


def addressees(edition: Edition, *, at: datetime, with_countries: bool = True) -> list[Addressee]:
    """Whom an edition concerns as far as it is known now, everybody once.

    Offices of its organisers, focal points of the countries that have places, and whoever has a role that is
    bound to this edition.
    """
    found: dict[object, Addressee] = {}
    countries = set(edition.quotas.values_list("country_id", flat=True)) if with_countries else set()
    scopes = {f"country:{country}" for country in countries}
    focal_points = grants_live_at(at).filter(role=Role.FOCAL_POINT, scope__in=scopes)
    for grant in focal_points.select_related("person__merged_into").order_by("scope", "person_id"):
        _add(found, grant.person, country=grant.scope.removeprefix("country:"))
    bound = grants_live_at(at).filter(scope=edition.scope)
    for grant in bound.select_related("person__merged_into").order_by("person_id"):
        _add(found, grant.person, country=None)
    offices = Contact.objects.filter(archived_at=None).select_related("person__merged_into").order_by("pk")
    organisers = edition.organisers.select_related("organisation").order_by("order")
    for organiser in organisers.prefetch_related(Prefetch("organisation__contacts", offices)):
        for office in organiser.organisation.contacts.all():
            if office.person is not None:
                _add(found, office.person, country=None)
            elif office.email:
                language = next(iter(organiser.organisation.languages), "en")
                found.setdefault(
                    office.email.lower(),
                    Addressee(person=None, address=office.email, language=language, country=None),
                )
    return list(found.values())


def _add(found: dict[object, Addressee], person: Person, *, country: str | None) -> None:
    person = person.merged_into or person
    found.setdefault(
        person.pk, Addressee(person=person, address="", language=person.language, country=country)
    )


def tell_all(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    letter: str,
    context: Callable[[str], Mapping[str, str]],
    actor: str,
    at: datetime,
    tells_deadlines: bool = True,
    to_countries: bool = True,
) -> int:
    """Write one letter to everybody concerned, within the transaction of the deed.

    Args:
        edition: what it is about.
        letter: its kind.
        context: what fills the gaps in a language, besides the name of the edition and the deadlines.
        actor: who decided.
        at: the moment of the deed.
        tells_deadlines: whether the letter has the gap ``deadlines``; told ones are then noted as told.
        to_countries: whether focal points are written to; they are not where they get a letter of their own.

    Returns:
        How many letters were written.
    """
    deadlines = list(
        Deadline.objects.filter(plan__edition=edition).select_related("plan", "country").order_by("at", "pk")
    )
    told: set[Deadline] = set()
    everybody = addressees(edition, at=at, with_countries=to_countries)
    for somebody in everybody:
        language = language_for(somebody.language)
        gaps = {"edition": edition_in(edition, language), **context(language)}
        if tells_deadlines:
            own = [one for one in deadlines if _concerns(one, somebody.country) and one.at > at]
            gaps["deadlines"] = "\n".join(_line(one, language) for one in own) or "–"
            told |= {*own}
        send(
            letter=letter,
            to=somebody.person or somebody.address,
            language=language,
            context=gaps,
            subject_reference=edition.reference,
            actor=actor,
            at=at,
        )
    Deadline.objects.filter(pk__in=[one.pk for one in told]).update(told_at=at, told_for=F("at"))
    return len(everybody)


def _concerns(deadline: Deadline, country: str | None) -> bool:
    """A focal point is told its own deadlines; organisers those of the host and of the secretariat."""
    if country is None:
        return deadline.plan.level in {Level.HOST, Level.SECRETARIAT}
    return deadline.country_id == country and deadline.plan.level == Level.FOCAL_POINT


def _line(deadline: Deadline, language: str) -> str:
    return f"- {deadline.plan.title.in_language(language).text}: {moment_in(deadline.at, deadline.zone, language)}"


def moment_in(at: datetime, zone: str, language: str) -> str:
    """``Friday 4 May 2018, 17:00 in Thimphu``: a moment by the clock of a zone, in words."""
    there = at.astimezone(ZoneInfo(zone))
    place = zone.rpartition("/")[2].replace("_", " ")
    return moment_text((LocalMoment(at=there, place=place),), language)


def edition_in(edition: Edition, language: str) -> str:
    """An edition's title with its code, in a language."""
    return f"{edition.title.in_language(language).text} ({edition.code})"


def span_in(first: date | None, last: date | None, language: str) -> str:
    """Two days in words; a dash where they are not known."""
    if first is None:
        return "–"
    return span_text(first, last, language) if last else date_text(first, language)
