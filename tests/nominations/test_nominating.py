from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from psycopg import sql

from balai import config
from balai.audit.models import Deed
from balai.correspondence.models import Letter
from balai.kernel.identity import uuid7
from balai.kernel.refusal import RuleViolationError
from balai.kernel.restricted import data_key
from balai.nominations.enums import NominationState, Origin, Standing, WithdrawalReason
from balai.nominations.models import Application, CountryCall, Nomination
from balai.nominations.queries import places_of
from balai.nominations.rules.applications import may_fill_in
from balai.nominations.services.late import admit_late
from balai.nominations.services.nominating import (
    add_nominee,
    attach_letter,
    change_nominee,
    move_nominee,
    return_places,
    send_nominations,
    withdraw_nomination,
)
from balai.people.models import Person
from balai.programmes.enums import EditionStatus
from tests.nominations.conftest import DUE
from tests.nominations.factories import (
    COMPLETE,
    PDF,
    CountryCallFactory,
    LateNominationFactory,
    NominationFactory,
)
from tests.people.factories import PersonFactory
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from balai.nominations.models import ReturnedPlaces
    from balai.programmes.models import Edition

AT = dt.datetime(2018, 4, 20, 5, tzinfo=dt.UTC)
LATE = DUE + dt.timedelta(seconds=1)
pytestmark = pytest.mark.usefixtures("countries", "keys")


def name_somebody(call: CountryCall, by: Person, name: str, **more: Any) -> Nomination:
    values = {**COMPLETE, "name": name, "email": f"{name.lower()}@example.bt", **more}
    return add_nominee(
        call_id=call.pk, key=uuid7(), values=values, origin=Origin.FOCAL_POINT, actor=by, at=AT
    )


def send(call: CountryCall, by: Person, *, at: dt.datetime = AT, version: int | None = None) -> CountryCall:
    return send_nominations(
        call_id=call.pk,
        version=version,
        is_eligibility_stated=True,
        is_release_stated=True,
        is_return_stated=True,
        actor=by,
        at=at,
    )


def order_of(call: CountryCall) -> list[tuple[int, str]]:
    live = call.nominations.exclude(state=NominationState.WITHDRAWN).order_by("rank")
    return list(live.values_list("rank", "name"))


@pytest.fixture
def three(call: CountryCall, dechen: Person) -> list[Nomination]:
    return [name_somebody(call, dechen, name) for name in ("Karma", "Sonam", "Tashi")]


# --- naming and ranking --------------------------------------------------------------------------------


def test_a_nominee_is_named_last_with_a_number_of_the_country(call: CountryCall, dechen: Person) -> None:
    first, second = (name_somebody(call, dechen, name) for name in ("Karma", "Sonam"))

    assert [one.code for one in (first, second)] == [
        f"{call.edition.code}/N-BT-01",
        f"{call.edition.code}/N-BT-02",
    ]
    assert order_of(call) == [(1, "Karma"), (2, "Sonam")]
    assert (first.state, first.standing, first.person.time_zone) == ("draft", "ready", "Asia/Thimphu")
    call.refresh_from_db()
    assert (call.version, call.changed_by) == (2, dechen.reference)


def test_a_form_sent_twice_names_one_person(call: CountryCall, dechen: Person) -> None:
    key = uuid7()

    def name_karma(at: CountryCall) -> Nomination:
        return add_nominee(
            call_id=at.pk, key=key, values=COMPLETE, origin=Origin.FOCAL_POINT, actor=dechen, at=AT
        )

    assert name_karma(call) == name_karma(call)
    assert Nomination.objects.count() == 1
    assert Person.objects.filter(name="Karma Choden").count() == 1
    other = CountryCallFactory.create(edition=call.edition, country_id="PK")
    assert refusal(lambda: name_karma(other)) == "nomination.key_taken"


def test_neighbours_change_places_and_the_ends_stay(three: list[Nomination], dechen: Person) -> None:
    call = CountryCall.objects.get()

    def move(nomination: Nomination, *, up: bool) -> None:
        call.refresh_from_db()
        move_nominee(nomination_id=nomination.pk, up=up, version=call.version, actor=dechen, at=AT)

    move(three[2], up=True)
    assert order_of(call) == [(1, "Karma"), (2, "Tashi"), (3, "Sonam")]
    move(three[0], up=True)
    move(three[1], up=False)
    assert order_of(call) == [(1, "Karma"), (2, "Tashi"), (3, "Sonam")]
    move(three[0], up=False)
    assert order_of(call) == [(1, "Tashi"), (2, "Karma"), (3, "Sonam")]


