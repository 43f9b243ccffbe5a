"""The timetable on paper: all for the office, some for everybody, their own for those who host or teach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from balai.engine.documents.words import language_for
from balai.kernel import clock
from balai.people.access import person_of, public, roles, signed_in
from balai.people.queries import identities_of
from balai.programmes.models import Edition
from balai.timetable.documents.papers import OPEN, OWN, Paper, paper_pdf
from balai.timetable.queries.own import own_slots_in
from balai.timetable.queries.plans import published_timetable, slots_in
from balai.timetable.rules.planning import READERS
from balai.timetable.views.common import edition_for, open_edition, timetable_for

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from balai.people.access import SignedInRequest
    from balai.timetable.models import Slot, Timetable


@roles(*sorted(READERS))
@require_safe
def paper(request: SignedInRequest, code: str, version: int, kind: str) -> HttpResponse:
    """A version on paper, a draft marked as one; resource persons and members of groups are named."""
    timetable = timetable_for(edition_for(request, code), version)
    if kind not in Paper.values:
        raise Http404
    return _printed(timetable, Paper(kind), slots_in(timetable), names_people=True)


@public
@require_safe
def open_paper(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """What is published of a public edition, without names of people."""
    timetable = published_timetable(open_edition(code))
    if timetable is None or kind not in OPEN:
        raise Http404
    return _printed(timetable, Paper(kind), slots_in(timetable), names_people=False)


@signed_in
@require_safe
def own_paper(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    """What is published, of the reader's own sites or the reader's own sessions alone."""
    person = person_of(request)
    timetable = published_timetable(get_object_or_404(Edition, code=code))
    if timetable is None or kind not in OWN:
        raise Http404
    slots = own_slots_in(timetable, person, request.grants, hosts=kind == Paper.SITES)
    only = set(identities_of(person).values_list("pk", flat=True)) if kind == Paper.TRAINERS else None
    return _printed(timetable, Paper(kind), slots, names_people=True, only=only)


def _printed(
    timetable: Timetable,
    paper: Paper,
    found: QuerySet[Slot],
    *,
    names_people: bool,
    only: Collection[UUID] | None = None,
) -> HttpResponse:
    language = language_for(get_language() or "en")
    slots = list(found)
    if not slots:
        raise Http404
    content = paper_pdf(
        timetable, slots, paper, language, names_people=names_people, only=only, at=clock.now()
    )
    name = f"{timetable.edition.code.lower()}-{timetable.version}-{paper}-{language}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
