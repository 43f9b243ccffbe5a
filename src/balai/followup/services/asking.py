"""Asking supervisors for their endorsement: by a personal link, good for three weeks, without an account."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse

from balai.audit.services import record
from balai.correspondence.services.writing import send
from balai.engine.documents.words import language_for
from balai.followup.models import PlanEndorsement
from balai.office.addresses import link_to
from balai.programmes.services.telling import edition_in, moment_in

if TYPE_CHECKING:
    from datetime import datetime

    from balai.followup.models import Plan, PlanSubmission

REQUEST = "plan.endorsement"
GOOD_FOR = dt.timedelta(days=21)


def hashed(secret: str) -> str:
    """What is kept of a secret. Plain SHA-256: it has 256 random bits; there is nothing to guess slowly."""
    return hashlib.sha256(secret.encode()).hexdigest()


def put_away_unanswered(plan: Plan, *, at: datetime) -> None:
    """Put the links away that wait for an answer; what was answered stays."""
    PlanEndorsement.objects.filter(submission__plan=plan, put_away_at=None, answered_at=None).update(
        put_away_at=at
    )


def ask_newly(plan: Plan, submission: PlanSubmission, *, actor: str, at: datetime) -> PlanEndorsement:
    """Write to the supervisor of a locked plan; a link that waited is put away."""
    put_away_unanswered(plan, at=at)
    secret = secrets.token_urlsafe(32)
    endorsement = PlanEndorsement.objects.create(
        submission=submission,
        name=plan.supervisor_name,
        title=plan.supervisor_title,
        email=plan.supervisor_email,
        secret_hash=hashed(secret),
        asked_at=at,
        expires_at=at + GOOD_FOR,
    )
    participant = plan.participant
    person = participant.person.merged_into or participant.person
    language = language_for(person.language)
    zone = person.time_zone
    send(
        letter=REQUEST,
        to=plan.supervisor_email,
        language=language,
        context={
            "name": plan.supervisor_name,
            "participant": participant.name,
            "edition": edition_in(participant.edition, language),
            "title": plan.title,
            "until": moment_in(endorsement.expires_at.astimezone(ZoneInfo(zone)), zone, language),
            "link": link_to(reverse("followup:endorse", args=[secret])),
        },
        subject_reference=plan.reference,
        actor=actor,
        at=at,
        mentions=participant.with_whom(plan.supervisor_name, plan.supervisor_email),
    )
    record(
        actor=actor,
        action="plan.endorsement_asked",
        subject=plan.reference,
        at=at,
        detail={"version": submission.number},
    )
    return endorsement
