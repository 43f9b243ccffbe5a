"""One nominee on a country's list: naming, reading, correcting, ranking and taking out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.audit.queries import deeds_about
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.nominations.enums import Origin, WithdrawalReason
from balai.nominations.forms.nominee import NomineeForm, WithdrawalForm
from balai.nominations.queries import deadline_of, doubles_in
from balai.nominations.rules import (
    may_change_nominee,
    may_keep_call,
    may_keep_nominations,
    may_name,
    may_read_nominations,
)
from balai.nominations.services.nominating import (
    add_nominee,
    change_nominee,
    move_nominee,
    withdraw_nomination,
)
from balai.nominations.services.sentences import findings_of
from balai.nominations.views.common import (
    KEEPING_A_COUNTRY,
    MARKS,
    OF_A_COUNTRY,
    actor_of,
    call_for,
    is_office,
    nomination_for,
    to_list,
    way_to,
)
from balai.nominations.views.country import as_it_is_now
from balai.people.access import roles
from balai.people.queries import names_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.nominations.models import Nomination
    from balai.people.access import SignedInRequest


@roles(*KEEPING_A_COUNTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def new_nominee(request: SignedInRequest, code: str, country: str) -> HttpResponse:
    """Name somebody; a form that is sent twice names one person."""
    call = call_for(request, code, country, keeps=True)
    form = NomineeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            nomination = add_nominee(
                call_id=call.pk,
                key=form.cleaned_data["key"],
                values=form.values,
                origin=Origin.OFFICE if is_office(request, call) else Origin.FOCAL_POINT,
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("%(name)s is on the list.") % {"name": nomination.name})
            return to_list(call)
    title = gettext("Add a nominee")
    context = {
        "call": call,
        "form": form,
        "title": title,
        "closed": may_name(call),
        "crumbs": way_to(request, call, title),
    }
    return render(request, "nominations/nominee_form.html", context, status=status_of(request))


@roles(*OF_A_COUNTRY)
@require_safe
def nominee(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """One nominee: what is written, what every rule says and saw, and who it may be besides."""
    nomination = nomination_for(request, code, country, key)
    results = list(nomination.results.select_related("rule").order_by("rule__order", "rule__code"))
    waivers = list(nomination.waivers.all())
    sees_all = may_read_nominations(request.grants, nomination.call.edition) is None
    form = NomineeForm(instance=nomination)
    filled = [
        (title, [(field.label, _shown(nomination, field.name)) for field in fields])
        for title, fields in form.groups()
    ]
    context = {
        "call": nomination.call,
        "nomination": nomination,
        "mark": MARKS[nomination.standing],
        "entered_by": _entered_by(nomination),
        "groups": filled,
        "results": results,
        "findings": findings_of(nomination, results, waivers),
        "waivers": waivers,
        "doubles": list(doubles_in(nomination.edition_id, nomination)[:5]) if sees_all else [],
        "may_change": may_keep_call(request.grants, nomination.call) is None
        and may_change_nominee(
            nomination,
            deadline_of(nomination.call),
            is_office=is_office(request, nomination.call),
            at=clock.now(),
        )
        is None,
        "may_waive": nomination.is_live
        and may_keep_nominations(request.grants, nomination.call.edition) is None,
        "crumbs": way_to(request, nomination.call, nomination.name),
    }
    return render(request, "nominations/nominee.html", context)


def _entered_by(nomination: Nomination) -> str:
    """Who keyed a nomination in, by name; of old ones that the trail does not tell, nobody."""
    deed = deeds_about(nomination.reference).filter(action="nomination.entered").first()
    return names_of([deed.actor]).get(deed.actor, "") if deed else ""


def _shown(nomination: Nomination, name: str) -> Any:
    """A value as people read it; a dash where there is none."""
    value = getattr(nomination, name)
    if value is None or value == "":
        return "–"
    if isinstance(value, dt.date):
        return formats.date_format(value, "j M Y")
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    display = getattr(nomination, f"get_{name}_display", None)
    return display() if display else value


@roles(*KEEPING_A_COUNTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """Correct what is written about a nominee; who was overtaken keeps what they typed."""
    nomination = nomination_for(request, code, country, key, keeps=True)
    call = nomination.call
    first = {"key": nomination.pk, "version": nomination.version}
    form = NomineeForm(request.POST or None, instance=nomination, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            change_nominee(
                nomination_id=nomination.pk,
                version=form.cleaned_data["version"],
                values=form.values,
                is_office=is_office(request, call),
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
            if violation.refusal.code == "nomination.changed_meanwhile":
                typed = request.POST.copy()
                typed["version"] = str(nomination.version)
                form.data = typed
        else:
            messages.success(request, gettext("Saved."))
            return to_list(call)
    title = gettext("Change %(name)s") % {"name": nomination.name}
    context = {
        "call": call,
        "form": form,
        "title": title,
        "closed": None,
        "crumbs": way_to(request, call, title),
    }
    return render(request, "nominations/nominee_form.html", context, status=status_of(request))


@roles(*KEEPING_A_COUNTRY)
@require_POST
def move(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """Let a nominee change places with the one above or below."""
    nomination = nomination_for(request, code, country, key, keeps=True)
    version = request.POST.get("version", "")
    try:
        moved = move_nominee(
            nomination_id=nomination.pk,
            up=request.POST.get("to") == "up",
            version=int(version) if version.isdecimal() and len(version) < 10 else -1,
            actor=actor_of(request),
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return as_it_is_now(request, nomination.call, violation.refusal)
    messages.success(
        request, gettext("%(name)s now has rank %(rank)d.") % {"name": moved.name, "rank": moved.rank}
    )
    place = reverse("nominations:country", args=[code, country])
    return redirect(f"{place}#n-{nomination.pk}")


@roles(*KEEPING_A_COUNTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """Take a nominee out of the list, with the reason."""
    nomination = nomination_for(request, code, country, key, keeps=True)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_nomination(
                nomination_id=nomination.pk,
                why=WithdrawalReason(form.cleaned_data["why"]),
                note=form.cleaned_data["note"],
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("%(name)s is taken out.") % {"name": nomination.name})
            return to_list(nomination.call)
    title = gettext("Take %(name)s out") % {"name": nomination.name}
    context = {
        "form": form,
        "title": title,
        "lead": gettext("The record stays, with your reason. Those behind move up."),
        "label": gettext("Take out"),
        "back": reverse("nominations:country", args=[code, country]),
        "crumbs": way_to(request, nomination.call, title),
    }
    return render(request, "nominations/form.html", context, status=status_of(request))
