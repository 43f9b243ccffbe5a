"""What a nominee's own application needs from elsewhere: documents, and the employer's part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.nominations.enums import DocumentKind, Section, Signatory
from balai.nominations.forms.application import DocumentForm, StatementRequestForm
from balai.nominations.models import Document
from balai.nominations.queries.applications import documents_asked, documents_kept, person_of, statements_of
from balai.nominations.rules.applications import may_add_document, may_fill_in
from balai.nominations.services.documents import keep_document, put_document_away
from balai.nominations.services.endorsing import ask_for_statement
from balai.nominations.views.common import actor_of
from balai.nominations.views.own_common import OWN, delivered, own_application, section_url, way_to_own
from balai.people.access import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.people.access import SignedInRequest


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
        "after": section_url(own, Section.EMPLOYER),
        "crumbs": way_to_own(own, str(Section.DOCUMENTS.label)),
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
        "after": section_url(own, Section.DECLARATIONS),
        "crumbs": way_to_own(own, str(Section.EMPLOYER.label)),
    }
    return render(request, "nominations/employer.html", context, status=status_of(request))
