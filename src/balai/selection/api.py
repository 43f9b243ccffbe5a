"""Selection over the API: what panels decided, and for members of a panel their dossiers and scores.

The deeds and rules are those of the pages. A dossier tells nothing of who it is; no answer holds
the scores of others.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from balai.kernel import clock
from balai.kernel.bodies import Number, Truth, Word
from balai.people.authentication import Caller, needs
from balai.people.enums import Role, TokenScope
from balai.programmes.rules import readable_editions
from balai.selection.enums import Phase, Recommendation
from balai.selection.models import Decision, Reading
from balai.selection.queries.decisions import decisions_of, verdicts_of
from balai.selection.queries.dossiers import dossier_of
from balai.selection.queries.scores import panels_of, plan_of, readings_for, seen_by
from balai.selection.rules.decisions import READERS
from balai.selection.rules.scoring import may_read_dossier
from balai.selection.services.scoring import keep_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from balai.people.models import Person
    from balai.programmes.models import Edition

router = Router()
READ = needs(TokenScope.SELECTION_READ, *READERS)
READ_DOSSIERS = needs(TokenScope.SELECTION_READ, Role.PANEL_MEMBER)
SCORE = needs(TokenScope.SELECTION_WRITE, Role.PANEL_MEMBER)

Text = Annotated[Word, Field(max_length=2000)]
Version = Annotated[int, Field(ge=1, le=32_767)]


class DecisionOut(Schema):
    """A version of what a panel decided, or of what lies before it."""

    version: int
    state: str
    correction: str
    proposed_at: datetime
    decided_at: datetime | None
    superseded_at: datetime | None
    seed: int
    engine_version: str
    minutes_digest: str


class VerdictOut(Schema):
    """What is decided of one nominee; `points` are tenths of a point."""

    nomination: str
    country: str
    place: str
    reserve_rank: int | None
    points: int | None
    proposed_place: str
    sentence: dict[str, str]
    deviation: str

    @staticmethod
    def resolve_nomination(verdict: Any) -> str:
        """Its reference."""
        return str(verdict.nomination.code)

    @staticmethod
    def resolve_country(verdict: Any) -> str:
        """Its code."""
        return str(verdict.nomination.country_id)


class WholeDecisionOut(DecisionOut):
    """A version with everybody's verdict, as minutes list them."""

    verdicts: list[VerdictOut]

    @staticmethod
    def resolve_verdicts(decision: Decision) -> QuerySet[Any]:
        """Selected, reserves in order, the others."""
        return verdicts_of(decision)


class LineOut(Schema):
    """One thing that is known of a nominee."""

    label: str
    text: str


class DossierOut(Schema):
    """A dossier of the caller, which tells nothing of who it is."""

    id: UUID
    number: str
    edition: str
    is_handed_in: bool
    facts: list[LineOut]
    texts: list[LineOut]


class ScoreIn(Schema):
    """A mark from 0 to 5 for each criterion of the rubric, by its code; handed in, it stays."""

    marks: dict[Word, Annotated[Number, Field(ge=0, le=5)]]
    comment: Text = ""
    recommendation: Recommendation | None = None
    phase: Phase = Phase.BEFORE
    hands_in: Truth = False


class ScoreOut(Schema):
    """The caller's own score; `total` are tenths of a point, there once it is handed in."""

    phase: str
    kept_at: datetime
    submitted_at: datetime | None
    total: int | None


def _edition_of(request: Caller, code: str) -> Edition:
    grants = [grant for grant in request.grants if grant.role in READERS]
    return get_object_or_404(readable_editions(grants), code=code)


def _member(request: Caller) -> Person:
    person = request.auth.person
    if person is None:
        raise HttpError(403, "A program sits on no panel.")
    return person.merged_into or person


@router.get("editions/{code}/decisions", response=list[DecisionOut], operation_id="list_decisions", **READ)
def list_decisions(request: Caller, code: Word) -> QuerySet[Decision]:
    """List what the panel of an edition decided, the newest version first."""
    return decisions_of(_edition_of(request, code))


@router.get(
    "editions/{code}/decisions/{version}",
    response=WholeDecisionOut,
    operation_id="get_decision",
    **READ,
)
def get_decision(request: Caller, code: Word, version: Version) -> Decision:
    """Show a version with the verdict on every nominee."""
    return get_object_or_404(Decision, edition=_edition_of(request, code), version=version)


@router.get("dossiers", response=list[DossierOut], operation_id="list_dossiers", **READ_DOSSIERS)
def list_dossiers(request: Caller) -> list[dict[str, Any]]:
    """List the caller's own dossiers, those that wait first; none before conflicts are declared."""
    return list(_dossiers(request, _member(request)))


def _dossiers(request: Caller, member: Person) -> Iterator[dict[str, Any]]:
    for edition in panels_of(request.grants):
        plan = plan_of(edition)
        with seen_by(member):
            for reading in readings_for(member, edition):
                if may_read_dossier(reading.nomination, member) is not None:
                    break
                dossier = dossier_of(reading.nomination, plan)
                yield {
                    "id": reading.pk,
                    "number": dossier.number,
                    "edition": edition.code,
                    "is_handed_in": reading.is_in,
                    "facts": [{"label": str(one.label), "text": str(one.text)} for one in dossier.facts],
                    "texts": [{"label": str(one.label), "text": str(one.text)} for one in dossier.texts],
                }


@router.put("dossiers/{key}/score", response=ScoreOut, operation_id="keep_score", **SCORE)
def keep_score(request: Caller, key: UUID, given: ScoreIn) -> Any:
    """Keep the caller's score of a dossier, in part or handed in."""
    own = Reading.objects.filter(
        member=_member(request), nomination__edition__in=panels_of(request.grants).values("pk")
    )
    return keep_sheet(
        reading=get_object_or_404(own, pk=key),
        phase=given.phase,
        marks=given.marks,
        comment=given.comment,
        recommendation=given.recommendation or "",
        hands_in=given.hands_in,
        at=clock.now(),
    )
