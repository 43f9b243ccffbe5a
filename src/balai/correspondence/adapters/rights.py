"""What this room does for the rights of persons: their letters are scrubbed, and they are written to."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from balai.correspondence.enums import LEAVING
from balai.correspondence.models import DeliveryAttempt, Letter, LetterMention, RegisterEntry
from balai.correspondence.registries import LetterKind, LetterText, Placeholder, WantedReminder
from balai.correspondence.services.writing import send
from balai.people.enums import EVERYWHERE, RequestState, RightKind, Role
from balai.people.models import Account
from balai.people.queries import open_requests, persons_with_role
from balai.people.registries import ERASED
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Person, RightsRequest

NAME = Placeholder(meaning=_("the person’s name"), sample="Karma Choden")
ASKED = Placeholder(meaning=_("what was asked for"), sample=RightKind.ERASURE.label)
RIGHTS_LETTERS = {
    "rights.received": LetterKind(
        purpose=_("Sent when somebody asks to be told, corrected or erased."),
        placeholders={
            "name": NAME,
            "asked": ASKED,
            "due": Placeholder(meaning=_("by when it is answered"), sample="2026-11-29 08:00 UTC"),
        },
        texts={
            "en": LetterText(
                subject="Your request about your data",
                body="Dear {name},\n\nYour request has arrived: {asked}. You will have an answer by {due}, "
                "which is 72 hours after you asked.",
            ),
            "id": LetterText(
                subject="Permintaan Anda tentang data pribadi",
                body="Yth. {name},\n\nPermintaan Anda telah kami terima: {asked}. Jawaban akan Anda terima "
                "paling lambat {due}, yaitu 72 jam sejak Anda memintanya.",
            ),
        },
    ),
    "rights.answered": LetterKind(
        purpose=_("Sent when such a request is answered, with the reason."),
        placeholders={
            "name": NAME,
            "asked": ASKED,
            "outcome": Placeholder(meaning=_("done or refused"), sample=RequestState.GRANTED.label),
            "answer": Placeholder(meaning=_("the answer"), sample=_("Your date of birth was corrected.")),
        },
        texts={
            "en": LetterText(
                subject="The answer to your request about your data",
                body="Dear {name},\n\nYou asked: {asked}.\n\n{outcome}. {answer}\n\nIf you do not agree, you "
                "may turn to the authority for the protection of personal data.",
            ),
            "id": LetterText(
                subject="Jawaban atas permintaan Anda tentang data pribadi",
                body="Yth. {name},\n\nPermintaan Anda: {asked}.\n\n{outcome}. {answer}\n\nBila Anda tidak "
                "sependapat, Anda dapat menghubungi lembaga pelindungan data pribadi.",
            ),
        },
    ),
}


RIGHTS_LETTERS["rights.due"] = LetterKind(
    purpose=_("Reminds administrators, a day before, of a request that waits for an answer."),
    placeholders={
        "name": NAME,
        "asked": ASKED,
        "due": Placeholder(meaning=_("by when it is answered"), sample="2026-11-29 08:00 UTC"),
    },
    texts={
        "en": LetterText(
            subject="A request about personal data is due",
            body="Dear {name},\n\nA request waits for an answer: {asked}. It is due {due}. It stands in your "
            "tasks.",
        ),
        "id": LetterText(
            subject="Permintaan tentang data pribadi segera jatuh tempo",
            body="Yth. {name},\n\nSebuah permintaan menunggu jawaban: {asked}. Batas waktunya {due}. "
            "Permintaan itu tercantum dalam tugas Anda.",
        ),
    },
    is_registered=False,
)
A_DAY = timedelta(days=1)


def due_requests(*, at: datetime) -> Iterator[WantedReminder]:
    """Each administrator is reminded of each open request a day before its clock has run down."""
    administrators = list(persons_with_role(Role.ADMINISTRATOR, at=at, scope=EVERYWHERE))
    for request in open_requests():
        for person in administrators:
            with override(person.language):
                asked = str(RightKind(request.kind).label)
                due = _moment(request)
            yield WantedReminder(
                key=f"{request.pk}:{person.pk}",
                letter="rights.due",
                person_id=person.pk,
                subject_reference=request.reference,
                due_at=request.due_at - A_DAY,
                context={
                    "name": person.name,
                    "asked": asked,
                    "due": due,
                },
            )


class LetterEraser:
    """Texts and addresses of letters to somebody, and their name in the register and in letters to others.

    Numbers and kinds stay, and what a letter to others says of others.
    """

    def __call__(self, persons: Collection[Person], *, at: datetime) -> int:
        accounts = [one.reference for one in Account.objects.filter(person__in=persons)]
        own = Q(person__in=persons) | Q(person=None, subject_reference__in=accounts)  # mails about signing in
        letters = Letter.objects.filter(own).exclude(state__in=LEAVING)
        changed = _strike({one.pk for one in persons}) + _forget_answers(letters)
        entries = RegisterEntry.objects.filter(letter__in=letters).exclude(correspondent=ERASED)
        for entry in entries.select_related("letter"):
            said = {entry.letter.recipient_name, entry.letter.recipient_address}
            for one in persons:
                said |= {one.name, one.email}
            entry.subject = _fitted(entry, "subject", struck_from(entry.subject, said))
            entry.correspondent = ERASED
            entry.save(update_fields=["subject", "correspondent"])
            changed += 1
        written = letters.exclude(
            Q(text="") & Q(html="") & Q(recipient_address="") & Q(recipient_name="") & Q(answer="")
        )
        return changed + written.update(
            text="", html="", recipient_name="", recipient_address="", answer="", subject=ERASED
        )


NAMING = {
    Letter: ("subject", "text", "html", "recipient_name"),
    RegisterEntry: ("subject", "correspondent"),
}
"""Where a letter and its line of the register say names."""


def _strike(persons: Collection[UUID]) -> int:
    """Strike who is mentioned from letters that have left; asked again, it does the others."""
    mentions = LetterMention.objects.filter(person__in=persons).exclude(letter__state__in=LEAVING)
    letters = Letter.objects.filter(pk__in=mentions.values("letter")).order_by("pk")
    for letter in letters.select_related("entry").prefetch_related("mentions"):
        named = letter.mentions.all()
        gone = {one.said for one in named if one.person_id in persons}
        kept = {letter.recipient_name, *(one.said for one in named if one.person_id not in persons)}
        if letter.recipient_address.lower() in {one.lower() for one in gone}:
            letter.recipient_address = ""
        for row in (letter, letter.entry):
            if row is not None:
                _strike_in(row, gone, kept)
        letter.answer = ""
        letter.save(update_fields=[*NAMING[Letter], "recipient_address", "answer"])
        if letter.entry is not None:
            letter.entry.save(update_fields=NAMING[RegisterEntry])
    _forget_answers(letters)
    done, _kinds = mentions.delete()
    return done


def _strike_in(row: Letter | RegisterEntry, gone: Collection[str], kept: Collection[str]) -> None:
    for name in NAMING[type(row)]:
        written_as = escape if name == "html" else str
        struck = struck_from(
            getattr(row, name), [written_as(one) for one in gone], [written_as(one) for one in kept]
        )
        setattr(row, name, _fitted(row, name, struck))


def _fitted(row: Letter | RegisterEntry, field: str, text: str) -> str:
    return text[: getattr(row._meta.get_field(field), "max_length", None)]


def _forget_answers(letters: QuerySet[Letter]) -> int:
    """Empty what mail servers answered: they quote addresses."""
    return DeliveryAttempt.objects.filter(letter__in=letters).exclude(answer="").update(answer="")


def struck_from(text: str, gone: Collection[str], kept: Collection[str] = ()) -> str:
    """A text without some names and addresses; longer ones of others that hold one of them stay whole.

    Args:
        text: what was written.
        gone: what is struck: a name as it is written, an address in capitals or not.
        kept: names and addresses of others.
    """
    struck = {_told(one) for one in gone}
    words = sorted({*gone, *kept} - {"", ERASED}, key=len, reverse=True)  # “Sri Mulyani” before “Sri”
    if not words:
        return text
    return re.sub(
        "|".join(_pattern(one) for one in words),
        lambda found: ERASED if _told(found[0]) in struck else found[0],
        text,
    )


def _pattern(said: str) -> str:
    words = r"\s+".join(
        re.escape(one) for one in said.split()
    )  # a subject has one space where a name has two
    if "@" in said:
        return rf"(?<![\w.+-])(?i:{words})(?!\w|[.-]\w)"
    return rf"(?<!\w){words}(?!\w)"


def _told(said: str) -> str:
    said = " ".join(said.split())
    return said.lower() if "@" in said else said


def tell_received(*, request: RightsRequest, at: datetime, **unused: Any) -> None:
    """Somebody who asks is told by when they have an answer."""
    if not _is_reached(request):
        return
    send(
        letter="rights.received",
        to=request.person,
        context={
            "name": request.person.name,
            "asked": _asked(request),
            "due": _due(request),
        },
        subject_reference=request.reference,
        at=at,
    )


def tell_answered(*, request: RightsRequest, words: str, at: datetime, **unused: Any) -> None:
    """And what the answer is."""
    if not _is_reached(request):
        return
    with override(request.person.language):
        outcome = str(request.get_state_display())
    send(
        letter="rights.answered",
        to=request.person,
        context={
            "name": request.person.name,
            "asked": _asked(request),
            "outcome": outcome,
            "answer": words,
        },
        subject_reference=request.reference,
        at=at,
    )


def _asked(request: RightsRequest) -> str:
    with override(request.person.language):
        return str(RightKind(request.kind).label)


def _due(request: RightsRequest) -> str:
    with override(request.person.language):
        return _moment(request)


def _moment(request: RightsRequest) -> str:
    return f"{wording.timed(request.due_at, 'D j M Y, H:i')} UTC"


def _is_reached(request: RightsRequest) -> bool:
    """Who has no address, and no account either, is answered by the office in its own way."""
    return bool(request.person.email or getattr(request.person, "account", None))
