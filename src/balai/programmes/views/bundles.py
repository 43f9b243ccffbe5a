"""Programmes as files: brought in, checked, looked at and taken in; and given out."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError, status_of
from balai.kernel.sheets import csv_answer
from balai.people.access import roles
from balai.people.queries import identities_of
from balai.programmes.forms.bundles import BringForm
from balai.programmes.forms.filters import ImportFilter
from balai.programmes.models import BundleImport
from balai.programmes.queries import imports_matching
from balai.programmes.rules import (
    BRINGERS,
    readable_editions,
    readable_series,
)
from balai.programmes.services.bundles import bring_bundle, confirm_bundle, problems_of, put_away
from balai.programmes.views.common import tell_faults
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase
    from django_stubs_ext import StrOrPromise

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.people.models import Person

NEWEST_FIRST = ("-brought_at", "-id")
MOST_SHOWN = 100
"""Problems that the page shows; the file has all."""

SECTIONS: Mapping[str, StrOrPromise] = {
    "people": _("People"),
    "topics": _("Topics"),
    "bodies": _("Bodies"),
    "memberships": _("Memberships"),
    "organisations": _("Organisations"),
    "contacts": _("Contacts"),
    "sites": _("Sites"),
    "closures": _("Days closed"),
    "travel-times": _("Travel times"),
    "rooms": _("Rooms"),
    "machines": _("Machines"),
    "technologies": _("Technologies"),
    "resource-persons": _("Resource persons"),
    "visa-routes": _("Visa rules"),
    "declared-days": _("Declared days"),
    "session-types": _("Kinds of sessions"),
    "series": _("Series"),
    "pledges": _("Pledges"),
    "editions": _("Editions"),
    "organisers": _("Organisers"),
    "outcomes": _("Outcomes"),
    "modules": _("Modules"),
    "assessments": _("Assessments"),
    "completion": _("Rules of completion"),
    "groups": _("Groups"),
    "activities": _("Activities"),
    "practice-tasks": _("Practice tasks"),
    "questions": _("Questions of the tests"),
    "quotas": _("Places of countries"),
    "targets": _("Targets"),
    "eligibility": _("Rules of eligibility"),
    "rubric": _("Criteria"),
    "package": _("Package"),
    "budget": _("Budget"),
    "reservations": _("Reservations"),
    "deadlines": _("Plan of deadlines"),
    "risks": _("Risks"),
    "booklet-texts": _("Texts of the booklet"),
    "lessons": _("Lessons"),
}
LISTS: Mapping[str, str] = {
    "topics": "directory:topics",
    "bodies": "directory:bodies",
    "organisations": "directory:organisations",
    "sites": "directory:sites",
    "machines": "directory:machines",
    "technologies": "directory:technologies",
    "resource-persons": "directory:resource_persons",
    "visa-routes": "directory:visa_routes",
    "declared-days": "directory:declared_days",
    "session-types": "programmes:session_types",
    "series": "programmes:series_list",
    "pledges": "programmes:pledges",
    "editions": "programmes:index",
}
"""Where a list of what came in is found."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One list of an import: how many of its records are new, changed, and as they were."""

    name: StrOrPromise
    url: str
    new: int
    changed: int
    same: int


