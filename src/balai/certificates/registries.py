"""What other rooms add to this one: whether criteria of completion are met, and what people practised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from balai.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from balai.engine.badges.award import Task
    from balai.programmes.models import CompletionRule, Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What is known of one criterion for one participant.

    Attributes:
        is_met: whether it is met.
        have, need: counted: 42 of 44 sessions, 3 of 5 tasks.
    """

    is_met: bool
    have: int
    need: int


class Measure(Protocol):
    """Looks, for a whole edition at once, at what participants did; who is left out is not known."""

    def __call__(
        self, edition: Edition, rule: CompletionRule, participants: Collection[UUID]
    ) -> Mapping[UUID, Measured]: ...


class Transcript(Protocol):
    """What participants practised, for the transcript of their certificates."""

    def __call__(
        self, edition: Edition, participants: Collection[UUID], *, site: str, language: str
    ) -> Mapping[UUID, tuple[Task, ...]]: ...


measures = Registry[Measure]("measure of completion")
"""By the code of the criterion: :class:`balai.certificates.enums.Criterion`."""

transcripts = Registry[Transcript]("transcript of practice")
