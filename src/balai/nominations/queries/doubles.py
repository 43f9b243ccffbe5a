"""Persons who may be one human being: by passport, name and birth, or e-mail address; for the office only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Lower

from balai.nominations.models import Nomination
from balai.nominations.models.nomination import IS_LIVE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.nominations.models import Profile
    from balai.people.models import Person
    from balai.programmes.models import Edition

    Key = tuple[str, ...]

PASSPORT, BIRTH, EMAIL = "passport", "birth", "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """Two records that may be of one person.

    Attributes:
        one, other: the records, in the order in which they were made.
        reasons: what is the same: passport, birth (with the name), email.
        nominations: of both, with edition and country.
    """

    one: Person
    other: Person
    reasons: tuple[str, ...]
    nominations: tuple[Nomination, ...]


def suspected_doubles(edition: Edition) -> list[Suspicion]:
    """Nominees of an edition who may be known under another record, of this edition or of any; two questions.

    Records that were merged are one already. A passport is compared by its blind index: nobody is shown it.
    """
    subjects = _people(Nomination.objects.filter(IS_LIVE, edition=edition))
    keys: dict[Key, set[UUID]] = defaultdict(set)
    _enter(keys, subjects)
    emails = {key[1] for key in keys if key[0] == EMAIL}
    births = {one.birth_on for one in subjects if one.birth_on}
    passports = {key[1] for key in keys if key[0] == PASSPORT}
    others = _people(
        Nomination.objects.alias(mail=Lower("email"))
        .filter(IS_LIVE)
        .filter(
            Q(mail__in=emails) | Q(birth_on__in=births) | Q(person__profile__passport_index__in=passports)
        )
        .exclude(edition=edition)
    )
    _enter(keys, others)
    nominated: dict[UUID, list[Nomination]] = defaultdict(list)
    people: dict[UUID, Person] = {}
    for nomination in (*subjects, *others):
        person = nomination.person.merged_into or nomination.person
        people[person.pk] = person
        nominated[person.pk].append(nomination)
    of_edition = {one.person.merged_into_id or one.person_id for one in subjects}
    reasons: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    for key, found in keys.items():
        ordered = sorted(found)
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                if one in of_edition or other in of_edition:
                    reasons[one, other].add(key[0])
    return [
        Suspicion(
            one=people[one],
            other=people[other],
            reasons=tuple(name for name in (PASSPORT, BIRTH, EMAIL) if name in why),
            nominations=(*nominated[one], *nominated[other]),
        )
        for (one, other), why in sorted(reasons.items())
    ]


def _people(nominations: QuerySet[Nomination]) -> list[Nomination]:
    """The nominations with what tells who somebody is."""
    rows = nominations.select_related("edition", "country", "person__merged_into", "person__profile")
    return list(
        rows.defer(*(f"person__profile__{name}" for name in ("passport", "needs", "faith", "health")))
    )


def _enter(keys: dict[Key, set[UUID]], nominations: Iterable[Nomination]) -> None:
    for nomination in nominations:
        person = nomination.person.merged_into_id or nomination.person_id
        for key in _keys_of(nomination):
            keys[key].add(person)


def _keys_of(nomination: Nomination) -> Iterator[Key]:
    profile: Profile | None = getattr(nomination.person, "profile", None)
    if nomination.email:
        yield (EMAIL, nomination.email.lower())
    names: set[tuple[str, dt.date | None]] = {(nomination.name, nomination.birth_on)}
    if profile is not None:
        names.add((profile.name_in_passport, profile.birth_on))
        if profile.passport_index:
            yield (PASSPORT, profile.passport_index)
    for name, birth in names:
        if name and birth:
            yield (BIRTH, " ".join(sorted(name.casefold().split())), birth.isoformat())
