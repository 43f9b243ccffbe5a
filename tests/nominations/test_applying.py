from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.urls import reverse

from balai.audit.models import Deed, Look
from balai.correspondence.models import Letter
from balai.kernel.refusal import RuleViolationError
from balai.kernel.restricted import carry, look
from balai.nominations.enums import ApplicationState, NominationState, Section, Standing
from balai.nominations.models import Application, Nomination, Profile, RuleResult, Submission
from balai.nominations.queries.applications import (
    applications_of,
    documents_kept,
    nominations_that_may_be_selected,
)
from balai.nominations.services.applying import (
    claim_nomination,
    invite_nominee,
    return_application,
    save_section,
    send_application,
)
from balai.nominations.services.declaring import agree
from balai.nominations.services.judging import judge_call
from balai.people.enums import Role
from balai.people.models import Consent, Grant, Invitation
from balai.people.services.merging import merge_persons
from balai.people.services.persons import create_person
from tests.nominations.factories import (
    PASSPORT,
    ApplicationFactory,
    DocumentFactory,
    NominationFactory,
    ProfileFactory,
    seal,
    sent_application,
)
from tests.people.factories import AccountFactory, GrantFactory, PersonFactory, account_with
from tests.programmes.factories import EligibilityRuleFactory

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse
    from pytest_django import DjangoAssertNumQueries

    from balai.nominations.models import CountryCall
    from balai.people.models import Person

AT = dt.datetime(2018, 4, 20, 5, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("countries", "keys")
HERE, THERE = str(uuid4()), str(uuid4())


@pytest.fixture
def karma(call: CountryCall) -> Nomination:
    """Karma of Bhutan, whom the country has named."""
    person = PersonFactory.create(name="Karma Choden", email="karma@example.bt")
    return NominationFactory.create(call=call, rank=1, person=person, email=person.email)


@pytest.fixture
def application(karma: Nomination) -> Application:
    """What is asked of Karma, complete and not sent."""
    seal(ProfileFactory.create(person=karma.person))
    for kind in ("passport", "photo", "cv", "degree"):
        DocumentFactory.create(person=karma.person, kind=kind)
    return ApplicationFactory.create(nomination=karma)


def save(application: Application, section: str, version: int, writer: str, **values: Any) -> Application:
    return save_section(
        application_id=application.pk,
        section=Section(section),
        version=version,
        writer=writer,
        values=values,
        actor=application.nomination.person,
        at=AT,
    )


def send(application: Application, at: dt.datetime = AT) -> Application:
    return send_application(
        application_id=application.pk,
        declared={"application-truth": 1},
        actor=application.nomination.person,
        at=at,
    )


def code_of(refused: pytest.ExceptionInfo[RuleViolationError]) -> str:
    return refused.value.refusal.code


# --- inviting ------------------------------------------------------------------------------------------


def test_a_nominee_gets_a_personal_link_and_the_role(karma: Nomination) -> None:
    application = invite_nominee(nomination_id=karma.pk, actor="system", at=AT)
    invite_nominee(nomination_id=karma.pk, actor="system", at=LATER)

    assert application.invited_at == AT
    letters = Letter.objects.filter(kind="application.invitation").order_by("written_at")
    assert [(one.recipient_address, one.is_secret) for one in letters] == [("karma@example.bt", True)] * 2
    assert [grant.scope for grant in Grant.objects.filter(person=karma.person, role=Role.NOMINEE)] == [
        karma.edition.scope
    ]
    good = Invitation.objects.filter(person=karma.person, expires_at__gt=LATER)
    assert good.count() == 1  # the second link alone opens


def test_who_has_an_account_is_asked_and_says_that_the_nomination_is_theirs(karma: Nomination) -> None:
    account = AccountFactory.create(email="karma@example.bt")
    assert account.person is not None
    earlier = ProfileFactory.create(person=account.person, mobile="+975 17 999 999")
    application = invite_nominee(nomination_id=karma.pk, actor="system", at=AT)
    assert Letter.objects.get(person=karma.person).kind == "application.asked"
    assert list(applications_of(account.person)) == []

    claim_nomination(application_id=application.pk, account=account, at=AT)

    karma.person.refresh_from_db()
    assert karma.person.merged_into == account.person
    assert list(applications_of(account.person)) == [application]
    save(application, "contact", 0, HERE, email="karma@example.bt")
    earlier.refresh_from_db()
    assert (earlier.mobile, earlier.email) == ("+975 17 999 999", "karma@example.bt")


def test_nobody_claims_what_was_written_to_another_address(karma: Nomination) -> None:
    application = ApplicationFactory.create(nomination=karma)
    stranger = AccountFactory.create(email="somebody@example.bt")

    with pytest.raises(RuleViolationError) as refused:
        claim_nomination(application_id=application.pk, account=stranger, at=AT)

    assert code_of(refused) == "application.not_claimable"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"email": ""}, "application.no_address"),
        (
            {
                "state": NominationState.WITHDRAWN,
                "withdrawn_at": AT,
                "withdrawn_by": "system",
                "withdrawn_why": "nominee",
            },
            "nomination.withdrawn",
        ),
    ],
)
def test_who_cannot_be_asked_is_not(karma: Nomination, change: dict[str, Any], code: str) -> None:
    Nomination.objects.filter(pk=karma.pk).update(**change)

    with pytest.raises(RuleViolationError) as refused:
        invite_nominee(nomination_id=karma.pk, actor="system", at=AT)

    assert code_of(refused) == code


