"""Kinds of sessions: listed, entered, changed, removed."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.people.access import roles
from balai.programmes.forms.editions import SessionTypeForm
from balai.programmes.forms.filters import SessionTypeFilter
from balai.programmes.models import SessionType
from balai.programmes.queries import session_types_in_order, session_types_matching
from balai.programmes.rules import READERS, SERIES_KEEPERS, may_keep_series, readable_editions
from balai.programmes.services.kinds import change_session_type, enter_session_type, remove_session_type
from balai.programmes.views.common import actor_of, deeds_of, tell_faults
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest

keepers = roles(*SERIES_KEEPERS, everywhere=True)


@roles(*READERS)
@require_safe
def session_types(request: SignedInRequest) -> HttpResponse:
    """Kinds of sessions by words, family and need, and how many activities are of each."""
    form = SessionTypeFilter(request.GET)
    seen = Q(activities__edition__in=readable_editions(request.grants).order_by().values("pk"))
    context = {
        "form": form,
        "is_filtered": bool(form.asked),
        "kinds": session_types_matching(session_types_in_order(), **form.asked).annotate(
            count=Count("activities", filter=seen)
        ),
        "may_keep": may_keep_series(request.grants) is None,
        "crumbs": _way(),
    }
    return render(request, "programmes/session_types.html", context)


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def new_session_type(request: SignedInRequest) -> HttpResponse:
    """Enter a kind of session of the office's own."""
    form = SessionTypeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kind = enter_session_type(actor=actor_of(request), at=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            tell_faults(form, error)
        else:
            messages.success(request, gettext("“%(code)s” is entered.") % {"code": kind.code})
            return redirect("programmes:session_types")
    return _form(request, form, gettext("Enter a kind of session"))


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def change_one_session_type(request: SignedInRequest, code: str) -> HttpResponse:
    """Change what planning must know of a kind, or remove one that nothing is of."""
    kind = get_object_or_404(SessionType, code=code)
    if request.method == "POST" and "remove" in request.POST:
        return _removed(request, kind)
    form = SessionTypeForm(request.POST or None, instance=kind)
    if request.method == "POST" and form.is_valid():
        try:
            change_session_type(kind=kind, actor=actor_of(request), at=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            tell_faults(form, error)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("programmes:session_types")
    return _form(request, form, gettext("Change a kind of session"), kind=kind)


def _removed(request: SignedInRequest, kind: SessionType) -> HttpResponse:
    try:
        remove_session_type(kind=kind, actor=actor_of(request), at=clock.now())
    except RuleViolationError as violation:
        form = SessionTypeForm(instance=kind)
        title = gettext("Change a kind of session")
        return _form(request, form, title, kind=kind, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("“%(code)s” is removed.") % {"code": kind.code})
    return redirect("programmes:session_types")


def _form(  # noqa: PLR0913 -- each is named where it is called
    request: SignedInRequest,
    form: SessionTypeForm,
    title: str,
    *,
    kind: SessionType | None = None,
    refusal: Refusal | None = None,
    status: int | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "title": f"{title}: {kind.code}" if kind else title,
        "save": gettext("Save"),
        "kind": kind,
        "not_removed": refusal,
        "deeds": deeds_of(kind.reference) if kind else (),
        "crumbs": [*_way(reverse("programmes:session_types")), Crumb(label=kind.code if kind else title)],
    }
    return render(request, "programmes/session_type.html", context, status=status or status_of(request))


def _way(here: str = "") -> list[Crumb]:
    return [
        Crumb(label=gettext("Programmes"), url=reverse("programmes:index")),
        Crumb(label=gettext("Kinds of sessions"), url=here),
    ]
