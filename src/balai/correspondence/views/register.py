"""The register, what became of each letter, and what the office does about it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.correspondence.enums import Medium
from balai.correspondence.exports import register_head, register_rows
from balai.correspondence.forms import SORTS, BounceForm, IncomingForm, RegisterFilter
from balai.correspondence.models import RegisterEntry
from balai.correspondence.queries import register_entries
from balai.correspondence.rules import KEEPERS, READERS, may_keep_register, may_read_register, may_send_again
from balai.correspondence.services.delivery import record_bounce, send_again
from balai.correspondence.services.register import register_incoming
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of, whole_list
from balai.kernel.refusal import RuleViolationError, status_of
from balai.kernel.sheets import csv_answer
from balai.people.access import admit, roles
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.correspondence.models import Letter
    from balai.people.access import SignedInRequest


@roles(*READERS)
@require_safe
def register(request: SignedInRequest) -> HttpResponse:
    """The book of what left and what arrived; fifty lines at a time."""
    admit(may_read_register(request.grants))
    form, entries = _asked_for(request)
    order = SORTS[form.cleaned_data["sort"] or "new"]
    page = page_of(entries, order=order, after=request.GET.get("after", ""))
    pager = pager_of(page, request.GET, gettext("%(number)d lines on this page") % {"number": len(page.rows)})
    context = {
        "form": form,
        "entries": page.rows,
        "pager": pager,
        "export_url": whole_list("correspondence:export", request.GET),
        "is_filtered": any(form.cleaned_data[name] for name in ("q", "way", "attention")),
        "keeps": may_keep_register(request.grants) is None,
    }
    return render(request, "correspondence/register.html", context)


@roles(*READERS)
@require_safe
def export(request: SignedInRequest) -> HttpResponseBase:
    """The lines asked for, as a sheet."""
    admit(may_read_register(request.grants))
    form, entries = _asked_for(request)
    entries = entries.order_by(*SORTS[form.cleaned_data["sort"] or "new"])
    return csv_answer("register.csv", register_head(), register_rows(entries))


@roles(*READERS)
@require_safe
def entry(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """One line of the register, with the letter and what became of it."""
    admit(may_read_register(request.grants))
    line = get_object_or_404(RegisterEntry.objects.select_related("letter"), pk=entry_id)
    return render(request, "correspondence/entry.html", _entry_context(request, line))


@roles(*KEEPERS)
@require_POST
def again(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Send a letter again that came back, was not sent, or perhaps was."""
    admit(may_keep_register(request.grants))
    line = get_object_or_404(
        RegisterEntry.objects.select_related("letter"), pk=entry_id, letter__isnull=False
    )
    try:
        send_again(letter_id=line.letter.pk, actor=request.user.reference, at=clock.now())
    except RuleViolationError as violation:
        context = _entry_context(request, line) | {"refusal": violation.refusal}
        return render(request, "correspondence/entry.html", context, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("The letter is on its way again."))
    return redirect("correspondence:entry", entry_id)


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def incoming(request: SignedInRequest) -> HttpResponse:
    """Enter a letter that arrived."""
    admit(may_keep_register(request.grants))
    form = IncomingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        line = register_incoming(
            actor=request.user.reference,
            sender=answers["sender"],
            subject=answers["subject"],
            medium=Medium(answers["medium"]),
            their_reference=answers["their_reference"],
            at=clock.now(),
        )
        messages.success(request, gettext("Entered as %(reference)s.") % {"reference": line.reference})
        return redirect("correspondence:register")
    context = {"form": form, "crumbs": _crumbs(gettext("Enter a letter that arrived"))}
    return render(request, "correspondence/incoming.html", context, status=status_of(request))


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def bounce(request: SignedInRequest) -> HttpResponse:
    """Record a mail that came back."""
    admit(may_keep_register(request.grants))
    form = BounceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            letter = record_bounce(
                message=form.cleaned_data["report"].read(), actor=request.user.reference, at=clock.now()
            )
        except RuleViolationError as violation:
            form.add_error("report", str(violation.refusal.message))
        else:
            messages.success(request, gettext("The report is recorded."))
            if letter.entry_id is not None:
                return redirect("correspondence:entry", letter.entry_id)
            return redirect("correspondence:register")
    context = {"form": form, "crumbs": _crumbs(gettext("Record a mail that came back"))}
    return render(request, "correspondence/bounce.html", context, status=status_of(request))


def _asked_for(request: SignedInRequest) -> tuple[RegisterFilter, QuerySet[RegisterEntry]]:
    """The filter, and the lines it lets through; what cannot be is left out rather than obeyed."""
    form = RegisterFilter(request.GET)
    form.is_valid()
    form.cleaned_data = {name: form.cleaned_data.get(name, "") for name in form.fields}
    return form, register_entries(
        words=form.cleaned_data["q"],
        direction=form.cleaned_data["way"],
        only_needing_the_office=bool(form.cleaned_data["attention"]),
    )


def _entry_context(request: SignedInRequest, line: RegisterEntry) -> dict[str, object]:
    letter: Letter | None = getattr(line, "letter", None)
    return {
        "entry": line,
        "letter": letter,
        "attempts": list(letter.attempts.order_by("began_at", "id")) if letter else [],
        "may_send_again": letter is not None
        and may_send_again(letter) is None
        and may_keep_register(request.grants) is None,
        "crumbs": _crumbs(line.reference),
    }


def _crumbs(here: str) -> list[Crumb]:
    return [Crumb(label=gettext("Letters"), url=reverse("correspondence:register")), Crumb(label=here)]
