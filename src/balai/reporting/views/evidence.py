"""What came of an edition, for the office: what would be told now, publishing it, withdrawing it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from balai.followup.models.times import day_in
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, roles
from balai.programmes.views.common import actor_of, edition_for, edition_page, tell_faults
from balai.reporting.adapters.evidence import LICENCE, LICENCE_NAME, told
from balai.reporting.forms.evidence import WithdrawForm
from balai.reporting.queries.evidence import content_of, evidence_of
from balai.reporting.rules.access import READERS
from balai.reporting.rules.evidence import PUBLISHERS, may_decide_on_evidence, may_publish_evidence
from balai.reporting.services.evidence import publish_evidence, withdraw_evidence
from balai.reporting.views.common import HERE
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

MOST_VERSIONS = 20


@roles(*READERS)
@require_safe
def evidence(request: SignedInRequest, code: str) -> HttpResponse:
    """The figures as they would be told now, and the versions."""
    return _page(request, edition_for(request, code))


def _page(
    request: SignedInRequest,
    found: Edition,
    *,
    refusal: Refusal | None = None,
    form: WithdrawForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    content = content_of(found, on=day_in(found, clock.now()))
    versions = list(evidence_of(found).defer("content")[:MOST_VERSIONS])
    is_public = bool(versions) and versions[0].is_public
    decides = may_decide_on_evidence(request.grants, found) is None
    shut = may_publish_evidence(found, has_figures=bool(content["figures"]))
    context = {
        "told": told(found, content),
        "versions": versions,
        "is_public": is_public,
        "decides": decides,
        "may_publish": decides and shut is None,
        "refusal": refusal or (shut if decides else None),
        "form": form or WithdrawForm(),
        "licence": LICENCE,
        "licence_name": LICENCE_NAME,
        "public_url": reverse("public:evidence", args=[found.code]) if is_public and found.is_public else "",
    }
    way = [
        Crumb(label=gettext("Money"), url=reverse(HERE, args=[found.code])),
        Crumb(label=gettext("Evidence")),
    ]
    return edition_page(request, found, "reporting/evidence.html", context, here=HERE, way=way, status=status)


def _deciding(request: SignedInRequest, code: str) -> Edition:
    found = edition_for(request, code)
    admit(may_decide_on_evidence(request.grants, found))
    return found


@roles(*PUBLISHERS)
@require_POST
def publish(request: SignedInRequest, code: str) -> HttpResponse:
    """Let everybody read the figures."""
    found = _deciding(request, code)
    try:
        version = publish_evidence(edition=found, actor=actor_of(request), at=clock.now())
    except RuleViolationError as violation:
        return _page(request, found, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("Version %(number)d is published.") % {"number": version.number})
    return redirect("reporting:evidence", found.code)


@roles(*PUBLISHERS)
@require_POST
def withdraw(request: SignedInRequest, code: str) -> HttpResponse:
    """Take the public page away."""
    found = _deciding(request, code)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdraw_evidence(
                edition=found, why=form.cleaned_data["why"], actor=actor_of(request), at=clock.now()
            )
        except RuleViolationError as violation:
            return _page(request, found, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
        except ValidationError as error:
            tell_faults(form, error)
        else:
            messages.success(request, gettext("Withdrawn. Nobody finds the page any more."))
            return redirect("reporting:evidence", found.code)
    return _page(request, found, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
