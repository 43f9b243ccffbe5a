"""What the pages of letters and of the register are tried with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from balai.correspondence.enums import Direction, LetterState
from balai.correspondence.models import Letter, LetterTemplate, RegisterEntry
from balai.correspondence.services.register import enter
from tests.correspondence.test_reports import REPORT
from tests.people.factories import LONG_AGO
from tests.permissions.world import MARKER, Aim, aims

if TYPE_CHECKING:
    from balai.people.models import Person
    from tests.permissions.world import Seen, World


def letter_to(person: Person, text: str, **more: Any) -> Letter:
    return Letter.objects.create(
        kind="account.security_notice",
        language="en",
        person=person,
        recipient_name=person.name,
        recipient_address="somebody@example.bt",
        subject=text,
        text=text,
        html=text,
        message_id=f"<{person.pk}@balai.example>",
        written_at=LONG_AGO,
        **more,
    )


@aims("correspondence:own", "api:list_my_letters")
def own_letters(world: World) -> Aim:
    letter_to(world.person, "Your places"), letter_to(world.foreign_person, MARKER)
    return Aim()


@aims("correspondence:own_letter", "correspondence:mail", "correspondence:mail_page", "api:get_my_letter")
def letters(world: World) -> Aim:
    own, foreign = letter_to(world.person, "Your places"), letter_to(world.foreign_person, MARKER)
    return Aim(own={"letter_id": own.pk}, foreign={"letter_id": foreign.pk})


@aims("correspondence:mailbox")
def mailbox(world: World) -> Aim:
    letter_to(world.foreign_person, MARKER)
    return Aim()


def _entry(text: str) -> RegisterEntry:
    return enter(
        direction=Direction.OUTGOING, correspondent=text, subject=text, subject_reference="", at=LONG_AGO
    )


@aims("correspondence:register", "correspondence:export", "api:list_letters")
def registers(world: World) -> Aim:
    _entry(MARKER)
    return Aim()


@aims("correspondence:entry", "api:get_letter")
def entries(world: World) -> Aim:
    return Aim(own={"entry_id": _entry("Your places").pk}, foreign={"entry_id": _entry(MARKER).pk})


@aims("correspondence:again", "api:send_letter_again")
def sending_again(world: World) -> Aim:
    own, foreign = _entry("Your places"), _entry(MARKER)
    for entry, person in ((own, world.person), (foreign, world.foreign_person)):
        letter_to(person, entry.subject, entry=entry, state=LetterState.BOUNCED)
    return Aim(
        own={"entry_id": own.pk},
        foreign={"entry_id": foreign.pk},
        effect=lambda seen: Letter.objects.filter(
            entry=seen.arguments["entry_id"], state=LetterState.QUEUED
        ).exists(),
    )


@aims("correspondence:incoming", "api:register_letter")
def arriving(world: World) -> Aim:
    def is_entered(seen: Seen) -> bool:
        return RegisterEntry.objects.filter(direction=Direction.INCOMING, subject="Nominations").exists()

    return Aim(
        data={"sender": "Ministry of Labour", "subject": "Nominations", "medium": "post"}, effect=is_entered
    )


@aims("correspondence:bounce")
def bouncing(world: World) -> Aim:
    letter = letter_to(world.person, "Call", state=LetterState.ACCEPTED)
    report = REPORT.format(action="failed", kind="message/rfc822").replace(
        "<0190@balai.example>", letter.message_id
    )
    return Aim(
        prepare=lambda _client: {"report": SimpleUploadedFile("report.eml", report.encode())},
        effect=lambda _seen: Letter.objects.filter(pk=letter.pk, state=LetterState.BOUNCED).exists(),
    )


@aims("correspondence:wording")
def wordings(world: World) -> Aim:
    return Aim(
        own={"kind": "account.login_code", "language": "en"},
        data={"subject": "Your code", "body": "It is {code}.", "based_on": "0", "save": ""},
        effect=lambda _seen: LetterTemplate.objects.filter(kind="account.login_code").exists(),
    )
