"""A nominee's own application: its sections, its documents, the employer's part, and sending it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.directory.models import Country
from balai.kernel import clock, files
from balai.kernel.crypto import UnreadableError
from balai.kernel.refusal import RuleViolationError
from balai.kernel.restricted import field_words, look
from balai.nominations.enums import ApplicationState, DocumentKind, Section, Signatory
from balai.nominations.forms.application import (
    DocumentForm,
    SectionForm,
    SendApplicationForm,
    StatementRequestForm,
)
from balai.nominations.models import Application, Document
from balai.nominations.models import sections as parts
from balai.nominations.queries import deadline_of
from balai.nominations.queries.applications import (
    applications_of,
    documents_asked,
    documents_kept,
    is_endorsed,
    person_of,
    profile_of,
    statements_of,
)
from balai.nominations.rules.applications import may_add_document, may_fill_in
from balai.nominations.services.applying import (
    PAPER,
    claim_nomination,
    lacking_everywhere,
    note_application_opened,
    save_section,
    send_application,
)
from balai.nominations.services.declaring import agree, texts_in_force
from balai.nominations.services.documents import keep_document, put_document_away
from balai.nominations.services.endorsing import ask_for_statement
from balai.nominations.services.sentences import zone_in_words
from balai.nominations.views.common import actor_of, status_of
from balai.people.access import signed_in
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.nominations.models import Profile
    from balai.people.access import SignedInRequest

OWN = "own"
"""The purpose of a person's look at what is sealed about them."""


def own_application(request: SignedInRequest, key: UUID) -> Application:
    """An application of the reader; one of somebody else is not there at all."""
    return get_object_or_404(applications_of(actor_of(request)), pk=key)


def _profile(application: Application) -> Profile | None:
    return profile_of(person_of(application.nomination))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One section on the page of an application.

    Attributes:
        section: which.
        url: its page.
        mark: the sign of its state.
        word: its state in a word.
        lacking: what is still empty: labels with the places of the fields.
        is_asked_again: whether the application was returned because of it.
    """

    section: Section
    url: str
    mark: str
    word: str
    lacking: list[tuple[str, str]]
    is_asked_again: bool


def _steps(application: Application, profile: Profile | None) -> list[Step]:
    lacking = lacking_everywhere(application, profile)
    endorsed = is_endorsed(statements_of(application))
    steps = []
    for section in Section:
        url = _url(application, section)
        labels = labels_of(section)
        empty = [(str(labels.get(name, name)), f"{url}#id_{name}") for name in lacking[section]]
        if section == Section.EMPLOYER:
            mark, word = ("ok", gettext("Signed")) if endorsed else ("wait", gettext("Not signed yet"))
        elif empty:
            mark, word = "due", gettext("Incomplete")
        else:
            mark, word = "ok", gettext("Complete")
        steps.append(
            Step(
                section=section,
                url=url,
                mark=mark,
                word=word,
                lacking=empty,
                is_asked_again=application.state == ApplicationState.RETURNED
                and section in application.returned_sections,
            )
        )
    return steps


def _url(application: Application, section: str) -> str:
    if section in {Section.DOCUMENTS, Section.EMPLOYER}:
        return reverse(f"nominations:own_{section}", args=[application.pk])
    return reverse("nominations:section", args=[application.pk, section])


def labels_of(section: str) -> dict[str, object]:
    """What the fields of a section are called."""
    if section == Section.DOCUMENTS:
        return dict(DocumentKind.choices)
    if section == Section.EMPLOYER:
        return {}
    return {name: field.label for name, field in SectionForm(section=section).fields.items()}


def _way(application: Application, *steps: str) -> list[Crumb]:
    first = Crumb(label=gettext("My applications"), url=reverse("nominations:my_applications"))
    here = Crumb(
        label=application.nomination.edition.code,
        url=reverse("nominations:application", args=[application.pk]) if steps else "",
    )
    return [first, here, *(Crumb(label=step) for step in steps)]


# --- the application ---------------------------------------------------------------------------------------


@signed_in
@require_safe
def my_applications(request: SignedInRequest) -> HttpResponse:
    """Every application of the reader, the newest first."""
    rows = list(applications_of(actor_of(request))[:100])
    return render(request, "nominations/my_applications.html", {"applications": rows})


@signed_in
@require_safe
def application(request: SignedInRequest, key: UUID) -> HttpResponse:
    """How far the application is: every section, what is lacking, until when, and the way to send it."""
    own = applications_of(actor_of(request)).filter(pk=key).first()
    if own is None:
        return _claimable(request, key)
    note_application_opened(application=own, at=clock.now())
    return _application(request, own)


def _application(
    request: SignedInRequest, own: Application, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    profile = _profile(own)
    steps = _steps(own, profile)
    deadline = deadline_of(own.nomination.call)
    context = {
        "application": own,
        "nomination": own.nomination,
        "steps": steps,
        "complete": sum(not step.lacking for step in steps if step.section != Section.EMPLOYER),
        "of": len(steps) - 1,
        "next": next((step for step in steps if step.lacking), None),
        "closed": may_fill_in(own) if own.state != ApplicationState.SENT else None,
        "is_open": may_fill_in(own) is None,
        "is_complete": not any(step.lacking for step in steps),
        "due": own.returned_until or (deadline.at if deadline else None),
        "refusal": refusal,
        "crumbs": _way(own),
    }
    return render(request, "nominations/application.html", context, status=status)


def _claimable(request: SignedInRequest, key: UUID) -> HttpResponse:
    """A nomination under the reader's address whose record is another: they say whether it is theirs."""
    found = get_object_or_404(
        Application.objects.select_related("nomination__edition", "nomination__country"),
        pk=key,
        nomination__email__iexact=request.user.email,
        nomination__person__merged_into=None,
        nomination__person__account=None,
    )
    return render(request, "nominations/claim.html", {"application": found, "nomination": found.nomination})


