"""The register of letters over the API."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ninja import Router, Schema

from balai.correspondence.models import RegisterEntry
from balai.correspondence.queries import register_entries
from balai.correspondence.rules import READERS
from balai.kernel.paging import page_of
from balai.people.authentication import Caller, needs
from balai.people.enums import Role, TokenScope

router = Router()


class LetterOut(Schema):
    """One line of the register; `state` is empty for a letter that was received."""

    id: UUID
    reference: str
    direction: str
    entered_on: date
    correspondent: str
    subject: str
    state: str

    @staticmethod
    def resolve_state(entry: RegisterEntry) -> str:
        """How far the letter has come."""
        letter = getattr(entry, "letter", None)
        return "" if letter is None else str(letter.state)


class LetterPage(Schema):
    """Some lines, and where the next page begins."""

    items: list[LetterOut]
    after: str


@router.get(
    "",
    response=LetterPage,
    operation_id="list_letters",
    **needs(TokenScope.LETTERS_READ, *READERS, Role.API_CLIENT, everywhere=True),
)
def list_letters(request: Caller, words: str = "", direction: str = "", after: str = "") -> LetterPage:
    """List letters sent and received, newest first; `words` must all occur, `direction` is `out` or `in`."""
    entries = register_entries(words=words, direction=direction)
    page = page_of(entries, order=["-entered_on", "-number", "-id"], after=after)
    return LetterPage(items=[LetterOut.from_orm(entry) for entry in page.rows], after=page.after)
