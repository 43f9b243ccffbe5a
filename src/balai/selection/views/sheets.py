"""Lists of the selection as files: a CSV file or a workbook of what the page beside it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from balai.kernel import clock
from balai.kernel.sheets import csv_answer, xlsx_answer
from balai.people.access import person_of, roles
from balai.people.enums import Role
from balai.selection.documents.sheets import (
    dossiers_head,
    dossiers_rows,
    proposal_head,
    proposal_rows,
    proposals_head,
    proposals_rows,
    readings_head,
    readings_rows,
)
from balai.selection.enums import ProposalState
from balai.selection.exports import ladder_head, ladder_rows, outcome_head, outcome_rows
from balai.selection.models import NumberedPlace, Proposal
from balai.selection.queries.offers import offers_of_countries
from balai.selection.queries.scores import panels_of, plan_of, readings_for, seen_by
from balai.selection.queries.workbench import proposals_of
from balai.selection.rules.decisions import READERS
from balai.selection.services.ladder import ladder_of
from balai.selection.views.common import edition_for
from balai.selection.views.outcome import edition_called

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.http.response import HttpResponseBase

    from balai.people.access import SignedInRequest

readers = roles(*sorted(READERS))


def _answer(name: str, kind: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponseBase:
    return (xlsx_answer if kind == "xlsx" else csv_answer)(f"{name.lower()}.{kind}", head, rows)


@readers
@require_safe
def readings(request: SignedInRequest, code: str, kind: str) -> HttpResponseBase:
    """Who reads which dossier, and what each has given it."""
    edition = edition_for(request, code)
    return _answer(f"scores-{code}", kind, readings_head(edition), readings_rows(edition))


@readers
@require_safe
def proposal(request: SignedInRequest, code: str, key: UUID, kind: str) -> HttpResponseBase:
    """A proposal: who is in, the reserves in order, and the sentence on everybody."""
    edition = edition_for(request, code)
    found = get_object_or_404(
        Proposal.objects.defer("evidence"), edition=edition, pk=key, state=ProposalState.DONE
    )
    return _answer(f"proposal-{code}", kind, proposal_head(), proposal_rows(found))


@readers
@require_safe
def proposals(request: SignedInRequest, code: str, kind: str) -> HttpResponseBase:
    """Every proposal that is kept: what was asked, when, and what came of it."""
    rows = proposals_rows(proposals_of(edition_for(request, code)))
    return _answer(f"proposals-{code}", kind, proposals_head(), rows)


@roles(Role.PANEL_MEMBER)
@require_safe
def dossiers(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """The dossiers that the reader is asked to read, and whether the own score is in; nobody's else."""
    me = person_of(request)
    with seen_by(me):
        rows = [
            row
            for edition in panels_of(request.grants)
            for row in dossiers_rows(plan_of(edition), readings_for(me, edition))
        ]
    return _answer("dossiers", kind, dossiers_head(), rows)


@readers
@require_safe
def ladder(request: SignedInRequest, code: str, number: int, kind: str) -> HttpResponseBase:
    """Whom to ask for a place that nobody holds, in order; and who cannot come, each with the reason."""
    rows = NumberedPlace.objects.select_related("country", "edition__country").filter(holder=None)
    place = get_object_or_404(rows, edition=edition_for(request, code), number=number)
    found = ladder_of(place, at=clock.now())
    return _answer(f"ladder-{code}-{number}", kind, ladder_head(), ladder_rows(found))


@roles(Role.FOCAL_POINT)
@require_safe
def outcome(request: SignedInRequest, code: str, kind: str) -> HttpResponseBase:
    """What became of the nominees of the reader's country, and of no other."""
    edition = edition_called(request, code)
    rows = outcome_rows(offers_of_countries(request.grants, edition))
    return _answer(f"outcome-{code}", kind, outcome_head(), rows)
