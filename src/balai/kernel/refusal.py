"""How a rule says no: one shape for page, API and worker."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something cannot be done.

    Attributes:
        code: stable, dotted, for programs: ``grant.scope_unknown``.
        message: translated, for people; says what would have to be different.
    """

    code: str
    message: StrOrPromise


class RuleViolationError(Exception):
    """A deed was asked for that a rule refuses; the page shows the message, the API answers 409."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.code)

    def __str__(self) -> str:
        return f"{self.refusal.code}: {self.refusal.message}"


def enforce(refusal: Refusal | None) -> None:
    """Stop the deed when a rule said no.

    Raises:
        RuleViolationError: carries the refusal.
    """
    if refusal is not None:
        raise RuleViolationError(refusal)


def status_of(request: HttpRequest, refusal: Refusal | None = None) -> int:
    """Of a page with a form: 409 where a rule refused, 422 where the form comes back, and 200 at first."""
    if refusal is not None:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
