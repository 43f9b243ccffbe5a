"""Questions about certificates: those of an edition, of a person, and which participants lack one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from balai.certificates.enums import CertificateState, Outcome
from balai.certificates.models import Certificate, IssuerKey
from balai.engine.badges.did import CONTEXTS
from balai.selection.models import Participant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Any

    from django.db.models import QuerySet

    from balai.people.models import Person
    from balai.programmes.models import Edition

CERTIFIED = (Outcome.COMPLETED,)
"""Whom a batch issues certificates to."""


def certificates_of(edition: Edition) -> QuerySet[Certificate]:
    """Those of an edition, by name, without their documents."""
    return (
        Certificate.objects.filter(edition=edition)
        .defer("document")
        .select_related("supersedes", "superseded_by")
        .order_by("name", "id")
    )


def certificates_about(persons: Collection[Person]) -> QuerySet[Certificate]:
    """Those of somebody, under all of their identities, the newest first."""
    return (
        Certificate.objects.filter(participant__person__in=persons)
        .select_related("edition", "superseded_by")
        .order_by("-issued_at", "id")
    )


def waiting_for_certificates(edition: Edition) -> QuerySet[Participant]:
    """Participants who completed the edition and have no certificate that counts."""
    live = Certificate.objects.filter(participant=OuterRef("pk"), state=CertificateState.VALID)
    return (
        Participant.objects.filter(edition=edition, completion__outcome__in=CERTIFIED)
        .exclude(Exists(live))
        .select_related("person__profile", "country", "edition")
        .order_by("pk")
    )


def places_taken(number: int) -> set[int]:
    """The places of a list that certificates have."""
    return set(Certificate.objects.filter(status_list=number).values_list("status_place", flat=True))


def places_not_valid(number: int) -> tuple[frozenset[int], frozenset[int]]:
    """Of a list, the places whose certificates do not count, and those of them that were replaced."""
    rows = Certificate.objects.filter(status_list=number).exclude(state=CertificateState.VALID)
    found = list(rows.values_list("status_place", "state"))
    replaced = (place for place, state in found if state == CertificateState.SUPERSEDED)
    return frozenset(place for place, _state in found), frozenset(replaced)


def issuer_document(did: str) -> dict[str, Any] | None:
    """What did.json says of an issuer: every key that ever signed, newest first; None before the first."""
    keys = list(IssuerKey.objects.filter(issuer=did).order_by("-made_at", "-id"))
    return _document(did, keys) if keys else None


def known_issuers() -> list[dict[str, Any]]:
    """The same for every address that this installation ever had: its certificates last longer."""
    by_issuer: dict[str, list[IssuerKey]] = {}
    for key in IssuerKey.objects.order_by("issuer", "-made_at", "-id"):
        by_issuer.setdefault(key.issuer, []).append(key)
    return [_document(did, keys) for did, keys in by_issuer.items()]


def _document(did: str, keys: Iterable[IssuerKey]) -> dict[str, Any]:
    methods = [key.method for key in keys]
    return {
        "@context": CONTEXTS,
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
