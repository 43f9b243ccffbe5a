"""Handing letters to the mail server: never twice, and never lost without somebody being told.

A letter is handed over in these steps, each of which may be the last one before a crash:

1. The conversation with the server is opened, up to the recipient. Nothing was sent; doing it again is safe.
2. A delivery attempt is written and committed. The database allows one at a time.
3. The message is sent, and the server answers.
4. The answer is written down.

Whoever finds an open attempt of somebody else knows that step 3 may have happened: the letter becomes
“perhaps sent”, and only the office may send it again (docs/decisions/0006).
"""

from __future__ import annotations

from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.correspondence.enums import AttemptOutcome, LetterState
from balai.correspondence.models import DeliveryAttempt, Letter
from balai.correspondence.rules import may_send_again
from balai.correspondence.services.reports import read_report
from balai.correspondence.services.writing import DELIVER, address_of
from balai.kernel.jobs import enqueue
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.office.queries import mail_route
from balai.office.services.smtp import MailError, PostponedError, RefusedError, UncertainError, conversation

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from balai.office.queries import MailRoute

WAITS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 480, 720, 720, 720))
"""Between one try and the next: two and a half days, which outlasts a weekend without a mail server."""

SECRET_LIFE = timedelta(hours=1)
"""After this a mail that opens an account is of no use, and its reader has asked for another."""


def deliver(*, letter_id: UUID, clock: Callable[[], datetime]) -> None:
    """Try to hand one letter over, and write down what came of it. Safe to call any number of times.

    Args:
        letter_id: the letter; what is not waiting to be sent is left alone.
        clock: tells the moment; asked again after the server answered.
    """
    letter = _waiting(letter_id, at=clock())
    if letter is None:
        return
    route = mail_route()
    if route is None or not letter.recipient_address:
        _keep(letter_id, at=clock())
        return
    try:
        with conversation(route, recipient=letter.recipient_address) as opened:
            attempt = _begin(letter_id, at=clock())
            if attempt is None:
                return
            _hand_over(attempt, lambda: opened.hand_over(message_of(letter, route, at=clock())), clock=clock)
    except PostponedError as error:
        _postpone(letter_id, answer=str(error), at=clock())
    except RefusedError as error:
        _settle(letter_id, LetterState.BOUNCED, answer=str(error), at=clock())


def message_of(letter: Letter, route: MailRoute, *, at: datetime) -> bytes:
    """The letter as a mail. Its identifier never changes, so that a mailbox can recognise a second copy."""
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["Subject"] = letter.subject
    message["From"] = route.sender
    name, _, domain = letter.recipient_address.rpartition("@")
    called = " ".join(letter.recipient_name.split())  # a header is one line
    message["To"] = Address(display_name=called, username=name, domain=domain)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = letter.message_id
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notices are not sent in answer
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return _one_click(letter) + message.as_bytes()


