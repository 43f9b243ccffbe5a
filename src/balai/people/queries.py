"""Questions about persons, grants and consents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from balai.people.models import Grant, Person

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from balai.people.enums import Role
    from balai.people.models import Account


def identities_of(person: Person) -> QuerySet[Person]:
    """The person, all their duplicates, and whom they were merged into: what is recorded of one is of all."""
    kept = person.merged_into_id or person.pk
    return Person.objects.filter(Q(pk=kept) | Q(merged_into=kept))


def grants_live_at(at: datetime) -> QuerySet[Grant]:
    """Grants in force at a moment."""
    return Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


def grants_held_by(account: Account, *, at: datetime) -> QuerySet[Grant]:
    """What an account may act as now; a person who was recorded twice is one person."""
    if account.person is None:
        return Grant.objects.none()
    return grants_live_at(at).filter(person__in=identities_of(account.person))


def persons_with_role(role: Role, *, at: datetime, scope: str | None = None) -> QuerySet[Person]:
    """Persons who hold a role now, in one scope or in any; for a merged duplicate its person."""
    grants = grants_live_at(at).filter(role=role)
    if scope is not None:
        grants = grants.filter(scope=scope)
    holders = grants.values("person")
    return Person.objects.filter(Q(pk__in=holders) | Q(duplicates__in=holders), merged_into=None).distinct()


def persons_matching(search: str) -> QuerySet[Person]:
    """Persons whose name or e-mail address contains a text; merged duplicates are left out."""
    found = Person.objects.filter(merged_into=None)
    return found.filter(Q(name__icontains=search) | Q(email__icontains=search)) if search else found
