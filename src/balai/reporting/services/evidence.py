"""Letting the figures of an edition go public, keeping them up to date, and withdrawing them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.followup.models.times import day_in
from balai.kernel.references import SYSTEM
from balai.kernel.refusal import enforce
from balai.programmes.models import Edition
from balai.reporting.models import Evidence
from balai.reporting.queries.evidence import content_of, editions_with_evidence, evidence_of
from balai.reporting.rules.evidence import may_publish_evidence, may_withdraw_evidence

if TYPE_CHECKING:
    from typing import Any

FOLLOWED_FOR = dt.timedelta(days=365 + 60 + 30)
"""Until nobody is asked any more, and a month. What is forgotten later takes no figure away."""


@transaction.atomic
def publish_evidence(*, edition: Edition, actor: str, at: dt.datetime) -> Evidence:
    """Let everybody read what is told of an edition now; from then on newer figures follow by themselves.

    The same figures are no new version.

    Raises:
        RuleViolationError: ``evidence.not_over``, ``evidence.not_public``, ``evidence.nothing``.
    """
    locked = _locked(edition)
    content = content_of(locked, on=day_in(locked, at))
    enforce(may_publish_evidence(locked, has_figures=bool(content["figures"])))
    return _keep(locked, content, actor=actor, at=at)


@transaction.atomic
def withdraw_evidence(*, edition: Edition, why: str, actor: str, at: dt.datetime) -> Evidence:
    """Take the page away; what was counted stays in the record, and can be published anew.

    Raises:
        RuleViolationError: ``evidence.not_there``.
        ValidationError: no reason is given.
    """
    locked = _locked(edition)
    newest = evidence_of(locked).first()
    enforce(may_withdraw_evidence(newest))
    assert newest is not None  # noqa: S101 -- the rule says so
    if not why.strip():
        raise ValidationError({"why": _("Say why it is withdrawn.")})
    newest.withdrawn_at, newest.withdrawn_by, newest.why_withdrawn = at, actor, why.strip()
    newest.full_clean()
    newest.save()
    record(
        actor=actor,
        action="evidence.withdrawn",
        subject=locked.reference,
        at=at,
        detail={"version": newest.number},
    )
    return newest


def refresh_evidence(*, at: dt.datetime) -> int:
    """Count anew what is public of editions that are still followed; how many have a new version."""
    editions = list(editions_with_evidence(ended_from=(at - FOLLOWED_FOR).date()))
    return sum(_refreshed(edition, at=at) for edition in editions)


@transaction.atomic
def _refreshed(edition: Edition, *, at: dt.datetime) -> bool:
    locked = _locked(edition)
    newest = evidence_of(locked).first()
    content = content_of(locked, on=day_in(locked, at))
    if newest is None or may_withdraw_evidence(newest) or may_publish_evidence(locked, has_figures=True):
        return False  # somebody withdrew it meanwhile, or the edition itself
    return bool(content["figures"]) and _keep(locked, content, actor=SYSTEM, at=at).pk != newest.pk


def _keep(edition: Edition, content: dict[str, Any], *, actor: str, at: dt.datetime) -> Evidence:
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    newest = evidence_of(edition).first()
    if newest is not None and newest.is_public and newest.digest == digest:
        return newest
    version = Evidence.objects.create(
        edition=edition,
        number=(newest.number if newest else 0) + 1,
        at=at,
        actor=actor,
        content=content,
        digest=digest,
    )
    record(
        actor=actor,
        action="evidence.published",
        subject=edition.reference,
        at=at,
        detail={"version": version.number, "figures": len(content["figures"])},
    )
    return version


def _locked(edition: Edition) -> Edition:
    return Edition.objects.select_for_update(of=("self",)).select_related("series").get(pk=edition.pk)
