"""What a participant sees: the decision with its reasons, the appeal, and the certificates to take along."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.certificates.forms.office import AppealForm
from balai.certificates.models import Completion, Paper
from balai.certificates.queries.certificates import certificates_about
from balai.certificates.rules.completing import may_appeal
from balai.certificates.services.completing import appeal as make_appeal
from balai.certificates.views.telling import criterion_rows
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, signed_in
from balai.people.queries import identities_of
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from balai.people.access import SignedInRequest

MOST = 50
"""Editions and certificates of one person; nobody has so many."""


@signed_in
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """The reader's decisions and certificates, the newest first."""
    persons, at = identities_of(person_of(request)), clock.now()
    decisions = (
        Completion.objects.filter(participant__person__in=persons)
        .select_related("edition")
        .prefetch_related("appeals")
        .order_by("-decided_at", "pk")[:MOST]
    )
    rows = certificates_about(persons).select_related("paper")[:MOST]
    context = {
        "decisions": [
            (one, criterion_rows(one.criteria), may_appeal(one, at=at) is None) for one in decisions
        ],
        "certificates": [(one, getattr(one, "paper", None) is not None) for one in rows],
    }
    return render(request, "certificates/mine.html", context)


@signed_in
@require_safe
def paper(request: SignedInRequest, key: UUID) -> HttpResponse:
    """The reader's own certificate as PDF; that of somebody else is not there at all."""
    persons = identities_of(person_of(request))
    rows = Paper.objects.select_related("certificate")
    found = get_object_or_404(rows, certificate__participant__person__in=persons, pk=key)
    name = f"certificate-{found.certificate.number.lower()}.pdf"
    return HttpResponse(
        bytes(found.pdf),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Say against the decision what there is to say."""
    persons, at = identities_of(person_of(request)), clock.now()
    rows = Completion.objects.select_related("edition")
    completion = get_object_or_404(rows, participant__person__in=persons, pk=key)
    form = AppealForm(request.POST or None)
    refusal = may_appeal(completion, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            make_appeal(
                completion_id=completion.pk,
                text=form.cleaned_data["text"],
                actor=person_of(request).reference,
                at=at,
            )
        except RuleViolationError as violation:
            refusal = violation.refusal
        else:
            messages.success(request, gettext("Your appeal is with the office. You read the answer here."))
            return redirect("certificates:mine")
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.CONFLICT if refusal else HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "completion": completion,
        "criteria": criterion_rows(completion.criteria),
        "form": form,
        "refusal": refusal,
        "crumbs": [
            Crumb(label=gettext("My certificates"), url=reverse("certificates:mine")),
            Crumb(label=gettext("Appeal")),
        ],
    }
    return render(request, "certificates/appeal.html", context, status=status)
