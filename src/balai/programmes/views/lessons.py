"""Lessons of an edition, and those that it took up from the ones before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.people.access import admit, roles
from balai.programmes.forms.editions import AnswerForm, LessonForm
from balai.programmes.forms.filters import LessonFilter
from balai.programmes.models import Lesson
from balai.programmes.queries import lessons_matching
from balai.programmes.rules import KEEPERS, READERS, may_keep_edition
from balai.programmes.services.lessons import change_lesson, record_lesson, settle_lesson
from balai.programmes.views.common import actor_of, deeds_of, edition_for, edition_page, tell_faults
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django import forms
    from django.http import HttpResponse

    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.programmes.views.common import Done


@roles(*READERS)
@require_safe
def lessons(request: SignedInRequest, code: str) -> HttpResponse:
    """What this edition taught, and what it has to do about the lessons of others."""
    edition = edition_for(request, code)
    form = LessonFilter(request.GET)
    taken_up = edition.lessons_taken_up.select_related("edition").order_by("done_at", "due_on", "pk")
    own = edition.lessons.select_related("taken_up_in").order_by("pk")
    context = {
        "form": form,
        "is_filtered": bool(form.asked),
        "taken_up": list(lessons_matching(taken_up, **form.asked)),
        "own": list(lessons_matching(own, **form.asked)),
        "may_keep": may_keep_edition(request.grants, edition) is None,
    }
    return edition_page(
        request,
        edition,
        "programmes/lessons.html",
        context,
        here="programmes:edition",
        way=[Crumb(label=gettext("Lessons"))],
    )


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, code: str) -> HttpResponse:
    """Record a lesson of this edition."""
    edition = edition_for(request, code)
    admit(may_keep_edition(request.grants, edition))
    form = LessonForm(request.POST or None, instance=Lesson(edition=edition))
    if request.method == "POST" and form.is_valid():
        try:
            record_lesson(edition=edition, actor=actor_of(request), at=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            tell_faults(form, error)
        else:
            return redirect("programmes:lessons", edition.code)
    return _form(request, edition, form, gettext("Record a lesson"))


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, code: str, lesson_id: UUID) -> HttpResponse:
    """Correct a lesson that is not settled."""
    edition = edition_for(request, code)
    admit(may_keep_edition(request.grants, edition))
    lesson = get_object_or_404(Lesson, pk=lesson_id, edition=edition)
    form = LessonForm(request.POST or None, instance=lesson)
    if request.method == "POST" and form.is_valid():
        try:
            change_lesson(lesson=lesson, actor=actor_of(request), at=clock.now(), **form.cleaned_data)
        except (ValidationError, RuleViolationError) as error:
            tell_faults(form, error)
        else:
            return redirect("programmes:lessons", edition.code)
    return _form(request, edition, form, gettext("Correct the lesson"), deeds=deeds_of(lesson.reference))


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: SignedInRequest, code: str, lesson_id: UUID) -> HttpResponse:
    """Say what this edition did about a lesson of one before."""
    edition = edition_for(request, code)
    admit(may_keep_edition(request.grants, edition))
    lesson = get_object_or_404(Lesson, Q(taken_up_in=edition), pk=lesson_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            settle_lesson(lesson=lesson, actor=actor_of(request), at=clock.now(), **form.cleaned_data)
        except RuleViolationError as error:
            tell_faults(form, error)
        else:
            messages.success(request, gettext("The lesson is settled."))
            return redirect("programmes:lessons", edition.code)
    return _form(
        request,
        edition,
        form,
        gettext("Say what was done"),
        lead=str(lesson.text),
        deeds=deeds_of(lesson.reference),
    )


def _form(  # noqa: PLR0913 -- each is named where it is called
    request: SignedInRequest,
    edition: Edition,
    form: forms.BaseForm,
    title: str,
    *,
    lead: str = "",
    deeds: Sequence[Done] = (),
) -> HttpResponse:
    context = {"form": form, "title": title, "save": gettext("Save"), "lead": lead, "deeds": deeds}
    way = [
        Crumb(label=gettext("Lessons"), url=reverse("programmes:lessons", args=[edition.code])),
        Crumb(label=title),
    ]
    return edition_page(
        request,
        edition,
        "programmes/edition_form.html",
        context,
        here="programmes:edition",
        way=way,
        status=status_of(request),
    )
