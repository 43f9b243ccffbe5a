from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.audit.models import Deed
from balai.correspondence.models import Letter, RegisterEntry, Reminder
from balai.correspondence.services.reminders import remind
from balai.kernel.refusal import RuleViolationError
from balai.nominations.adapters.reminders import reminders
from balai.nominations.documents.note import note_pdf
from balai.nominations.enums import ContactWay, Reached
from balai.nominations.models import CallContact, CallCopy, CallLetter, CountryCall
from balai.nominations.queries import calls_unread, countries_without_call
from balai.nominations.queries.embassies import offices_for
from balai.nominations.services import calling
from balai.nominations.services.calling import (
    invitation_in,
    issue_invitations,
    note_contact,
    note_opened,
    number_note,
)
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Deadline
from balai.programmes.signals import call_opened
from tests.directory.factories import ContactFactory, EmbassyFactory, MembershipFactory
from tests.engine.documents.reading import text_of, without_blanks
from tests.nominations.factories import CountryCallFactory
from tests.people.factories import GrantFactory, PersonFactory
from tests.programmes.factories import DeadlineFactory, QuotaFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from balai.people.models import Person
    from balai.programmes.models import Edition

AT = dt.datetime(2018, 3, 20, 3, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("countries")


@pytest.fixture
def members(edition: Edition) -> Edition:
    """Bhutan is a member on the day of the call; Pakistan joins two days later; both have places."""
    assert edition.series.body is not None
    MembershipFactory.create(body=edition.series.body, country_id="BT", since=dt.date(1962, 1, 1))
    MembershipFactory.create(body=edition.series.body, country_id="PK", since=dt.date(2018, 3, 22))
    QuotaFactory.create(edition=edition, country_id="PK", places=1)
    return edition


def test_a_member_country_is_invited_once_by_a_numbered_letter_to_its_focal_point(
    members: Edition, dechen: Person
) -> None:
    issued = issue_invitations(edition=members, actor="system", at=AT)
    again = issue_invitations(edition=members, actor="system", at=AT)

    assert (issued.calls, issued.letters, issued.not_members) == (1, 1, ("PK",))
    assert (again.calls, again.letters) == (0, 0)
    call = CountryCall.objects.get()
    assert (call.country_id, call.called_on, call.issued_at) == ("BT", dt.date(2018, 3, 20), AT)
    assert call.membership is not None
    letter = CallLetter.objects.get(call=call, person=dechen).letter
    assert letter.entry is not None
    assert letter.entry.reference == "B-2018/0001"
    assert "Nominations are due by Monday 30 April 2018, 17:00 in Thimphu" in letter.text
    assert f"/nominations/{members.code}/BT/" in letter.text
    assert "Places for Bhutan: 2." in letter.text


def test_a_country_that_joins_later_is_invited_when_it_is_a_member(members: Edition) -> None:
    issue_invitations(edition=members, actor="system", at=AT)

    assert [quota.country_id for quota in countries_without_call(members)] == ["PK"]
    assert issue_invitations(edition=members, actor="system", at=AT + DAY).not_members == ("PK",)
    assert issue_invitations(edition=members, actor="system", at=AT + 2 * DAY).calls == 1
    assert countries_without_call(members) == []


def test_the_host_needs_no_membership(members: Edition) -> None:
    QuotaFactory.create(edition=members, country_id="ID", places=1)

    issue_invitations(edition=members, actor="system", at=AT)

    host = CountryCall.objects.get(country="ID")
    assert host.membership is None


def test_a_focal_point_in_indonesian_is_written_to_in_indonesian(members: Edition) -> None:
    person = PersonFactory.create(name="Pema", email="pema@example.bt", language="id")
    GrantFactory.create(person=person, role=Role.FOCAL_POINT, scope="country:BT")

    issue_invitations(edition=members, actor="system", at=AT)

    assert "Senin, 30 April 2018, pukul 17.00 di Thimphu" in Letter.objects.get().text


def test_who_takes_the_role_over_gets_a_letter_and_the_other_no_second(
    members: Edition, dechen: Person
) -> None:
    issue_invitations(edition=members, actor="system", at=AT)
    successor = PersonFactory.create(name="Sonam", email="sonam@example.bt")
    GrantFactory.create(person=successor, role=Role.FOCAL_POINT, scope="country:BT")

    assert issue_invitations(edition=members, actor="system", at=AT + DAY).letters == 1
    assert {one.person for one in CallLetter.objects.all()} == {dechen, successor}
    assert CountryCall.objects.count() == 1


def test_a_call_without_focal_point_is_issued_and_nobody_is_written_to(members: Edition) -> None:
    issued = issue_invitations(edition=members, actor="system", at=AT)

    assert (issued.calls, issued.letters) == (1, 0)


def test_countries_are_invited_only_while_the_call_is_open(members: Edition) -> None:
    type(members).objects.filter(pk=members.pk).update(status=EditionStatus.PREPARATION)

    with pytest.raises(RuleViolationError, match=r"call\.not_open"):
        issue_invitations(edition=members, actor="system", at=AT)


def test_opening_a_call_invites_the_countries(members: Edition, dechen: Person) -> None:
    call_opened.send(sender=type(members), edition=members, actor="system", at=AT)

    assert CountryCall.objects.get().country_id == "BT"


def test_an_invitation_notes_that_its_deadline_was_told(members: Edition, dechen: Person) -> None:
    issue_invitations(edition=members, actor="system", at=AT)

    deadline = Deadline.objects.get(country="BT")
    assert (deadline.told_at, deadline.told_for) == (AT, deadline.at)


def test_opening_is_noted_once(members: Edition, dechen: Person) -> None:
    issue_invitations(edition=members, actor="system", at=AT)
    call = CountryCall.objects.get()

    note_opened(call=call, person=dechen, at=AT + DAY)
    note_opened(call=call, person=dechen, at=AT + 2 * DAY)

    call.refresh_from_db()
    assert call.opened_at == AT + DAY
    assert Deed.objects.filter(action="country_call.opened").count() == 1


def test_an_invitation_that_nobody_opened_for_a_week_is_followed_up(members: Edition, dechen: Person) -> None:
    """Edge case E25: a focal point that is silent for seven days."""
    issue_invitations(edition=members, actor="system", at=AT)
    call = CountryCall.objects.get()

    assert list(calls_unread(at=AT + 6 * DAY)) == []
    assert list(calls_unread(at=AT + 7 * DAY)) == [call]

    Letter.objects.update(read_at=AT + DAY)
    assert list(calls_unread(at=AT + 7 * DAY)) == []


@pytest.mark.parametrize(
    ("reached", "left"), [(Reached.SPOKEN, 0), (Reached.MESSAGE, 1), (Reached.NOBODY, 1)]
)
def test_an_invitation_is_followed_up_until_somebody_has_spoken_with_the_office(
    members: Edition, reached: Reached, left: int
) -> None:
    issue_invitations(edition=members, actor="system", at=AT)
    call = CountryCall.objects.get()

    note_contact(call=call, way=ContactWay.PHONE, reached=reached, note="", actor="system", at=AT + 8 * DAY)

    assert calls_unread(at=AT + 9 * DAY).count() == left


def test_a_contact_stays_on_record(members: Edition) -> None:
    issue_invitations(edition=members, actor="system", at=AT)
    call = CountryCall.objects.get()

    note_contact(
        call=call, way=ContactWay.PHONE, reached=Reached.SPOKEN, note="By Friday.", actor="system", at=AT
    )

    contact = CallContact.objects.get()
    assert (contact.call, contact.way, contact.reached, contact.note) == (
        call,
        "phone",
        "spoken",
        "By Friday.",
    )


def test_a_country_that_sends_nothing_is_reminded_after_a_week_and_before_the_end(
    members: Edition, dechen: Person
) -> None:
    issue_invitations(edition=members, actor="system", at=AT)

    wanted = {one.key.partition(":")[0]: one.due_at for one in reminders(at=AT)}

    due = Deadline.objects.get(country="BT").at
    assert wanted == {"unread": AT + 7 * DAY, "due-7": due - 7 * DAY, "due-2": due - 2 * DAY}


def test_a_reminder_goes_out_once_and_not_after_the_list_was_sent(members: Edition, dechen: Person) -> None:
    issue_invitations(edition=members, actor="system", at=AT)

    remind(at=AT + 7 * DAY)
    remind(at=AT + 7 * DAY)

    assert Letter.objects.filter(kind="call.reminder").count() == 1
    CountryCall.objects.update(opened_at=AT + 8 * DAY)
    due = Deadline.objects.get(country="BT").at
    assert {one.key.partition(":")[0] for one in reminders(at=AT + 8 * DAY)} == {"due-7", "due-2"}
    assert list(reminders(at=due)) == []
    assert Reminder.objects.filter(state="sent").count() == 1


def test_reminders_ask_the_same_for_one_country_and_for_three(
    members: Edition, dechen: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    DeadlineFactory.create(
        plan=members.deadline_plans.get(), country_id=None, at=AT + 60 * DAY, zone="Asia/Jakarta"
    )
    for number, code in enumerate(("BT", "PK", "ID"), 1):
        if code != "BT":
            GrantFactory.create(person=dechen, role=Role.FOCAL_POINT, scope=f"country:{code}")
        CountryCallFactory.create(edition=members, country_id=code, issued_at=AT)

        with django_assert_num_queries(6):
            wanted = list(reminders(at=AT))
        assert len(wanted) == 3 * number


# --- the note verbale ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_note_verbale_bears_the_number_of_the_invitation_and_says_what_it_says(
    members: Edition, dechen: Person, language: str
) -> None:
    issue_invitations(edition=members, actor="system", at=AT)
    call = CountryCall.objects.select_related("edition__series", "edition__country", "country").get()

    text = without_blanks(text_of(note_pdf(call, language)))

    entry = RegisterEntry.objects.get()
    assert entry.reference in text
    words = {
        "en": ("Invitation to nominate", "Places reserved for", "highest consideration"),
        "id": ("Undangan pencalonan", "Tempat yang disediakan", "penghargaan yang setinggi-tingginya"),
    }[language]
    assert [word for word in words if without_blanks(word) not in text] == []
    assert number_note(call=call, actor="system", at=AT) == entry
    assert RegisterEntry.objects.count() == 1


def test_a_mailbox_gets_one_copy_however_it_is_entered_and_none_once_its_country_cannot_answer(
    members: Edition, dechen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of an embassy that was entered with a country twice, or with its own; a name takes one line."""
    asked: list[str] = []

    def said(call: CountryCall, language: str, *, at: dt.datetime) -> dict[str, str]:
        asked.append(f"{call.country_id}-{language}")
        return invitation_in(call, language, at=at)

    monkeypatch.setattr(calling, "invitation_in", said)
    QuotaFactory.create(edition=members, country_id="ID", places=1)
    embassy = EmbassyFactory.create(
        country_id="ID", name={"en": "Embassy of\nIndonesia"}, accredited_to=["BT", "BT", "ID"]
    )
    first, *_others = [
        ContactFactory.create(organisation=embassy, email=email)
        for email in ("dhaka@example.org", "Dhaka@example.org", "trade@example.org")
    ]

    assert issue_invitations(edition=members, actor="system", at=AT).copies == 2
    assert asked == ["BT-en"]
    assert {one.letter.recipient_name for one in CallCopy.objects.select_related("letter")} == {
        "Embassy of Indonesia, Cooperation office"
    }
    type(first).objects.filter(pk=first.pk).update(archived_at=AT)
    ContactFactory.create(organisation=embassy, email="dhaka@example.org")
    assert issue_invitations(edition=members, actor="system", at=AT).copies == 0
    ContactFactory.create(organisation=embassy, email="culture@example.org")
    due = Deadline.objects.get(country="BT").at
    assert issue_invitations(edition=members, actor="system", at=due + DAY).copies == 0
    assert issue_invitations(edition=members, actor="system", at=due).copies == 1


def test_where_nobody_holds_the_role_the_note_takes_a_number_of_its_own_once(members: Edition) -> None:
    issue_invitations(edition=members, actor="system", at=AT)
    call = CountryCall.objects.select_related("edition__series", "edition__country", "country").get()
    with pytest.raises(RuleViolationError, match=r"note\.not_numbered"):
        note_pdf(call, "en")

    numbers = {number_note(call=call, actor="system", at=AT).reference for _click in range(2)}

    assert numbers == set(RegisterEntry.objects.values_list("reference", flat=True))
    assert len(numbers) == 1
    call.refresh_from_db()
    assert numbers.pop() in without_blanks(text_of(note_pdf(call, "en")))


def test_embassies_between_the_host_and_a_country_get_one_copy_each_and_others_none(
    members: Edition, dechen: Person
) -> None:
    """Of Bhutan to Indonesia and the other way; not what is archived, without address, or elsewhere."""
    QuotaFactory.create(edition=members, country_id="ID", places=1)
    to_host = ContactFactory.create(organisation=EmbassyFactory.create(), email="economy@example.bt")
    of_host = ContactFactory.create(
        organisation=EmbassyFactory.create(
            name={"id": "KBRI Dhaka"}, country_id="ID", accredited_to=["BT", "LK"], languages=["id"]
        ),
        email="dhaka@example.org",
    )
    for fields in (
        {"organisation": EmbassyFactory.create(accredited_to=["CA"])},
        {"organisation": EmbassyFactory.create(archived_at=AT)},
        {"organisation": EmbassyFactory.create(country_id="LK")},
        {"organisation": to_host.organisation, "email": "", "telephone": "+66 2 000"},
        {"organisation": to_host.organisation, "archived_at": AT},
    ):
        ContactFactory.create(**fields)

    issued = issue_invitations(edition=members, actor="system", at=AT)
    again = issue_invitations(edition=members, actor="system", at=AT)

    assert (issued.letters, issued.copies, again.copies) == (1, 2, 0)
    copies = {one.contact: one for one in CallCopy.objects.select_related("letter", "call")}
    assert {contact: one.call.country_id for contact, one in copies.items()} == {to_host: "BT", of_host: "BT"}
    letter = copies[to_host].letter
    assert (letter.recipient_address, letter.recipient_name, letter.language, letter.person) == (
        "economy@example.bt",
        "Royal Bhutanese Embassy, Bangkok, Cooperation office",
        "en",
        None,
    )
    assert "Places for Bhutan: 2. Nominations are due by Monday 30 April 2018" in letter.text
    assert "/nominations/" not in letter.text
    assert copies[of_host].letter.text.startswith("KBRI Dhaka, Bagian kerja sama")
    assert {one.telephone for one in offices_for(copies[to_host].call)} == {"", "+66 2 000"}
    call = CountryCall.objects.select_related("edition__series", "edition__country", "country").get(
        country="BT"
    )
    assert without_blanks("by the Royal Bhutanese Embassy, Bangkok") in without_blanks(
        text_of(note_pdf(call, "en"))
    )