def _one_click(letter: Letter) -> bytes:
    """RFC 8058, as bytes: the library would fold a long address in a header into words of its own."""
    if not letter.unsubscribe:
        return b""
    lines = (f"List-Unsubscribe: <{letter.unsubscribe}>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _locked(letter_id: UUID) -> Letter | None:
    """The letter under its lock; None where it was forgotten meanwhile, as news that was ended."""
    return Letter.objects.select_for_update().filter(pk=letter_id).first()


@transaction.atomic
def _waiting(letter_id: UUID, *, at: datetime) -> Letter | None:
    """The letter if it waits; it is uncertain if somebody began to hand it over and did not end."""
    letter = _locked(letter_id)
    if letter is None:
        return None
    if letter.state == LetterState.HANDING_OVER:
        letter.attempts.filter(outcome=AttemptOutcome.OPEN).update(
            outcome=AttemptOutcome.UNCERTAIN, ended_at=at
        )
        _move(letter, LetterState.UNCERTAIN, at=at)
    return letter if letter.state == LetterState.QUEUED else None


@transaction.atomic
def _begin(letter_id: UUID, *, at: datetime) -> DeliveryAttempt | None:
    """Claim the letter, or nothing when another worker was first."""
    letter = _locked(letter_id)
    if letter is None or letter.state != LetterState.QUEUED:
        return None
    letter.state = LetterState.HANDING_OVER
    letter.save(update_fields=["state"])
    return DeliveryAttempt.objects.create(letter=letter, began_at=at)


def _hand_over(attempt: DeliveryAttempt, send: Callable[[], str], *, clock: Callable[[], datetime]) -> None:
    """Send, and write the outcome of the attempt; what was certainly not taken is raised on."""
    try:
        answer = send()
    except UncertainError as error:
        _end(attempt, AttemptOutcome.UNCERTAIN, LetterState.UNCERTAIN, answer=str(error), at=clock())
    except MailError as error:
        _end(attempt, AttemptOutcome.REFUSED, LetterState.QUEUED, answer=str(error), at=clock())
        raise
    else:
        _end(attempt, AttemptOutcome.ACCEPTED, LetterState.ACCEPTED, answer=answer, at=clock())


@transaction.atomic
def _end(
    attempt: DeliveryAttempt, outcome: AttemptOutcome, state: LetterState, *, answer: str, at: datetime
) -> None:
    letter = _locked(attempt.letter_id)
    if letter is None:
        return
    attempt = DeliveryAttempt.objects.select_for_update().get(pk=attempt.pk)
    # Another worker may have taken us for dead and called it uncertain: we know better. If the office has
    # sent the letter again meanwhile, that attempt rules, and this one stays set aside.
    if attempt.outcome not in {AttemptOutcome.OPEN, AttemptOutcome.UNCERTAIN}:
        return
    attempt.outcome = outcome
    attempt.answer = answer
    attempt.ended_at = at
    attempt.save(update_fields=["outcome", "answer", "ended_at"])
    _move(letter, state, answer=answer, at=at)


@transaction.atomic
def _postpone(letter_id: UUID, *, answer: str, at: datetime) -> None:
    """Try again later, longer each time; after the last time the office is told."""
    letter = _locked(letter_id)
    if letter is None or letter.state != LetterState.QUEUED:
        return
    is_stale = letter.is_secret and at - letter.written_at > SECRET_LIFE
    if letter.tries >= len(WAITS) or is_stale:
        _move(letter, LetterState.GIVEN_UP, answer=answer, at=at)
        return
    wait = WAITS[letter.tries]
    letter.tries += 1
    letter.answer = answer
    letter.save(update_fields=["tries", "answer"])
    enqueue(DELIVER, letter_id=str(letter_id), not_before=at + wait)


@transaction.atomic
def _settle(letter_id: UUID, state: LetterState, *, answer: str, at: datetime) -> None:
    letter = _locked(letter_id)
    if letter is not None and letter.state == LetterState.QUEUED:
        _move(letter, state, answer=answer, at=at)


def _keep(letter_id: UUID, *, at: datetime) -> None:
    _settle(letter_id, LetterState.KEPT, answer="", at=at)


def _move(letter: Letter, state: LetterState, *, at: datetime, answer: str = "") -> None:
    """Change the state, with its trail; a mail that opens an account is emptied once it has left us."""
    letter.state = state
    letter.answer = answer
    letter.settled_at = None if state == LetterState.QUEUED else at
    if letter.is_secret and state not in {LetterState.QUEUED, LetterState.KEPT}:
        letter.text = letter.html = ""
    letter.save(update_fields=["state", "answer", "settled_at", "text", "html"])
    if state != LetterState.QUEUED:
        record(actor="system", action=f"letter.{state}", subject=letter.reference, at=at)


@transaction.atomic
def send_again(*, letter_id: UUID, actor: str, at: datetime) -> None:
    """Queue a letter once more, to where its person is written to now.

    The office answers for it: of a letter that was perhaps sent, a second copy may arrive.

    Raises:
        RuleViolationError: ``letter.secret`` or ``letter.not_settled``.
    """
    letter = Letter.objects.select_for_update(of=("self",)).select_related("person").get(pk=letter_id)
    enforce(may_send_again(letter))
    letter.attempts.filter(outcome=AttemptOutcome.UNCERTAIN).update(outcome=AttemptOutcome.SET_ASIDE)
    letter.state = LetterState.QUEUED
    letter.tries = 0
    letter.settled_at = None
    if letter.person is not None:
        letter.recipient_address = address_of(letter.person)
    letter.save(update_fields=["state", "tries", "settled_at", "recipient_address"])
    record(actor=actor, action="letter.sent_again", subject=letter.reference, at=at)
    enqueue(DELIVER, letter_id=str(letter_id))


@transaction.atomic
def record_bounce(*, message: bytes, actor: str, at: datetime) -> Letter:
    """Read a delivery report and write down that its letter came back; a report of a delay changes nothing.

    Raises:
        RuleViolationError: it is no delivery report, or about no letter of ours (``bounce.letter_unknown``).
    """
    report = read_report(message)
    letter = Letter.objects.select_for_update().filter(message_id=report.message_id).first()
    if letter is None:
        raise RuleViolationError(
            Refusal("bounce.letter_unknown", _("The report is about a letter that this office did not send."))
        )
    # An uncertain letter that comes back was taken after all. Any other state: the report came twice, or
    # is older than what the office has done since.
    if report.is_final and letter.state in {LetterState.ACCEPTED, LetterState.UNCERTAIN}:
        letter.attempts.filter(outcome__in=[AttemptOutcome.ACCEPTED, AttemptOutcome.UNCERTAIN]).update(
            outcome=AttemptOutcome.BOUNCED
        )
        # The server's words quote the address: of a letter that has none any more they are not kept.
        reason = report.reason if letter.recipient_address else ""
        _move(letter, LetterState.BOUNCED, answer=reason or report.status, at=at)
        if actor != "system":
            record(actor=actor, action="letter.bounce_recorded", subject=letter.reference, at=at)
    return letter


@transaction.atomic
def mark_read(*, letter_id: UUID, at: datetime) -> None:
    """Note that its person opened the letter, the first time they do."""
    Letter.objects.filter(pk=letter_id, read_at=None).update(read_at=at)
