"""The employer's part: asked for by a personal link, opened without an account, signed once."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.correspondence.services.writing import send
from balai.engine.documents.words import language_for
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.nominations.enums import ApplicationState, NominationState
from balai.nominations.models import Endorsement
from balai.nominations.queries import holders_of
from balai.nominations.queries.applications import person_of, profile_of
from balai.nominations.rules.applications import may_ask_for_statement, may_sign
from balai.nominations.services.applying import judge_list_of, locked
from balai.office.addresses import link_to
from balai.programmes.services.telling import edition_in, moment_in, span_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.nominations.enums import Signatory
    from balai.nominations.models import Application
    from balai.people.models import Person

REQUEST = "endorsement.request"
GOOD_FOR = dt.timedelta(days=21)


@transaction.atomic
def ask_for_statement(  # noqa: PLR0913 -- each is named where it is called
    *,
    application_id: UUID,
    signatory: Signatory,
    name: str,
    title: str,
    email: str,
    because: str = "",
    actor: Person,
    at: datetime,
) -> Endorsement:
    """Ask somebody for the employer's part, by a letter with a personal link.

    A statement of the same kind that was asked for before is put away with its link; so a signed one is
    corrected. An enterprise's owner cannot sign for themselves: the chamber or association does. Where the
    supervisor is the focal point of the country, a second person has to sign besides.

    Raises:
        RuleViolationError: ``endorsement.own_address``, ``endorsement.owner_needs_chamber``,
            ``endorsement.not_the_focal_point`` or ``application.closed``.
    """
    application = locked(application_id)
    nomination = application.nomination
    person = person_of(nomination)
    profile = profile_of(person)
    own = {address.lower() for address in (nomination.email, person.email) if address}
    focal = {holder.email.lower() for holder in holders_of(nomination.call, at=at) if holder.email}
    enforce(
        may_ask_for_statement(
            application,
            signatory,
            is_own_address=email.lower() in own,
            is_owner=bool(profile and profile.is_owner),
            is_focal_point=email.lower() in focal,
        )
    )
    for old in Endorsement.objects.select_for_update().filter(
        application=application, signatory=signatory, put_away_at=None
    ):
        old.put_away_at, old.put_away_because = at, because
        old.save(update_fields=["put_away_at", "put_away_because"])
    secret = secrets.token_urlsafe(32)
    endorsement = Endorsement.objects.create(
        application=application,
        signatory=signatory,
        name=name,
        title=title,
        email=email,
        is_of_focal_point=email.lower() in focal,
        secret_hash=_hash(secret),
        asked_at=at,
        expires_at=at + GOOD_FOR,
    )
    language = language_for(person.language)
    edition = nomination.edition
    zone = person.time_zone
    send(
        letter=REQUEST,
        to=email,
        language=language,
        context={
            "name": name,
            "nominee": nomination.name,
            "edition": edition_in(edition, language),
            "dates": span_in(edition.starts_on, edition.ends_on, language),
            "until": moment_in(endorsement.expires_at.astimezone(ZoneInfo(zone)), zone, language),
            "link": link_to(reverse("nominations:statement", args=[secret])),
        },
        subject_reference=application.reference,
        actor=actor.reference,
        at=at,
        mentions=[nomination.as_mentioned, (nomination.person_id, name), (nomination.person_id, email)],
    )
    record(
        actor=actor.reference,
        action="endorsement.asked_for",
        subject=application.reference,
        at=at,
        detail={"endorsement": str(endorsement.pk), "signatory": signatory.value},
    )
    _judge_if_sent(application, at=at)
    return endorsement


def _judge_if_sent(application: Application, *, at: datetime) -> None:
    if application.state == ApplicationState.SENT:
        judge_list_of(application.nomination, at=at)


def _hash(secret: str) -> str:
    # Plain SHA-256: the secret has 256 random bits, so there is nothing to guess slowly.
    return hashlib.sha256(secret.encode()).hexdigest()


def statement_for(secret: str) -> Endorsement | None:
    """The statement that a link's secret opens, whether or not it is still good."""
    wanted = _hash(secret)
    found = (
        Endorsement.objects.select_related(
            "application__nomination__edition", "application__nomination__country"
        )
        .filter(secret_hash=wanted)
        .first()
    )
    return found if found is not None and constant_time_compare(found.secret_hash, wanted) else None


@transaction.atomic
def sign_statement(*, secret: str, values: Mapping[str, Any], at: datetime) -> Endorsement:
    """Sign the employer's part; the link signs nothing again.

    Raises:
        RuleViolationError: ``endorsement.unknown``, ``endorsement.put_away``, ``endorsement.expired`` or
            ``endorsement.signed``.
    """
    known = statement_for(secret)
    if known is None:
        enforce(may_sign(None, at=at))
        raise AssertionError  # the rule has refused None
    application = locked(known.application_id)  # before the statement, as everywhere
    endorsement = Endorsement.objects.select_for_update().get(pk=known.pk)
    enforce(may_sign(endorsement, at=at))
    if application.nomination.state == NominationState.WITHDRAWN:
        raise RuleViolationError(
            Refusal("nomination.withdrawn", _("This nomination was withdrawn. It stays as it was."))
        )
    for name, value in values.items():
        setattr(endorsement, name, value)
    endorsement.signed_at = at
    endorsement.save()
    record(
        actor="system",
        action="endorsement.signed",
        subject=application.reference,
        at=at,
        detail={"endorsement": str(endorsement.pk), "signatory": endorsement.signatory},
    )
    _judge_if_sent(application, at=at)
    return endorsement
