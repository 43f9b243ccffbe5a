"""The office's pages: who completed, what certificates say, issuing, and withdrawing."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.certificates.enums import AppealState, CertificateState, Outcome, RevocationReason
from balai.certificates.forms.office import AnswerForm, DecisionForm, DesignForm, SignatoryForm, WithdrawForm
from balai.certificates.models import Appeal, Batch, Certificate, Paper, Signatory
from balai.certificates.queries.certificates import waiting_for_certificates
from balai.certificates.rules.access import READERS, may_certify, may_keep_certificates, may_revoke
from balai.certificates.rules.naming import is_misnamed
from balai.certificates.services.completing import (
    answer_appeal,
    decide_by_rule,
    decide_completion,
    standings,
)
from balai.certificates.services.composing import design_of
from balai.certificates.services.designing import (
    proposed_design,
    remove_signatory,
    write_design,
    write_signatory,
)
from balai.certificates.services.issuing import ask_for_certificates
from balai.certificates.services.preview import sample_pdf
from balai.certificates.services.revoking import revoke, revoke_and_reissue
from balai.certificates.views.common import edition_for, way_to
from balai.certificates.views.telling import criterion_rows, fault_rows
from balai.engine.documents.errors import DocumentError
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError, status_of
from balai.people.access import person_of, roles
from balai.programmes.enums import EditionStatus
from balai.programmes.rules import readable_editions
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.ui.parts import Crumb, Figure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

FORM = ["GET", "HEAD", "POST"]


@roles(*sorted(READERS))
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The editions that run or ran, the newest first."""
    editions = readable_editions(request.grants, READERS).exclude(
        status__in=[EditionStatus.IDEA, EditionStatus.APPROVED, EditionStatus.CANCELLED]
    )
    rows = editions.order_by("-starts_on", "pk").select_related("series")[:100]
    return render(request, "certificates/index.html", {"editions": rows})


@roles(*sorted(READERS))
@require_safe
def edition(request: SignedInRequest, code: str) -> HttpResponse:
    """Who completed, who has a certificate, and what is to be done."""
    return _edition(request, edition_for(request, code))


