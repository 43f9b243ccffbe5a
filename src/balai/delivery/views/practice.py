"""Practice: the tasks that one signs, the page of a task on a tablet, photos, passports and transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from balai.delivery.documents.transcript import transcript_pdf
from balai.delivery.forms.practice import SignForm, initial_for
from balai.delivery.queries.practice import (
    OFFICE,
    SIGNERS,
    history_of,
    participations_with_practice,
    passport_of,
    practising,
    products_seen_by,
    results_by_number,
    sign_offs_to_sign,
    standings,
    tasks_seen_by,
    tasks_signed_by,
    whole_tasks,
    with_progress,
)
from balai.delivery.rules.practice import highest_level, may_sign_practice
from balai.delivery.services.practice import (
    give_briefing,
    keep_product,
    sign_as_participant,
    sign_practice,
)
from balai.directory.enums import ProtectionTag, SafetyClass
from balai.engine.documents.words import language_for
from balai.kernel import clock
from balai.kernel.crypto import UnreadableError
from balai.kernel.files import deliver, read
from balai.kernel.identity import key_in, uuid7
from balai.kernel.refusal import RuleViolationError, enforce
from balai.people.access import admit, person_of, roles, signed_in
from balai.people.enums import Role
from balai.programmes.models import Edition
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.ui.parts import Crumb, View

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from balai.delivery.models.practice import PracticeTask
    from balai.delivery.queries.practice import Passport, Standing
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest

SEERS = SIGNERS | OFFICE
TRANSCRIBERS = SEERS - {Role.CENTRE_COORDINATOR}
"""They see every task of an edition; a centre sees its own alone."""
MOST_TASKS = 100
"""On one page: the practice of several editions."""
SIGNED = "signed"
"""What :func:`balai.delivery.queries.practice.with_progress` adds."""


# --- the tasks -----------------------------------------------------------------------------------------


@roles(*SEERS)
@require_safe
def tasks(request: SignedInRequest) -> HttpResponse:
    """The tasks that the reader signs or looks at, the newest edition first, with how many are signed off."""
    seen = whole_tasks(with_progress(tasks_seen_by(request.grants)))
    rows = list(seen.order_by("-edition__starts_on", "edition__code", "order", "code")[:MOST_TASKS])
    places = {edition: practising(edition).count() for edition in {row.edition_id for row in rows}}
    signs = set(tasks_signed_by(request.grants).values_list("edition", flat=True))
    groups: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        start = {"edition": row.edition, "lines": [], "may_sign": row.edition_id in signs}
        one = groups.setdefault(row.edition_id, start)
        line = {"task": row, "signed": getattr(row, SIGNED), "of": places[row.edition_id]}
        one["lines"].append(line)
    context = {"editions": list(groups.values()), "crumbs": [Crumb(label=gettext("Practice"))]}
    return render(request, "delivery/practice_tasks.html", context)


def _task_for(request: SignedInRequest, code: str, name: str) -> PracticeTask:
    """A task that the reader signs or looks at; another is not there at all."""
    found: PracticeTask = get_object_or_404(
        whole_tasks(tasks_seen_by(request.grants)), edition__code=code, code=name
    )
    return found


# --- one task on a tablet ------------------------------------------------------------------------------


@roles(*SEERS)
@never_cache
@require_safe
def task(request: SignedInRequest, code: str, name: str) -> HttpResponse:
    """Who can do what: the people of a group with their steps, and the sign-off of the one who is chosen."""
    return _task_page(request, _task_for(request, code, name), chosen=request.GET.get("for", ""))


def _task_page(  # noqa: PLR0913 -- each is named where it is called
    request: SignedInRequest,
    shown: PracticeTask,
    *,
    chosen: str = "",
    form: SignForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    group = request.GET.get("group", "")
    steps = list(shown.steps.all())
    found = standings(shown, list(practising(shown.edition_id, group)))
    may_sign = may_sign_practice(request.grants, shown) is None
    one = next((each for each in found if str(each.participant.pk) == chosen), None)
    needs_briefing = shown.safety_class != SafetyClass.OPEN
    if form is None and one and may_sign and (one.briefing or not needs_briefing):
        initial = initial_for(one.sign_off, uuid7(), shown.minutes)
        form = SignForm(task=shown, steps=steps, before=one.sign_off, initial=initial)
    context = {
        "task": shown,
        "steps": steps,
        "lines": [_line(shown, each, needs_briefing=needs_briefing) for each in found],
        "unbriefed": [each for each in found if needs_briefing and not each.briefing],
        "protection": [
            str(ProtectionTag(one).label) for one in (shown.activity.protection if shown.activity else ())
        ],
        "groups": _groups(shown, group),
        "group": group,
        "chosen": one,
        "history": history_of(shown, one.participant) if one else [],
        "form": form,
        "may_sign": may_sign,
        "refusal": refusal,
        "zone": ZoneInfo(shown.edition.time_zone),
        "place": shown.edition.time_zone.rpartition("/")[2].replace("_", " "),
        "crumbs": [
            Crumb(label=gettext("Practice"), url=reverse("delivery:practice")),
            Crumb(label=str(shown.title)),
        ],
    }
    return render(request, "delivery/practice_task.html", context, status=status)


def _line(shown: PracticeTask, each: Standing, *, needs_briefing: bool) -> dict[str, Any]:
    """A row: each step's result as a word, and what it carries at most."""
    results = results_by_number(each.sign_off)
    steps = list(shown.steps.all())
    return {
        "standing": each,
        "is_ready": bool(each.briefing) or not needs_briefing,
        "cells": [{"step": step, "result": results.get(step.number, "")} for step in steps],
        "highest": highest_level(shown, steps, results) if each.sign_off else "",
    }


