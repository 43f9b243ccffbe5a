"""How the API says no: problem details for HTTP APIs (RFC 9457), one shape for every refusal."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from ninja import Schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal

MEDIA_TYPE = "application/problem+json"


class FieldProblem(Schema):
    """One value that breaks a rule: where it stands, and the rule."""

    place: str
    rule: str


class Problem(Schema):
    """Why a request was not carried out.

    Attributes:
        type: ``about:blank``: the status says it all; ``code`` is for programs.
        title: the status in words.
        status: the HTTP status.
        code: stable and dotted, as in ``token.expired``.
        detail: for people, in the language of the request.
        errors: the values at fault, when there are any.
    """

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldProblem] = []


def problem(status: int, refusal: Refusal, errors: Sequence[FieldProblem] = ()) -> HttpResponse:
    """The answer that refuses a request."""
    body = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        code=refusal.code,
        detail=str(refusal.message),
        errors=list(errors),
    )
    content: dict[str, Any] = body.model_dump()
    return JsonResponse(content, status=status, content_type=MEDIA_TYPE)
