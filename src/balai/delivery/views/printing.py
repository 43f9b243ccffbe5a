"""Printing badges, tents and lists of participants; and giving a code that replaces a lost one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from balai.delivery.documents.cards import paper_pdf
from balai.delivery.documents.sheets import sheets_pdf
from balai.delivery.enums import Paper
from balai.delivery.queries.presence import editions_for
from balai.delivery.queries.printing import codes_of, editions_printed_by, participants_of, printed_of
from balai.delivery.rules.presence import (
    KEEPERS,
    NOTERS,
    PRINTERS,
    READERS,
    may_change_presence,
    may_correct_presence,
    may_note_presence,
)
from balai.delivery.services.codes import replace_code
from balai.delivery.services.printing import codes_for, note_printing
from balai.delivery.services.sheets import print_sheets
from balai.delivery.views.common import edition_for, languages_named, slots_for, way_to
from balai.engine.documents.words import languages
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, person_of, roles
from balai.selection.models import Participant
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A paper that can be printed.

    Attributes:
        purpose: what it is for, and how it is cut or folded.
        files: for each language its code and its own name.
    """

    paper: Paper
    purpose: str
    files: Sequence[tuple[str, str]]


def _purposes() -> dict[Paper, str]:
    return {
        Paper.BADGES: gettext(
            "Ten on a sheet of A4, each as large as a bank card: cut along the lines. With the check-in code, "
            "which stands for its owner at every door."
        ),
        Paper.TENTS: gettext(
            "A sheet of A4 for each person: folded along its middle it stands on the table and says the same "
            "on both sides."
        ),
        Paper.BY_GROUP: gettext("For whoever leads a group: its members with their countries."),
        Paper.BY_COUNTRY: gettext("For protocol and embassies: who came from where, with their groups."),
        Paper.LIST: gettext("For reception, gates and hotels: everybody by name."),
    }


def _edition_for(request: SignedInRequest, code: str) -> Edition:
    """An edition that the reader prints for; another is not there at all."""
    found: Edition = get_object_or_404(editions_printed_by(request.grants, PRINTERS), code=code)
    return found


@roles(*PRINTERS)
@require_safe
def papers(request: SignedInRequest, code: str) -> HttpResponse:
    """What can be printed and what for; and the codes of participants, to replace one that was lost."""
    return _papers(request, _edition_for(request, code))


def _papers(
    request: SignedInRequest, edition: Edition, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    people = participants_of(edition)
    page = page_of(people.order_by(), order=["name", "id"], after=request.GET.get("after", ""))
    codes = codes_of(page.rows)
    context = {
        "edition": edition,
        "papers": [
            Offered(paper=paper, purpose=purpose, files=languages_named())
            for paper, purpose in _purposes().items()
        ],
        "people": people.count(),
        "rows": [{"person": one, "code": codes.get(one.pk)} for one in page.rows],
        "pager": pager_of(page, request.GET, ""),
        "replaces": may_correct_presence(request.grants, edition) is None
        and may_change_presence(edition) is None,
        "refusal": refusal,
        "crumbs": _way(request, edition),
    }
    return render(request, "delivery/print.html", context, status=status)


def _way(request: SignedInRequest, edition: Edition) -> list[Crumb]:
    """The way down; the page of presence is there once the timetable is published."""
    if editions_for(request.grants, READERS).filter(pk=edition.pk).exists():
        return way_to(edition, gettext("Print"))
    return [Crumb(label=str(edition.title)), Crumb(label=gettext("Print"))]


@roles(*PRINTERS)
@never_cache
@require_safe
def paper(request: SignedInRequest, code: str, kind: str, language: str) -> HttpResponse:
    """One paper as a PDF; badges of one person alone where the address says whose."""
    edition = _edition_for(request, code)
    only = request.GET.get("only")
    people = [one for one in participants_of(edition) if not only or str(one.pk) == only]
    if kind not in Paper.values or language not in languages() or not people:
        raise Http404
    chosen, at = Paper(kind), clock.now()
    codes = codes_for(edition=edition, paper=chosen, at=at)
    try:
        content = paper_pdf(edition, chosen, printed_of(edition, people), language, codes=codes, at=at)
    except RuleViolationError as violation:
        return _papers(request, edition, refusal=violation.refusal, status=409)
    note_printing(edition=edition, paper=chosen, people=len(people), actor=person_of(request), at=at)
    name = f"{edition.code.lower()}-{chosen.value}-{language}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@roles(*NOTERS)
@require_POST
def sheets(request: SignedInRequest, code: str) -> HttpResponse:
    """The sheet of a session, or those of a day in one file, where the reader notes presence."""
    edition = edition_for(request, code)
    zone = ZoneInfo(edition.time_zone)
    wanted = {request.POST.get("session"), request.POST.get("day")}
    language = request.POST.get("language", "")
    slots = [
        slot
        for slot in slots_for(request, edition)
        if wanted & {str(slot.session_id), slot.begins_at.astimezone(zone).date().isoformat()}
        and may_note_presence(request.grants, slot, edition) is None
    ]
    if not slots or language not in languages():
        raise Http404
    at = clock.now()
    try:
        rows = print_sheets(edition=edition, slots=slots, actor=person_of(request), at=at)
        if not rows:
            messages.error(request, gettext("Nobody is expected there, so there is nothing to print."))
            return redirect("delivery:presence", code=edition.code)
        people = printed_of(edition, participants_of(edition))
        content = sheets_pdf(edition, slots, people, language, rows=rows, at=at)
    except RuleViolationError as violation:
        messages.error(request, violation.refusal.message)
        return redirect("delivery:presence", code=edition.code)
    name = f"{edition.code}-{slots[0].begins_at.astimezone(zone):%Y-%m-%d}-{language}.pdf".lower()
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@roles(*KEEPERS)
@require_POST
def new_code(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Replace the code of a participant who lost it, or whose code others have."""
    edition = _edition_for(request, code)
    admit(may_correct_presence(request.grants, edition))
    participant = get_object_or_404(Participant.objects.filter(edition=edition), pk=key)
    replace_code(participant=participant, actor=person_of(request), at=clock.now())
    messages.success(
        request,
        gettext("%(name)s has another code. The old one is told when it is read.")
        % {"name": participant.name},
    )
    return redirect("delivery:print", code=edition.code)
