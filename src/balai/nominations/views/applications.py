"""Applications as the office and the country see them: how far they are, what was sent, and returning one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.kernel.restricted import look
from balai.nominations.enums import ApplicationState, DocumentKind, Section
from balai.nominations.forms.application import RequiredDocumentsForm, ReturnForm, SectionForm
from balai.nominations.models import Application
from balai.nominations.models import sections as parts
from balai.nominations.queries.applications import (
    documents_asked,
    documents_sent,
    last_submission,
    person_of,
    profile_of,
    profiles_like,
    statements_of,
)
from balai.nominations.queries.doubles import BIRTH, EMAIL, PASSPORT, suspected_doubles
from balai.nominations.rules import (
    KEEPERS,
    READERS,
    may_keep_call,
    may_keep_nominations,
    may_read_nominations,
)
from balai.nominations.rules.applications import (
    LOOKERS,
    may_key_in,
    may_look_at,
    sealed_like,
    sections_to_key_in,
)
from balai.nominations.services.applying import PAPER, invite_nominee, key_in_section, return_application
from balai.nominations.services.documents import ask_for_documents
from balai.nominations.services.sentences import zone_in_words
from balai.nominations.views.care import care_page
from balai.nominations.views.common import (
    KEEPING_A_COUNTRY,
    OF_A_COUNTRY,
    actor_of,
    edition_for,
    nomination_for,
    nomination_for_lookers,
    way_to,
)
from balai.nominations.views.own_common import delivered
from balai.nominations.views.own_sections import keyed_in, three_letters
from balai.nominations.views.worded import rows_of
from balai.people.access import administers, admit, roles
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.nominations.models import Document, Nomination, Profile, Submission
    from balai.people.access import SignedInRequest

CHECKING = "applications"


@roles(*KEEPING_A_COUNTRY)
@require_POST
def ask(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """Ask a nominee for the application by a letter, or once more."""
    nomination = nomination_for(request, code, country, key, keeps=True)
    try:
        invite_nominee(nomination_id=nomination.pk, actor=actor_of(request).reference, at=clock.now())
    except RuleViolationError as violation:
        messages.error(request, str(violation.refusal.message))
    else:
        messages.success(
            request, gettext("The letter to %(name)s is on its way.") % {"name": nomination.name}
        )
    return redirect("nominations:nominee", code, country, key)


@roles(*OF_A_COUNTRY)
@require_safe
def of_nominee(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """What a nominee has sent, section by section; sealed parts are told by whether they are there."""
    nomination = nomination_for(request, code, country, key)
    return _page(request, nomination)


def _application_of(nomination: Nomination) -> Application | None:
    application: Application | None = getattr(nomination, "application", None)
    if application is not None:
        application.nomination = nomination
    return application


def _page(
    request: SignedInRequest, nomination: Nomination, *, seen: dict[str, Any] | None = None
) -> HttpResponse:
    application = _application_of(nomination)
    submission = last_submission(application) if application else None
    documents = documents_sent(submission) if submission else []
    edition = nomination.call.edition
    is_office = may_read_nominations(request.grants, edition) is None
    may_keep = may_keep_nominations(request.grants, edition) is None
    context = {
        "call": nomination.call,
        "nomination": nomination,
        "application": application,
        "submission": submission,
        "said": _said(submission) if submission else [],
        "sealed": _sealed(request, submission, nomination) if submission else [],
        "documents": [
            (one, may_look_at(request.grants, edition, sealed_like(one)) is None) for one in documents
        ],
        "lacking": _documents_lacking(nomination, documents) if submission else [],
        "statements": list(statements_of(application)) if application else [],
        "zone": zone_in_words(submission.content.get("zone_differs", [])) if submission else [],
        "doubles": _doubles(submission) if submission and is_office else [],
        "may_return": may_keep and application is not None and application.state == ApplicationState.SENT,
        "first_to_key_in": next(iter(_to_key_in(request, nomination, application)), "") if may_keep else "",
        "keyed_in": _keyed_in(nomination, application) if application and is_office else [],
        "may_ask": may_keep_call(request.grants, nomination.call) is None,
        "seen": seen,
        "crumbs": way_to(request, nomination.call, nomination.name, gettext("Application")),
    }
    return render(request, "nominations/of_nominee.html", context)


def _to_key_in(
    request: SignedInRequest, nomination: Nomination, application: Application | None
) -> list[Section]:
    holder = application or Application(nomination=nomination)
    if may_key_in(holder, person_of(nomination)) is not None:
        return []
    return sections_to_key_in(request.grants, nomination.call.edition)


def _keyed_in(nomination: Nomination, application: Application) -> list[str]:
    """Sections that the office keyed in and the nominee has not confirmed, in their order."""
    profile = profile_of(person_of(nomination))
    holders: list[Application | Profile] = [application, *([profile] if profile else [])]
    return [str(part.label) for part in Section if any(one.writer_of(part) == PAPER for one in holders)]


def _said(submission: Submission) -> list[tuple[str, list[tuple[str, str]]]]:
    """The open parts as they were sent."""
    found = []
    for part in Section:
        told = submission.content.get(part.value)
        rows = rows_of(part, told) if isinstance(told, dict) else []
        if rows:
            found.append((str(part.label), rows))
    return found


def _sealed(
    request: SignedInRequest, submission: Submission, nomination: Nomination
) -> list[tuple[str, str, bool]]:
    words = {
        "passport": gettext("Passport"),
        "needs": gettext("Diet, allergies and access"),
        "faith": gettext("Practice of faith"),
        "health": gettext("Health"),
    }
    edition = nomination.call.edition
    rows = [
        (column, words[column], may_look_at(request.grants, edition, column) is None)
        for column in parts.SEALED_COLUMNS
        if getattr(submission, column) is not None
    ]
    return rows if any(may_look for _column, _word, may_look in rows) else []


def _documents_lacking(nomination: Nomination, documents: list[Document]) -> list[str]:
    there = {one.kind for one in documents}
    words = dict(DocumentKind.choices)
    return [str(words[kind]) for kind in documents_asked(nomination.edition_id) if kind not in there]


def _doubles(submission: Submission) -> list[Any]:
    profile = profile_of(submission.person)
    return list(profiles_like(profile)[:5]) if profile is not None else []


@roles(*LOOKERS)
@require_POST
def look_at(request: SignedInRequest, code: str, country: str, key: UUID, part: str) -> HttpResponse:
    """Open one sealed part of what was sent, for who needs it; who looked at what stays in the log."""
    nomination = nomination_for_lookers(code, country, key)
    if part not in parts.SEALED_COLUMNS:
        part = "health"
    admit(may_look_at(request.grants, nomination.edition, part))
    application = _application_of(nomination)
    submission = last_submission(application) if application else None
    is_office = may_read_nominations(request.grants, nomination.edition) is None
    if submission is None:
        place = reverse("nominations:of_nominee", args=[code, country, key])
        return redirect(place if is_office else reverse("nominations:care"))
    value = look(submission, part, actor=actor_of(request).reference, purpose=CHECKING, at=clock.now())
    section = next(name for name, columns in parts.SEALED.items() if part in columns)
    page = _page if is_office else care_page
    return page(request, nomination, seen={"part": part, "rows": rows_of(section, value or {})})


@roles(*LOOKERS)
@require_safe
def document(request: SignedInRequest, code: str, country: str, key: UUID, document: UUID) -> HttpResponse:
    """A document that was sent, to be saved; the look is logged. Health is for health officers."""
    nomination = nomination_for_lookers(code, country, key)
    application = _application_of(nomination)
    submission = last_submission(application) if application else None
    row = (
        next((one for one in documents_sent(submission) if one.pk == document), None) if submission else None
    )
    if row is None:
        raise Http404
    admit(may_look_at(request.grants, nomination.edition, sealed_like(row)))
    return delivered(request, row, purpose=CHECKING)


@roles(*sorted(KEEPERS))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def key_in(request: SignedInRequest, code: str, country: str, key: UUID, section: str) -> HttpResponse:
    """One section of a form that came on paper, section after section."""
    edition_for(request, code, keeps=True)
    nomination = nomination_for(request, code, country, key)
    order = sections_to_key_in(request.grants, nomination.call.edition)
    if section not in order:
        raise Http404
    part = Section(section)
    application = _application_of(nomination) or Application(nomination=nomination)
    person = person_of(nomination)
    admit(may_key_in(application, person))
    form = SectionForm(
        request.POST or None, section=part, initial=keyed_in(application, profile_of(person), part)
    )
    if request.method == "POST" and form.is_valid():
        try:
            key_in_section(
                nomination_id=nomination.pk,
                section=part,
                version=form.cleaned_data["version"],
                values=form.values,
                alpha3=three_letters(form) if part == Section.PASSPORT else None,
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("Saved."))
            after = order[order.index(part) + 1 :]
            if after:
                return redirect("nominations:key_in", code, country, key, after[0])
            return redirect("nominations:of_nominee", code, country, key)
    back = reverse("nominations:of_nominee", args=[code, country, key])
    title = f"{gettext('Paper form')}: {part.label}"
    context = {
        "form": form,
        "title": title,
        "lead": gettext(
            "Type what the form of %(name)s says. It stays on record that you keyed it in; nothing is sent "
            "before the nominee has confirmed it."
        )
        % {"name": nomination.name},
        "label": gettext("Save and go on"),
        "is_sealed": part in parts.SEALED,
        "back": back,
        "crumbs": way_to(request, nomination.call, nomination.name, title),
    }
    return render(request, "nominations/form.html", context, status=status_of(request))


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def give_back_application(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """Return an application for completion, with what is missing."""
    edition_for(request, code, keeps=True)
    nomination = nomination_for(request, code, country, key)
    application = _application_of(nomination)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and application is not None:
        at = clock.now()
        try:
            return_application(
                application_id=application.pk,
                because=form.cleaned_data["because"],
                sections=form.cleaned_data["sections"],
                until=at + dt.timedelta(days=form.cleaned_data["days"]),
                actor=actor_of(request),
                at=at,
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(
                request, gettext("%(name)s is asked to complete it.") % {"name": nomination.name}
            )
            return redirect("nominations:of_nominee", code, country, key)
    title = gettext("Return the application of %(name)s") % {"name": nomination.name}
    context = {
        "form": form,
        "title": title,
        "lead": gettext("What was sent stays as it was; the nominee completes a copy of it."),
        "label": gettext("Return for completion"),
        "back": reverse("nominations:of_nominee", args=[code, country, key]),
        "crumbs": way_to(request, nomination.call, nomination.name, title),
    }
    return render(request, "nominations/form.html", context, status=status_of(request))


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def required_documents(request: SignedInRequest, code: str) -> HttpResponse:
    """Which documents the nominees of an edition have to send."""
    edition = edition_for(request, code, keeps=True)
    asked = documents_asked(edition)
    form = RequiredDocumentsForm(
        request.POST or None,
        initial={"asked": list(asked), "may_follow": [kind for kind, later in asked.items() if later]},
    )
    if request.method == "POST" and form.is_valid():
        ask_for_documents(
            edition=edition,
            kinds=form.cleaned_data["asked"],
            may_follow=form.cleaned_data["may_follow"],
            actor=actor_of(request),
            at=clock.now(),
        )
        messages.success(request, gettext("Saved. Check the rules again if some of them ask for documents."))
        return redirect("nominations:calls", code)
    title = gettext("Documents of nominees")
    context = {
        "form": form,
        "title": title,
        "lead": gettext("Every nominee of this edition is asked for these."),
        "label": gettext("Save"),
        "back": reverse("nominations:calls", args=[code]),
        "crumbs": [
            Crumb(label=gettext("Invitations"), url=reverse("nominations:calls", args=[code])),
            Crumb(label=title),
        ],
    }
    return render(request, "nominations/form.html", context, status=status_of(request))


@roles(*sorted(READERS))
@require_safe
def doubles(request: SignedInRequest, code: str) -> HttpResponse:
    """Nominees who may be known under another record; administrators merge them, and can undo it."""
    edition = edition_for(request, code)
    words = same_in_words()
    context = {
        "edition": edition,
        "found": [
            (one, ", ".join(words[reason] for reason in one.reasons)) for one in suspected_doubles(edition)
        ],
        "files": [
            (label, reverse("nominations:export_doubles", args=[code, kind]))
            for kind, label in (("csv", gettext("Take as CSV")), ("xlsx", gettext("Take as workbook")))
        ],
        "may_merge": administers(request.grants),
        "crumbs": [
            Crumb(
                label=gettext("Nominations"),
                url=f"{reverse('nominations:index')}?edition={edition.code}",
            ),
            Crumb(label=gettext("Perhaps the same person")),
        ],
    }
    return render(request, "nominations/doubles.html", context)


def same_in_words() -> dict[str, str]:
    """What two records have in common, in the reader's language."""
    return {
        PASSPORT: gettext("the same passport number"),
        BIRTH: gettext("the same name and date of birth"),
        EMAIL: gettext("the same e-mail address"),
    }