# --- filling in ----------------------------------------------------------------------------------------


def test_a_section_is_kept_and_the_trail_tells_of_it_once(karma: Nomination) -> None:
    application = ApplicationFactory.create(nomination=karma, problem="")

    for number, words in enumerate(("Weavers", "Weavers sell", "Weavers sell below cost")):
        save(application, "motivation", number, HERE, problem=words)

    application.refresh_from_db()
    assert application.problem == "Weavers sell below cost"
    assert application.version_of(Section.MOTIVATION) == 3
    assert Deed.objects.filter(action="application.saved").count() == 1


def test_a_paper_form_is_keyed_in_and_confirmed_by_the_nominee(
    karma: Nomination, dechen: Person, client: Client
) -> None:
    officer = account_with(Role.PROGRAMME_OFFICER)
    client.force_login(officer)
    place = {"code": karma.edition.code, "country": "BT", "key": karma.pk}

    def key_in(section: str, version: int = 0, **values: str) -> TestResponse:
        address = reverse("nominations:key_in", kwargs={**place, "section": section})
        return client.post(address, {"version": version, "writer": HERE, **values})

    assert key_in("identity", given_names="Karma", family_name="Choden").status_code == HTTPStatus.FOUND
    assert key_in("passport", number="G123456").status_code == HTTPStatus.FOUND
    assert key_in("passport", 1, kind="ordinary").status_code == HTTPStatus.FOUND
    assert [key_in(one).status_code for one in ("health", "declarations")] == [HTTPStatus.NOT_FOUND] * 2

    application = Application.objects.get(nomination=karma)
    profile = Profile.objects.get(person=karma.person)
    assert officer.person is not None
    kept = look(profile, "passport", actor=officer.person.reference, purpose="own", at=AT)
    assert kept == {"number": "G123456", "kind": "ordinary"}  # what was left empty took nothing away
    keyed = Deed.objects.filter(action="application.keyed_in").order_by("at", "pk")
    assert [(one.actor, one.subject, one.detail["section"]) for one in keyed] == [
        (officer.person.reference, application.reference, section)
        for section in ("identity", "passport", "passport")
    ]
    page = client.get(reverse("nominations:of_nominee", kwargs=place)).content.decode()
    assert "Who you are, Passport" in page
    assert not Letter.objects.exists()

    invite_nominee(nomination_id=karma.pk, actor=officer.person.reference, at=AT)
    client.force_login(AccountFactory.create(email=karma.email, person=karma.person))
    own = reverse("nominations:section", args=[application.pk, "identity"])
    assert "from your paper form" in client.get(own).content.decode()
    save(application, "identity", 1, HERE, given_names="Karma")
    assert "from your paper form" not in client.get(own).content.decode()
    client.force_login(officer)
    assert key_in("identity", 2, given_names="Other").status_code == HTTPStatus.FORBIDDEN


def test_two_devices_do_not_overwrite_each_other_unseen(karma: Nomination) -> None:
    application = ApplicationFactory.create(nomination=karma)
    save(application, "contact", 0, HERE, mobile="1")

    with pytest.raises(RuleViolationError) as refused:
        save(application, "contact", 0, THERE, mobile="2")

    assert code_of(refused) == "application.changed_meanwhile"
    save(application, "contact", 0, HERE, mobile="3")  # the same page again overtakes nobody
    save(application, "identity", 0, THERE, given_names="Karma")  # another section is free
    save(application, "contact", 2, THERE, mobile="4")
    assert Profile.objects.get(person=karma.person).mobile == "4"


def test_a_slip_costs_nothing_of_what_was_sealed_before(karma: Nomination) -> None:
    application = ApplicationFactory.create(nomination=karma)
    save(application, "passport", 0, HERE, **PASSPORT)
    index = Profile.objects.get().passport_index

    # The form leaves out what is not sound: here the number and the day of issue.
    save(application, "passport", 1, HERE, kind="service", issued_by="Thimphu")

    profile = Profile.objects.select_related("person").get()
    assert (profile.passport_index, profile.lacking) == (index, {"passport": []})
    assert Look.objects.count() == 0
    seen = look(profile, "passport", actor="system", purpose="own", at=AT)
    assert seen == {**PASSPORT, "kind": "service", "issued_by": "Thimphu"}


