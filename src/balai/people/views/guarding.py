"""The office's side of the person's rights: requests, holds, erasure, retention, register of breaches."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel.crypto import UnreadableError
from balai.kernel.paging import page_of
from balai.kernel.refusal import RuleViolationError
from balai.kernel.restricted import look
from balai.kernel.sheets import csv_answer
from balai.people.access import administers, roles
from balai.people.enums import Role
from balai.people.forms.rights import AnswerForm, BreachForm, HoldForm, TermForm
from balai.people.models import Breach, LegalHold, Person, RightsRequest
from balai.people.queries import hold_on, names_of, persons_affected
from balai.people.rules import may_answer, may_erase
from balai.people.services.breaches import change_breach, close_breach, enter_breach
from balai.people.services.erasing import erase_person
from balai.people.services.retaining import set_term, terms_at
from balai.people.services.rights import answer_request, lift_hold, place_hold
from balai.ui.parts import Crumb, Pager

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django import forms
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.people.access import SignedInRequest

administrators = roles(Role.ADMINISTRATOR, everywhere=True)
readers = roles(Role.ADMINISTRATOR, Role.AUDITOR, everywhere=True)
SHOWN = 20
AFFECTED_SHOWN = 200


# --- requests -----------------------------------------------------------------------------------------------


@readers
@require_safe
def requests(request: SignedInRequest) -> HttpResponse:
    """Everything that was asked, what waits first, and by when it is due."""
    rows = RightsRequest.objects.select_related("person").defer("wish", "answer")
    if request.GET.get("all") != "yes":
        rows = rows.filter(state="open")
    page = page_of(rows, order=("due_at", "id"), after=request.GET.get("after", ""))
    query = request.GET.copy()
    query["after"] = page.after
    context = {
        "rows": page.rows,
        "shows_all": request.GET.get("all") == "yes",
        "now": timezone.now(),
        "pager": Pager(
            shown=gettext("%(number)d requests on this page") % {"number": len(page.rows)},
            next_url=f"?{query.urlencode()}" if page.after else "",
        ),
        "may_answer": administers(request.grants),
        "crumbs": [*_way(), Crumb(label=gettext("Requests"))],
    }
    return render(request, "people/requests.html", context)


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def one_request(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Read a request, which is a look, and answer it with a reason."""
    found = get_object_or_404(RightsRequest.objects.select_related("person"), pk=request_id)
    form = AnswerForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                answer_request(
                    request=found,
                    is_granted=form.cleaned_data["outcome"] == "granted",
                    words=form.cleaned_data["words"],
                    actor=_person(request),
                    at=timezone.now(),
                )
            except (ValidationError, RuleViolationError) as error:
                status = _tell(form, error)
            else:
                messages.success(request, gettext("Answered. The person is written to."))
                return redirect("people:requests")
    at = timezone.now()
    context = {
        "request_": found,
        "wish": _opened(request, found, "wish"),
        "answer": _opened(request, found, "answer"),
        "hold": hold_on(found.person, at=at),
        "may_erase": may_erase(found.person, at=at) if found.kind == "erasure" else None,
        "refusal": may_answer(found),
        "form": form,
        "now": at,
        "crumbs": [
            *_way(),
            Crumb(label=gettext("Requests"), url=reverse("people:requests")),
            Crumb(label=found.get_kind_display()),
        ],
    }
    return render(request, "people/request.html", context, status=status)