def test_who_ranks_an_older_list_is_told_who_changed_it(three: list[Nomination], dechen: Person) -> None:
    call = CountryCall.objects.get()

    with pytest.raises(RuleViolationError, match="Dechen Wangmo changed this list") as refused:
        move_nominee(nomination_id=three[2].pk, up=True, version=call.version - 1, actor=dechen, at=AT)

    assert refused.value.refusal.code == "nominations.changed_meanwhile"
    assert order_of(call) == [(1, "Karma"), (2, "Sonam"), (3, "Tashi")]


def test_the_order_stays_after_the_deadline(three: list[Nomination], dechen: Person) -> None:
    call = CountryCall.objects.get()

    assert (
        refusal(
            lambda: move_nominee(
                nomination_id=three[2].pk, up=True, version=call.version, actor=dechen, at=LATE
            )
        )
        == "nominations.ranking_closed"
    )


def test_a_change_names_its_fields_in_the_trail_and_no_value(three: list[Nomination], dechen: Person) -> None:
    changed = change_nominee(
        nomination_id=three[0].pk,
        version=0,
        values={"name": "Karma Dorji", "experience_years": None},
        is_office=False,
        actor=dechen,
        at=AT,
    )

    assert (changed.version, changed.standing) == (1, Standing.MISSING)
    assert Deed.objects.get(action="nomination.changed").detail == {"fields": "name+experience_years"}
    changed.person.refresh_from_db()
    assert changed.person.name == "Karma Dorji"


@pytest.mark.parametrize(
    ("prepare", "at", "code"),
    [
        ({"version": 3}, AT, "nomination.changed_meanwhile"),
        ({"state": NominationState.SENT, "submitted_at": AT}, LATE, "nomination.settled"),
        (
            {
                "state": NominationState.WITHDRAWN,
                "withdrawn_at": AT,
                "withdrawn_by": "system",
                "withdrawn_why": "nominee",
            },
            AT,
            "nomination.withdrawn",
        ),
    ],
)
def test_what_cannot_be_changed_says_why(
    three: list[Nomination], dechen: Person, prepare: dict[str, Any], at: dt.datetime, code: str
) -> None:
    Nomination.objects.filter(pk=three[0].pk).update(**prepare)

    def change(*, is_office: bool) -> Nomination:
        return change_nominee(
            nomination_id=three[0].pk,
            version=0,
            values={"position": "Director"},
            is_office=is_office,
            actor=dechen,
            at=at,
        )

    assert refusal(lambda: change(is_office=False)) == code
    if code == "nomination.settled":
        assert change(is_office=True).position == "Director"


def test_nothing_is_taken_when_the_programme_runs(call: CountryCall, dechen: Person) -> None:
    type(call.edition).objects.update(status=EditionStatus.RUNNING)

    assert refusal(lambda: name_somebody(call, dechen, "Karma")) == "nominations.closed"


def test_who_is_named_after_the_selection_waits_as_late_and_counts_by_a_decision_alone(
    three: list[Nomination], dechen: Person, edition: Edition
) -> None:
    """A country that is asked for another name; there is no deadline that it could miss."""
    call = CountryCall.objects.get()
    attach_letter(call_id=call.pk, content=PDF, name="note.pdf", actor=dechen, at=AT)
    send(call, dechen)
    edition.deadline_plans.all().delete()
    type(edition).objects.update(status=EditionStatus.PREPARATION)

    pema = name_somebody(call, dechen, "Pema")
    send(call, dechen)
    pema.refresh_from_db()

    assert (pema.state, pema.was_late, pema.rank) == ("late", True, 4)
    asked = Application.objects.get(nomination=pema)
    asked.nomination.refresh_from_db()
    assert may_fill_in(asked) is None
    assert (
        refusal(
            lambda: withdraw_nomination(
                nomination_id=three[0].pk, why=WithdrawalReason.EMPLOYER, note="", actor=dechen, at=AT
            )
        )
        == "nominations.closed"
    )
    admit_late(nomination_id=pema.pk, reason="Sonam cannot travel.", actor=dechen, at=AT)
    pema.refresh_from_db()
    assert (pema.state, pema.admitted_because) == ("sent", "Sonam cannot travel.")
    asked.nomination.refresh_from_db()
    assert may_fill_in(asked) is None  # nothing of the application is lost with the admission


