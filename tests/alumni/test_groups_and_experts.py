from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client

from balai.alumni.enums import ExpertOfferState, Purpose
from balai.alumni.models import AlumniInvitation
from balai.alumni.queries.alumni import invitations_counted
from balai.alumni.queries.groups import group_named
from balai.alumni.services.experts import decline_offer, offer_oneself, take_up_offer, withdraw_offer
from balai.alumni.services.groups import deliver_letter, name_leader, write_to_group
from balai.alumni.services.inviting import invite_alumni, send_invitations
from balai.alumni.services.joining import choose_letters
from balai.correspondence.enums import LetterState
from balai.correspondence.models import Letter
from balai.directory.adapters.rights import HELD as RESOURCE_PERSON
from balai.directory.adapters.rights import ResourcePersonEraser
from balai.directory.models import ResourcePerson
from balai.directory.services.records import archive_record
from balai.kernel.refusal import RuleViolationError
from balai.people.services.erasing import erase_person, finish_erasures
from balai.programmes.enums import EditionStatus, Publicity
from balai.programmes.models import Edition
from tests.alumni.factories import AT, account_of, dyeing, joined, next_edition, officer

if TYPE_CHECKING:
    from balai.alumni.models import ExpertOffer, GroupLetter
    from balai.alumni.queries.groups import Group
    from balai.people.models import Person

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def bhutan() -> Group:
    group = group_named("country", "BT")
    assert group is not None
    return group


def written(person: Person, *, is_office: bool = False, at: dt.datetime = AT) -> GroupLetter:
    return write_to_group(
        group=bhutan(), person=person, subject="Dyers meet", text="On 12 October.", is_office=is_office, at=at
    )


def told(kind: str) -> list[str]:
    return sorted(Letter.objects.filter(kind=kind).values_list("recipient_address", flat=True))


def test_who_leads_a_group_writes_to_each_member_alone_once_a_day(people: list[Person]) -> None:
    karma, sonam, pema = people
    entry, _other, hidden = joined(karma), joined(sonam), joined(pema, country=None)
    with pytest.raises(RuleViolationError, match=r"alumni\.not_leading"):
        written(karma)
    with pytest.raises(RuleViolationError, match=r"alumni\.not_of_group"):
        name_leader(group=bhutan(), entry=hidden, actor="person:officer", at=AT)
    name_leader(group=bhutan(), entry=entry, actor="person:officer", at=AT)

    letter = written(karma)

    assert (letter.members, letter.signed) == (2, "Karma Choden")
    assert deliver_letter(letter_id=letter.pk, at=AT) == 2
    assert deliver_letter(letter_id=letter.pk, at=AT) == 0  # a worker that was killed goes on
    assert told("alumni.group") == ["karma@industry.bt.example", "sonam@industry.bt.example"]
    to_sonam = Letter.objects.get(recipient_address="sonam@industry.bt.example")
    assert "karma@industry.bt.example" not in to_sonam.text
    assert "On 12 October." in to_sonam.text
    with pytest.raises(RuleViolationError, match=r"alumni\.written_lately"):
        written(karma, at=AT + DAY / 2)
    assert written(officer(), is_office=True, at=AT + DAY / 2).members == 2


def test_a_writer_who_is_erased_stands_in_no_copy_of_a_member(people: list[Person]) -> None:
    karma, sonam, _pema = people
    name_leader(group=bhutan(), entry=joined(karma), actor="person:officer", at=AT)
    joined(sonam)
    office = written(officer(), is_office=True, at=AT - DAY)
    letter = written(karma)
    deliver_letter(letter_id=office.pk, at=AT - DAY)
    deliver_letter(letter_id=letter.pk, at=AT)
    copies = Letter.objects.filter(recipient_address=sonam.email).order_by("written_at")
    copies.update(subject_reference=letter.group.reference)  # as they were about, before
    with connection.cursor() as cursor:
        cursor.execute(import_module("balai.alumni.migrations.0002_copies_name_their_letter").NAME)
    Letter.objects.update(state=LetterState.ACCEPTED)

    erase_person(person=karma, actor=None, at=AT)

    of_office, of_karma = copies
    assert "On 12 October." in of_office.text
    assert (of_karma.text, of_karma.html, of_karma.subject) == ("", "", "[erased]")
    assert (of_karma.subject_reference, of_karma.recipient_name) == (letter.reference, sonam.name)
    assert finish_erasures(at=AT) == 0


def test_a_member_ends_letters_by_the_link_and_wants_them_again(people: list[Person]) -> None:
    karma, sonam, _pema = people
    joined(karma)
    joined(sonam)
    letter = written(officer(), is_office=True)
    deliver_letter(letter_id=letter.pk, at=AT)
    to_sonam = Letter.objects.get(recipient_address="sonam@industry.bt.example")
    path = urlsplit(to_sonam.unsubscribe).path

    assert Client().get(path).status_code == 200  # programs that look through mails open links, too
    assert written(officer(), is_office=True).members == 2
    assert "You get no more of them" in Client().post(path).content.decode()
    assert written(officer(), is_office=True).members == 1
    assert Client().get("/alumni/letters/nonsense/").status_code == 404
    choose_letters(person=sonam, wanted=["country/BT"], of=["country/BT", ""], at=AT)
    assert written(officer(), is_office=True).members == 2


