"""What the pages of correspondence show when they are looked at."""

from __future__ import annotations

from uuid import UUID

from balai.correspondence.enums import AttemptOutcome, Direction, LetterState, Medium
from balai.correspondence.models import DeliveryAttempt, Letter
from balai.correspondence.registries import LetterText
from balai.correspondence.services.register import enter, register_incoming
from balai.correspondence.services.rendering import Sheet, page
from balai.correspondence.services.templates import change_template
from balai.correspondence.services.writing import send
from tests.correspondence.writing import AT

ENTRY = UUID("0190a0a0-0000-7000-8000-000000000001")
MAIL = UUID("0190a0a0-0000-7000-8000-000000000002")


def keep_a_register() -> None:
    """A letter that arrived, and one that was perhaps sent."""
    register_incoming(
        actor="system",
        sender="Embassy of Bhutan, Dhaka",
        subject="Note verbale 7/2018",
        medium=Medium.DIPLOMATIC,
        their_reference="NV/7",
        at=AT,
    )
    entry = enter(
        direction=Direction.OUTGOING,
        correspondent="Dechen Wangmo",
        subject="The call of SMI-2018",
        subject_reference="",
        at=AT,
    )
    entry.delete()
    entry.pk = ENTRY
    entry.save(force_insert=True)
    text = "Dear Dechen Wangmo,\n\nthe call of SMI-2018 is open."
    letter = Letter.objects.create(
        entry=entry,
        kind="account.invitation",
        language="en",
        recipient_name="Dechen Wangmo",
        recipient_address="dechen@example.bt",
        subject=entry.subject,
        text=text,
        html=page(text, subject=entry.subject, sheet=Sheet(organisation="Balai", foot=(), language="en")),
        message_id="<1@balai.example>",
        state=LetterState.UNCERTAIN,
        written_at=AT,
        answer="no answer in time",
    )
    DeliveryAttempt.objects.create(letter=letter, began_at=AT, ended_at=AT, outcome=AttemptOutcome.UNCERTAIN)


def keep_a_mail() -> None:
    """A mail that did not leave."""
    letter = send(
        letter="account.login_code",
        to="dechen@example.bt",
        context={"code": "7F3-K2M"},
        subject_reference="",
        at=AT,
    )
    Letter.objects.filter(pk=letter.pk).delete()
    letter.pk = MAIL
    letter.state = LetterState.KEPT
    letter.save(force_insert=True)


def word_a_letter() -> None:
    """An earlier wording of the office."""
    change_template(
        kind="account.login_code",
        language="en",
        text=LetterText("Your code", "It is {code}."),
        based_on=0,
        actor="system",
        at=AT,
    )