def test_who_is_taken_out_stays_on_record_and_the_others_move_up(
    three: list[Nomination], dechen: Person
) -> None:
    call = CountryCall.objects.get()

    def take_out(key: UUID) -> Nomination:
        return withdraw_nomination(
            nomination_id=key, why=WithdrawalReason.EMPLOYER, note="Harvest.", actor=dechen, at=AT
        )

    out = take_out(three[0].pk)

    assert order_of(call) == [(1, "Sonam"), (2, "Tashi")]
    assert (out.state, out.withdrawn_at, out.withdrawn_why, out.withdrawn_note) == (
        "withdrawn",
        AT,
        "employer",
        "Harvest.",
    )
    assert refusal(lambda: take_out(three[0].pk)) == "nomination.withdrawn"


def test_what_a_second_ministry_named_is_held_until_the_focal_point_confirms_it(
    call: CountryCall, dechen: Person
) -> None:
    """Edge case E3: two ministries of one country nominate; there is one list, and one question."""
    officer = PersonFactory.create(name="Ratna")
    name_somebody(call, dechen, "Karma")
    for name in ("Sonam", "Tashi"):
        add_nominee(
            call_id=call.pk,
            key=uuid7(),
            values={**COMPLETE, "name": name, "email": f"{name.lower()}@example.bt"},
            origin=Origin.OFFICE,
            actor=officer,
            at=AT,
        )
    attach_letter(call_id=call.pk, content=PDF, name="note.pdf", actor=officer, at=AT)

    question = Letter.objects.get(kind="nominations.second_list")
    assert (question.recipient_name, "Sonam" in question.text) == ("Dechen Wangmo", True)
    assert refusal(lambda: send(call, officer)) == "nominations.focal_point_confirms"
    send(call, dechen)

    assert set(Nomination.objects.values_list("state", flat=True)) == {"sent"}
    assert Deed.objects.get(action="country_call.sent").actor == dechen.reference


def test_the_office_sends_what_came_on_paper_where_no_focal_point_has_named_anybody(
    call: CountryCall, dechen: Person
) -> None:
    officer = PersonFactory.create(name="Ratna")
    add_nominee(call_id=call.pk, key=uuid7(), values=COMPLETE, origin=Origin.OFFICE, actor=officer, at=AT)
    attach_letter(call_id=call.pk, content=PDF, name="note.pdf", actor=officer, at=AT)

    send(call, officer)

    assert not Letter.objects.filter(kind="nominations.second_list").exists()
    assert Nomination.objects.get().state == "sent"


# --- sending -------------------------------------------------------------------------------------------


def test_a_list_is_sent_once_with_a_receipt(three: list[Nomination], dechen: Person) -> None:
    call = CountryCall.objects.get()
    attach_letter(call_id=call.pk, content=PDF, name="note verbale.pdf", actor=dechen, at=AT)

    send(call, dechen)
    send(call, dechen, version=0)  # the second of two clicks

    states = set(Nomination.objects.values_list("state", "submitted_at", "was_late"))
    assert states == {("sent", AT, False)}
    receipt = Letter.objects.get(kind="nominations.receipt")
    assert f"- 1. Karma ({three[0].code})" in receipt.text
    assert Deed.objects.get(action="country_call.sent").detail == {"nominations": 3, "late": "false"}


def test_a_list_is_late_a_second_after_the_deadline_and_in_time_at_it(
    three: list[Nomination], dechen: Person
) -> None:
    call = CountryCall.objects.get()
    attach_letter(call_id=call.pk, content=PDF, name="note.pdf", actor=dechen, at=AT)
    send(call, dechen, at=DUE)
    assert set(Nomination.objects.values_list("state", flat=True)) == {"sent"}

    name_somebody(call, dechen, "Ugyen")
    send(call, dechen, at=LATE)

    assert Nomination.objects.get(name="Ugyen").state == NominationState.LATE


