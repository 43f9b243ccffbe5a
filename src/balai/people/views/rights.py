"""The person's rights: what somebody asks about their data, and their copy with files."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import files
from balai.kernel.refusal import RuleViolationError
from balai.people.access import signed_in
from balai.people.enums import RightKind
from balai.people.forms.rights import AskForm
from balai.people.models import PersonCopy
from balai.people.queries import hold_on, identities_of, requests_of
from balai.people.services.copying import ask_for_copy, fetch_copy
from balai.people.services.rights import ask_for_right, withdraw_request
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.people.access import SignedInRequest
    from balai.people.models import Person


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rights(request: SignedInRequest) -> HttpResponse:
    """What one may ask about one's data, what one has asked, and by when it is answered."""
    person = _reader(request)
    form = AskForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                ask_for_right(
                    person=person,
                    kind=RightKind(form.cleaned_data["kind"]),
                    wish=form.cleaned_data["wish"],
                    at=timezone.now(),
                )
            except RuleViolationError as violation:
                form.add_error(None, str(violation.refusal.message))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(
                    request, gettext("Your request has arrived. The answer comes within 72 hours.")
                )
                return redirect("people:rights")
    context = {
        "form": form,
        "requests": requests_of(person).defer("wish", "answer"),
        "hold": hold_on(person, at=timezone.now()),
        "copies": PersonCopy.objects.filter(person__in=identities_of(person)).order_by("-asked_at")[:3],
        "person": person,
        "crumbs": [
            Crumb(label=gettext("My account"), url=reverse("people:me")),
            Crumb(label=gettext("My rights")),
        ],
    }
    return render(request, "people/rights.html", context, status=status)


@signed_in
@require_POST
def withdraw(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Take a request back that waits."""
    person = _reader(request)
    found = get_object_or_404(requests_of(person), pk=request_id)
    try:
        withdraw_request(request=found, person=person, at=timezone.now())
    except RuleViolationError as violation:
        messages.error(request, str(violation.refusal.message))
    else:
        messages.success(request, gettext("The request is taken back."))
    return redirect("people:rights")


@signed_in
@require_POST
def copy_files(request: SignedInRequest) -> HttpResponse:
    """Have a copy made of everything, with what is sealed and with files."""
    ask_for_copy(person=_reader(request), at=timezone.now())
    messages.success(request, gettext("A worker gathers your copy. It stands here when it is ready."))
    return redirect("people:rights")


@signed_in
@require_safe
def copy_file(request: SignedInRequest, copy_id: UUID) -> HttpResponse:
    """The copy, once it is ready."""
    rows = PersonCopy.objects.filter(person__in=identities_of(_reader(request))).select_related("person")
    copy = get_object_or_404(rows, pk=copy_id)
    if copy.kept is None:
        raise Http404
    return files.deliver(copy.kept, fetch_copy(copy=copy, at=timezone.now()))


def _reader(request: SignedInRequest) -> Person:
    if request.user.person is None:  # a program, which the door has refused
        raise PermissionDenied
    return request.user.person