@signed_in
@require_POST
def claim(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Say that a nomination is one's own."""
    found = get_object_or_404(Application, pk=key, nomination__email__iexact=request.user.email)
    claim_nomination(application_id=found.pk, account=request.user, at=clock.now())
    return redirect("nominations:application", key)


# --- sections ----------------------------------------------------------------------------------------------


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
    profile = _profile(own)
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
        "before": _url(own, order[place - 1]) if place else "",
        "after": _url(own, order[place + 1]) if place + 1 < len(order) else "",
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
        "crumbs": _way(own, str(part.label)),
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
        return redirect(_url(own, after) if after else reverse("nominations:application", args=[own.pk]))
    profile = _profile(own)
    if refusal is not None and refusal.code == "application.changed_meanwhile":
        form = _again(request, own, profile, part, form)
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.UNPROCESSABLE_ENTITY
    return _section(request, own, part, form, profile=profile, refusal=refusal, status=status)


def _version(own: Application, part: Section) -> int:
    """How often a section was saved, as it is after a deed."""
    if part not in parts.PROFILE and part not in parts.SEALED:
        return own.version_of(part)
    profile = _profile(own)
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


# --- documents ---------------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_documents(request: SignedInRequest, key: UUID) -> HttpResponse:
    """The documents that are asked for and those that are there; and sending one."""
    own = own_application(request, key)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            keep_document(
                application_id=own.pk,
                kind=DocumentKind(form.cleaned_data["kind"]),
                content=upload.read(),
                name=upload.name,
                issued_on=form.cleaned_data["issued_on"],
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error("file", str(violation.refusal.message))
        else:
            messages.success(request, gettext("The document is here, sealed with your key."))
            return redirect("nominations:own_documents", key)
    asked = documents_asked(own.nomination.edition_id)
    kept = list(documents_kept(person_of(own.nomination)))
    there = {one.kind for one in kept}
    words = dict(DocumentKind.choices)
    context = {
        "application": own,
        "form": form,
        "kept": kept,
        "lacking": [(words[kind], later) for kind, later in asked.items() if kind not in there],
        "closed": may_fill_in(own),
        "may_add": any(may_add_document(own, kind) is None for kind in DocumentKind),
        "number": list(Section).index(Section.DOCUMENTS) + 1,
        "of": len(Section),
        "after": _url(own, Section.EMPLOYER),
        "crumbs": _way(own, str(Section.DOCUMENTS.label)),
    }
    return render(request, "nominations/documents.html", context, status=status_of(request))


@signed_in
@require_safe
def own_document(request: SignedInRequest, key: UUID, document: UUID) -> HttpResponse:
    """One's own document, to be saved; the look is logged as any other."""
    own = own_application(request, key)
    mine = documents_kept(person_of(own.nomination)).select_related("person")
    row = get_object_or_404(mine, pk=document)
    return delivered(request, row, purpose=OWN)


def delivered(request: SignedInRequest, row: Document, *, purpose: str) -> HttpResponse:
    """A document to be saved and never run; 404 when its file is gone, 409 when no key opens it."""
    if row.kept is None:
        raise Http404
    content = files.read(
        row.kept,
        owner=row.person,
        what=f"document.{row.kind}",
        actor=actor_of(request).reference,
        purpose=purpose,
        at=clock.now(),
    )
    return files.deliver(row.kept, content)


@signed_in
@require_POST
def own_document_away(request: SignedInRequest, key: UUID, document: UUID) -> HttpResponse:
    """Take a document back."""
    own = own_application(request, key)
    try:
        put_document_away(
            application_id=own.pk, document_id=document, actor=actor_of(request), at=clock.now()
        )
    except Document.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, gettext("The document is taken back."))
    return redirect("nominations:own_documents", key)


# --- the employer's part -----------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_employer(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Who was asked for the employer's part and who has signed; and asking somebody."""
    own = own_application(request, key)
    form = StatementRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_statement(
                application_id=own.pk,
                signatory=Signatory(form.cleaned_data["signatory"]),
                name=form.cleaned_data["name"],
                title=form.cleaned_data["title"],
                email=form.cleaned_data["email"],
                because="asked anew",
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("The letter with the link is on its way."))
            return redirect("nominations:own_employer", key)
    statements = list(statements_of(own))
    context = {
        "application": own,
        "form": form,
        "statements": statements,
        "needs_second": any(one.is_of_focal_point for one in statements)
        and not any(one.signatory == Signatory.SECOND for one in statements),
        "now": clock.now(),
        "number": list(Section).index(Section.EMPLOYER) + 1,
        "of": len(Section),
        "after": _url(own, Section.DECLARATIONS),
        "crumbs": _way(own, str(Section.EMPLOYER.label)),
    }
    return render(request, "nominations/employer.html", context, status=status_of(request))


# --- sending and printing ----------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def send_own(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Agree to the declarations, and send."""
    own = own_application(request, key)
    at = clock.now()
    texts = {
        purpose: str(text.text.get(get_language() or "en") or text.text["en"])
        for purpose, text in texts_in_force(at=at).items()
    }
    form = SendApplicationForm(request.POST or None, texts=texts)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                declared = agree(application=own, at=at)
                send_application(application_id=own.pk, declared=declared, actor=actor_of(request), at=at)
        except RuleViolationError as violation:
            fresh = own_application(request, key)
            return _application(request, fresh, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
        messages.success(request, gettext("Your application is sent. A receipt is on its way to you."))
        return redirect("nominations:application", key)
    context = {
        "application": own,
        "form": form,
        "closed": may_fill_in(own),
        "steps": [step for step in _steps(own, _profile(own)) if step.lacking],
        "crumbs": _way(own, gettext("Send")),
    }
    return render(request, "nominations/send.html", context, status=status_of(request))


@signed_in
@never_cache
@require_safe
def print_own(request: SignedInRequest, key: UUID) -> HttpResponse:
    """The whole application on one sheet, for printing; sealed parts are its person's look."""
    own = own_application(request, key)
    profile = _profile(own)
    said = []
    for part in Section:
        if part in {Section.DOCUMENTS, Section.EMPLOYER}:
            continue
        shut = []
        values: dict[str, Any] = {name: getattr(own, name) for name in parts.APPLICATION.get(part, ())}
        if profile is not None:
            values |= {name: getattr(profile, name) for name in parts.PROFILE.get(part, ())}
            for column in parts.SEALED.get(part, {}):
                try:
                    seen = look(
                        profile, column, actor=actor_of(request).reference, purpose=OWN, at=clock.now()
                    )
                except UnreadableError as error:
                    words = str(capfirst(field_words(f"profile.{column}")))
                    shut.append((words, str(error.refusal.message)))
                else:
                    values |= seen or {}
        said.append((part.label, [*rows_of(part, values), *shut]))
    context = {
        "application": own,
        "nomination": own.nomination,
        "said": said,
        "documents": list(documents_kept(person_of(own.nomination))),
        "statements": list(statements_of(own)),
        "crumbs": _way(own, gettext("Print")),
    }
    return render(request, "nominations/print.html", context)


def rows_of(part: str, values: dict[str, Any]) -> list[tuple[str, str]]:
    """Labels with values as people read them; what is empty is left out."""
    fields = SectionForm(section=part).fields
    found = []
    for name, field in fields.items():
        value = values.get(name)
        if value is None or value in ("", []):  # nought and no are answers
            continue
        found.append((str(capfirst(field.label or name)), worded(field, value)))
    return found


def worded(field: Any, value: Any) -> str:
    """One value in words."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    choices = {key: str(label) for key, label in getattr(field, "choices", ())}
    if isinstance(value, list):
        return "\n".join(
            "; ".join(str(part) for part in one) if isinstance(one, list) else choices.get(one, str(one))
            for one in value
        )
    if isinstance(field, forms.DateField):  # what is sealed or was sent holds days as texts
        day = dt.date.fromisoformat(value) if isinstance(value, str) else value
        return formats.date_format(day, "j M Y")
    return choices.get(value, str(value))