def test_late_ones_come_after_those_in_time(three: list[Nomination], dechen: Person) -> None:
    call = CountryCall.objects.get()
    attach_letter(call_id=call.pk, content=PDF, name="note.pdf", actor=dechen, at=AT)
    Nomination.objects.filter(pk__in=[three[1].pk, three[2].pk]).update(
        state=NominationState.SENT, submitted_at=AT
    )
    CountryCall.objects.update(
        sent_at=AT,
        sent_by="system",
        is_eligibility_stated=True,
        is_release_stated=True,
        is_return_stated=True,
    )

    send(call, dechen, at=LATE)

    assert order_of(call) == [(1, "Sonam"), (2, "Tashi"), (3, "Karma")]
    assert Nomination.objects.get(name="Karma").state == NominationState.LATE


def test_what_is_lacking_is_said_before_a_list_is_sent(call: CountryCall, dechen: Person) -> None:
    assert refusal(lambda: send(call, dechen)) == "nominations.nobody"
    karma = name_somebody(call, dechen, "Karma", reason="")
    assert refusal(lambda: send(call, dechen)) == "nominations.something_missing"
    change_nominee(
        nomination_id=karma.pk,
        version=0,
        values={"reason": "She teaches."},
        is_office=False,
        actor=dechen,
        at=AT,
    )
    assert refusal(lambda: send(call, dechen)) == "nominations.no_letter"
    attach_letter(call_id=call.pk, content=PDF, name="note.pdf", actor=dechen, at=AT)

    def unstated() -> CountryCall:
        return send_nominations(
            call_id=call.pk,
            version=None,
            is_eligibility_stated=True,
            is_release_stated=False,
            is_return_stated=True,
            actor=dechen,
            at=AT,
        )

    assert refusal(unstated) == "nominations.not_stated"
    assert refusal(lambda: send(call, dechen, version=0)) == "nominations.changed_meanwhile"
    assert send(call, dechen).sent_at == AT


def test_the_letter_is_kept_sealed_with_the_key_of_the_call(call: CountryCall, dechen: Person) -> None:
    attach_letter(call_id=call.pk, content=PDF, name="../note verbale.pdf", actor=dechen, at=AT)

    call.refresh_from_db()
    kept = call.letter_of_nomination
    assert kept is not None
    assert (kept.name, kept.media_type, kept.size) == ("note verbale.pdf", "application/pdf", len(PDF))
    sealed = next(config.current().files_folder.rglob(f"{kept.id.hex}.sealed")).read_bytes()
    assert PDF not in sealed
    assert data_key(call).open(sealed, place=f"file:{kept.id}") == PDF


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [(b"MZ\x90", "note.exe", "upload.kind"), (b"no pdf", "note.pdf", "upload.content")],
)
def test_a_letter_is_a_pdf_or_a_picture(
    call: CountryCall, dechen: Person, content: bytes, name: str, code: str
) -> None:
    def attach() -> CountryCall:
        return attach_letter(call_id=call.pk, content=content, name=name, actor=dechen, at=AT)

    assert refusal(attach) == code


# --- places and late ones ------------------------------------------------------------------------------


def test_returned_places_stand_in_the_ledger_and_cannot_be_returned_twice(
    call: CountryCall, dechen: Person
) -> None:
    def give_back(number: int) -> ReturnedPlaces:
        return return_places(call_id=call.pk, places=number, reason="Sowing.", actor=dechen, at=AT)

    give_back(1)

    places = places_of(call)
    assert (places.given, places.returned, places.kept) == (2, 1, 1)
    assert refusal(lambda: give_back(2)) == "places.not_there"


def test_a_late_nomination_counts_once_the_office_gives_a_reason(call: CountryCall, dechen: Person) -> None:
    """Edge case E1: late, and let in by a reasoned override of somebody by name."""
    late = LateNominationFactory.create(call=call)
    officer = PersonFactory.create()

    admit_late(nomination_id=late.pk, reason="The post was on strike.", actor=officer, at=LATE)

    late.refresh_from_db()
    assert (late.state, late.was_late, late.admitted_at, late.admitted_because) == (
        "sent",
        True,
        LATE,
        "The post was on strike.",
    )
    assert "The post was on strike." in Letter.objects.get(kind="nominations.admitted").text

    def again() -> Nomination:
        return admit_late(nomination_id=late.pk, reason="x", actor=officer, at=LATE)

    assert refusal(again) == "nomination.not_late"