def offered(person: Person) -> ExpertOffer:
    return offer_oneself(
        person=person, topics=[dyeing()], languages=["en", "ne"], about="Two days", edition=None, at=AT
    )


def test_an_offer_is_taken_up_with_one_deed_and_linked(people: list[Person]) -> None:
    karma, actor = people[0], officer()
    offer = offered(karma)
    with pytest.raises(RuleViolationError, match=r"alumni\.offered_already"):
        offer_oneself(person=karma, topics=[], languages=[], about="Again", edition=None, at=AT)

    take_up_offer(offer_id=offer.pk, answer="Gladly.", actor=actor, at=AT)

    offer.refresh_from_db()
    card = ResourcePerson.objects.get(person=karma)
    assert (offer.state, offer.resource_person, offer.closed_by) == (
        ExpertOfferState.TAKEN_UP,
        card,
        actor.reference,
    )
    assert (card.code, card.languages) == ("karma-choden", ["en", "ne"])
    assert [topic.code for topic in card.topics.all()] == ["dyeing"]
    assert "Gladly." in Letter.objects.get(kind="alumni.offer_answered").text
    with pytest.raises(RuleViolationError, match=r"alumni\.offer_closed"):
        withdraw_offer(offer_id=offer.pk, actor=karma.reference, at=AT)

    erase = ResourcePersonEraser()
    assert (RESOURCE_PERSON.count([karma]), erase([karma], at=AT) > 0, erase([karma], at=AT)) == (1, True, 0)
    card.refresh_from_db()
    assert (card.code.split("-")[0], card.languages, dict(card.about), card.archived_at) == (
        "erased",
        [],
        {},
        AT,
    )
    assert list(card.topics.all()) == []


def test_a_second_offer_adds_to_the_card_and_one_is_declined_with_a_reason(people: list[Person]) -> None:
    karma, actor = people[0], officer()
    first = offered(karma)
    take_up_offer(offer_id=first.pk, answer="", actor=actor, at=AT)
    card = ResourcePerson.objects.get(person=karma)
    archive_record(card, actor=actor, at=AT)

    second = offer_oneself(person=karma, topics=[], languages=["dz"], about="More", edition=None, at=AT)
    take_up_offer(offer_id=second.pk, answer="", actor=actor, at=AT)
    third = offer_oneself(person=karma, topics=[], languages=["en"], about="More", edition=None, at=AT)

    card.refresh_from_db()
    assert (card.languages, card.archived_at) == (["dz", "en", "ne"], None)
    with pytest.raises(RuleViolationError, match=r"alumni\.no_answer"):
        decline_offer(offer_id=third.pk, answer=" ", actor=actor.reference, at=AT)
    decline_offer(offer_id=third.pk, answer="Ask us for 2020.", actor=actor.reference, at=AT)
    reader = Client()
    reader.force_login(account_of(karma))
    assert "Ask us for 2020." in reader.get("/alumni/mine/offer/").content.decode()


def test_alumni_are_invited_once_for_each_purpose_and_counted(people: list[Person]) -> None:
    _karma, sonam, pema = people
    edition = next_edition()
    actor = "person:officer"
    choose_letters(person=pema, wanted=[], of=[""], at=AT)  # wants no invitations

    assert invite_alumni(edition_id=edition.pk, purposes=[Purpose.PASS_ON], actor=actor, at=AT) == 2
    assert send_invitations(edition_id=edition.pk, at=AT) == 2
    again = [Purpose.PASS_ON, Purpose.COME_BACK]
    assert invite_alumni(edition_id=edition.pk, purposes=again, actor=actor, at=AT) == 2
    choose_letters(person=sonam, wanted=[], of=[""], at=AT)  # says so before the letter is written
    assert send_invitations(edition_id=edition.pk, at=AT) == 1

    assert told("alumni.pass_on") == ["karma@industry.bt.example", "sonam@industry.bt.example"]
    assert told("alumni.come_back") == ["karma@industry.bt.example"]
    letter = Letter.objects.get(kind="alumni.come_back")
    assert "/alumni/mine/offer/?edition=smi-2019" in letter.text
    counted = {one.purpose: (one.invited, one.written, one.left) for one in invitations_counted(edition)}
    assert counted == {
        Purpose.PASS_ON: (2, 2, 0),
        Purpose.PROPOSE: (0, 0, 1),
        Purpose.COME_BACK: (1, 1, 0),
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": EditionStatus.SELECTION}, "alumni.no_open_call"),
        ({"publicity": Publicity.INTERNAL}, "alumni.no_page"),
    ],
)
def test_alumni_are_invited_only_to_an_open_call_with_a_page(
    people: list[Person], change: dict[str, str], code: str
) -> None:
    edition = next_edition()
    Edition.objects.filter(pk=edition.pk).update(**change)

    with pytest.raises(RuleViolationError, match=code):
        invite_alumni(edition_id=edition.pk, purposes=[Purpose.PASS_ON], actor="person:officer", at=AT)
    assert not AlumniInvitation.objects.exists()