def _groups(shown: PracticeTask, current: str) -> list[View]:
    """All, and each group of the practice's division."""
    rows = list(shown.activity.groups.order_by("order", "code")) if shown.activity else []
    if not rows:
        return []
    address = _address(shown)
    return [
        View(label=gettext("All"), url=address, is_current=not current),
        *(
            View(
                label=str(row.name or row.code),
                url=f"{address}?group={row.code}",
                is_current=row.code == current,
            )
            for row in rows
        ),
    ]


def _address(shown: PracticeTask) -> str:
    return reverse("delivery:practice_task", args=[shown.edition.code, shown.code])


def _back(request: SignedInRequest, shown: PracticeTask) -> HttpResponse:
    group = request.GET.get("group", "")
    known = {row.code for row in shown.activity.groups.all()} if shown.activity else set()
    return redirect(f"{_address(shown)}?group={group}" if group in known else _address(shown))


@roles(*SIGNERS)
@require_POST
def brief(request: SignedInRequest, code: str, name: str) -> HttpResponse:
    """Record the safety briefing of those who are ticked."""
    shown = _task_for(request, code, name)
    admit(may_sign_practice(request.grants, shown))
    at = clock.now()
    asked = {one for one in map(key_in, request.POST.getlist("who")) if one}
    people = [one for one in practising(shown.edition_id) if one.pk in asked]
    try:
        for one in people:
            give_briefing(
                nonce=uuid7(),
                participant=one,
                task=shown,
                protection=shown.activity.protection if shown.activity else (),
                actor=person_of(request),
                given_at=at,
                at=at,
            )
    except RuleViolationError as violation:
        return _task_page(request, shown, refusal=violation.refusal, status=409)
    words = ngettext("%(number)d person is briefed.", "%(number)d people are briefed.", len(people))
    messages.success(request, words % {"number": len(people)})
    return _back(request, shown)