# --- what the database refuses -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": "sent"}, "nomination_sent_is_dated"),
        ({"state": "withdrawn"}, "nomination_withdrawn_says_when_and_why"),
        ({"withdrawn_why": "nominee"}, "nomination_withdrawn_says_when_and_why"),
        (
            {"state": "sent", "submitted_at": AT, "was_late": True},
            "nomination_late_is_admitted_before_it_counts",
        ),
        ({"state": "late", "submitted_at": AT}, "nomination_in_the_late_queue_was_late"),
        ({"admitted_because": "so"}, "nomination_admitted_was_late_and_says_why"),
        ({"rank": 0}, "nomination_rank_begins_at_one"),
        ({"name": ""}, "nomination_has_a_name"),
        ({"experience_years": 71}, "nomination_experience_is_of_one_life"),
        ({"standing": "fine"}, "nomination_standing_is_known"),
    ],
)
def test_the_database_refuses_what_cannot_be(
    call: CountryCall, values: dict[str, Any], constraint: str
) -> None:
    nomination = NominationFactory.create(call=call)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Nomination.objects.filter(pk=nomination.pk).update(**values)


def test_the_database_refuses_a_person_twice_in_an_edition(call: CountryCall) -> None:
    nomination = NominationFactory.create(call=call)
    other = CountryCallFactory.create(edition=call.edition, country_id="PK")

    with pytest.raises(IntegrityError, match="nomination_one_live_per_nominee"), transaction.atomic():
        NominationFactory.create(call=other, person=nomination.person)


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_name_one_person_and_send_one_list(call: CountryCall, dechen: Person) -> None:
    key = uuid7()

    def at_once(click: Callable[[], Any]) -> None:
        failed: list[BaseException] = []

        def run() -> None:
            try:
                click()
            except BaseException as error:  # noqa: BLE001 -- told to the test below
                failed.append(error)
            finally:
                connection.close()

        clicks = [threading.Thread(target=run) for _ in range(8)]
        for one in clicks:
            one.start()
        for one in clicks:
            one.join()
        assert failed == []

    at_once(
        lambda: add_nominee(
            call_id=call.pk, key=key, values=COMPLETE, origin=Origin.FOCAL_POINT, actor=dechen, at=AT
        )
    )
    attach_letter(call_id=call.pk, content=PDF, name="note.pdf", actor=dechen, at=AT)
    at_once(lambda: send(call, dechen, version=2))

    assert order_of(call) == [(1, "Karma Choden")]
    assert Deed.objects.filter(action="country_call.sent").count() == 1
    assert Letter.objects.filter(kind="nominations.receipt").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"country_id": "PK"}, "nomination_is_of_its_calls_edition_and_country"),
        ({"rank": 1}, "nomination_rank_once_in_a_country"),
    ],
)
def test_the_database_refuses_at_the_end_of_a_transaction(
    call: CountryCall, wrong: dict[str, Any], constraint: str
) -> None:
    NominationFactory.create(call=call, rank=1)
    second = NominationFactory.create(call=call, rank=2)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Nomination.objects.filter(pk=second.pk).update(**wrong)


def test_the_database_refuses_a_list_that_is_sent_without_letter_or_statements(call: CountryCall) -> None:
    with (
        pytest.raises(IntegrityError, match="country_call_sent_has_letter_and_statements"),
        transaction.atomic(),
    ):
        CountryCall.objects.filter(pk=call.pk).update(sent_at=AT, sent_by="system")


def test_a_country_is_called_once_for_an_edition(edition: Edition, call: CountryCall) -> None:
    with pytest.raises(IntegrityError, match="country_is_called_once_for_an_edition"), transaction.atomic():
        CountryCallFactory.create(edition=edition)


@pytest.mark.parametrize("table", ["balai_nomination", "balai_country_call", "balai_waiver"])
def test_the_application_cannot_delete_what_a_country_sent(call: CountryCall, table: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
