"""Materials: those of an edition that the reader gets, handing out, and the way to each file."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.delivery.adapters.materials import answer_with, forms_of, reached
from balai.delivery.enums import Audience
from balai.delivery.forms.materials import MaterialForm, VersionForm
from balai.delivery.queries.materials import (
    ORDER,
    editions_reached,
    fetched,
    sessions_to_choose,
    shown_to,
)
from balai.delivery.queries.outcome_tests import outcome_tests_of
from balai.delivery.rules.materials import READERS, may_change_material, must_be_going_on
from balai.delivery.services.materials import add_material, add_version, withdraw_material
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, signed_in
from balai.ui import wording
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpResponse

    from balai.delivery.models import Material
    from balai.delivery.queries.materials import Reach
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot

MOST_EDITIONS = 50


def _here(request: SignedInRequest, code: str) -> tuple[Edition, Reach]:
    return reached(person_of(request), request.grants, code)


def _way(edition: Edition, *steps: str) -> list[Crumb]:
    address = reverse("delivery:materials", args=[edition.code])
    return [
        Crumb(label=gettext("Materials"), url=reverse("delivery:materials_index")),
        Crumb(label=str(edition.title), url=address if steps else ""),
        *(Crumb(label=step) for step in steps),
    ]


# --- reading --------------------------------------------------------------------------------------------


@signed_in
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The editions of which the reader gets materials, the newest first."""
    rows = editions_reached(person_of(request), request.grants, readers=READERS)[:MOST_EDITIONS]
    context = {"editions": rows, "crumbs": [Crumb(label=gettext("Materials"))]}
    return render(request, "delivery/materials_index.html", context)


@signed_in
@never_cache
@require_safe
def materials(request: SignedInRequest, code: str) -> HttpResponse:
    """What the reader gets of an edition: first what is for all of it, then session by session."""
    edition, reach = _here(request, code)
    page = page_of(shown_to(reach, edition), order=ORDER, after=request.GET.get("after", ""))
    zone = ZoneInfo(edition.time_zone)
    context = {
        "edition": edition,
        "groups": [
            {**_heading(rows[0], zone), "rows": [_row(one, reach) for one in rows]}
            for rows in (list(found) for _key, found in groupby(page.rows, lambda one: one.session_id))
        ],
        "pager": pager_of(page, request.GET, ""),
        "adds": reach.adds and must_be_going_on(edition) is None,
        "gains": _gains(edition, reach),
        "crumbs": _way(edition),
    }
    return render(request, "delivery/materials.html", context)


def _gains(edition: Edition, reach: Reach) -> str:
    """Where those who teach find what the group gained; nothing where it has no tests."""
    if not (reach.reads_all or reach.taught) or outcome_tests_of(edition) is None:
        return ""
    return reverse("delivery:test_gains", args=[edition.code])


def _heading(first: Material, zone: ZoneInfo) -> dict[str, Any]:
    session = first.session
    if session is None:
        return {"title": gettext("For the whole programme"), "when": ""}
    slot = session.last_slot
    when = wording.brief_day(slot.begins_at.astimezone(zone).date()) if slot else ""
    return {"title": str(session.title), "when": when}


def _row(material: Material, reach: Reach) -> dict[str, Any]:
    newest = material.versions.all()[0]
    return {
        "material": material,
        "version": newest,
        "forms": forms_of(newest),
        "is_for_trainers": material.audience == Audience.TRAINERS,
        "may_change": may_change_material(reach, material) is None,
    }


@signed_in
@require_safe
def file(request: SignedInRequest, key: UUID, form: str) -> HttpResponse:
    """A file in one of its forms, for those who get it; counted by the day, and nobody is named."""
    return answer_with(request, person_of(request), request.grants, key, form, at=clock.now())


# --- handing out ----------------------------------------------------------------------------------------


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, code: str) -> HttpResponse:
    """Hand something out for one of the reader's sessions; the office for any, or for all of them."""
    edition, reach = _here(request, code)
    if not reach.adds:
        raise Http404
    slots = list(sessions_to_choose(edition, None if reach.keeps_all else reach.taught))
    keys = {slot.session.code: slot.session_id for slot in slots}
    form = MaterialForm(
        request.POST or None,
        request.FILES or None,
        sessions=_choices(edition, slots, keeps_all=reach.keeps_all),
        initial={"session": request.GET.get("session", "")},
    )
    refusal, status = must_be_going_on(edition), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                add_material(
                    edition=edition,
                    session=keys.get(given["session"]),
                    title=given["title"],
                    audience=Audience(given["audience"]),
                    content=given["file"].read(),
                    name=given["file"].name or "",
                    reach=reach,
                    actor=person_of(request),
                    at=clock.now(),
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, 409
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, gettext("Handed out."))
                return redirect("delivery:materials", code=edition.code)
    context = {
        "edition": edition,
        "form": form,
        "refusal": refusal,
        "crumbs": _way(edition, gettext("Add material")),
    }
    return render(request, "delivery/material_form.html", context, status=status)


def _choices(edition: Edition, slots: Sequence[Slot], *, keeps_all: bool) -> list[tuple[str, str]]:
    zone = ZoneInfo(edition.time_zone)
    whole = [("", gettext("For the whole programme"))] if keeps_all else []
    return whole + [(slot.session.code, _told(slot, zone)) for slot in slots]


def _told(slot: Slot, zone: ZoneInfo) -> str:
    day = wording.brief_day(slot.begins_at.astimezone(zone).date())
    return f"{day} · {slot.session.code} · {slot.session.title}"


def _changeable(request: SignedInRequest, code: str, key: UUID) -> tuple[Edition, Reach, Material]:
    """A material that the reader may change; another is not there at all."""
    edition, reach = _here(request, code)
    material = get_object_or_404(shown_to(reach, edition), pk=key)
    if may_change_material(reach, material) is not None:
        raise Http404
    return edition, reach, material


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def material(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """The versions of a material, how often it was fetched, and a newer version."""
    edition, reach, found = _changeable(request, code, key)
    form = VersionForm(request.POST or None, request.FILES or None)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                add_version(
                    material=found,
                    content=given["file"].read(),
                    name=given["file"].name or "",
                    note=given["note"],
                    reach=reach,
                    actor=person_of(request),
                    at=clock.now(),
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, 409
            else:
                messages.success(request, gettext("The newer version is handed out."))
                return redirect("delivery:material", code=edition.code, key=found.pk)
    zone = ZoneInfo(edition.time_zone)
    versions = list(found.versions.all())
    context = {
        "edition": edition,
        "material": found,
        "heading": _heading(found, zone),
        "versions": [
            {
                "version": one,
                "forms": forms_of(one),
                "day": wording.brief_day(one.added_at.astimezone(zone).date()),
            }
            for one in versions
        ],
        "days": [{"day": wording.brief_day(one.on), "times": one.times} for one in fetched(versions)],
        "goes_on": must_be_going_on(edition) is None,
        "form": form,
        "refusal": refusal,
        "crumbs": _way(edition, found.title),
    }
    return render(request, "delivery/material.html", context, status=status)


@signed_in
@require_POST
def withdraw(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Take a material back, with all its versions, for good."""
    edition, reach, found = _changeable(request, code, key)
    withdraw_material(material=found, reach=reach, actor=person_of(request), at=clock.now())
    messages.success(request, gettext("Withdrawn. Its files are gone."))
    return redirect("delivery:materials", code=edition.code)
