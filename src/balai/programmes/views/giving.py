"""Bundles that are given out: asked for, watched while a worker makes them, fetched, put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from balai.kernel import clock, files
from balai.people.access import admit, roles
from balai.people.queries import identities_of
from balai.programmes.models import BundleExport
from balai.programmes.rules import (
    GIVERS,
    may_fetch,
    may_give_edition,
    may_give_series,
    readable_series,
)
from balai.programmes.services.giving import ask_for_bundle, fetch_bundle, put_export_away
from balai.programmes.views.common import edition_for
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.people.access import SignedInRequest
    from balai.people.models import Person
    from balai.programmes.models import Edition, Series


@roles(*GIVERS)
@require_POST
def export_edition(request: SignedInRequest, code: str) -> HttpResponse:
    """Have one edition made into a bundle, with what is needed to understand it elsewhere."""
    edition = edition_for(request, code)
    admit(may_give_edition(request.grants, edition))
    return _asked(request, edition)


@roles(*GIVERS)
@require_POST
def export_series(request: SignedInRequest, code: str) -> HttpResponse:
    """The same for a series with all its editions, for those who may take each of them along."""
    series = get_object_or_404(readable_series(request.grants), code=code)
    admit(may_give_series(request.grants, series))
    return _asked(request, series)


@roles(*GIVERS)
@require_safe
def export(request: SignedInRequest, export_id: UUID) -> HttpResponse:
    """How far a bundle is, or where it is fetched."""
    made = _own(request, export_id)
    context = {
        "export": made,
        "crumbs": [
            Crumb(label=gettext("Programmes"), url=reverse("programmes:index")),
            _back(made),
            Crumb(label=gettext("Files")),
        ],
    }
    return render(request, "programmes/export.html", context)


@roles(*GIVERS)
@require_safe
def export_progress(request: SignedInRequest, export_id: UUID) -> HttpResponse:
    """The part of the page that changes, asked for every second until a worker is done."""
    return render(request, "programmes/_export.html", {"export": _own(request, export_id)})


@roles(*GIVERS)
@require_safe
def export_file(request: SignedInRequest, export_id: UUID) -> HttpResponse:
    """The bundle, for whoever may still have it."""
    made = _own(request, export_id)
    if made.kept is None:
        raise Http404
    content = fetch_bundle(export=made, actor=_person(request).reference, at=clock.now())
    return files.deliver(made.kept, content)


@roles(*GIVERS)
@require_POST
def export_forget(request: SignedInRequest, export_id: UUID) -> HttpResponse:
    """Call it off, or remove the file before its day is over."""
    made = _own(request, export_id)
    put_export_away(export=made, actor=_person(request).reference, at=clock.now())
    messages.success(request, gettext("“%(file)s” is put away.") % {"file": made.file_name})
    return redirect(_back(made).url)


def _asked(request: SignedInRequest, subject: Edition | Series) -> HttpResponse:
    made = ask_for_bundle(subject=subject, person=_person(request), at=clock.now())
    return redirect("programmes:export_made", made.pk)


def _own(request: SignedInRequest, export_id: UUID) -> BundleExport:
    rows = BundleExport.objects.filter(person__in=identities_of(_person(request)))
    made = get_object_or_404(rows.select_related("edition", "series"), pk=export_id)
    admit(may_fetch(request.grants, made))  # the role may have ended since it was asked for
    return made


def _person(request: SignedInRequest) -> Person:
    person = request.user.person
    assert person is not None  # noqa: S101 -- whoever holds a role is a person
    return person


def _back(made: BundleExport) -> Crumb:
    if made.series is not None:
        return Crumb(label=made.series.code, url=reverse("programmes:series", args=[made.series.code]))
    code = made.edition.code if made.edition else ""
    return Crumb(label=code, url=reverse("programmes:edition", args=[code]))
