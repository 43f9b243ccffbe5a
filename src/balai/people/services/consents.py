"""Agreeing to a text, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.people.models import Consent, ConsentText, Person
from balai.people.rules import may_give_consent, may_withdraw_consent
from balai.people.signals import consent_withdrawn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@transaction.atomic
def publish_consent_text(*, purpose: str, text: Mapping[str, str], at: datetime) -> ConsentText:
    """Add a version of the words for a purpose; consents given to earlier versions stay what they were."""
    last = ConsentText.objects.filter(purpose=purpose).order_by("-version").first()
    version = last.version + 1 if last else 1
    published = ConsentText.objects.create(purpose=purpose, version=version, text=dict(text), since=at)
    record(
        actor="system",
        action="consent_text.published",
        subject=f"consent_text:{published.pk}",
        at=at,
        detail={"purpose": purpose, "version": version},
    )
    return published


@transaction.atomic
def give_consent(*, person: Person, text: ConsentText, at: datetime) -> Consent:
    """Record that a person agreed to exactly these words.

    Raises:
        RuleViolationError: ``consent.text_outdated`` or ``consent.given_already``.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    enforce(may_give_consent(person, text))
    consent = Consent.objects.create(person=person, purpose=text.purpose, text=text, given_at=at)
    record(
        actor=person.reference,
        action="consent.given",
        subject=person.reference,
        at=at,
        detail={"purpose": text.purpose, "version": text.version},
    )
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, at: datetime) -> Consent:
    """Record that a person no longer agrees; what was done until now stays lawful.

    Raises:
        RuleViolationError: ``consent.withdrawn_already``.
    """
    consent = Consent.objects.select_for_update(of=("self",)).select_related("person").get(pk=consent.pk)
    enforce(may_withdraw_consent(consent))
    consent.withdrawn_at = at
    consent.save(update_fields=["withdrawn_at"])
    record(
        actor=consent.person.reference,
        action="consent.withdrawn",
        subject=consent.person.reference,
        at=at,
        detail={"purpose": consent.purpose},
    )
    consent_withdrawn.send(sender=Consent, consent=consent, at=at)
    return consent
