"""Signing over the API what lies before a panel: a member reads it whole, and signs what was read.

The digest that is sent back is of what was read. Was it changed meanwhile, nothing is signed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from balai.kernel import clock
from balai.kernel.bodies import Word
from balai.kernel.refusal import enforce
from balai.people.authentication import Caller, needs
from balai.people.enums import Role, TokenScope
from balai.selection.api.common import Version, person_asking
from balai.selection.api.decisions import WholeDecisionOut
from balai.selection.models import Decision, Signature
from balai.selection.queries.scores import panels_of
from balai.selection.rules.decisions import may_sign
from balai.selection.services.deciding import digest_to_sign
from balai.selection.services.deciding import sign as sign_as_member

router = Router()
READ_PANEL = needs(TokenScope.SELECTION_READ, Role.PANEL_MEMBER)
SIGN = needs(TokenScope.SELECTION_WRITE, Role.PANEL_MEMBER)


class PanelDecisionOut(WholeDecisionOut):
    """What lies before a panel, and the digest by which it is signed."""

    digest: str

    @staticmethod
    def resolve_digest(decision: Decision) -> str:
        """Of everything that is signed: verdicts, order, reasons, inputs and seed."""
        return digest_to_sign(decision)


class SignIn(Schema):
    """The digest of what was read."""

    digest: Annotated[Word, Field(min_length=64, max_length=64)]


class SignatureOut(Schema):
    """The caller's signature."""

    at: datetime
    digest: str


def _decision(request: Caller, code: str, version: int) -> Decision:
    """A decision of a panel that the caller sits on.

    Raises:
        RuleViolationError: ``decision.scores_missing``, so that nobody sees a result before having scored.
    """
    edition = get_object_or_404(panels_of(request.grants), code=code)
    rows = Decision.objects.select_related("edition__series", "proposal")
    found = get_object_or_404(rows, edition=edition, version=version)
    enforce(may_sign(found, person_asking(request)))
    return found


@router.get(
    "panels/{code}/decisions/{version}",
    response=PanelDecisionOut,
    operation_id="get_decision_to_sign",
    **READ_PANEL,
)
def get_decision_to_sign(request: Caller, code: Word, version: Version) -> Decision:
    """Show a member of the panel what lies before it, once their own scores are in."""
    return _decision(request, code, version)


@router.post(
    "panels/{code}/decisions/{version}/sign",
    response=SignatureOut,
    operation_id="sign_decision",
    **SIGN,
)
def sign_decision(request: Caller, code: Word, version: Version, given: SignIn) -> Signature:
    """Sign what lies before the panel, as it was read; signed twice, it is signed once."""
    found = _decision(request, code, version)
    return sign_as_member(decision=found, member=person_asking(request), digest=given.digest, at=clock.now())
