"""Administrators let people in, give and end roles, and bring double records together."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel.paging import page_of
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import csv_answer
from balai.people.access import roles
from balai.people.enums import Role
from balai.people.forms import GrantForm, InviteForm, MergeForm
from balai.people.models import Account, Grant, Person
from balai.people.queries import persons_matching
from balai.people.rules import may_administer, may_close_account, may_end_grant
from balai.people.services.accounts import close_account, reopen_account
from balai.people.services.invitations import invite
from balai.people.services.merging import merge_persons, undo_merge
from balai.people.services.persons import create_person
from balai.people.services.roles import end_grant, grant_role

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

    from balai.people.access import SignedInRequest

ORDERS = {"name": ("name", "id"), "-name": ("-name", "-id"), "newest": ("-id",)}
administrators = roles(Role.ADMINISTRATOR, everywhere=True)
readers = roles(Role.ADMINISTRATOR, Role.AUDITOR, everywhere=True)


def _found(request: HttpRequest) -> QuerySet[Person]:
    """Persons whose name or address has the words that were searched for; double records too."""
    found = persons_matching(request.GET.get("q", ""), with_doubles=True)
    return found.select_related("account", "merged_into")


@readers
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List persons, fifty at a time."""
    sort = request.GET.get("sort", "name")
    sort = sort if sort in ORDERS else "name"
    page = page_of(_found(request), order=ORDERS[sort], after=request.GET.get("after", ""))
    words = request.GET.get("q", "").strip()
    context = {
        "page": page,
        "words": words,
        "sort": sort,
        "next": urlencode({"q": words, "sort": sort, "after": page.after}),
    }
    return render(request, "people/index.html", context)


@readers
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as a file, however long it is."""
    columns = ("id", "name", "email", "language", "time_zone", "merged_into")
    rows = _found(request).order_by("name", "id").values_list(*columns).iterator(chunk_size=2000)
    cells = ([str(value) if value else "" for value in row] for row in rows)
    return csv_answer("people.csv", columns, cells)


@readers
@require_safe
def person(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """One person with roles, account and double records."""
    return _person_page(request, get_object_or_404(Person, pk=person_id))


def _person_page(
    request: SignedInRequest,
    shown: Person,
    *,
    grant_form: GrantForm | None = None,
    merge_form: MergeForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    at = timezone.now()
    context = {
        "person": shown,
        "account": Account.objects.filter(person=shown).first(),
        "grants": shown.grants.select_related("granted_by").order_by("-since"),
        "duplicates": shown.duplicates.order_by("name"),
        "grant_form": grant_form or GrantForm(at=at),
        "merge_form": merge_form or MergeForm(),
        "at": at,
        "may_change": may_administer(request.user.person, at=at) is None,
    }
    return render(request, "people/person.html", context, status=status)


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def invite_person(request: SignedInRequest) -> HttpResponse:
    """Record a person, give the first role, and send the link that opens the account."""
    at = timezone.now()
    form = InviteForm(request.POST or None, at=at)
    if form.is_valid():
        values = form.cleaned_data
        actor = request.user.person
        try:
            with transaction.atomic():
                invited = create_person(
                    name=values["name"],
                    email=values["email"],
                    language=values["language"],
                    actor=actor,
                    at=at,
                )
                grant_role(
                    person=invited, role=Role(values["role"]), scope=values["scope"], actor=actor, at=at
                )
                path = invite(person=invited, email=values["email"], actor=actor, at=at)
                get_adapter().send_mail(
                    "people/email/invitation", values["email"], {"invitation_url": path, "timestamp": at}
                )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            return redirect("people:person", invited.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "people/invite.html", {"form": form}, status=status)


@administrators
@require_POST
def grant(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Give a role from now on."""
    at = timezone.now()
    shown = get_object_or_404(Person, pk=person_id)
    form = GrantForm(request.POST, at=at)
    if form.is_valid():
        role, scope = Role(form.cleaned_data["role"]), form.cleaned_data["scope"]
        grant_role(person=shown, role=role, scope=scope, actor=request.user.person, at=at)
        return redirect("people:person", shown.pk)
    return _person_page(request, shown, grant_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, grant_id: UUID) -> HttpResponse:
    """Say what ends with a role, then end it."""
    at = timezone.now()
    row = get_object_or_404(Grant.objects.select_related("person"), pk=grant_id)
    if request.method == "POST":
        end_grant(grant=row, actor=request.user.person, at=at)
        return redirect("people:person", row.person_id)
    return render(request, "people/end_grant.html", {"grant": row, "refusal": may_end_grant(row, at=at)})


@administrators
@require_POST
def merge(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Let this record and another stand for one person."""
    shown = get_object_or_404(Person, pk=person_id)
    form = MergeForm(request.POST)
    kept = Person.objects.filter(pk=form.cleaned_data["kept"]).first() if form.is_valid() else None
    if kept is None:
        return _person_page(request, shown, merge_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    merge_persons(duplicate=shown, kept=kept, actor=request.user.person, at=timezone.now())
    return redirect("people:person", kept.pk)


@administrators
@require_POST
def undo(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Take a merge back."""
    shown = get_object_or_404(Person, pk=person_id)
    undo_merge(duplicate=shown, actor=request.user.person, at=timezone.now())
    return redirect("people:person", shown.pk)


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Say what closing an account means, then close it."""
    at = timezone.now()
    account = get_object_or_404(Account, person=person_id)
    if request.method == "POST":
        close_account(account=account, actor=request.user.person, at=at)
        return redirect("people:person", person_id)
    refusal = may_close_account(request.user.person, account, at=at)
    return render(request, "people/close_account.html", {"account": account, "refusal": refusal})


@administrators
@require_POST
def reopen(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Let a closed account sign in again."""
    account = get_object_or_404(Account, person=person_id)
    reopen_account(account=account, actor=request.user.person, at=timezone.now())
    return redirect("people:person", person_id)
