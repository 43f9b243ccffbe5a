"""What the judges say: something that is not as the rulebook wants it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that is not as the rulebook wants it.

    Attributes:
        rule: the rulebook's code.
        limit: id of what is not kept, such as "T3:bblm:6"; the rule's code alone for a false claim.
        sessions: ids of the sessions in it.
        detail: what was found, for people.
    """

    rule: str
    limit: str
    sessions: tuple[str, ...]
    detail: str


def false_claim(rule: str, detail: str) -> Breach:
    """A breach of something that is said of a result, not of one session."""
    return Breach(rule, rule, (), detail)
