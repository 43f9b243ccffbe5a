"""What stands against a nomination over the API, and the office's two overrides: waiving, and admitting."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from balai.kernel import clock
from balai.kernel.bodies import Word
from balai.kernel.refusal import enforce
from balai.nominations.api.common import (
    KEEP_ALL,
    READ,
    person_asking,
    readable_nominations,
)
from balai.nominations.api.lists import WholeNominationOut
from balai.nominations.models import Nomination, Waiver
from balai.nominations.rules import may_keep_nominations
from balai.nominations.services.judging import waive_rule as waive
from balai.nominations.services.late import admit_late
from balai.nominations.services.sentences import Finding, findings_of
from balai.people.authentication import Caller
from balai.programmes.models import EligibilityRule

router = Router()

Reason = Annotated[Word, Field(min_length=1, max_length=500)]


class FindingOut(Schema):
    """What a rule, or an empty field, says of a nominee, in sentences of the language of the request.

    `kind` is block where it bars, late where it may be waived, due where something is missing, info for a
    warning, and ok for what was waived. `rule` is the code of the rule; empty for what is not filled in.
    """

    kind: Literal["block", "late", "due", "info", "ok"]
    rule: str
    title: str
    why: str
    may_be_waived_by: str

    @staticmethod
    def resolve_rule(finding: Finding) -> str:
        """Its code."""
        return finding.rule.code if finding.rule else ""


class AdmissionIn(Schema):
    """Why a late nomination counts all the same; the country is told."""

    reason: Reason


class WaiverIn(Schema):
    """Which rule is waived, by whom, and why."""

    rule: Word
    authority: Annotated[Word, Field(min_length=1, max_length=200)]
    reason: Reason


class WaiverOut(Schema):
    """A waiver as it is on record."""

    nomination: str = Field(alias="nomination.code")
    rule: str = Field(alias="rule_code")
    authority: str
    reason: str
    at: datetime


def _kept_by_office(request: Caller, nomination_id: UUID) -> Nomination:
    nomination = get_object_or_404(readable_nominations(request).select_related("call"), pk=nomination_id)
    enforce(may_keep_nominations(request.grants, nomination.edition))
    return nomination


@router.get("{uuid:nomination_id}/findings", response=list[FindingOut], operation_id="list_findings", **READ)
def list_findings(request: Caller, nomination_id: UUID) -> list[Any]:
    """List everything that stands against a nomination, the gravest first; nothing where all is well."""
    nomination = get_object_or_404(readable_nominations(request), pk=nomination_id)
    results = nomination.results.select_related("rule").order_by("rule__order", "rule__code")
    return findings_of(nomination, results, nomination.waivers.all())


@router.post("{uuid:nomination_id}/waivers", response={201: WaiverOut}, operation_id="waive_rule", **KEEP_ALL)
def waive_rule(request: Caller, nomination_id: UUID, given: WaiverIn) -> Status[Waiver]:
    """Record that somebody who may has waived a rule for one nominee."""
    nomination = _kept_by_office(request, nomination_id)
    rule = get_object_or_404(EligibilityRule, edition=nomination.edition_id, code=given.rule)
    waiver = waive(
        nomination=nomination,
        rule=rule,
        authority=given.authority,
        reason=given.reason,
        actor=person_asking(request),
        at=clock.now(),
    )
    return Status(201, waiver)


@router.post(
    "{uuid:nomination_id}/admit",
    response=WholeNominationOut,
    operation_id="admit_late_nomination",
    **KEEP_ALL,
)
def admit_late_nomination(request: Caller, nomination_id: UUID, given: AdmissionIn) -> Nomination:
    """Let a late nomination count; its rank stays behind those that came in time."""
    nomination = _kept_by_office(request, nomination_id)
    admit_late(nomination_id=nomination.pk, reason=given.reason, actor=person_asking(request), at=clock.now())
    return get_object_or_404(readable_nominations(request), pk=nomination_id)
