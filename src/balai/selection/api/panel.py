"""A panel member's dossiers over the API, which tell nothing of who it is; and scoring them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from balai.kernel import clock
from balai.kernel.bodies import Number, Truth, Word
from balai.people.authentication import Caller, needs
from balai.people.enums import Role, TokenScope
from balai.selection.api.common import Text, person_asking
from balai.selection.enums import Phase, Recommendation
from balai.selection.models import Reading
from balai.selection.queries.dossiers import dossier_of
from balai.selection.queries.scores import panels_of, plan_of, readings_for, seen_by
from balai.selection.rules.scoring import may_read_dossier
from balai.selection.services.scoring import keep_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.people.models import Person

router = Router()
READ_DOSSIERS = needs(TokenScope.SELECTION_READ, Role.PANEL_MEMBER)
SCORE = needs(TokenScope.SELECTION_WRITE, Role.PANEL_MEMBER)


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


@router.get("dossiers", response=list[DossierOut], operation_id="list_dossiers", **READ_DOSSIERS)
def list_dossiers(request: Caller) -> list[dict[str, Any]]:
    """List the caller's own dossiers, those that wait first; none before conflicts are declared."""
    return list(_dossiers(request, person_asking(request)))


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
        member=person_asking(request), nomination__edition__in=panels_of(request.grants).values("pk")
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