def _edition(
    request: SignedInRequest, edition: Edition, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    live = Certificate.objects.filter(state=CertificateState.VALID).defer("document")
    people = Participant.objects.filter(edition=edition, state=ParticipantState.CONFIRMED)
    rows = people.select_related("country", "completion", "person__profile").prefetch_related(
        Prefetch("certificates", queryset=live, to_attr="live")
    )
    page = page_of(rows, order=("name", "id"), after=request.GET.get("after", ""))
    listed: Sequence[Any] = page.rows
    for one in listed:
        for paper in one.live:
            paper.is_misnamed = is_misnamed(paper, one)
    batch = Batch.objects.filter(edition=edition).order_by("-asked_at", "-pk").first()
    counts = {
        "people": people.count(),
        "completed": people.filter(completion__outcome=Outcome.COMPLETED).count(),
        "undecided": people.filter(completion=None).count(),
        "waiting": waiting_for_certificates(edition).count(),
        "issued": Certificate.objects.filter(edition=edition, state=CertificateState.VALID).count(),
    }
    appeals = Appeal.objects.filter(completion__edition=edition, state=AppealState.OPEN).select_related(
        "completion__participant"
    )
    context = {
        "edition": edition,
        "page": page,
        "pager": pager_of(page, request.GET, ""),
        "batch": batch,
        "faults": fault_rows(batch.faults) if batch else [],
        "counts": counts,
        "figures": [
            Figure(value=str(counts["completed"]), beside=_of(counts["people"]), label=gettext("completed")),
            Figure(value=str(counts["undecided"]), label=gettext("not decided")),
            Figure(value=str(counts["issued"]), label=gettext("certificates issued")),
        ],
        "appeals": appeals,
        "design": design_of(edition),
        "keeps": may_keep_certificates(request.grants, edition) is None,
        "not_now": may_certify(edition),
        "refusal": refusal,
        "crumbs": way_to(edition),
    }
    return render(request, "certificates/edition.html", context, status=status)


def _of(number: int) -> str:
    return gettext("of %(number)d") % {"number": number}


@roles(*sorted(READERS))
@require_POST
def decide_all(request: SignedInRequest, code: str) -> HttpResponse:
    """Decide for everybody for whom the rule speaks."""
    edition = edition_for(request, code, keeps=True)
    try:
        done = decide_by_rule(edition=edition, actor=person_of(request).reference, at=clock.now())
    except RuleViolationError as violation:
        return _edition(request, edition, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    words = ngettext("Decided for %(number)d participant.", "Decided for %(number)d participants.", done)
    messages.success(request, words % {"number": done})
    return redirect("certificates:edition", edition.code)


@roles(*sorted(READERS))
@require_POST
def issue(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for the certificates that are missing; the worker makes them."""
    edition = edition_for(request, code, keeps=True)
    try:
        ask_for_certificates(edition=edition, actor=person_of(request).reference, at=clock.now())
    except RuleViolationError as violation:
        return _edition(request, edition, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    messages.success(
        request, gettext("The certificates are being issued. This page tells when they are there.")
    )
    return redirect("certificates:edition", edition.code)


@roles(*sorted(READERS))
@require_http_methods(FORM)
def participant(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """How the edition ended for one participant: the criteria, and the decision."""
    edition = edition_for(request, code, keeps=request.method == "POST")
    rows = Participant.objects.select_related("completion", "country")
    shown = get_object_or_404(rows, edition=edition, pk=key)
    completion = getattr(shown, "completion", None)
    standing = standings(edition, [shown.pk])[shown.pk]
    initial = {
        "outcome": completion.outcome if completion else standing.by_rule or "",
        "reason": completion.reason if completion else "",
    }
    form = DecisionForm(request.POST or None, initial=initial)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            decide_completion(
                participant_id=shown.pk,
                outcome=Outcome(form.cleaned_data["outcome"]),
                reason=form.cleaned_data["reason"],
                actor=person_of(request).reference,
                at=clock.now(),
            )
        except RuleViolationError as violation:
            refusal = violation.refusal
        else:
            messages.success(request, gettext("Decided."))
            return redirect("certificates:edition", edition.code)
    context = {
        "edition": edition,
        "shown": shown,
        "completion": completion,
        "standing": standing,
        "by_rule": standing.by_rule.label if standing.by_rule else "",
        "criteria": criterion_rows(standing.as_json()),
        "appeals": completion.appeals.order_by("-made_at") if completion else [],
        "certificates": shown.certificates.order_by("-issued_at").defer("document"),
        "keeps": may_keep_certificates(request.grants, edition) is None,
        "form": form,
        "refusal": refusal,
        "crumbs": way_to(edition, shown.name),
    }
    return render(request, "certificates/participant.html", context, status=status_of(request, refusal))


@roles(*sorted(READERS))
@require_http_methods(FORM)
def answer(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Read an appeal, and answer it."""
    edition = edition_for(request, code, keeps=request.method == "POST")
    rows = Appeal.objects.select_related("completion__participant")
    shown = get_object_or_404(rows, completion__edition=edition, pk=key)
    form = AnswerForm(request.POST or None, initial={"outcome": shown.completion.outcome})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            answer_appeal(
                appeal_id=shown.pk,
                outcome=Outcome(form.cleaned_data["outcome"]),
                answer=form.cleaned_data["answer"],
                actor=person_of(request).reference,
                at=clock.now(),
            )
        except RuleViolationError as violation:
            refusal = violation.refusal
        else:
            messages.success(request, gettext("The appeal is answered."))
            return redirect("certificates:edition", edition.code)
    context = {
        "edition": edition,
        "shown": shown,
        "criteria": criterion_rows(shown.completion.criteria),
        "keeps": may_keep_certificates(request.grants, edition) is None,
        "form": form,
        "refusal": refusal,
        "crumbs": way_to(edition, gettext("Appeal")),
    }
    return render(request, "certificates/answer.html", context, status=status_of(request, refusal))


@roles(*sorted(READERS))
@require_http_methods(FORM)
def design(request: SignedInRequest, code: str) -> HttpResponse:
    """What the certificates say, and who signs them."""
    edition = edition_for(request, code, keeps=request.method == "POST")
    at = clock.now()
    known = design_of(edition)
    form = DesignForm(request.POST or None, instance=known or proposed_design(edition, at=at))
    if request.method == "POST" and form.is_valid():
        write_design(edition=edition, values=form.cleaned_data, actor=person_of(request).reference, at=at)
        messages.success(request, gettext("Saved."))
        return redirect("certificates:design", edition.code)
    context = {
        "edition": edition,
        "design": known,
        "signatories": known.signatories.select_related("organisation") if known else [],
        "keeps": may_keep_certificates(request.grants, edition) is None,
        "form": form,
        "crumbs": way_to(edition, gettext("Wording")),
    }
    return render(request, "certificates/design.html", context, status=status_of(request))


@roles(*sorted(READERS))
@require_http_methods(FORM)
def add_signatory(request: SignedInRequest, code: str) -> HttpResponse:
    """Enter another office that signs."""
    return _signatory(request, edition_for(request, code, keeps=True), None)


@roles(*sorted(READERS))
@require_http_methods(FORM)
def signatory(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Change an office that signs, or take it off."""
    edition = edition_for(request, code, keeps=True)
    row = get_object_or_404(Signatory.objects.select_related("design"), design__edition=edition, pk=key)
    return _signatory(request, edition, row)


def _signatory(request: SignedInRequest, edition: Edition, row: Signatory | None) -> HttpResponse:
    known = design_of(edition)
    if known is None:
        return redirect("certificates:design", edition.code)
    actor, at = person_of(request).reference, clock.now()
    if row is not None and "remove" in request.POST:
        remove_signatory(signatory=row, actor=actor, at=at)
        messages.success(request, gettext("Taken off."))
        return redirect("certificates:design", edition.code)
    given: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = SignatoryForm(
        **given, instance=row or Signatory(design=known, order=known.signatories.count() + 1)
    )
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = {name: form.cleaned_data[name] for name in form.Meta.fields}
        if form.cleaned_data["picture"]:
            values["logo"] = form.cleaned_data["picture"]
        try:
            write_signatory(design=known, signatory=row, values=values, actor=actor, at=at)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("certificates:design", edition.code)
    context = {
        "edition": edition,
        "row": row,
        "form": form,
        "crumbs": way_to(
            edition,
            Crumb(label=gettext("Wording"), url=reverse("certificates:design", args=[edition.code])),
            gettext("Signatory"),
        ),
    }
    return render(request, "certificates/signatory.html", context, status=status_of(request))


@roles(*sorted(READERS))
@require_safe
def sample(request: SignedInRequest, code: str) -> HttpResponse:
    """How the certificates will look, for nobody: without signature, and marked as a sample."""
    edition = edition_for(request, code)
    known = design_of(edition)
    try:
        content = sample_pdf(edition, known or proposed_design(edition, at=clock.now()), at=clock.now())
    except DocumentError as error:
        messages.error(request, str(error))
        return redirect("certificates:design", edition.code)
    return _pdf(content, f"sample-{edition.code.lower()}.pdf")


@roles(*sorted(READERS))
@require_http_methods(FORM)
def certificate(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """One certificate: what became of it, and withdrawing or replacing it."""
    edition = edition_for(request, code, keeps=request.method == "POST")
    rows = Certificate.objects.select_related(
        "superseded_by", "supersedes", "participant__person__profile"
    ).defer("document")
    shown = get_object_or_404(rows, edition=edition, pk=key)
    form = WithdrawForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        actor, at, note = person_of(request).reference, clock.now(), form.cleaned_data["note"]
        try:
            if form.cleaned_data["way"] == "revoke":
                reason = RevocationReason(form.cleaned_data["reason"])
                revoke(certificate_id=shown.pk, reason=reason, note=note, actor=actor, at=at)
                messages.success(request, gettext("The certificate is withdrawn."))
            else:
                new = revoke_and_reissue(certificate_id=shown.pk, note=note, actor=actor, at=at)
                messages.success(request, gettext("Replaced by %(number)s.") % {"number": new.number})
        except RuleViolationError as violation:
            refusal = violation.refusal
        else:
            return redirect("certificates:edition", edition.code)
    context = {
        "edition": edition,
        "shown": shown,
        "superseded_by": getattr(shown, "superseded_by", None),
        "has_paper": Paper.objects.filter(certificate=shown).exists(),
        "is_misnamed": is_misnamed(shown, shown.participant),
        "keeps": may_keep_certificates(request.grants, edition) is None and may_revoke(shown) is None,
        "form": form,
        "refusal": refusal,
        "crumbs": way_to(edition, shown.number),
    }
    return render(request, "certificates/certificate.html", context, status=status_of(request, refusal))


@roles(*sorted(READERS))
@require_safe
def paper(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """The PDF as it was printed."""
    edition = edition_for(request, code)
    found = get_object_or_404(
        Paper.objects.select_related("certificate"), certificate__edition=edition, pk=key
    )
    return _pdf(bytes(found.pdf), f"certificate-{found.certificate.number.lower()}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"},
    )
