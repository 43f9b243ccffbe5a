"""The timetable on paper: every paper for the office; poster and day sheets for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from balai.engine.documents.words import language_for
from balai.kernel import clock
from balai.people.access import public, roles
from balai.timetable.documents.papers import OPEN, Paper, paper_pdf
from balai.timetable.queries.plans import published_timetable, slots_in
from balai.timetable.rules.planning import READERS
from balai.timetable.views.common import edition_for, open_edition, timetable_for

if TYPE_CHECKING:
    from django.http import HttpRequest

    from balai.people.access import SignedInRequest
    from balai.timetable.models import Timetable


@roles(*sorted(READERS))
@require_safe
def paper(request: SignedInRequest, code: str, version: int, kind: str) -> HttpResponse:
    """A version on paper, a draft marked as one; resource persons and members of groups are named."""
    timetable = timetable_for(edition_for(request, code), version)
    if kind not in Paper.values:
        raise Http404
    return _printed(timetable, Paper(kind), names_people=True)


@public
@require_safe
def open_paper(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """What is published of a public edition, without names of people."""
    timetable = published_timetable(open_edition(code))
    if timetable is None or kind not in OPEN:
        raise Http404
    return _printed(timetable, Paper(kind), names_people=False)


def _printed(timetable: Timetable, paper: Paper, *, names_people: bool) -> HttpResponse:
    language = language_for(get_language() or "en")
    slots = list(slots_in(timetable))
    if not slots:
        raise Http404
    content = paper_pdf(timetable, slots, paper, language, names_people=names_people, at=clock.now())
    name = f"{timetable.edition.code.lower()}-{timetable.version}-{paper}-{language}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
