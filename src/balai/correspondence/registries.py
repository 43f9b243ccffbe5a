"""What higher rooms add here: the letters that the product can write, and who wants reminders sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from balai.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A gap in a letter that Balai fills.

    Attributes:
        meaning: what stands there, for the person who edits the text.
        sample: what the preview shows, in the language of the wording.
    """

    meaning: StrOrPromise
    sample: StrOrPromise


@dataclass(frozen=True, slots=True)
class LetterText:
    """The wording of a letter in one language; ``{name}`` is a gap that Balai fills."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterKind:
    """A letter that the product can write.

    Attributes:
        purpose: when it is sent and what for.
        placeholders: the gaps its text may have, by name.
        texts: the wording that Balai ships, by language; English is never missing.
        is_registered: whether it takes a number in the register; mails about an account do not.
        is_secret: whether it opens an account, so that nobody but its reader may see it.
    """

    purpose: StrOrPromise
    placeholders: Mapping[str, Placeholder]
    texts: Mapping[str, LetterText]
    is_registered: bool = True
    is_secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedReminder:
    """A reminder that should go out at a moment, as its source sees it now.

    Attributes:
        key: names the reminder within its source for ever, such as ``nominations-close:<edition>:<person>``.
        due_at: when it shall be sent; the past means now.
        context: fills the gaps of the letter; read anew at each run, stored nowhere.
        mentions: other persons whom it names, and how; who is erased is struck from it.
    """

    key: str
    letter: str
    person_id: UUID
    subject_reference: str
    due_at: datetime
    context: Mapping[str, str]
    mentions: Collection[tuple[UUID, str]] = ()


class ReminderSource(Protocol):
    """A room that knows who has to be reminded of what."""

    def __call__(self, *, at: datetime) -> Iterable[WantedReminder]:
        """Every reminder wanted now or later; one that is left out is cancelled."""


letter_kinds: Registry[LetterKind] = Registry("letters")
reminder_sources: Registry[ReminderSource] = Registry("reminder sources")