# --- holds and erasure --------------------------------------------------------------------------------------


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Keep data about somebody from erasure and retention."""
    person = get_object_or_404(Person, pk=person_id)
    form = HoldForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                place_hold(person=person, actor=_person(request), at=timezone.now(), **form.cleaned_data)
            except (ValidationError, RuleViolationError) as error:
                status = _tell(form, error)
            else:
                messages.success(request, gettext("The hold is placed."))
                return redirect("people:hold", person.pk)
    context = {
        "person": person,
        "form": form,
        "holds": LegalHold.objects.filter(person=person).order_by("-placed_at")[:SHOWN],
        "live": hold_on(person, at=timezone.now()),
        "crumbs": [*_way(), _to(person), Crumb(label=gettext("Legal hold"))],
    }
    return render(request, "people/hold.html", context, status=status)


@administrators
@require_POST
def lift(request: SignedInRequest, hold_id: UUID) -> HttpResponse:
    """Lift a hold."""
    found = get_object_or_404(LegalHold, pk=hold_id)
    try:
        lift_hold(hold=found, actor=_person(request), at=timezone.now())
    except RuleViolationError as violation:
        messages.error(request, str(violation.refusal.message))
    else:
        messages.success(request, gettext("The hold is lifted."))
    return redirect("people:hold", found.person_id)


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Say what will be lost, and erase."""
    person = get_object_or_404(Person, pk=person_id)
    refusal = may_erase(person, at=timezone.now())
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            erase_person(person=person, actor=_person(request), at=timezone.now())
        except RuleViolationError as violation:
            refusal, status = violation.refusal, HTTPStatus.CONFLICT
        else:
            messages.success(request, gettext("Erased. What counts, and the trail, stay."))
            return redirect("people:person", person.pk)
    context = {
        "person": person,
        "refusal": refusal,
        "crumbs": [*_way(), _to(person), Crumb(label=gettext("Erase"))],
    }
    return render(request, "people/erase.html", context, status=status)


# --- retention ----------------------------------------------------------------------------------------------


@readers
@require_safe
def retention(request: SignedInRequest) -> HttpResponse:
    """How long each class of data is kept, and what the coming night forgets."""
    return _retention(request, TermForm())


@administrators
@require_POST
def set_retention(request: SignedInRequest) -> HttpResponse:
    """Decide how long a class of data is kept."""
    form = TermForm(request.POST)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            set_term(actor=_person(request), at=timezone.now(), **form.cleaned_data)
        except (ValidationError, RuleViolationError) as error:
            status = _tell(form, error)
        else:
            messages.success(request, gettext("Saved. The page says what follows from it."))
            return redirect("people:retention")
    return _retention(request, form, status=status)


