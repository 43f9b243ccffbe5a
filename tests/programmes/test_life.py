from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from balai.audit.models import Deed
from balai.correspondence.models import Letter
from balai.directory.models import Country
from balai.kernel.translated import TranslatedText
from balai.people.enums import Role
from balai.programmes.enums import (
    BookletFileKind,
    ChangeKind,
    EditionStatus,
    Mode,
    OrganiserRole,
    ReservationState,
)
from balai.programmes.models import Booklet, BookletFile, Deadline, Edition, EditionChange
from balai.programmes.queries.booklet import facts_of
from balai.programmes.rules.moves import MOVES
from balai.programmes.services.booklets import freeze_booklet, issue_erratum
from balai.programmes.services.deadlines import plan_usual_deadlines
from balai.programmes.services.editions import change_edition
from balai.programmes.services.life import (
    approve_edition,
    cancel_edition,
    convert_edition,
    move_edition,
    move_on,
    open_call,
    postpone_edition,
    resume_edition,
)
from balai.programmes.services.telling import addressees
from tests.directory.factories import ContactFactory, OrganisationFactory
from tests.people.factories import GrantFactory, PersonFactory
from tests.programmes.factories import (
    ActivityFactory,
    AssessmentFactory,
    EditionFactory,
    MandateFactory,
    OrganiserFactory,
    OutcomeFactory,
    QuotaFactory,
    ReservationFactory,
    RubricCriterionFactory,
    T,
)
from tests.programmes.typesetting import plain
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("countries")

WHY = TranslatedText(en="The host centres are closed.", id="Balai tuan rumah tutup.")
AUGUST = {
    "starts_on": dt.date(2018, 8, 8),
    "ends_on": dt.date(2018, 8, 20),
    "arrives_on": dt.date(2018, 8, 8),
    "departs_on": dt.date(2018, 8, 20),
}


@pytest.fixture
def edition() -> Edition:
    """The edition of 2018 with all that a call needs, and people whom it concerns."""
    Country.objects.filter(code="BT").update(time_zones=["Asia/Thimphu"])
    edition = EditionFactory.create(status=EditionStatus.APPROVED)
    host = OrganisationFactory.create(languages=["id"])
    ContactFactory.create(organisation=host, email="cooperation@ministry.example")
    OrganiserFactory.create(edition=edition, organisation=host)
    MandateFactory.create(edition=edition)
    QuotaFactory.create(edition=edition)
    RubricCriterionFactory.create(edition=edition, weight=100)
    outcome = OutcomeFactory.create(edition=edition)
    AssessmentFactory.create(edition=edition).outcomes.add(outcome)
    dechen = PersonFactory.create(name="Dechen Wangmo", email="dechen@example.bt")
    GrantFactory.create(person=dechen, role=Role.FOCAL_POINT, scope="country:BT")
    plan_usual_deadlines(edition=edition, actor="system", at=T)
    return edition


@pytest.fixture
def called(edition: Edition) -> Edition:
    """The same, with its call open."""
    return open_call(edition=edition, typeset=plain, actor="system", at=T)


def letters(kind: str) -> list[tuple[str, str]]:
    """Recipient and language of the letters of one kind."""
    return sorted((letter.recipient_address, letter.language) for letter in Letter.objects.filter(kind=kind))


def told(kind: str, address: str) -> str:
    return Letter.objects.get(kind=kind, recipient_address=address).text


# --- moving on ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        (lambda edition: edition.organisers.all().delete(), "edition.no_host"),
        (lambda edition: edition.mandate_set.all().delete(), "edition.no_mandate"),
        (
            lambda _edition: Edition.objects.update(
                starts_on=None, ends_on=None, arrives_on=None, departs_on=None
            ),
            "edition.no_dates",
        ),
    ],
)
def test_an_idea_is_approved_when_all_is_there(
    edition: Edition, lacking: Callable[[Edition], Any], code: str
) -> None:
    Edition.objects.update(status=EditionStatus.IDEA)
    lacking(edition)

    assert refusal(lambda: approve_edition(edition=edition, actor="system", at=T)) == code