def test_what_is_sealed_is_not_readable_in_the_row_and_a_look_is_logged(karma: Nomination) -> None:
    application = ApplicationFactory.create(nomination=karma)
    save(application, "passport", 0, HERE, **PASSPORT, passport_until=dt.date(2022, 5, 1))
    profile = Profile.objects.select_related("person").get(person=karma.person)

    assert profile.passport is not None
    assert b"E00009413" not in profile.passport.box
    assert len(profile.passport_index) == 64
    assert profile.lacking == {"passport": []}
    assert not Look.objects.exists()
    seen = look(profile, "passport", actor=karma.person.reference, purpose="own", at=AT)
    assert seen == dict(PASSPORT)
    assert Look.objects.get().field == "profile.passport"


def test_what_is_empty_of_a_sealed_part_is_known_without_a_look(karma: Nomination) -> None:
    application = ApplicationFactory.create(nomination=karma)

    save(application, "health", 0, HERE, fit_to_travel=True, insurance_read=False, conditions="")

    assert Profile.objects.get(person=karma.person).lacking == {"health": ["insurance_read"]}


def test_the_zone_of_the_passport_is_compared_with_what_was_typed(karma: Nomination) -> None:
    """Edge case E26: a name misspelt against the zone of the passport."""
    application = ApplicationFactory.create(nomination=karma)
    save(application, "identity", 0, HERE, given_names="Anna", family_name="Eriksson", sex="female")
    zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"

    save(application, "passport", 0, HERE, zone=zone, number="L898902C4")

    assert Profile.objects.get(person=karma.person).zone_differs == ["name", "number"]


@pytest.mark.parametrize("section", ["contact", "passport"])
def test_saving_a_step_asks_few_questions(
    karma: Nomination, django_assert_num_queries: DjangoAssertNumQueries, section: str
) -> None:
    application = ApplicationFactory.create(nomination=karma)
    save(application, section, 0, HERE, mobile="1", number="E1")

    # Savepoints aside: the application, the profile, the key of a sealed part, and two rows written.
    with django_assert_num_queries({"contact": 6, "passport": 9}[section]):
        save(application, section, 1, HERE, mobile="2", number="E2")


# --- sending -------------------------------------------------------------------------------------------


def test_what_is_sent_is_frozen_and_stays_sealed(application: Application, karma: Nomination) -> None:
    send(application)

    application.refresh_from_db()
    sent = Submission.objects.select_related("person").get(application=application)
    assert (application.state, application.sent_at, sent.number) == (ApplicationState.SENT, AT, 1)
    assert sent.content["contact"]["nearest_airport"] == "PBH"
    assert {one["kind"] for one in sent.content["documents"]} == {"passport", "photo", "cv", "degree"}
    assert sent.content["declared"] == {"application-truth": 1}
    assert not Look.objects.exists()  # nobody saw what was carried over
    assert look(sent, "health", actor="system", purpose="applications", at=AT)["conditions"] == "asthma"
    assert Letter.objects.filter(kind="application.receipt").count() == 1
    with pytest.raises(RuleViolationError) as refused:
        save(application, "contact", 0, HERE, mobile="1")
    assert code_of(refused) == "application.sent"
    assert Profile.objects.get(person=karma.person).mobile == "+975 17 000 000"


def test_what_is_lacking_stops_the_sending_and_is_named(application: Application) -> None:
    Profile.objects.update(mobile="", lacking={"passport": ["number"], "health": [], "needs": []})

    with pytest.raises(RuleViolationError) as refused:
        send(application)

    assert code_of(refused) == "application.lacking"
    assert str(refused.value.refusal.message) == ("2 sections are not complete: Passport, How to reach you.")


def test_what_is_sealed_for_one_is_never_sealed_for_another() -> None:
    one, other = seal(ProfileFactory.create()), ProfileFactory.create()

    with pytest.raises(TypeError):
        carry(one, "passport", other, "passport")


def test_returned_it_says_what_is_missing_and_is_sent_again(application: Application, dechen: Person) -> None:
    send(application)

    return_application(
        application_id=application.pk,
        because="The scan cannot be read.",
        sections=["documents"],
        until=LATER,
        actor=dechen,
        at=AT,
    )

    application.refresh_from_db()
    assert (application.state, application.returned_sections) == (ApplicationState.RETURNED, ["documents"])
    assert "The scan cannot be read." in Letter.objects.get(kind="application.returned").text
    save(application, "contact", 0, HERE, mobile="5")
    send(application, LATER)
    numbers = Submission.objects.order_by("number").values_list("number", "content__contact__mobile")
    assert list(numbers) == [(1, "+975 17 000 000"), (2, "5")]