@roles(*BRINGERS, everywhere=True)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: SignedInRequest) -> HttpResponse:
    """Bring a file, and see what became of one's earlier ones."""
    person = _person(request)
    is_brought = request.method == "POST"
    form = BringForm(request.POST if is_brought else None, request.FILES if is_brought else None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            brought = bring_bundle(
                content=upload.read(),
                name=upload.name,
                person=person,
                language=get_language() or person.language,
                at=clock.now(),
            )
        except RuleViolationError as violation:
            tell_faults(form, violation)
        else:
            return redirect("programmes:import", brought.pk)
    asked = ImportFilter(request.GET)
    rows = imports_matching(_own(person).defer("problems", "outcome"), **asked.asked)
    page = page_of(rows, order=NEWEST_FIRST, after=request.GET.get("after", ""))
    context = {
        "form": form,
        "filter": asked,
        "is_filtered": bool(asked.asked),
        "imports": page.rows,
        "pager": pager_of(
            page, request.GET, gettext("%(number)d files on this page") % {"number": len(page.rows)}
        ),
        "crumbs": [_programmes(), Crumb(label=gettext("Import from files"))],
    }
    return render(request, "programmes/imports.html", context, status=status_of(request))


@roles(*BRINGERS, everywhere=True)
@require_safe
def one(request: SignedInRequest, import_id: UUID) -> HttpResponse:
    """How far a file is, what is wrong with it, what would come of it, or what did."""
    brought = get_object_or_404(_own(_person(request)), pk=import_id)
    return _page(request, brought)


@roles(*BRINGERS, everywhere=True)
@require_safe
def progress(request: SignedInRequest, import_id: UUID) -> HttpResponse:
    """The part of the page that changes, asked for every second until a worker is done."""
    brought = get_object_or_404(_own(_person(request)), pk=import_id)
    return render(request, "programmes/_import.html", _told(request, brought))


@roles(*BRINGERS, everywhere=True)
@require_POST
def confirm(request: SignedInRequest, import_id: UUID) -> HttpResponse:
    """Have it taken in."""
    person = _person(request)
    brought = get_object_or_404(_own(person), pk=import_id)
    try:
        confirm_bundle(brought=brought, actor=person.reference, at=clock.now())
    except RuleViolationError as violation:
        return _page(request, brought, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    return redirect("programmes:import", brought.pk)


@roles(*BRINGERS, everywhere=True)
@require_POST
def forget(request: SignedInRequest, import_id: UUID) -> HttpResponse:
    """Call it off, or put it away; what was taken in stays."""
    person = _person(request)
    brought = get_object_or_404(_own(person), pk=import_id)
    put_away(brought=brought, actor=person.reference, at=clock.now())
    messages.success(request, gettext("“%(file)s” is put away.") % {"file": brought.file_name})
    return redirect("programmes:imports")


@roles(*BRINGERS, everywhere=True)
@require_safe
def report(request: SignedInRequest, import_id: UUID) -> HttpResponseBase:
    """Everything that is wrong with a file, a line for each fault, for whoever mends it."""
    person = _person(request)
    brought = get_object_or_404(_own(person), pk=import_id)
    head = [
        gettext("File"),
        gettext("Line"),
        gettext("Column"),
        gettext("Field"),
        gettext("Value"),
        gettext("Rule"),
        gettext("What is wrong"),
        gettext("What to do"),
    ]
    lines = [
        (
            problem.place.file,
            str(problem.place.line or ""),
            str(problem.place.column or ""),
            problem.place.field,
            problem.value,
            problem.rule,
            problem.sentence(gettext),
            problem.remedy(gettext),
        )
        for problem in problems_of(brought, actor=person.reference, at=clock.now())
    ]
    return csv_answer("problems.csv", head, lines)


# --- how ----------------------------------------------------------------------------------------------------


def _person(request: SignedInRequest) -> Person:
    person = request.user.person
    assert person is not None  # noqa: S101 -- whoever holds a role is a person
    return person


def _own(person: Person) -> QuerySet[BundleImport]:
    """What somebody brought is theirs alone: it may hold what others may not see."""
    return BundleImport.objects.filter(person__in=identities_of(person))


def _page(
    request: SignedInRequest,
    brought: BundleImport,
    *,
    refusal: Refusal | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        **_told(request, brought),
        "refusal": refusal,
        "crumbs": [
            _programmes(),
            Crumb(label=gettext("Import from files"), url=reverse("programmes:imports")),
            Crumb(label=brought.file_name),
        ],
    }
    return render(request, "programmes/import.html", context, status=status)


def _told(request: SignedInRequest, brought: BundleImport) -> dict[str, Any]:
    problems = []
    if brought.problem_count:
        actor = _person(request).reference
        problems = problems_of(brought, actor=actor, at=clock.now())[:MOST_SHOWN]
    counts = brought.outcome.get("counts", {})
    keys = brought.outcome.get("keys", {})
    return {
        "brought": brought,
        "problems": [
            {
                "place": problem.place,
                "value": problem.value,
                "rule": problem.rule,
                "sentence": problem.sentence(gettext),
                "remedy": problem.remedy(gettext),
            }
            for problem in problems
        ],
        "lists": [_counted(name, counts[name]) for name in SECTIONS if name in counts],
        "differs": any(found.get("new") or found.get("changed") for found in counts.values()),
        "series": list(readable_series(request.grants).filter(code__in=keys.get("series", ()))),
        "editions": list(readable_editions(request.grants).filter(code__in=keys.get("editions", ()))),
    }


def _counted(name: str, found: Mapping[str, int]) -> Counted:
    return Counted(
        name=SECTIONS[name],
        url=reverse(LISTS[name]) if name in LISTS else "",
        new=found.get("new", 0),
        changed=found.get("changed", 0),
        same=found.get("same", 0),
    )


def _programmes() -> Crumb:
    return Crumb(label=gettext("Programmes"), url=reverse("programmes:index"))