def _retention(request: SignedInRequest, form: TermForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    terms = terms_at(timezone.now())
    context = {
        "terms": [
            {"term": term, "first": term.due[:SHOWN], "more": max(len(term.due) - SHOWN, 0)} for term in terms
        ],
        "form": form,
        "may_set": administers(request.grants),
        "crumbs": [*_way(), Crumb(label=gettext("Retention"))],
    }
    return render(request, "people/retention.html", context, status=status)


# --- breaches -----------------------------------------------------------------------------------------------


@readers
@require_safe
def breaches(request: SignedInRequest) -> HttpResponse:
    """The register, the newest first."""
    page = page_of(Breach.objects.all(), order=("-noticed_at", "-id"), after=request.GET.get("after", ""))
    context = {
        "rows": page.rows,
        "now": timezone.now(),
        "pager": Pager(
            shown=gettext("%(number)d breaches on this page") % {"number": len(page.rows)},
            next_url=f"?after={page.after}" if page.after else "",
        ),
        "may_enter": administers(request.grants),
        "crumbs": [*_way(), Crumb(label=gettext("Breaches"))],
    }
    return render(request, "people/breaches.html", context)


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def new_breach(request: SignedInRequest) -> HttpResponse:
    """Enter a breach."""
    form = BreachForm(request.POST or None, initial={"noticed_at": timezone.now()})

    def save(**facts: Any) -> Breach:
        return enter_breach(actor=_person(request), at=timezone.now(), **facts)

    return _written(request, form, save, title=gettext("Enter a breach"))


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def change_one_breach(request: SignedInRequest, breach_id: UUID) -> HttpResponse:
    """Correct what is known, and say who was told."""
    found = get_object_or_404(Breach, pk=breach_id)
    form = BreachForm(request.POST or None, instance=found)

    def save(**facts: Any) -> Breach:
        return change_breach(breach=found, actor=_person(request), at=timezone.now(), **facts)

    return _written(request, form, save, title=gettext("Change a breach"))


@readers
@require_safe
def breach(request: SignedInRequest, breach_id: UUID) -> HttpResponse:
    """What happened, by when who is told, and whom the log of looks names as affected."""
    found = get_object_or_404(Breach, pk=breach_id)
    affected = list(persons_affected(found)[: AFFECTED_SHOWN + 1])
    names = names_of([*(row["subject"] for row in affected), found.entered_by, found.looker])
    context = {
        "breach": found,
        "now": timezone.now(),
        "affected": [{**row, "name": names.get(row["subject"], "")} for row in affected[:AFFECTED_SHOWN]],
        "has_more": len(affected) > AFFECTED_SHOWN,
        "looker": names.get(found.looker, found.looker),
        "may_change": administers(request.grants) and found.closed_at is None,
        "crumbs": [
            *_way(),
            Crumb(label=gettext("Breaches"), url=reverse("people:breaches")),
            Crumb(label=gettext("One breach")),
        ],
    }
    return render(request, "people/breach.html", context)


@readers
@require_safe
def affected(request: SignedInRequest, breach_id: UUID) -> HttpResponseBase:
    """Everybody affected, as a file, for writing to them."""
    found = get_object_or_404(Breach, pk=breach_id)
    rows = list(persons_affected(found))
    keys = [row["subject"].removeprefix("person:") for row in rows]
    people = {f"person:{pk}": person for pk, person in Person.objects.in_bulk(keys).items()}
    head = [gettext("Name"), gettext("E-mail address"), gettext("Looks"), gettext("At what")]
    lines = [
        (
            people[row["subject"]].name if row["subject"] in people else row["subject"],
            people[row["subject"]].email if row["subject"] in people else "",
            str(row["looks"]),
            " ".join(row["fields"]),
        )
        for row in rows
    ]
    return csv_answer("affected.csv", head, lines)


@administrators
@require_POST
def close(request: SignedInRequest, breach_id: UUID) -> HttpResponse:
    """Close a breach of which everybody was told."""
    found = get_object_or_404(Breach, pk=breach_id)
    try:
        close_breach(breach=found, actor=_person(request), at=timezone.now())
    except RuleViolationError as violation:
        messages.error(request, str(violation.refusal.message))
    else:
        messages.success(request, gettext("The breach is closed."))
    return redirect("people:breach", found.pk)


# --- how ----------------------------------------------------------------------------------------------------


def _written(
    request: SignedInRequest, form: BreachForm, save: Callable[..., Breach], *, title: str
) -> HttpResponse:
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                saved = save(**form.cleaned_data)
            except (ValidationError, RuleViolationError) as error:
                status = _tell(form, error)
            else:
                messages.success(request, gettext("Saved."))
                return redirect("people:breach", saved.pk)
    context = {
        "form": form,
        "title": title,
        "crumbs": [
            *_way(),
            Crumb(label=gettext("Breaches"), url=reverse("people:breaches")),
            Crumb(label=title),
        ],
    }
    return render(request, "people/breach_form.html", context, status=status)


def _tell(form: forms.BaseForm, error: ValidationError | RuleViolationError) -> HTTPStatus:
    """What a deed refused, at the fields of the form; and how to answer."""
    if isinstance(error, RuleViolationError):
        form.add_error(None, str(error.refusal.message))
        return HTTPStatus.CONFLICT
    faults = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, found in faults.items():
        form.add_error(name if name in form.fields else None, found)
    return HTTPStatus.UNPROCESSABLE_ENTITY


def _opened(request: SignedInRequest, found: RightsRequest, name: str) -> str:
    """A sealed text for whoever answers; of somebody who was erased, nothing."""
    try:
        text = look(
            found, name, actor=_person(request).reference, purpose="rights_request", at=timezone.now()
        )
    except UnreadableError as error:
        return str(error.refusal.message)
    return text or ""


def _person(request: SignedInRequest) -> Person:
    person = request.user.person
    assert person is not None  # noqa: S101 -- whoever holds a role is a person
    return person


def _way() -> list[Crumb]:
    return [Crumb(label=gettext("People"), url=reverse("people:index"))]


def _to(person: Person) -> Crumb:
    return Crumb(label=person.name, url=reverse("people:person", args=[person.pk]))
