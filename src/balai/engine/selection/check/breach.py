"""What the judges say: something that a result claims and that is not so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Breach:
    """Something a result claims that is not so.

    Attributes:
        rule: the rulebook's code.
        subject: whom or what it is about: a nominee's id, a limit's id, or "cohort".
        detail: what was claimed and what was counted.
    """

    rule: str
    subject: str
    detail: str
