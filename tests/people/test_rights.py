"""The person's rights: a clock of 72 hours, erasure for ever, legal holds, retention, copies, breaches."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from balai.audit.models import Deed, Look
from balai.correspondence.adapters.account import AccountAdapter
from balai.correspondence.enums import LetterState
from balai.correspondence.models import Letter, RegisterEntry
from balai.kernel import files
from balai.kernel.crypto import UnreadableError, note_destroyed
from balai.kernel.restricted import data_key, look, put
from balai.nominations.models import Nomination
from balai.people.enums import RequestState, RightKind, Role
from balai.people.models import (
    Account,
    Breach,
    Grant,
    LegalHold,
    Person,
    PersonCopy,
    RightsRequest,
)
from balai.people.queries import number_affected, persons_affected
from balai.people.registries import ERASED, SealedFact, SealedFile, sealed
from balai.people.services.breaches import close_breach, enter_breach
from balai.people.services.copying import ARCHIVE, ask_for_copy, fetch_copy, make_copy, put_old_copies_away
from balai.people.services.erasing import erase_person, finish_erasures
from balai.people.services.merging import merge_persons
from balai.people.services.retaining import forget_expired, set_term, terms_at
from balai.people.services.rights import (
    answer_request,
    ask_for_right,
    lift_hold,
    place_hold,
    withdraw_request,
)
from tests.kernel.keys import own_keys
from tests.nominations.factories import CountryCallFactory, NominationFactory
from tests.people.factories import AccountFactory, GrantFactory, PersonFactory
from tests.portal.registered import fill
from tests.programmes.factories import EditionFactory
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.people.services.retaining import Term

AT = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def keys(db: None) -> Iterator[None]:
    with own_keys():
        yield


@pytest.fixture
def administrator() -> Person:
    found: Person = GrantFactory.create(role=Role.ADMINISTRATOR).person
    return found


@pytest.fixture
def karma() -> Person:
    """A nominee with an account, a letter, a nomination and something sealed."""
    account: Account = AccountFactory.create(
        email="karma@example.bt", person=PersonFactory.create(name="Karma Choden", email="karma@example.bt")
    )
    person = account.person
    assert person is not None
    GrantFactory.create(person=person, role=Role.NOMINEE, scope="country:BT")
    NominationFactory.create(
        person=person,
        name="Karma Choden",
        email="karma@example.bt",
        employer="Paro Looms",
        reason="She weaves.",
    )
    return person


def settled() -> None:
    """Every letter has left."""
    Letter.objects.update(state=LetterState.ACCEPTED)


# --- requests -----------------------------------------------------------------------------------------------


def test_a_request_has_72_hours_and_a_letter_says_so(karma: Person) -> None:
    request = ask_for_right(person=karma, kind=RightKind.CORRECTION, wish="I was born in Punakha.", at=AT)

    assert request.due_at - AT == dt.timedelta(hours=72)
    stored = RightsRequest.objects.get().wish
    assert stored is not None
    assert b"Punakha" not in stored.box
    assert (
        look(request, "wish", actor=karma.reference, purpose="rights_request", at=AT)
        == "I was born in Punakha."
    )
    letter = Letter.objects.get(kind="rights.received")
    assert (letter.person, "Thu 5 Nov 2026, 08:00 UTC" in letter.text) == (karma, True)
    assert (
        refusal(lambda: ask_for_right(person=karma, kind=RightKind.CORRECTION, wish="", at=AT))
        == "rights.asked_already"
    )


def test_an_answer_has_words_and_is_given_once_by_an_administrator(
    karma: Person, administrator: Person
) -> None:
    request = ask_for_right(person=karma, kind=RightKind.ACCESS, wish="", at=AT)

    def answer(words: str = "Your copy is on your page.", actor: Person = administrator) -> RightsRequest:
        return answer_request(request=request, is_granted=True, words=words, actor=actor, at=AT + HOUR)

    assert refusal(lambda: answer(actor=karma)) == "people.not_administrator"
    with pytest.raises(ValidationError):
        answer(" ")
    answered = answer()
    assert (answered.state, answered.answered_by) == (RequestState.GRANTED, administrator.reference)
    assert "Your copy is on your page." in Letter.objects.get(kind="rights.answered").text
    assert refusal(answer) == "rights.answered_already"
    assert (
        refusal(lambda: withdraw_request(request=request, person=karma, at=AT)) == "rights.answered_already"
    )


def test_the_database_holds_the_clock(karma: Person) -> None:
    with pytest.raises(IntegrityError, match="rights_request_is_due_in_72_hours"):
        RightsRequest.objects.create(person=karma, kind=RightKind.ACCESS, asked_at=AT, due_at=AT + 71 * HOUR)


# --- erasure ------------------------------------------------------------------------------------------------


def test_after_an_erasure_nothing_sealed_opens_and_nothing_plain_is_left(
    karma: Person, administrator: Person
) -> None:
    kept = files.keep(b"PK\x03\x04", name="passport.zip", owner=karma, accept=ARCHIVE)
    request = ask_for_right(person=karma, kind=RightKind.ERASURE, wish="All of it.", at=AT)
    notice = {"timestamp": AT, "ip": "192.0.2.7"}
    AccountAdapter().send_mail("account/email/password_changed", "karma@example.bt", notice)
    settled()
    nomination = Nomination.objects.get(person=karma)
    kept_columns = (nomination.country_id, nomination.edition_id, nomination.state, nomination.sex)

    answer_request(request=request, is_granted=True, words="Done.", actor=administrator, at=AT + HOUR)

    karma.refresh_from_db()
    request.refresh_from_db()
    assert (karma.name, karma.email, karma.erased_at) == (ERASED, "", AT + HOUR)
    for opens in (
        lambda: look(request, "wish", actor=administrator.reference, purpose="rights_request", at=AT),
        lambda: look(request, "answer", actor=administrator.reference, purpose="rights_request", at=AT),
        lambda: files.read(
            kept, owner=karma, what="passport.scan", actor=administrator.reference, purpose="visa_case", at=AT
        ),
        lambda: put(request, "answer", "again"),
    ):
        with pytest.raises(UnreadableError):
            opens()
    nomination.refresh_from_db()
    assert (nomination.name, nomination.email, nomination.employer, nomination.reason) == (ERASED, "", "", "")
    assert (
        nomination.country_id, nomination.edition_id, nomination.state, nomination.sex
    ) == kept_columns  # fmt: skip
    account = Account.objects.get(person=karma)
    assert (account.is_active, account.email) == (False, f"{account.pk}@erased.invalid")
    assert Grant.objects.get(person=karma).until == AT + HOUR
    received = Letter.objects.get(kind="rights.received")
    for letter in (received, Letter.objects.get(kind="account.security_notice")):
        assert (letter.text, letter.html, letter.recipient_address, letter.recipient_name) == ("", "", "", "")
    assert RegisterEntry.objects.get(letter=received).correspondent == ERASED
    assert Deed.objects.filter(action="person.erased", subject=karma.reference).count() == 1


def test_the_letter_about_an_erasure_leaves_first_and_is_scrubbed_at_night(
    karma: Person, administrator: Person
) -> None:
    request = ask_for_right(person=karma, kind=RightKind.ERASURE, wish="", at=AT)
    answer_request(request=request, is_granted=True, words="You are erased.", actor=administrator, at=AT)
    leaving = Letter.objects.get(kind="rights.answered")
    assert ("You are erased." in leaving.text, leaving.recipient_address) == (True, "karma@example.bt")

    assert finish_erasures(at=AT + HOUR) == 0  # it has not left yet
    settled()
    assert finish_erasures(at=AT + 2 * HOUR) == 1

    leaving.refresh_from_db()
    assert (leaving.text, leaving.recipient_address) == ("", "")
    assert finish_erasures(at=AT + 3 * HOUR) == 0


def test_both_records_of_somebody_are_erased(karma: Person, administrator: Person) -> None:
    double = PersonFactory.create(name="K. Choden", email="k@example.bt")
    merge_persons(duplicate=double, kept=karma, actor=None, at=AT)

    erase_person(person=karma, actor=administrator, at=AT)

    assert list(Person.objects.filter(pk__in=[karma.pk, double.pk]).values_list("name", "email")) == [
        (ERASED, ""),
        (ERASED, ""),
    ]
    assert refusal(lambda: erase_person(person=karma, actor=administrator, at=AT)) == "rights.erased_already"


def test_who_works_here_or_is_on_hold_is_not_erased(karma: Person, administrator: Person) -> None:
    officer = GrantFactory.create(role=Role.PROGRAMME_OFFICER).person
    hold = place_hold(
        person=karma, reason="Case 12/2026", until=dt.date(2026, 12, 1), actor=administrator, at=AT
    )

    def erase() -> None:
        erase_person(person=karma, actor=administrator, at=AT)

    assert refusal(lambda: erase_person(person=officer, actor=administrator, at=AT)) == "rights.still_serves"
    assert refusal(erase) == "rights.on_hold"
    assert (
        refusal(
            lambda: place_hold(
                person=karma, reason="Another", until=dt.date(2026, 12, 9), actor=administrator, at=AT
            )
        )
        == "hold.there_already"
    )
    lift_hold(hold=hold, actor=administrator, at=AT)
    assert refusal(lambda: lift_hold(hold=hold, actor=administrator, at=AT)) == "hold.lifted_already"
    erase()
    karma.refresh_from_db()
    assert karma.name == ERASED


def test_whom_a_backup_brings_back_is_erased_again_and_stays_unreadable(
    karma: Person, administrator: Person
) -> None:
    request = ask_for_right(person=karma, kind=RightKind.ACCESS, wish="Everything", at=AT)
    settled()
    before: dict[str, dict[str, Any]] = {
        "person": dict(Person.objects.filter(pk=karma.pk).values().get()),
        "nomination": dict(Nomination.objects.filter(person=karma).values().get()),
    }
    karma.refresh_from_db()
    erase_person(person=karma, actor=administrator, at=AT)
    note_destroyed(karma.reference)  # what the commit does
    for row in before.values():
        row.pop("search_text")
    Person.objects.filter(pk=karma.pk).update(**before["person"])
    Nomination.objects.filter(person=karma).update(**before["nomination"])

    restored = RightsRequest.objects.select_related("person").get(pk=request.pk)
    assert restored.person.name == "Karma Choden"
    with pytest.raises(UnreadableError):
        look(restored, "wish", actor=administrator.reference, purpose="rights_request", at=AT)
    assert finish_erasures(at=AT + HOUR) == 1

    assert Person.objects.get(pk=karma.pk).name == ERASED
    assert Nomination.objects.get(person=karma).name == ERASED


# --- retention ----------------------------------------------------------------------------------------------


def of_edition(ended_on: dt.date, **values: Any) -> Nomination:
    edition = EditionFactory.create(
        starts_on=ended_on, ends_on=ended_on, arrives_on=ended_on, departs_on=ended_on
    )
    made: Nomination = NominationFactory.create(call=CountryCallFactory.create(edition=edition), **values)
    return made


def term_of_nominations(at: dt.datetime) -> Term:
    return next(term for term in terms_at(at) if term.code == "nominations")


def test_what_is_past_its_time_is_shown_first_and_forgotten_at_night(administrator: Person) -> None:
    old, held, young = (
        of_edition(dt.date(2020, 1, 1)),
        of_edition(dt.date(2020, 1, 1)),
        of_edition(dt.date(2026, 1, 1)),
    )
    place_hold(
        person=held.person, reason="Audit 3/2026", until=dt.date(2027, 1, 1), actor=administrator, at=AT
    )

    term = term_of_nominations(AT)
    assert ([one.key for one in term.due], term.kept, term.is_own) == ([old.pk], 1, False)
    assert forget_expired(at=AT) == 1
    assert forget_expired(at=AT) == 0

    names = dict(Nomination.objects.values_list("pk", "name"))
    assert names == {old.pk: ERASED, held.pk: held.name, young.pk: young.name}
    assert list(Deed.objects.filter(action="retention.forgotten").values_list("subject", "detail")) == [
        (f"nomination:{old.pk}", {"class": "nominations", "weeks": 260})
    ]


def test_the_office_decides_how_long_from_a_day_on(administrator: Person) -> None:
    of_edition(dt.date(2026, 1, 1))
    values: dict[str, Any] = {"data_class": "nominations", "source": "Decree 7/2026", "actor": administrator}

    set_term(weeks=10, since=dt.date(2026, 12, 1), at=AT, **values)
    before = term_of_nominations(AT)
    after = term_of_nominations(dt.datetime(2026, 12, 1, tzinfo=dt.UTC))

    assert (before.weeks, len(before.due)) == (260, 0)
    assert (after.weeks, after.why, after.is_own, len(after.due)) == (10, "Decree 7/2026", True, 1)
    with pytest.raises(ValidationError):
        set_term(weeks=9, since=dt.date(2026, 12, 1), at=AT, **values)
    with pytest.raises(ValidationError):
        set_term(weeks=9, since=dt.date(2026, 12, 2), at=AT, **{**values, "data_class": "weather"})


# --- the copy -----------------------------------------------------------------------------------------------


def test_a_copy_holds_records_what_is_sealed_and_files(
    karma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ask_for_right(person=karma, kind=RightKind.ACCESS, wish="What do you have?", at=AT)
    kept = files.keep(b"PK\x03\x04scan", name="passport.zip", owner=karma, accept=ARCHIVE)

    class Passports:
        def facts(self, persons: Any) -> list[SealedFact]:
            return [SealedFact(name="passport.note", row=request, field="wish")]

        def files(self, persons: Any) -> list[SealedFile]:
            return [SealedFile(kept=kept, owner=karma, what="passport.scan")]

    fill(monkeypatch, sealed, passports=Passports())
    copy = ask_for_copy(person=karma, at=AT)
    assert ask_for_copy(person=karma, at=AT) == copy
    with pytest.raises(PersonCopy.DoesNotExist):
        fetch_copy(copy=copy, at=AT)
    make_copy(copy_id=copy.pk, at=AT)
    copy.refresh_from_db()

    with zipfile.ZipFile(io.BytesIO(fetch_copy(copy=copy, at=AT))) as archive:
        names = set(archive.namelist())
        opened = json.loads(archive.read("sealed.json"))
        nominations = json.loads(archive.read("records/nominations.json"))
        scan = archive.read("files/passport.scan-1-passport.zip")

    assert {"records/person.json", "records/letters.json", "records/looks.json", "about.json"} <= names
    assert opened["passport.note"] == "What do you have?"
    assert nominations[0]["employer"] == "Paro Looms"
    assert scan == b"PK\x03\x04scan"
    looks = set(Look.objects.values_list("actor", "field", "purpose"))
    assert (karma.reference, "passport.scan", "own_copy") in looks
    assert put_old_copies_away(at=AT + dt.timedelta(days=6)) == 0
    assert put_old_copies_away(at=AT + dt.timedelta(days=8)) == 1


def test_a_copy_is_unreadable_once_its_person_is_erased(karma: Person, administrator: Person) -> None:
    copy = ask_for_copy(person=karma, at=AT)
    make_copy(copy_id=copy.pk, at=AT)
    copy.refresh_from_db()

    erase_person(person=karma, actor=administrator, at=AT)

    karma.refresh_from_db()
    assert not PersonCopy.objects.exists()
    copy.person = karma
    with pytest.raises(UnreadableError):
        fetch_copy(copy=copy, at=AT)
    with pytest.raises(UnreadableError):
        data_key(karma)


# --- breaches -----------------------------------------------------------------------------------------------


def test_the_log_of_looks_says_whom_a_breach_concerns(karma: Person, administrator: Person) -> None:
    other = PersonFactory.create()
    thief = "account:01900000-0000-7000-8000-000000000bad"
    for subject, actor, field, hours in (
        (karma, thief, "application.passport", 1),
        (karma, thief, "application.passport", 2),
        (other, thief, "application.health", 1),
        (other, "system", "application.passport", 1),
        (other, thief, "application.passport", 9),
    ):
        Look.objects.create(
            at=AT + hours * HOUR, actor=actor, subject=subject.reference, field=field, purpose="visa_case"
        )

    breach = enter_breach(
        noticed_at=AT + 4 * HOUR,
        began_at=AT,
        ended_at=AT + 4 * HOUR,
        looker=thief,
        field="application.passport",
        what="An account was taken over.",
        actor=administrator,
        at=AT + 5 * HOUR,
    )

    assert breach.due_at == AT + 76 * HOUR
    assert list(persons_affected(breach)) == [
        {
            "subject": karma.reference,
            "looks": 2,
            "first": AT + HOUR,
            "last": AT + 2 * HOUR,
            "fields": ["application.passport"],
        }
    ]
    assert number_affected(breach) == 1
    assert refusal(lambda: close_breach(breach=breach, actor=administrator, at=AT)) == "breach.not_told"
    Breach.objects.update(authority_told_at=AT, people_told_at=AT, measures="Closed the account.")
    assert close_breach(breach=breach, actor=administrator, at=AT + 6 * HOUR).closed_at == AT + 6 * HOUR


def test_a_hold_that_has_passed_makes_room(karma: Person, administrator: Person) -> None:
    place_hold(person=karma, reason="Old", until=AT.date(), actor=administrator, at=AT)
    later = AT + dt.timedelta(days=2)

    place_hold(person=karma, reason="New", until=dt.date(2027, 1, 1), actor=administrator, at=later)

    assert list(LegalHold.objects.order_by("pk").values_list("reason", "lifted_at")) == [
        ("Old", later),
        ("New", None),
    ]
