"""A nominee's own application as a whole: how far it is, claiming it, sending and printing it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import clock
from balai.kernel.crypto import UnreadableError
from balai.kernel.refusal import RuleViolationError, status_of
from balai.kernel.restricted import field_words, look
from balai.nominations.enums import ApplicationState, Section
from balai.nominations.forms.application import SendApplicationForm
from balai.nominations.models import Application
from balai.nominations.models import sections as parts
from balai.nominations.queries import deadline_of
from balai.nominations.queries.applications import (
    applications_of,
    documents_kept,
    is_endorsed,
    person_of,
    statements_of,
)
from balai.nominations.rules.applications import may_fill_in
from balai.nominations.services.applying import (
    claim_nomination,
    lacking_everywhere,
    note_application_opened,
    send_application,
)
from balai.nominations.services.declaring import agree, texts_in_force
from balai.nominations.views.common import actor_of
from balai.nominations.views.own_common import OWN, own_application, profile_for, section_url, way_to_own
from balai.nominations.views.worded import labels_of, rows_of
from balai.people.access import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.nominations.models import Profile
    from balai.people.access import SignedInRequest


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
        url = section_url(application, section)
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
    profile = profile_for(own)
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
        "crumbs": way_to_own(own),
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
        "steps": [step for step in _steps(own, profile_for(own)) if step.lacking],
        "crumbs": way_to_own(own, gettext("Send")),
    }
    return render(request, "nominations/send.html", context, status=status_of(request))


@signed_in
@never_cache
@require_safe
def print_own(request: SignedInRequest, key: UUID) -> HttpResponse:
    """The whole application on one sheet, for printing; sealed parts are its person's look."""
    own = own_application(request, key)
    profile = profile_for(own)
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
        "crumbs": way_to_own(own, gettext("Print")),
    }
    return render(request, "nominations/print.html", context)
