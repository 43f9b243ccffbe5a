"""Entering, changing, archiving and removing records of every kind."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from balai.directory.forms.records import NewResourcePersonForm
from balai.directory.forms.times import StretchFormSet, WeekForm, days_in
from balai.directory.kinds import KINDS, RESOURCE_PERSON, SITE
from balai.directory.rules import may_archive, may_remove, may_restore, may_write
from balai.directory.services.records import (
    archive_record,
    change_record,
    enter_record,
    remove_record,
    restore_record,
)
from balai.directory.services.resource_persons import enter_resource_person
from balai.directory.services.times import set_availability, set_opening_hours
from balai.directory.views.asking import address_of, crumbs_to, for_writers, the, whole_of
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponse

    from balai.directory.forms.records import RecordForm
    from balai.directory.kinds import Kind
    from balai.directory.models import DirectoryRecord, Recorded
    from balai.people.access import SignedInRequest


def entered(kind: Kind) -> Callable[..., HttpResponse]:
    """The form that enters a record, below ``whole_id`` where it belongs to something."""

    @for_writers(kind)
    @require_http_methods(["GET", "HEAD", "POST"])
    def enter(request: SignedInRequest, whole_id: UUID | None = None) -> HttpResponse:
        whole = the(KINDS[kind.whole_kind], whole_id) if whole_id else None
        if whole is not None:
            admit(may_write(kind.model(**{kind.whole: whole}), request.grants))
        form = _form(kind, request, whole)
        if form.is_valid():
            record = _tried(form, lambda: _enter(request, kind, form, whole))
            if record is not None:
                messages.success(request, gettext("Entered: %(record)s.") % {"record": record})
                return redirect(address_of(record))
        context = {
            "form": form,
            "title": kind.new,
            "record": None,
            "whole": whole,
            "crumbs": crumbs_to(whole, kind, str(kind.new)),
        }
        return render(request, "directory/form.html", context, status=_status(form))

    return enter


def changed(kind: Kind) -> Callable[..., HttpResponse]:
    """The form that changes a record."""

    @for_writers(kind)
    @require_http_methods(["GET", "HEAD", "POST"])
    def change(request: SignedInRequest, pk: UUID | str) -> HttpResponse:
        record = the(kind, pk)
        admit(may_write(record, request.grants))
        form = kind.form(request.POST or None, instance=the(kind, pk))
        if form.is_valid():
            done = _tried(
                form,
                lambda: change_record(
                    record,
                    values=form.values,
                    seen=form.cleaned_data["seen"],
                    actor=request.user.person,
                    at=clock.now(),
                ),
            )
            if done is not None:
                messages.success(request, gettext("Changed: %(record)s.") % {"record": done})
                return redirect(address_of(done))
        context = {
            "form": form,
            "title": kind.change,
            "record": record,
            "whole": whole_of(kind, record),
            "crumbs": crumbs_to(whole_of(kind, record) or record, kind, str(kind.change)),
        }
        return render(request, "directory/form.html", context, status=_status(form))

    return change


def archived(kind: Kind) -> Callable[..., HttpResponse]:
    """Says what it means to archive a record, to take it back into use, or to remove it; then does it."""

    @for_writers(kind)
    @require_http_methods(["GET", "HEAD", "POST"])
    def archive(request: SignedInRequest, pk: UUID) -> HttpResponse:
        record: DirectoryRecord = the(kind, pk)
        admit(may_write(record, request.grants))
        there = address_of(whole_of(kind, record) or record)
        refusal = None
        if request.method == "POST":
            try:
                _settle(request, record, request.POST.get("deed", ""))
            except RuleViolationError as violation:
                refusal = violation.refusal
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                if kind.model._default_manager.filter(pk=pk).exists():
                    return redirect(there)
                return redirect(crumbs_to(whole_of(kind, record), kind)[1].url)
        label = gettext("Take back into use") if record.is_archived else gettext("Archive")
        context = {
            "record": record,
            "refusal": refusal,
            "may_not": may_restore(record) if record.is_archived else may_archive(record),
            "may_not_remove": may_remove(record),
            "back": there,
            "crumbs": crumbs_to(whole_of(kind, record) or record, kind, label),
        }
        status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
        return render(request, "directory/archive.html", context, status=status)

    return archive


@for_writers(SITE)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The week of a site."""
    site = the(SITE, pk)
    admit(may_write(site, request.grants))
    form = WeekForm(request.POST or None, site=site)
    if form.is_valid():
        try:
            set_opening_hours(site, hours=form.hours, actor=request.user.person, at=clock.now())
        except ValidationError as error:
            form.add_error(None, [*dict.fromkeys(error.messages)])
        else:
            messages.success(request, gettext("The opening hours are written."))
            return redirect(address_of(site))
    title = gettext("Opening hours")
    context = {"form": form, "site": site, "title": title, "crumbs": crumbs_to(site, SITE, title)}
    return render(request, "directory/week.html", context, status=_status(form))


@for_writers(RESOURCE_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def availability(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The days of a resource person."""
    card = the(RESOURCE_PERSON, pk, "person")
    admit(may_write(card, request.grants))
    known = [
        {"since": row.since, "until": row.until, "kind": row.kind, "note": row.note}
        for row in card.availability.all()
    ]
    rows = StretchFormSet(request.POST or None, initial=known)
    faults: list[str] = []
    if request.method == "POST" and rows.is_valid():
        try:
            set_availability(card, days=days_in(rows), actor=request.user.person, at=clock.now())
        except ValidationError as error:
            faults = [*dict.fromkeys(error.messages)]
        else:
            messages.success(request, gettext("The days are written."))
            return redirect(address_of(card))
    title = gettext("Days")
    context = {
        "rows": rows,
        "faults": faults,
        "card": card,
        "title": title,
        "crumbs": crumbs_to(card, RESOURCE_PERSON, title),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "directory/days.html", context, status=status)


def _form(kind: Kind, request: SignedInRequest, whole: Any) -> RecordForm:
    more = {"whole": whole} if kind.name == "machine" else {}
    return (kind.new_form or kind.form)(request.POST or None, **more)


def _enter(request: SignedInRequest, kind: Kind, form: RecordForm, whole: Any) -> Recorded:
    at, actor, values = clock.now(), request.user.person, form.values
    if isinstance(form, NewResourcePersonForm):
        name, email = values.pop("person_name"), values.pop("person_email")
        return enter_resource_person(name=name, email=email, values=values, actor=actor, at=at)
    if whole is not None:
        values[kind.whole] = whole
    model = cast("type[DirectoryRecord]", kind.model)
    return enter_record(model, values=values, actor=actor, at=at)


def _tried(form: RecordForm, deed: Callable[[], Recorded]) -> Recorded | None:
    """The outcome of a deed, or None with the reason in the form."""
    try:
        return deed()
    except ValidationError as error:
        form.blame(error)
    except RuleViolationError as violation:
        form.add_error(None, str(violation.refusal.message))
    return None


def _settle(request: SignedInRequest, record: DirectoryRecord, deed: str) -> None:
    at, actor = clock.now(), request.user.person
    if deed == "remove":
        remove_record(record, actor=actor, at=at)
        messages.success(request, gettext("Removed."))
    elif deed == "restore":
        restore_record(record, actor=actor, at=at)
        messages.success(request, gettext("Back in use."))
    else:
        archive_record(record, actor=actor, at=at)
        messages.success(request, gettext("Archived."))


def _status(form: Any) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
