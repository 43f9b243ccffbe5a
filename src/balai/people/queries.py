"""Questions about persons, grants and consents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from balai.audit.models import Look
from balai.people.enums import ROLES_WITHOUT_SECOND_FACTOR, RequestState
from balai.people.models import (
    Account,
    ApiToken,
    Consent,
    Grant,
    Invitation,
    LegalHold,
    Person,
    RetentionRule,
    RightsRequest,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from balai.people.enums import Role
    from balai.people.models import Breach


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


def persons_matching(words: str, *, with_doubles: bool = False) -> QuerySet[Person]:
    """Persons whose name or e-mail address holds every word asked for.

    Args:
        words: in any order, in capitals or not.
        with_doubles: also records that were merged into another.
    """
    found = Person.objects.all() if with_doubles else Person.objects.filter(merged_into=None)
    for word in words.lower().split():
        found = found.filter(search_text__contains=word)
    return found


def persons_like(person: Person) -> QuerySet[Person]:
    """Other records that may stand for the same human being: with the same address, or with the name."""
    others = Person.objects.filter(merged_into=None).exclude(pk__in=identities_of(person))
    alike = Q(search_text__contains=person.name.lower())
    if person.email:
        alike |= Q(search_text__contains=person.email.lower())
    return others.filter(alike)


def systems() -> QuerySet[Account]:
    """The accounts of systems that are not closed, by name."""
    return Account.objects.filter(is_active=True).exclude(system_name="").order_by("system_name", "id")


def tokens_live_at(at: datetime) -> QuerySet[ApiToken]:
    """Tokens that open something at a moment."""
    return ApiToken.objects.filter(revoked_at=None, expires_at__gt=at)


def open_invitations() -> QuerySet[Invitation]:
    """The newest invitation of everybody who was invited and has no account yet; some have expired."""
    unused = Invitation.objects.filter(used_at=None, person__isnull=False, person__account=None)
    newest = unused.order_by("person", "-made_at").distinct("person")
    return Invitation.objects.filter(pk__in=newest.values("pk")).order_by("expires_at", "id")


def consents_of(person: Person | None) -> QuerySet[Consent]:
    """What somebody agreed to under any of their identities, with the words; nobody agreed to nothing."""
    if person is None:
        return Consent.objects.none()
    return Consent.objects.filter(person__in=identities_of(person)).select_related("text")


def accounts_without_second_factor(*, at: datetime) -> QuerySet[Account]:
    """Open accounts whose roles need a second factor that is not set up; in the order of the names."""
    seeing = grants_live_at(at).exclude(role__in=ROLES_WITHOUT_SECOND_FACTOR)
    factors = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return Account.objects.filter(
        ~Exists(factors.filter(user=OuterRef("pk"))),
        Q(person__in=seeing.values("person")) | Q(person__in=seeing.values("person__merged_into")),
        is_active=True,
    ).order_by("person__name", "pk")


def names_of(references: Iterable[str]) -> dict[str, str]:
    """The names behind ``person:<id>`` and ``account:<id>``, for telling deeds; one query, or two.

    An account is told by its person. Others, such as ``system``, are left out.
    """
    keys: dict[str, set[str]] = {"person": set(), "account": set()}
    for reference in references:
        kind, _colon, key = reference.partition(":")
        if kind in keys:
            keys[kind].add(key)
    found: dict[str, str] = {}
    if keys["person"]:
        found |= {person.reference: person.name for person in Person.objects.filter(pk__in=keys["person"])}
    if keys["account"]:
        accounts = Account.objects.filter(pk__in=keys["account"])
        found |= {one.reference: one.person.name if one.person else one.email for one in accounts}
    return found


# --- the person's rights ----------------------------------------------------------------------------


def holds_live_at(at: datetime) -> QuerySet[LegalHold]:
    """Legal holds that keep data at a moment; the last day is included."""
    return LegalHold.objects.filter(lifted_at=None, placed_at__lte=at, until__gte=at.date())


def hold_on(person: Person, *, at: datetime) -> LegalHold | None:
    """The hold on somebody, under any of their identities, that lasts longest."""
    return holds_live_at(at).filter(person__in=identities_of(person)).order_by("-until").first()


def requests_of(person: Person) -> QuerySet[RightsRequest]:
    """What somebody asked for, the newest first."""
    return RightsRequest.objects.filter(person__in=identities_of(person)).order_by("-asked_at", "-id")


def open_requests() -> QuerySet[RightsRequest]:
    """What waits for an answer, the first that is due at the top."""
    return (
        RightsRequest.objects.filter(state=RequestState.OPEN)
        .select_related("person")
        .defer("wish", "answer")
        .order_by("due_at", "id")
    )


def persons_affected(breach: Breach) -> QuerySet[Any, Any]:
    """At whom somebody looked within the stretch of a breach: subject, looks, first and last, by subject."""
    return (
        _looks_within(breach)
        .order_by("subject")
        .values("subject")
        .annotate(looks=Count("pk"), first=Min("at"), last=Max("at"), fields=ArrayAgg("field", distinct=True))
    )


def number_affected(breach: Breach) -> int:
    """At how many persons somebody looked within the stretch of a breach."""
    return _looks_within(breach).values("subject").distinct().count()


def _looks_within(breach: Breach) -> QuerySet[Look]:
    rows = Look.objects.filter(
        at__gte=breach.began_at, at__lte=breach.ended_at, subject__startswith="person:"
    )
    if breach.looker:
        rows = rows.filter(actor=breach.looker)
    if breach.field:
        rows = rows.filter(field__startswith=breach.field)
    return rows


def rules_in_force(on: date) -> dict[str, RetentionRule]:
    """By class of data, the newest rule of the office that is in force on a day."""
    rows = RetentionRule.objects.filter(since__lte=on).order_by("data_class", "-since")
    return {row.data_class: row for row in rows.distinct("data_class")}
