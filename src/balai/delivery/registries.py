"""What subjects of this room, and rooms above, put before a participant on My programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from balai.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from balai.selection.models import Participant


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCard:
    """One thing on a participant's telephone, which leads to a page of its own.

    Attributes:
        title: what it is, or what is to be done: “Tell us how yesterday was”.
        line: one fact about it: “2 sessions wait for your feedback”.
        url: where it is.
        is_due: whether something waits for the participant; such cards stand directly below the code.
    """

    title: str
    line: str
    url: str
    is_due: bool = False


class OwnCards(Protocol):
    """The cards of one subject for one participant, in the language of now; few, and few questions."""

    def __call__(self, participant: Participant, *, at: datetime) -> Sequence[OwnCard]: ...


own_cards: Registry[OwnCards] = Registry("cards of My programme")