def test_an_approved_idea_is_approved_once(edition: Edition) -> None:
    Edition.objects.update(status=EditionStatus.IDEA)

    assert approve_edition(edition=edition, actor="system", at=T).status == EditionStatus.APPROVED
    assert refusal(lambda: approve_edition(edition=edition, actor="system", at=T)) == "edition.no_such_move"


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        (lambda _edition: Edition.objects.update(departs_on=None), "edition.not_planned"),
        (lambda edition: edition.quotas.all().delete(), "edition.no_quotas"),
        (lambda edition: edition.rubric.update(weight=99), "edition.rubric_incomplete"),
        (lambda edition: edition.rubric.all().delete(), "edition.rubric_incomplete"),
        (lambda edition: edition.assessments.all().delete(), "edition.outcome_not_seen"),
        (lambda edition: edition.deadline_plans.all().delete(), "edition.no_deadline"),
    ],
)
def test_a_call_opens_when_all_is_there(
    edition: Edition, lacking: Callable[[Edition], Any], code: str
) -> None:
    lacking(edition)

    assert refusal(lambda: open_call(edition=edition, typeset=plain, actor="system", at=T)) == code
    assert (Booklet.objects.count(), Letter.objects.count()) == (0, 0)


def test_a_call_whose_deadline_is_over_does_not_open(edition: Edition) -> None:
    late = dt.datetime(2018, 4, 13, 11, tzinfo=dt.UTC)  # the applicants' in Bhutan, to the second

    assert refusal(lambda: open_call(edition=edition, typeset=plain, actor="system", at=late)) == (
        "edition.deadline_over"
    )


def test_a_call_freezes_the_booklet_and_tells_everybody_until_when(called: Edition) -> None:
    assert called.status == EditionStatus.CALL
    booklet = Booklet.objects.get()
    assert (booklet.version, booklet.frozen_at, booklet.changes) == (1, T, [])
    file = booklet.files.get()
    assert json.loads(bytes(file.content)) == {
        "version": 1,
        "issued_on": "2018-03-20",
        "starts_on": "2018-07-18",
    }
    assert file.sha256 == hashlib.sha256(bytes(file.content)).hexdigest()
    assert letters("edition.call_opened") == [("cooperation@ministry.example", "id")]
    assert "- Batas waktu pencalonan: Jumat, 4 Mei 2018, pukul 17.00 di Jakarta" in told(
        "edition.call_opened", "cooperation@ministry.example"
    )


def test_what_was_told_is_noted_on_the_deadline(called: Edition) -> None:
    levels = Deadline.objects.filter(told_at=T).values_list("plan__code", "plan__level").distinct()

    assert {level for _code, level in levels} == {"host", "secretariat"}
    assert not Deadline.objects.filter(plan__level="agency", told_at__isnull=False).exists()


def test_two_clicks_open_one_call(called: Edition) -> None:
    assert refusal(lambda: open_call(edition=called, typeset=plain, actor="system", at=T)) == (
        "edition.no_such_move"
    )
    assert Booklet.objects.count() == 1


def test_a_life_goes_on_step_by_step(called: Edition) -> None:
    arrival, end = (dt.datetime(2018, 7, day, 1, tzinfo=dt.UTC) for day in (18, 30))

    for status, at in (
        (EditionStatus.SELECTION, T),
        (EditionStatus.PREPARATION, T),
        (EditionStatus.RUNNING, arrival),
        (EditionStatus.CLOSED, end),
        (EditionStatus.REPORTED, end),
        (EditionStatus.EVALUATED, end),
    ):
        called = move_on(edition=called, to=status, actor="system", at=at)

    assert called.status == EditionStatus.EVALUATED
    assert [
        (deed.detail["before"], deed.detail["after"])
        for deed in Deed.objects.filter(action="edition.moved_on").order_by("id")
    ][:2] == [("call", "selection"), ("selection", "preparation")]


@pytest.mark.parametrize(
    ("status", "to", "at", "code"),
    [
        # Midnight in Jakarta is 17:00 UTC the day before.
        ("preparation", "running", dt.datetime(2018, 7, 17, 16, 59, tzinfo=dt.UTC), "edition.begins_later"),
        ("running", "closed", dt.datetime(2018, 7, 29, 16, 59, tzinfo=dt.UTC), "edition.ends_later"),
        ("call", "running", T, "edition.no_such_move"),
        ("evaluated", "reported", T, "edition.no_such_move"),
    ],
)
def test_nobody_jumps_ahead(status: str, to: str, at: dt.datetime, code: str) -> None:
    edition = EditionFactory.create(status=status)

    assert refusal(lambda: move_on(edition=edition, to=EditionStatus(to), actor="system", at=at)) == code