@roles(*SIGNERS)
@require_POST
def sign(request: SignedInRequest, code: str, name: str, key: UUID) -> HttpResponse:
    """Sign one participant off, or correct what was signed."""
    shown = _task_for(request, code, name)
    admit(may_sign_practice(request.grants, shown))
    participant = get_object_or_404(practising(shown.edition_id), pk=key)
    (found,) = standings(shown, [participant])
    steps, at = list(shown.steps.all()), clock.now()
    form = SignForm(request.POST, request.FILES, task=shown, steps=steps, before=found.sign_off)
    if not form.is_valid():
        return _task_page(request, shown, chosen=str(key), form=form, status=422)
    entry, actor = form.entry(at=at), person_of(request)
    try:
        enforce(may_sign_practice(request.grants, shown))
        done = sign_practice(participant=participant, task=shown, entry=entry, actor=actor, at=at)
        if photo := form.cleaned_data["photo"]:
            keep_product(sign_off=done, content=photo.read(), name=photo.name, actor=actor, at=at)
    except RuleViolationError as violation:
        return _task_page(request, shown, chosen=str(key), form=form, refusal=violation.refusal, status=409)
    messages.success(request, gettext("%(name)s is signed off.") % {"name": participant.name})
    return _back(request, shown)


@roles(*SEERS)
@require_safe
def photo(request: SignedInRequest, key: UUID) -> HttpResponse:
    """The photo of a product, to be saved; the look is logged."""
    product = get_object_or_404(products_seen_by(request.grants), pk=key)
    try:
        content = read(
            product.kept,
            owner=product.person,
            what="practice.product",
            actor=person_of(request).reference,
            purpose="practice",
            at=clock.now(),
        )
    except UnreadableError as error:
        raise Http404 from error
    return deliver(product.kept, content)


# --- the passport --------------------------------------------------------------------------------------


@signed_in
@require_safe
def passport(request: SignedInRequest) -> HttpResponse:
    """What the reader practised, in each edition in which they take or took part."""
    return _passport_page(request)


def _passport_page(
    request: SignedInRequest, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    rows = list(participations_with_practice(person_of(request)))
    context = {"passports": [_shown(passport_of(one)) for one in rows], "refusal": refusal}
    return render(request, "delivery/practice_passport.html", context, status=status)


def _shown(one: Passport) -> dict[str, Any]:
    signed: Sequence[Any] = [page for page in one.pages if page.sign_off]
    return {"passport": one, "signed": len(signed), "of": len(one.pages)}


@signed_in
@require_POST
def sign_own(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Sign one's own sign-off, where it was not signed on the supervisor's tablet."""
    person = person_of(request)
    sign_off = get_object_or_404(sign_offs_to_sign(person), pk=key)
    sign_as_participant(sign_off=sign_off, actor=person, at=clock.now())
    messages.success(request, gettext("Signed."))
    return redirect("delivery:passport")


@signed_in
@require_safe
def own_transcript(request: SignedInRequest, code: str) -> HttpResponse:
    """The reader's transcript of practice in an edition, as a PDF."""
    rows = participations_with_practice(person_of(request)).filter(edition__code=code)
    participant = rows.first()
    if participant is None:
        raise Http404
    return _printed(passport_of(participant))


@roles(*TRANSCRIBERS)
@require_safe
def transcript(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """The transcript of a participant, for those who see every task of the edition."""
    grants = [grant for grant in request.grants if grant.role in TRANSCRIBERS]
    edition = get_object_or_404(Edition, code=code)
    if not tasks_seen_by(grants).filter(edition=edition).exists():
        raise Http404
    rows = Participant.objects.select_related("edition", "country", "person")
    participant = get_object_or_404(rows, edition=edition, pk=key, state=ParticipantState.CONFIRMED)
    return _printed(passport_of(participant))


def _printed(one: Passport) -> HttpResponse:
    language = language_for(get_language() or "en")
    code = one.participant.edition.code.lower()
    return HttpResponse(
        transcript_pdf(one, language, at=clock.now().replace(microsecond=0)),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{code}-practice-{language}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )
