"""Administrators let people in, give and end roles, and bring double records together."""

from __future__ import annotations

from collections import defaultdict
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel.paging import page_of, pager_of, whole_list
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import csv_answer
from balai.people.access import roles
from balai.people.enums import Role
from balai.people.forms import GrantForm, InviteForm, MergeForm, PeopleFilter, PersonForm
from balai.people.models import Account, Grant, Person
from balai.people.queries import (
    grants_live_at,
    identities_of,
    open_invitations,
    persons_like,
    persons_matching,
)
from balai.people.rules import (
    may_administer,
    may_change_address,
    may_close_account,
    may_end_grant,
)
from balai.people.services.accounts import close_account, reopen_account
from balai.people.services.invitations import send_invitation
from balai.people.services.merging import merge_persons, undo_merge
from balai.people.services.persons import change_person, create_person
from balai.people.services.roles import end_grant, grant_role
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

    from balai.people.access import SignedInRequest

ORDERS = {"name": ("name", "id"), "-name": ("-name", "-id"), "newest": ("-id",)}
LIKE_SHOWN = 5
FOUND_SHOWN = 10
administrators = roles(Role.ADMINISTRATOR, everywhere=True)
readers = roles(Role.ADMINISTRATOR, Role.AUDITOR, everywhere=True)


def _asked_for(request: HttpRequest, *, at: datetime) -> tuple[PeopleFilter, QuerySet[Person]]:
    """The filter, and whom it lets through, double records too; what cannot be is left out."""
    form = PeopleFilter(request.GET)
    asked = form.asked
    found = persons_matching(asked.get("words", ""), with_doubles=True)
    if role := asked.get("role"):
        found = found.filter(pk__in=grants_live_at(at).filter(role=role).values("person"))
    return form, found.select_related("account", "merged_into")


@readers
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """List persons, fifty at a time."""
    at = timezone.now()
    form, found = _asked_for(request, at=at)
    order = ORDERS[form.asked.get("sort", "name")]
    page = page_of(found, order=order, after=request.GET.get("after", ""))
    pager = pager_of(
        page, request.GET, gettext("%(number)d people on this page") % {"number": len(page.rows)}
    )
    roles_by_person = defaultdict(list)
    for grant in grants_live_at(at).filter(person__in=page.rows).order_by("role"):
        roles_by_person[grant.person_id].append(grant.get_role_display())
    invited = set(open_invitations().filter(person__in=page.rows).values_list("person", flat=True))
    context = {
        "form": form,
        "rows": [
            {
                "person": one,
                "account": getattr(one, "account", None),
                "roles": dict.fromkeys(roles_by_person[one.pk]),
                "is_invited": one.pk in invited,
            }
            for one in page.rows
        ],
        "pager": pager,
        "export_url": whole_list("people:export", request.GET),
        "is_filtered": not form.asked.keys().isdisjoint({"words", "role"}),
        "may_change": may_administer(request.user.person, at=at) is None,
    }
    return render(request, "people/index.html", context)


@readers
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as a file, however long it is."""
    columns = ("id", "name", "email", "language", "time_zone", "merged_into")
    _form, found = _asked_for(request, at=timezone.now())
    rows = found.order_by("name", "id").values_list(*columns).iterator(chunk_size=2000)
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
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    at = timezone.now()
    words = request.GET.get("double", "").strip()
    others = (
        persons_matching(words).exclude(pk__in=identities_of(shown))[:FOUND_SHOWN]
        if words
        else persons_like(shown)[:LIKE_SHOWN]
    )
    context = {
        "person": shown,
        "account": Account.objects.filter(person=shown).first(),
        "invitation": open_invitations().filter(person=shown).first(),
        "grants": shown.grants.select_related("granted_by").order_by("-since"),
        "duplicates": shown.duplicates.order_by("name"),
        "others": others,
        "words": words,
        "grant_form": grant_form or GrantForm(at=at),
        "at": at,
        "may_change": may_administer(request.user.person, at=at) is None,
        "crumbs": [Crumb(label=gettext("People"), url=reverse("people:index")), Crumb(label=shown.name)],
    }
    return render(request, "people/person.html", context, status=status)


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Correct what is recorded of somebody."""
    shown = get_object_or_404(Person, pk=person_id)
    fields = ("name", "email", "language", "time_zone")
    form = PersonForm(request.POST or None, initial={field: getattr(shown, field) for field in fields})
    if may_change_address(shown) is not None:
        form.fields["email"].disabled = True
        form.fields["email"].help_text = _("Whoever has an account changes the address there.")
    if form.is_valid():
        change_person(person=shown, actor=request.user.person, at=timezone.now(), **form.cleaned_data)
        return redirect("people:person", shown.pk)
    return render(
        request,
        "people/change.html",
        {"form": form, "person": shown},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
    )


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
                send_invitation(person=invited, actor=actor, at=at)
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("The invitation is on its way."))
            return redirect("people:person", invited.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "people/invite.html", {"form": form}, status=status)


@administrators
@require_POST
def invite_again(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Send a link to somebody who is on record; an earlier one stops working."""
    shown = get_object_or_404(Person, pk=person_id)
    send_invitation(person=shown, actor=request.user.person, at=timezone.now())
    messages.success(request, gettext("The invitation is on its way."))
    return redirect("people:person", shown.pk)


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
    kept = get_object_or_404(Person, pk=form.cleaned_data["kept"] if form.is_valid() else None)
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
