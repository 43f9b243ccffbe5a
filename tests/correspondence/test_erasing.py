"""What an erasure strikes from letters and the register, and what it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.correspondence.adapters.account import AccountAdapter
from balai.correspondence.adapters.rights import struck_from
from balai.correspondence.enums import AttemptOutcome, LetterState
from balai.correspondence.models import DeliveryAttempt, Letter, LetterTemplate, RegisterEntry
from balai.correspondence.services.delivery import record_bounce
from balai.correspondence.services.writing import send
from balai.people.services.erasing import erase_person, finish_erasures
from tests.correspondence.test_delivery import report_of
from tests.correspondence.writing import AT
from tests.people.factories import PersonFactory

if TYPE_CHECKING:
    from collections.abc import Collection

    from balai.people.models import Person


@pytest.mark.parametrize(
    ("text", "gone", "kept", "left"),
    [
        ("Sangay Dorji, called Sangay", {"Sangay", "Sangay Dorji"}, (), "[erased], called [erased]"),
        ("Sangay: SANGAY@moic.bt.", {"Sangay", "sangay@moic.bt"}, (), "[erased]: [erased]."),
        ("old.sangay@moic.bt", {"sangay@moic.bt"}, (), "old.sangay@moic.bt"),
        ("You may and will come, says May.", {"May", "Will"}, (), "You may and will come, says [erased]."),
        ("Sri, Sri Mulyani, Sriwijaya", {"Sri"}, {"Sri Mulyani"}, "[erased], Sri Mulyani, Sriwijaya"),
        ("Sri and Dewi", {"Sri"}, {"Sri", "Dewi"}, "[erased] and Dewi"),  # nobody can tell two Sris apart
        ("Karma Choden", {"Karma  Choden"}, (), "[erased]"),
        ("nobody", {"", "[erased]"}, {""}, "nobody"),
    ],
)
def test_names_are_struck_as_they_are_written_and_longer_ones_of_others_stay(
    text: str, gone: Collection[str], kept: Collection[str], left: str
) -> None:
    assert struck_from(text, gone, kept) == left


def about(person: Person, other: Person) -> Letter:
    """A letter to a ministry that names two."""
    return send(
        letter="test.call",
        to="call@moic.bt",
        context={"name": f"{person.name} & {other.name} <{person.email}>", "edition": "SMI-2018"},
        subject_reference="edition:1",
        at=AT,
        mentions=[(person.pk, person.name), (person.pk, person.email), (other.pk, other.name)],
    )


def answered(letter: Letter) -> None:
    answer = f"250 {letter.recipient_address} taken"
    DeliveryAttempt.objects.create(
        letter=letter, began_at=AT, ended_at=AT, outcome=AttemptOutcome.ACCEPTED, answer=answer
    )
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.ACCEPTED, answer=answer)


@pytest.mark.django_db
@pytest.mark.usefixtures("keys")
def test_an_erasure_leaves_others_and_neither_answers_of_servers_nor_a_name_in_a_subject() -> None:
    gone = PersonFactory.create(name="Sri", email="sri@moic.bt")
    stays = PersonFactory.create(name="Sri & Mulyani", email="mulyani@moic.bt")
    LetterTemplate.objects.create(
        kind="test.call", language="en", version=1, subject="{name}: {edition}", body="{name}", written_at=AT
    )
    both = about(gone, stays)
    context = {"name": "Sri Lestari", "edition": "SMI-2018"}  # as the nomination calls her
    own = send(letter="test.call", to=gone, context=context, subject_reference="edition:1", at=AT)
    AccountAdapter().send_mail(
        "people/email/invitation", "Sri@moic.bt", {"invitation_url": "/en/", "timestamp": AT}
    )
    invitation = Letter.objects.get(kind="account.invitation")
    for letter in (both, own, invitation):
        answered(letter)

    erase_person(person=gone, actor=None, at=AT)

    both.refresh_from_db()
    assert both.text.startswith("[erased] & Sri & Mulyani <[erased]>\n")
    assert "[erased] &amp; Sri &amp; Mulyani &lt;[erased]&gt;" in both.html
    subjects = RegisterEntry.objects.order_by("number").values_list("subject", flat=True)
    assert list(subjects) == ["[erased] & Sri & Mulyani <[erased]>: SMI-2018", "[erased]: SMI-2018"]
    assert set(DeliveryAttempt.objects.values_list("answer", flat=True)) == {""}
    assert set(Letter.objects.values_list("answer", flat=True)) == {""}
    invitation.refresh_from_db()
    assert invitation.recipient_address == ""

    record_bounce(message=report_of(own), actor="system", at=AT)

    own.refresh_from_db()
    assert (own.state, own.answer) == (LetterState.BOUNCED, "5.1.1")
    assert finish_erasures(at=AT) <= 1
    assert finish_erasures(at=AT) == 0