@pytest.mark.parametrize(
    ("is_sent", "because", "code"),
    [(False, "x", "application.not_sent"), (True, " ", "application.no_reason")],
)
def test_only_what_was_sent_goes_back_and_with_a_reason(
    application: Application, dechen: Person, because: str, code: str, *, is_sent: bool
) -> None:
    if is_sent:
        send(application)

    with pytest.raises(RuleViolationError) as refused:
        return_application(
            application_id=application.pk, because=because, sections=[], until=None, actor=dechen, at=AT
        )

    assert code_of(refused) == code


def test_agreeing_records_a_consent_for_each_text_once(application: Application, karma: Nomination) -> None:
    first = agree(application=application, at=AT)
    again = agree(application=application, at=LATER)

    assert first == again
    assert set(first.values()) == {1}
    assert Consent.objects.filter(person=karma.person, withdrawn_at=None).count() == len(first) == 6


# --- what rules see ------------------------------------------------------------------------------------


def test_rules_see_the_application_before_what_the_country_wrote(
    application: Application, karma: Nomination
) -> None:
    rule = EligibilityRuleFactory.create(
        edition=karma.edition,
        expression={
            "all": [
                {"field": "experience_years", "operator": "at_least", "value": 9},
                {"field": "sector", "operator": "is", "value": "textiles"},
                {"field": "has_all_documents", "operator": "is", "value": True},
                {"field": "is_endorsed", "operator": "is", "value": False},
            ]
        },
    )
    Nomination.objects.filter(pk=karma.pk).update(sector="textiles")
    judge_call(call=karma.call, at=AT)
    before = RuleResult.objects.get(rule=rule)
    assert before.value_seen == {"experience_years": 8, "sector": "textiles"}
    assert before.sources == {"experience_years": "focal-point", "sector": "focal-point"}

    send(application)

    after = RuleResult.objects.get(rule=rule)
    assert (after.outcome, after.value_seen) == (
        "pass",
        {"experience_years": 9, "sector": "textiles", "has_all_documents": True, "is_endorsed": False},
    )
    assert after.sources == {
        "experience_years": "application",
        "sector": "focal-point",
        "has_all_documents": "application",
        "is_endorsed": "application",
    }


def test_documents_count_though_the_person_was_brought_together_with_another_since(
    application: Application, karma: Nomination
) -> None:
    rule = EligibilityRuleFactory.create(
        edition=karma.edition, expression={"field": "has_all_documents", "operator": "is", "value": True}
    )
    send(application)
    kept = PersonFactory.create(name="Karma Choden")
    merge_persons(duplicate=karma.person, kept=kept, actor=None, at=AT)

    judge_call(call=karma.call, at=AT)

    assert RuleResult.objects.get(rule=rule).outcome == "pass"
    assert documents_kept(kept).count() == 4


def test_judging_asks_the_same_number_of_questions_for_one_application_and_for_three(
    call: CountryCall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    questions = 13
    sent_application(NominationFactory.create(call=call, rank=1))
    judge_call(call=call, at=AT)
    with django_assert_num_queries(questions):
        judge_call(call=call, at=AT)
    for rank in (2, 3):
        sent_application(NominationFactory.create(call=call, rank=rank))
    judge_call(call=call, at=AT)  # their standings are written now
    with django_assert_num_queries(questions):
        judge_call(call=call, at=AT)


# --- selection -----------------------------------------------------------------------------------------


def test_selected_may_be_who_counts_meets_every_rule_and_has_sent(call: CountryCall) -> None:
    def nominee(rank: int, *, is_sent: bool, **fields: Any) -> Nomination:
        values = {"state": NominationState.SENT, "submitted_at": AT, "standing": Standing.READY, **fields}
        made: Nomination = NominationFactory.create(call=call, rank=rank, **values)
        if is_sent:
            sent_application(made)
        return made

    ready = nominee(1, is_sent=True)
    nominee(2, is_sent=False)
    nominee(3, is_sent=True, standing=Standing.BLOCKED)
    nominee(4, is_sent=True, state=NominationState.LATE, was_late=True)
    returned = nominee(5, is_sent=True)
    Application.objects.filter(nomination=returned).update(
        state=ApplicationState.RETURNED, returned_at=AT, returned_by="system", returned_because="x"
    )

    assert list(nominations_that_may_be_selected(call.edition)) == [ready]


def test_a_person_sees_own_applications_alone() -> None:
    mine = create_person(name="Karma", actor=None, at=AT)
    GrantFactory.create(person=PersonFactory.create())

    assert list(applications_of(mine)) == []
