"""Letters over the API: the register of the office, and what was written to the caller."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from balai.correspondence.enums import Direction, Medium
from balai.correspondence.models import Letter, RegisterEntry
from balai.correspondence.queries import letters_to, register_entries
from balai.correspondence.rules import KEEPERS, READERS
from balai.correspondence.services.delivery import mark_read, send_again
from balai.correspondence.services.register import register_incoming
from balai.kernel import clock
from balai.kernel.paging import page_of
from balai.people.authentication import Caller, needs
from balai.people.enums import Role, TokenScope

router = Router()
READ = needs(TokenScope.LETTERS_READ, *READERS, Role.API_CLIENT, everywhere=True)
KEEP = needs(TokenScope.LETTERS_WRITE, *KEEPERS, Role.API_CLIENT, everywhere=True)
OWN = needs(TokenScope.OWN_READ)


class LetterOut(Schema):
    """One line of the register; of a received letter `state` is empty, of a sent one `medium`."""

    id: UUID
    reference: str
    direction: str
    entered_on: date
    correspondent: str
    subject: str
    medium: str
    their_reference: str
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


class WholeLetterOut(LetterOut):
    """A line with the letter that it numbers; of a received letter only the line is here."""

    language: str
    text: str
    read_at: datetime | None

    @staticmethod
    def resolve_language(entry: RegisterEntry) -> str:
        """In which it was written."""
        letter = getattr(entry, "letter", None)
        return "" if letter is None else str(letter.language)

    @staticmethod
    def resolve_text(entry: RegisterEntry) -> str:
        """As it was sent."""
        letter = getattr(entry, "letter", None)
        return "" if letter is None else str(letter.text)

    @staticmethod
    def resolve_read_at(entry: RegisterEntry) -> datetime | None:
        """When its reader opened it."""
        letter: Letter | None = getattr(entry, "letter", None)
        return None if letter is None else letter.read_at


class ArrivedIn(Schema):
    """A letter that arrived."""

    sender: str = Field(min_length=1, max_length=320)
    subject: str = Field(min_length=1, max_length=500)
    medium: Medium
    their_reference: str = Field("", max_length=100)


class OwnLetterOut(Schema):
    """A letter to the caller."""

    id: UUID
    subject: str
    language: str
    written_at: datetime
    read_at: datetime | None


class OwnLetterPage(Schema):
    """Some letters, and where the next page begins."""

    items: list[OwnLetterOut]
    after: str


class WholeOwnLetterOut(OwnLetterOut):
    """A letter to the caller, with its words."""

    text: str


@router.get("", response=LetterPage, operation_id="list_letters", **READ)
def list_letters(
    request: Caller, words: str = "", direction: Direction | None = None, after: str = ""
) -> LetterPage:
    """List letters sent and received, newest first; `words` must all occur."""
    entries = register_entries(words=words, direction=direction or "")
    page = page_of(entries, order=["-entered_on", "-number", "-id"], after=after)
    return LetterPage(items=[LetterOut.from_orm(entry) for entry in page.rows], after=page.after)


@router.post("", response={201: LetterOut}, operation_id="register_letter", **KEEP)
def register_letter(request: Caller, given: ArrivedIn) -> Status[RegisterEntry]:
    """Enter a letter that arrived; it takes the next number of the year."""
    entry = register_incoming(
        actor=request.auth.reference,
        sender=given.sender,
        subject=given.subject,
        medium=given.medium,
        their_reference=given.their_reference,
        at=clock.now(),
    )
    return Status(201, entry)


@router.get("mine", response=OwnLetterPage, operation_id="list_my_letters", **OWN)
def list_my_letters(request: Caller, after: str = "") -> OwnLetterPage:
    """List what was written to the caller, newest first."""
    person = request.auth.person
    letters = letters_to(person) if person else Letter.objects.none()
    page = page_of(letters.defer("text", "html"), order=["-written_at", "-id"], after=after)
    return OwnLetterPage(items=[OwnLetterOut.from_orm(letter) for letter in page.rows], after=page.after)


@router.get("mine/{uuid:letter_id}", response=WholeOwnLetterOut, operation_id="get_my_letter", **OWN)
def get_my_letter(request: Caller, letter_id: UUID) -> Letter:
    """Show one letter to the caller; that it was opened is noted, as on its page."""
    person = request.auth.person
    letter = get_object_or_404(letters_to(person) if person else Letter.objects.none(), pk=letter_id)
    mark_read(letter_id=letter.pk, at=clock.now())
    return letter


@router.get("{uuid:entry_id}", response=WholeLetterOut, operation_id="get_letter", **READ)
def get_letter(request: Caller, entry_id: UUID) -> RegisterEntry:
    """Show one line of the register with its letter."""
    return get_object_or_404(RegisterEntry.objects.select_related("letter"), pk=entry_id)


@router.post("{uuid:entry_id}/send-again", response=LetterOut, operation_id="send_letter_again", **KEEP)
def send_letter_again(request: Caller, entry_id: UUID) -> RegisterEntry:
    """Send a letter again that came back, was not sent, or perhaps was."""
    entries = RegisterEntry.objects.select_related("letter")
    entry = get_object_or_404(entries, pk=entry_id, letter__isnull=False)
    send_again(letter_id=entry.letter.pk, actor=request.auth.reference, at=clock.now())
    return entries.get(pk=entry.pk)
