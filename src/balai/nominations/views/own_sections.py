"""The sections of a nominee's own application: showing one, and keeping what is typed."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from balai.directory.models import Country
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.kernel.restricted import look
from balai.nominations.enums import ApplicationState, Section
from balai.nominations.forms.application import SectionForm
from balai.nominations.models import sections as parts
from balai.nominations.rules.applications import may_fill_in
from balai.nominations.services.applying import PAPER, save_section
from balai.nominations.services.sentences import zone_in_words
from balai.nominations.views.common import actor_of
from balai.nominations.views.own_common import OWN, own_application, profile_for, section_url, way_to_own
from balai.nominations.views.worded import worded
from balai.people.access import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.nominations.models import Application, Profile
    from balai.people.access import SignedInRequest


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: SignedInRequest, key: UUID, section: str) -> HttpResponse:
    """One section. It is saved by its button; where scripts run, it saves itself as well.

    The form that saves itself gets a line instead of a page: what was saved when, and what was not.
    """
    if section not in parts.FORMED:
        raise Http404
    own = own_application(request, key)
    part = Section(section)
    if request.method == "POST":
        return _save(request, own, part)
    profile = profile_for(own)
    form = SectionForm(section=part, initial=_initial(request, own, profile, part))
    return _section(request, own, part, form, profile=profile)


def _initial(
    request: SignedInRequest, own: Application, profile: Profile | None, part: Section
) -> dict[str, Any]:
    """What is there; opening a sealed part is a look of its person, and logged."""
    holder: Profile | Application | None = own
    if part in parts.PROFILE or part in parts.SEALED:
        holder = profile
    initial: dict[str, Any] = {"version": holder.version_of(part) if holder else 0, "writer": uuid4()}
    for name in parts.APPLICATION.get(part, ()):
        initial[name] = getattr(own, name)
    if profile is None:
        return {**initial, **_known(own, part)}
    for name in parts.PROFILE.get(part, ()):
        initial[name] = getattr(profile, name)
    for column in parts.SEALED.get(part, {}):
        seen = look(profile, column, actor=actor_of(request).reference, purpose=OWN, at=clock.now())
        initial |= seen or {}
    return initial if holder and holder.version_of(part) else {**_known(own, part), **_filled(initial)}


def keyed_in(application: Application, profile: Profile | None, part: Section) -> dict[str, Any]:
    """What a section holds that somebody else keys in: no sealed part is opened for it."""
    holder: Profile | Application | None = application
    if part in parts.PROFILE or part in parts.SEALED:
        holder = profile
    version = holder.version_of(part) if holder else 0
    there = {
        name: getattr(row, name)
        for row, names in ((application, parts.APPLICATION), (profile, parts.PROFILE))
        if row is not None
        for name in names.get(part, ())
    }
    if not version:
        there = {**_known(application, part), **_filled(there)}
    return {**there, "version": version, "writer": uuid4()}


def _filled(initial: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in initial.items() if value not in (None, "")}


def _known(own: Application, part: Section) -> dict[str, Any]:
    """What the country wrote already, for a section that was never saved; the nominee may correct it."""
    nomination = own.nomination
    names: dict[str, str] = {
        "name_in_passport": "name",
        "sex": "sex",
        "birth_on": "birth_on",
        "passport_until": "passport_until",
        "email": "email",
        "track": "track",
        "employer": "employer",
        "position": "position",
        "experience_years": "experience_years",
        "education": "education",
        "language_level": "language_level",
    }
    known = {
        name: getattr(nomination, source)
        for name, source in names.items()
        if name in parts.PROFILE.get(part, ())
    }
    if part == Section.IDENTITY:
        known["nationality"] = nomination.country_id
    return known


def _section(  # noqa: PLR0913 -- what one page shows
    request: SignedInRequest,
    own: Application,
    part: Section,
    form: SectionForm,
    *,
    profile: Profile | None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    order = list(Section)
    place = order.index(part)
    holder: Profile | Application | None = own
    if part in parts.PROFILE or part in parts.SEALED:
        holder = profile
    context = {
        "application": own,
        "section": part,
        "form": form,
        "fields": form.shown(),
        "number": place + 1,
        "of": len(order),
        "before": section_url(own, order[place - 1]) if place else "",
        "after": section_url(own, order[place + 1]) if place + 1 < len(order) else "",
        "closed": may_fill_in(own),
        "refusal": refusal,
        "is_sealed": part in parts.SEALED,
        "writer": holder.writer_of(part) if holder else "",
        "was_keyed_in": holder is not None and holder.writer_of(part) == PAPER,
        "number_saved": holder.version_of(part) if holder else 0,
        "zone_findings": zone_in_words(profile.zone_differs) if part == Section.PASSPORT and profile else [],
        "asked_again": own.returned_because
        if own.state == ApplicationState.RETURNED and part in own.returned_sections
        else "",
        "crumbs": way_to_own(own, str(part.label)),
    }
    return render(request, "nominations/section.html", context, status=status)


def _save(request: SignedInRequest, own: Application, part: Section) -> HttpResponse:
    """Keep what is sound of what was typed; the page or the line says what is not."""
    saves_itself = bool(request.headers.get("HX-Request"))
    form = SectionForm(request.POST, section=part)
    is_sound = form.is_valid()
    at = clock.now()
    refusal = None
    if "version" in form.cleaned_data and "writer" in form.cleaned_data:
        try:
            own = save_section(
                application_id=own.pk,
                section=part,
                version=form.cleaned_data["version"],
                writer=str(form.cleaned_data["writer"]),
                values=form.values,
                alpha3=three_letters(form) if part == Section.PASSPORT else None,
                actor=actor_of(request),
                at=at,
            )
        except RuleViolationError as violation:
            refusal = violation.refusal
    if saves_itself:
        context = {
            "form": form,
            "wrong": [field for field in form if field.errors],
            "refusal": refusal,
            "at": localtime(at),
            "conflict": refusal is not None and refusal.code == "application.changed_meanwhile",
        }
        # 200 also where it was refused: nobody pressed a button, and the line says what to do.
        answer = render(request, "nominations/_saved.html", context)
        answer["X-Section"] = "1"  # the script tells it from the page of signing in
        if refusal is None and is_sound:
            answer["X-Kept"] = "1"
        if refusal is None and "version" in form.cleaned_data:
            answer["X-Version"] = str(_version(own, part))
        return answer
    if refusal is None and is_sound:
        messages.success(request, gettext("Saved."))
        order = list(Section)
        after = order[order.index(part) + 1] if part != order[-1] else None
        return redirect(
            section_url(own, after) if after else reverse("nominations:application", args=[own.pk])
        )
    profile = profile_for(own)
    if refusal is not None and refusal.code == "application.changed_meanwhile":
        form = _again(request, own, profile, part, form)
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.UNPROCESSABLE_ENTITY
    return _section(request, own, part, form, profile=profile, refusal=refusal, status=status)


def _version(own: Application, part: Section) -> int:
    """How often a section was saved, as it is after a deed."""
    if part not in parts.PROFILE and part not in parts.SEALED:
        return own.version_of(part)
    profile = profile_for(own)
    return profile.version_of(part) if profile else 0


def _again(
    request: SignedInRequest, own: Application, profile: Profile | None, part: Section, typed: SectionForm
) -> SectionForm:
    """The same form with what was typed, of the version there now; beside it, what is there in words."""
    now = SectionForm(section=part, initial=_initial(request, own, profile, part))
    data = request.POST.copy()
    data["version"] = str(now.initial["version"])
    again = SectionForm(data, section=part)
    again.is_valid()
    for bound in again.shown():
        there = now.initial.get(bound.name)
        mine = now.fields[bound.name].prepare_value(there)
        if not again.fields[bound.name].has_changed(mine, bound.value()):
            continue
        said = "" if there is None else worded(now.fields[bound.name], there)
        bound.help_text = gettext("Saved on another device: %(value)s") % {
            "value": said.replace("\n", " · ") or "–"
        }
    return again


def three_letters(form: SectionForm) -> dict[str, str]:
    return dict(Country.objects.values_list("code", "alpha3")) if form.cleaned_data.get("zone") else {}
