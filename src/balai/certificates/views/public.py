"""The check that anybody can make, and what programs fetch: without an account, and for ever."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.certificates.forms.checking import DocumentForm, NumberForm
from balai.certificates.models import Certificate
from balai.certificates.queries.certificates import issuer_document
from balai.certificates.queries.checking import certificate_with, judge, number_in
from balai.certificates.services.publishing import found_list, png_of, status_list, svg_of, token_of
from balai.certificates.views.showing import check_of, check_of_document, unknown_number
from balai.directory.models import Country
from balai.engine.badges.did import did_of
from balai.engine.badges.pinned import context_bytes
from balai.kernel import clock
from balai.kernel.errors import too_many
from balai.kernel.refusal import RuleViolationError
from balai.office.queries import lasting_address
from balai.people.access import may_guess, public

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from balai.certificates.views.showing import Check

CREDENTIAL = "application/vc"
TOKEN = "application/vc+jwt"  # noqa: S105 -- a media type, not a secret
DOCUMENT = "application/did+ld+json"
CONTEXT = "application/ld+json"
FIVE_MINUTES = "public, max-age=300"
A_DAY = "public, max-age=86400"


# --- the check ----------------------------------------------------------------------------------------


@public
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a number, or take a document and judge it; nothing that is brought is kept."""
    numbered = NumberForm(request.GET if "number" in request.GET else None)
    if numbered.is_bound and numbered.is_valid():
        number = number_in(numbered.cleaned_data["number"])
        if number:
            return redirect("check:certificate", number)
        numbered.add_error("number", gettext("A number has eight letters and digits, such as 7Q4M-2X9D."))
    brought = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    shown = None
    if brought.is_bound:
        if not may_guess(request, "credential"):
            return too_many(request)
        if brought.is_valid():
            at = clock.now()
            judged = judge(brought.brought, status=lambda number: found_list(number, at=at), at=at)
            shown = check_of_document(judged, at=at, country=_country)
    wrong = (numbered.is_bound or brought.is_bound) and shown is None
    return _page(
        request, shown, numbered, brought, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    )


@public
@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """What is said of the certificate with a number: valid, withdrawn, replaced, or unknown."""
    plain = number_in(number)
    if plain and plain != number:
        return redirect("check:certificate", plain)
    found = certificate_with(plain) if plain else None
    if found is None:
        if not may_guess(request, "certificate"):
            return too_many(request)
        return _page(request, unknown_number(number), NumberForm(), DocumentForm(), HTTPStatus.NOT_FOUND)
    shown = check_of(found, at=clock.now(), country=_country(found.country))
    return _page(request, shown, NumberForm(), DocumentForm(), HTTPStatus.OK)


def _page(
    request: HttpRequest, shown: Check | None, numbered: NumberForm, brought: DocumentForm, status: int
) -> HttpResponse:
    context = {"check": shown, "numbered": numbered, "brought": brought}
    answer = render(request, "certificates/check.html", context, status=status)
    answer["Cache-Control"] = "no-store"  # a certificate may be withdrawn the next minute
    answer["X-Robots-Tag"] = "noindex" if shown else "all"
    return answer


def _country(code: str) -> str:
    found = Country.objects.filter(pk=code).first()
    return str(found.short_name or found.name) if found else ""


# --- for programs -------------------------------------------------------------------------------------


@public
@require_safe
def credential(request: HttpRequest, key: UUID) -> HttpResponse:
    """The signed credential at its own address; who comes with a browser is led to the check."""
    found = get_object_or_404(Certificate, pk=key)
    if "text/html" in request.headers.get("Accept", "") and request.GET.get("as") is None:
        answer: HttpResponse = redirect("check:certificate", found.number)
    else:
        answer = _signed(found.document, CREDENTIAL)
    patch_vary_headers(answer, ["Accept"])
    return answer


@public
@require_safe
def credential_as(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """A certificate to take along: signed file, token, or a picture with the credential inside."""
    found = get_object_or_404(Certificate, pk=key)
    try:
        content, media_type = _taken(found, kind)
    except RuleViolationError as error:
        raise Http404 from error  # without keys there are no tokens; the signed file stays
    answer = _signed(content, media_type)
    name = f"certificate-{found.number.lower()}.{kind}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer


def _taken(found: Certificate, kind: str) -> tuple[str | bytes, str]:
    if kind == "json":
        return found.document, CREDENTIAL
    if kind == "jwt":
        return token_of(found, at=clock.now()), TOKEN
    if kind == "png":
        return png_of(found), "image/png"
    if kind == "svg":
        return svg_of(found), "image/svg+xml"
    raise Http404


@public
@require_safe
def status(request: HttpRequest, number: int, kind: str = "json") -> HttpResponse:
    """A list of revocations: the same for everybody, so that asking tells nobody which is asked for."""
    if not Certificate.objects.filter(status_list=number).exists():
        raise Http404
    try:
        document, token = status_list(number, at=clock.now())
    except RuleViolationError as error:
        raise Http404 from error
    wants_token = kind == "jwt" or "vc+jwt" in request.headers.get("Accept", "")
    answer = _signed(token if wants_token else document, TOKEN if wants_token else CREDENTIAL)
    answer["Cache-Control"] = FIVE_MINUTES
    patch_vary_headers(answer, ["Accept"])
    return answer


@public
@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """Who the issuer is: every key that ever signed here."""
    address = lasting_address().rstrip("/")
    found = issuer_document(did_of(address)) if address else None
    if found is None:
        raise Http404
    answer = _signed(json.dumps(found), DOCUMENT)
    answer["Cache-Control"] = FIVE_MINUTES
    return answer


@public
@require_safe
def context(request: HttpRequest) -> HttpResponse:
    """The words that Balai adds to those of Open Badges; byte by byte what is signed and judged by."""
    answer = _signed(context_bytes("practice-v1.json"), CONTEXT)
    answer["Cache-Control"] = A_DAY
    return answer


@public
@require_safe
def course(request: HttpRequest, code: str) -> HttpResponse:
    """What a certificate is for: the page of its programme, where it is public."""
    return redirect(reverse("public:edition", args=[code.upper()]))


def _signed(content: str | bytes, media_type: str) -> HttpResponse:
    """What anybody may fetch from anywhere, also a page of somebody else."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