def test_a_minute_later_it_begins() -> None:
    edition = EditionFactory.create(status=EditionStatus.PREPARATION)
    midnight = dt.datetime(2018, 7, 17, 17, tzinfo=dt.UTC)

    assert (
        move_on(edition=edition, to=EditionStatus.RUNNING, actor="system", at=midnight).status
        == EditionStatus.RUNNING
    )


@pytest.mark.parametrize("to", ["approved", "call", "postponed", "cancelled"])
def test_what_has_a_deed_of_its_own_is_not_a_plain_step(to: str) -> None:
    with pytest.raises(ValueError, match="a deed of its own"):
        move_on(edition=EditionFactory.create(), to=EditionStatus(to), actor="system", at=T)


def test_every_status_has_its_moves() -> None:
    assert set(MOVES) == set(EditionStatus)
    assert {to for moves in MOVES.values() for to in moves} == set(EditionStatus) - {EditionStatus.IDEA}


# --- moving, postponing, cancelling, converting -------------------------------------------------------------


def test_moving_shifts_deadlines_activities_and_sites_and_tells_all(called: Edition) -> None:
    opening = ActivityFactory.create(
        edition=called, earliest_on=dt.date(2018, 7, 19), latest_on=dt.date(2018, 7, 19)
    )
    free = ActivityFactory.create(edition=called)
    site = ReservationFactory.create(edition=called, state=ReservationState.CONFIRMED)

    move_edition(edition=called, **AUGUST, reason=WHY, typeset=plain, actor="system", at=T)

    called.refresh_from_db()
    for row in (opening, free, site):
        row.refresh_from_db()
    assert (called.status, called.starts_on) == (EditionStatus.CALL, dt.date(2018, 8, 8))
    assert (opening.earliest_on, opening.latest_on) == (dt.date(2018, 8, 9), dt.date(2018, 8, 9))
    assert (free.earliest_on, free.latest_on) == (None, None)
    assert (site.first_on, site.state) == (dt.date(2018, 8, 13), ReservationState.WANTED)
    change = EditionChange.objects.get()
    assert (change.kind, change.starts_on_before, change.starts_on_after, change.reason) == (
        ChangeKind.MOVED,
        dt.date(2018, 7, 18),
        dt.date(2018, 8, 8),
        WHY,
    )
    assert letters("edition.moved") == [
        ("cooperation@ministry.example", "id"),
        ("dechen@example.bt", "en"),
    ]
    letter = told("edition.moved", "dechen@example.bt")
    assert "is held on 8 to 20 August 2018, and not on 18 to 30 July 2018" in letter
    assert "The host centres are closed." in letter
    assert "- Nominations are due: Tuesday 22 May 2018, 17:00 in Thimphu" in letter
    assert "Balai tuan rumah tutup." in told("edition.moved", "cooperation@ministry.example")


def test_moving_leaves_no_told_deadline_uncorrected(called: Edition) -> None:
    move_edition(edition=called, **AUGUST, reason=WHY, typeset=plain, actor="system", at=T)

    assert [one for one in Deadline.objects.all() if one.was_told_otherwise] == []


def test_moving_brings_an_erratum_and_leaves_the_first_booklet_as_it_was(called: Edition) -> None:
    first = Booklet.objects.get()

    move_edition(edition=called, **AUGUST, reason=WHY, typeset=plain, actor="system", at=T)

    second = called.booklets.get(version=2)
    assert second.changes == ["period", "deadlines"]
    assert second.reason == WHY
    assert sorted(second.files.values_list("kind", "language")) == [("booklet", "en"), ("erratum", "en")]
    assert json.loads(bytes(first.files.get().content))["starts_on"] == "2018-07-18"
    assert Booklet.objects.get(version=1).facts["period"]["starts_on"] == "2018-07-18"


