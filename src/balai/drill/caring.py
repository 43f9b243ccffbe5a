"""What is told in confidence, and who may see it: needs and health (E18, E19), and consents (E27)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.audit.models import Look
from balai.kernel.restricted import look
from balai.newsroom.services.publishing import publish_article
from balai.newsroom.services.writing import quote, start_article
from balai.nominations.queries.applications import last_submission
from balai.people.models import Consent
from balai.people.services.consents import withdraw_consent

if TYPE_CHECKING:
    from balai.drill.telling import Telling
    from balai.nominations.models import Application
    from balai.selection.models import Participant

CHECKING = "applications"
"""What somebody who looks after nominees opens their papers for."""


def look_after(told: Telling, application: Application, part: str, code: str) -> None:
    """The health officer opens what somebody has sent, and the person can see who did."""
    submission = last_submission(application)
    if submission is None:
        told.broken.append(f"nothing was sent with {application.reference}")
        return
    looks = Look.objects.filter(
        subject=submission.person.reference, actor=told.ground.health_officer.reference, at=told.at
    )
    before = looks.count()
    said = look(submission, part, actor=told.ground.health_officer.reference, purpose=CHECKING, at=told.at)
    if not said or looks.count() != before + 1:
        told.broken.append(f"a look at {part} left no trace, or showed nothing")
    told.happens(code)


def quote_and_forget(told: Telling, one: Participant) -> None:
    """Somebody is quoted with their consent, takes it back, and is published no more (E27)."""
    consent = Consent.objects.filter(
        person=one.person, purpose__startswith="photos-", withdrawn_at=None
    ).first()
    if consent is None:
        return
    actor = told.ground.officer.reference
    texts = {
        part: {"en": f"News of {told.edition.code}.", "id": f"Berita {told.edition.code}."}
        for part in ("headline", "lead", "dateline", "body")
    }
    article = told.do(start_article, edition=told.edition, texts=texts, actor=actor)
    told.do(
        quote,
        article_id=article.pk,
        words={"en": "We learnt much.", "id": "Kami belajar banyak."},
        attribution={"en": "A participant", "id": "Seorang peserta"},
        speaker=one.person,
        consent=consent,
        actor=actor,
    )
    told.do(publish_article, article_id=article.pk, actor=actor)
    told.do(withdraw_consent, consent=consent)
    if told.refused("article.not_right", publish_article, article_id=article.pk, actor=actor):
        told.happens("E27")
