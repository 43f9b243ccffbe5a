"""How a rule says no: one shape for page, API and worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