@pytest.mark.parametrize(
    "status",
    sorted(set(EditionStatus) - {EditionStatus.CALL, EditionStatus.SELECTION, EditionStatus.PREPARATION}),
)
def test_dates_are_moved_between_call_and_first_day_only(status: EditionStatus) -> None:
    before = EditionStatus.CALL if status == EditionStatus.POSTPONED else ""
    edition = EditionFactory.create(status=status, status_before=before)

    assert refusal(
        lambda: move_edition(edition=edition, **AUGUST, reason=WHY, typeset=plain, actor="system", at=T)
    ) == ("edition.not_movable")


def test_the_same_dates_are_no_move(called: Edition) -> None:
    days = {name: getattr(called, name) for name in AUGUST}

    assert refusal(
        lambda: move_edition(edition=called, **days, reason=WHY, typeset=plain, actor="system", at=T)
    ) == ("edition.same_dates")


def test_dates_out_of_order_are_refused_and_nothing_is_told(called: Edition) -> None:
    with pytest.raises(ValidationError, match="The last day lies before the first"):
        move_edition(
            edition=called,
            **AUGUST | {"ends_on": dt.date(2018, 8, 7)},
            reason=WHY,
            typeset=plain,
            actor="system",
            at=T,
        )
    assert letters("edition.moved") == []


def test_postponing_tells_all_and_resuming_goes_on_where_it_was(called: Edition) -> None:
    postpone_edition(edition=called, reason=WHY, actor="system", at=T)

    called.refresh_from_db()
    assert (called.status, called.status_before) == (EditionStatus.POSTPONED, EditionStatus.CALL)
    assert "cannot be held on 18 to 30 July 2018" in told("edition.postponed", "dechen@example.bt")

    resume_edition(edition=called, **AUGUST, reason=WHY, typeset=plain, actor="system", at=T)

    called.refresh_from_db()
    assert (called.status, called.status_before, called.starts_on) == (
        EditionStatus.CALL,
        "",
        dt.date(2018, 8, 8),
    )
    assert len(letters("edition.resumed")) == 2
    assert list(EditionChange.objects.order_by("id").values_list("kind", flat=True)) == [
        "postponed",
        "resumed",
    ]


def test_only_what_is_postponed_is_taken_up_again(called: Edition) -> None:
    assert refusal(
        lambda: resume_edition(edition=called, **AUGUST, reason=WHY, typeset=plain, actor="system", at=T)
    ) == ("edition.not_postponed")


@pytest.mark.parametrize("status", ["idea", "running", "closed", "cancelled"])
def test_what_is_not_under_way_is_not_postponed(status: str) -> None:
    edition = EditionFactory.create(status=status)

    assert refusal(lambda: postpone_edition(edition=edition, reason=WHY, actor="system", at=T)) == (
        "edition.no_such_move"
    )


def test_cancelling_tells_all_and_is_for_good(called: Edition) -> None:
    cancel_edition(edition=called, reason=WHY, actor="system", at=T)

    called.refresh_from_db()
    assert called.status == EditionStatus.CANCELLED
    assert len(letters("edition.cancelled")) == 2
    assert refusal(lambda: cancel_edition(edition=called, reason=WHY, actor="system", at=T)) == (
        "edition.no_such_move"
    )


def test_a_postponed_edition_can_be_cancelled(called: Edition) -> None:
    postpone_edition(edition=called, reason=WHY, actor="system", at=T)

    assert cancel_edition(edition=called, reason=WHY, actor="system", at=T).status_before == ""


def test_nobody_is_told_of_an_idea_that_is_dropped(edition: Edition) -> None:
    Edition.objects.update(status=EditionStatus.IDEA)

    cancel_edition(edition=edition, reason=WHY, actor="system", at=T)

    assert (EditionChange.objects.count(), Letter.objects.count()) == (1, 0)


def test_converting_tells_all_in_their_words_and_corrects_the_booklet(called: Edition) -> None:
    convert_edition(edition=called, mode=Mode.HYBRID, reason=WHY, typeset=plain, actor="system", at=T)

    change = EditionChange.objects.get()
    assert (change.mode_before, change.mode_after) == (Mode.IN_PERSON, Mode.HYBRID)
    assert called.booklets.get(version=2).changes == ["mode"]
    assert "It is now held thus: In person and online." in told("edition.converted", "dechen@example.bt")


