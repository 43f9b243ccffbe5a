"""The one way to write to a person."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import transaction

from balai.audit.services import record
from balai.correspondence.enums import Direction
from balai.correspondence.models import Letter, LetterMention
from balai.correspondence.queries import wording
from balai.correspondence.registries import letter_kinds
from balai.correspondence.services.register import enter
from balai.correspondence.services.rendering import Sheet, render, subject_line
from balai.kernel.identity import uuid7
from balai.kernel.jobs import enqueue
from balai.office.addresses import link_to
from balai.office.queries import current_office

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person

DELIVER = "correspondence.deliver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who a letter goes to: a person, an office by its name, or an address alone while nobody is known."""

    person: Person | None
    name: str
    address: str
    language: str


@transaction.atomic
def send(  # noqa: PLR0913 -- a deed takes its facts by name
    *,
    letter: str,
    to: Person | Recipient | str,
    context: Mapping[str, str],
    subject_reference: str,
    at: datetime,
    language: str | None = None,
    actor: str = "system",
    unsubscribe: str = "",
    mentions: Iterable[tuple[UUID, str]] = (),
) -> Letter:
    """Write a letter: keep its text, number it, and queue it, all or nothing with the deed that asks.

    Args:
        letter: the code of its kind in the registry.
        to: the person; an office by name and address; or a bare address, for mails about an account.
        context: fills the gaps, exactly those that the kind declares.
        subject_reference: what it is about, as in ``nomination:42``.
        at: the moment of the deed.
        language: the wording to use; the person's own when None.
        actor: who writes, for the trail.
        unsubscribe: of a letter that somebody asked for: where a mail program posts to end it.
        mentions: persons to whom it is not written and how it calls them; who is erased is struck from it.

    Raises:
        KeyError: there is no such kind of letter.
        ValueError: the context does not fit it.
    """
    kind = letter_kinds[letter]
    recipient = _recipient(to)
    language, text = wording(letter, language or recipient.language)
    entry = None
    if kind.is_registered:
        entry = enter(
            direction=Direction.OUTGOING,
            correspondent=recipient.name or recipient.address,
            subject=subject_line(kind, text, context),
            subject_reference=subject_reference,
            at=at,
        )
    rendered = render(kind, text, context, sheet_of(language, entry.reference if entry else ""))
    identifier = uuid7()
    written = Letter.objects.create(
        id=identifier,
        entry=entry,
        kind=letter,
        language=language,
        person=recipient.person,
        recipient_name=recipient.name,
        recipient_address=recipient.address,
        subject_reference=subject_reference,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        is_secret=kind.is_secret,
        unsubscribe=unsubscribe,
        message_id=f"<{identifier}@{urlsplit(link_to('/')).hostname}>",
        written_at=at,
    )
    named = {*mentions}
    own = context.get("name", "")
    if entry is not None and recipient.person is not None and own in entry.subject:
        named.add(
            (recipient.person.pk, own)
        )  # a nomination may call them otherwise than the person is called
    LetterMention.objects.bulk_create(
        LetterMention(letter=written, person_id=person, said=said) for person, said in sorted(named) if said
    )
    record(actor=actor, action="letter.written", subject=written.reference, at=at, detail={"kind": letter})
    enqueue(DELIVER, letter_id=str(identifier))
    return written


def _recipient(to: Person | Recipient | str) -> Recipient:
    if isinstance(to, Recipient):
        return to
    if isinstance(to, str):
        return Recipient(person=None, name="", address=parseaddr(to)[1], language="")
    person = to.merged_into or to
    return Recipient(person=person, name=person.name, address=address_of(person), language=person.language)


def address_of(person: Person) -> str:
    """Where a person is written to: their own address, else that of their account, else nowhere."""
    account = getattr(person, "account", None)
    return person.email or (account.email if account else "")


def sheet_of(language: str, reference: str) -> Sheet:
    """The paper of the office in one language, with the number of a letter."""
    office = current_office()
    return Sheet(
        organisation=office.name.get(language) or office.short_name or "Balai",
        foot=(*office.letterhead.get(language, "").splitlines(), reference),
        language=language,
    )