def test_an_edition_is_not_converted_to_what_it_is(called: Edition) -> None:
    assert refusal(
        lambda: convert_edition(
            edition=called, mode=Mode.IN_PERSON, reason=WHY, typeset=plain, actor="system", at=T
        )
    ) == ("edition.same_mode")


def test_what_is_over_is_not_converted() -> None:
    edition = EditionFactory.create(status=EditionStatus.CLOSED)

    assert refusal(
        lambda: convert_edition(
            edition=edition, mode=Mode.ONLINE, reason=WHY, typeset=plain, actor="system", at=T
        )
    ) == ("edition.is_over")


# --- whom it concerns ---------------------------------------------------------------------------------------


def test_everybody_concerned_is_told_once_and_nobody_else(edition: Edition) -> None:
    both = PersonFactory.create(email="both@example.org", language="id")
    ContactFactory.create(
        organisation=edition.organisers.get(role=OrganiserRole.HOST).organisation, person=both
    )
    GrantFactory.create(person=both, role=Role.PANEL_MEMBER, scope=edition.scope)
    GrantFactory.create(role=Role.FOCAL_POINT, scope="country:PK")  # has no places
    GrantFactory.create(role=Role.PANEL_MEMBER, scope=EditionFactory.create().scope)
    GrantFactory.create(role=Role.PANEL_MEMBER, scope=edition.scope, until=T)  # is no longer one

    found = [
        (one.person.email if one.person else one.address, one.language, one.country)
        for one in addressees(edition, at=T)
    ]

    assert found == [
        ("dechen@example.bt", "en", "BT"),
        ("both@example.org", "id", None),
        ("cooperation@ministry.example", "id", None),
    ]


def test_a_person_who_was_recorded_twice_gets_one_letter(edition: Edition) -> None:
    kept = PersonFactory.create(email="kept@example.org")
    GrantFactory.create(role=Role.PANEL_MEMBER, scope=edition.scope, person=kept)
    double = PersonFactory.create(merged_into=kept)
    GrantFactory.create(role=Role.RESOURCE_PERSON, scope=edition.scope, person=double)

    assert [one.person.pk for one in addressees(edition, at=T) if one.person].count(kept.pk) == 1


# --- the booklet --------------------------------------------------------------------------------------------


def test_an_erratum_corrects_and_tells(called: Edition) -> None:
    change_edition(edition=called, theme=TranslatedText(en="Research"), actor="system", at=T)

    booklet = issue_erratum(edition=called, reason=WHY, typeset=plain, actor="system", at=T)

    assert (booklet.version, booklet.changes) == (2, ["edition"])
    assert len(letters("edition.erratum")) == 2


def test_there_is_nothing_to_correct_where_nothing_changed(called: Edition) -> None:
    assert refusal(
        lambda: issue_erratum(edition=called, reason=WHY, typeset=plain, actor="system", at=T)
    ) == ("booklet.unchanged")


def test_an_erratum_needs_a_booklet_and_a_reason(edition: Edition) -> None:
    assert refusal(
        lambda: issue_erratum(edition=edition, reason=WHY, typeset=plain, actor="system", at=T)
    ) == ("booklet.none")
    freeze_booklet(edition=edition, typeset=plain, actor="system", at=T)
    Edition.objects.update(places=19)
    assert refusal(lambda: freeze_booklet(edition=edition, typeset=plain, actor="system", at=T)) == (
        "booklet.no_reason"
    )
    assert BookletFile.objects.filter(kind=BookletFileKind.BOOKLET).count() == 1


def test_what_a_booklet_says_is_asked_equally_often_for_any_number_of_rows(
    edition: Edition, django_assert_num_queries: Any
) -> None:
    def asked(queries: int) -> None:
        fresh = Edition.objects.select_related("series", "country").get(pk=edition.pk)
        with django_assert_num_queries(queries):
            facts_of(fresh)

    day = {"earliest_on": edition.starts_on, "latest_on": edition.starts_on}
    ActivityFactory.create(edition=edition, **day)
    asked(15)
    for code in ("LA", "PK"):
        QuotaFactory.create(edition=edition, country_id=code)
    ActivityFactory.create_batch(2, edition=edition, **day)
    asked(15)
