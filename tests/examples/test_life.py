"""The whole life of the reference programme, as the demonstration lives it."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.db.models import Count

from balai import config
from balai.alumni.models import AlumnusEntry
from balai.certificates.models import Certificate, Completion
from balai.cli.published import Published
from balai.cli.reference import verdicts
from balai.cli.reference_facts import rows
from balai.correspondence.models import Letter
from balai.delivery.models import Conflict, FeedbackAnswer, Material, OutcomeTest, Presence, Scan, SignOff
from balai.delivery.services.outcome_tests import gains_of
from balai.engine.aid.check import faults_of
from balai.kernel.sample import go_on, progress
from balai.newsroom.models import Article
from balai.nominations.enums import NominationState, Standing
from balai.nominations.models import Nomination
from balai.office.services.sample import create_sample_office
from balai.people.enums import Role
from balai.people.models import Account, Grant, Person
from balai.people.queries import identities_of
from balai.people.services.sample import create_cast, demo_email
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.programmes.queries import editions_with_open_call
from balai.reporting.enums import Bound, Measure
from balai.reporting.models import AidPublication, Spending
from balai.reporting.queries.evidence import figures_of
from balai.selection.models import Offer, Participant, Reading
from balai.timetable.models import GroupMember, Hindrance, Session, Timetable
from balai.timetable.queries.own import slots_for
from balai.timetable.views.showing.rides import ride_rows
from tests.examples.conftest import AT, EXAMPLES, take_in
from tests.examples.spoiling import changes_of
from tests.kernel.keys import own_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from balai.kernel.sample import Gone

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Gone]]:
    """A demonstration after its whole life; it takes most of a minute, so that many questions share it."""
    at = dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
    mark = config.current().home / "demo.json"
    was_there = mark.exists()
    mark.touch()
    with django_db_blocker.unblock(), transaction.atomic(), own_keys():
        create_cast(at)
        create_sample_office(at=at)
        take_in(EXAMPLES / "colombo-plan-2018")
        gone: list[Gone] = []
        while (one := go_on()) is not None:
            gone.append(one)
        yield gone
        transaction.set_rollback(True)
    if not was_there:
        mark.unlink()


@pytest.fixture
def edition(lived: list[Gone], db: None) -> Edition:
    return Edition.objects.get(code="smi-2018")


def test_its_clock_moves_and_nothing_is_left_to_do(lived: list[Gone], edition: Edition) -> None:
    moments = [one.stage.at for one in lived]

    assert moments == sorted(moments)
    assert [one.done for one in lived] == list(range(1, lived[0].of + 1))
    assert progress().following is None
    assert edition.status == EditionStatus.CLOSED
    assert [one.title.in_language("en").text.endswith("(sample)") for one in editions_with_open_call()] == [
        True
    ]


def test_its_pool_comes_to_twenty_participants_of_ten_countries(edition: Edition) -> None:
    coming = Participant.objects.filter(edition=edition, state="confirmed")
    nominations = Nomination.objects.filter(edition=edition)
    states = Counter(nominations.values_list("state", flat=True))
    standings = Counter(nominations.values_list("standing", flat=True))

    assert Counter(coming.values_list("country_id", flat=True)) == dict.fromkeys(
        ["AF", "BD", "BT", "ID", "IN", "LA", "LK", "MM", "NP", "PK"], 2
    )
    assert (nominations.count(), states[NominationState.LATE], states[NominationState.WITHDRAWN]) == (
        70,
        3,
        3,
    )
    assert standings[Standing.BLOCKED] == 5
    assert standings[Standing.MISSING] >= 5
    assert set(Offer.objects.values_list("state", flat=True)) >= {"accepted", "declined", "lapsed", "sent"}
    of_cast = coming.get(nomination__email=demo_email(Role.PARTICIPANT))
    assert of_cast.person == Account.objects.get(email=demo_email(Role.PARTICIPANT)).person
    assert Reading.objects.filter(member__account__email=demo_email(Role.PANEL_MEMBER)).exists()


def test_its_timetable_is_planned_published_and_repaired(edition: Edition) -> None:
    versions = Timetable.objects.filter(edition=edition).order_by("version")
    coordinator = Person.objects.get(account__email=demo_email(Role.CENTRE_COORDINATOR))

    assert list(versions.values_list("state", flat=True)) == ["superseded", "published"]
    assert GroupMember.objects.filter(participant__edition=edition).count() == 20
    assert Hindrance.objects.get().site is not None
    rides = ride_rows(edition)
    assert len(rides) > 3
    assert all(one.is_ready for one in rides)
    assert all("(sample)" in load.vehicle.driver for one in rides for load in one.loads if load.vehicle)
    assert 0 < Session.objects.filter(sequence=1).count() < 20
    assert Letter.objects.filter(kind="timetable.changed").exists()
    hosted = slots_for(coordinator, Grant.objects.filter(person=coordinator, until=None))
    assert {slot.site.code for slot in hosted if slot.site} == {"bbk"}


def test_its_tests_show_a_gain_and_its_materials_are_handed_out(edition: Edition) -> None:
    test = OutcomeTest.objects.get(edition=edition)
    gains = {outcome.code: gain for outcome, gain in gains_of(test)}

    assert Counter(test.sheets.values_list("occasion", flat=True)) == {"before": 20, "after": 20}
    assert sorted(gains) == ["O1", "O2", "O3", "O4", "O5"]
    assert {gain.number for gain in gains.values()} == {20}
    assert sum((gain.gain or 0) > 0 for gain in gains.values()) >= 4
    assert any(gain.low is not None and gain.low > 0 for gain in gains.values())
    assert Material.objects.filter(edition=edition, session__isnull=False).count() >= 4


def test_its_practice_is_signed_at_five_centres_and_its_course_is_judged(edition: Edition) -> None:
    signed = SignOff.objects.filter(participant__edition=edition)
    levels = Counter(signed.values_list("level", flat=True))
    judged = FeedbackAnswer.objects.filter(edition=edition, session=None)
    told = {one.measure for one in figures_of(edition, on=AT.date()) if one.bound == Bound.EXACTLY}

    assert set(signed.values_list("task__site__code", flat=True)) == {"bblm", "bbpk", "b4t", "bbk", "bbt"}
    assert signed.values("participant").distinct().count() == 20
    assert min(levels[level] for level in ("observed", "assisted", "independent")) > 5
    assert not signed.annotate(hands=Count("signatures")).exclude(hands=2).exists()
    assert signed.filter(measured__isnull=False).count() > 10
    assert min(Counter(judged.values_list("kind", flat=True)).values()) > 10
    assert judged.filter(may_be_quoted=True).exists()
    assert {Measure.SIGN_OFFS, Measure.GAIN, Measure.FEEDBACK} <= told


def test_its_days_are_noted_as_days_are(edition: Edition) -> None:
    states = Counter(Presence.objects.filter(session__edition=edition).values_list("state", flat=True))
    noted = Presence.objects.filter(session__edition=edition).values("session__last_slot__begins_at__date")
    excused = Presence.objects.filter(state="excused").values("participant").annotate(times=Count("pk"))

    assert set(states) == {"present", "late", "left_early", "excused", "absent"}
    assert states["present"] > 0.9 * sum(states.values())
    assert [one["times"] > 2 for one in excused] == [True]  # one is ill for a day
    assert noted.distinct().count() == 12  # the free Saturday has no sessions
    assert Scan.objects.filter(edition=edition).count() >= sum(states.values())
    assert set(Conflict.objects.values_list("kind", flat=True)) == {"two_devices", "self_claim"}
    assert not Conflict.objects.filter(settled_at=None).exists()


def test_twenty_certificates_are_issued_that_say_they_are_samples(edition: Edition) -> None:
    certificates = list(Certificate.objects.filter(edition=edition).select_related("paper"))
    said = json.loads(certificates[0].document)

    assert Counter(Completion.objects.values_list("outcome", flat=True)) == {"completed": 20}
    assert {(one.state, one.is_sample) for one in certificates} == {("valid", True)}
    assert len({one.participant_id for one in certificates}) == 20
    assert all(bytes(one.paper.pdf).startswith(b"%PDF-") for one in certificates)
    assert "sample" in json.dumps([said["name"], said["issuer"]["name"]]).casefold()
    assert {one.issued_at.date() for one in certificates} == {dt.date(2018, 7, 30)}


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.ALUMNUS])
def test_whoever_enters_as_participant_or_alumnus_has_been_there(edition: Edition, role: Role) -> None:
    account = Account.objects.select_related("person").get(email=demo_email(role))
    assert account.person is not None
    certificate = Certificate.objects.select_related("paper").get(
        edition=edition, participant__person__in=identities_of(account.person)
    )

    assert account.person.name in certificate.document


def test_the_alumnus_of_the_demonstration_is_found_by_others(edition: Edition) -> None:
    found = AlumnusEntry.objects.filter(person__account__email=demo_email(Role.ALUMNUS))

    assert [one.name for one in found] == ["Imran Chaudhry"]


def test_its_aid_data_is_published_and_tells_no_amount(edition: Edition) -> None:
    version = AidPublication.objects.get(series=edition.series)

    assert edition.code in version.editions
    assert faults_of(version.content.encode(), on=version.at.date()) == []
    assert "<transaction>" not in version.content
    assert not Spending.objects.exists()


def test_its_news_is_read_from_the_twenty_who_came_and_quotes_who_agreed(edition: Edition) -> None:
    article = Article.objects.get(edition=edition, is_recommended=True)
    assert article.published is not None

    assert article.published.headline["en"].startswith("Ten countries")
    assert article.published.lead["id"].startswith("Dua puluh aparatur")
    assert article.published.facts["participants"]["en"] == "20"
    assert [one.consent.purpose for one in article.quotations.all() if one.consent] == ["photos-named"]
    assert Article.objects.filter(edition=edition, state="published").count() == 3


def test_every_fact_of_the_reference_programme_is_read_where_it_is_published(edition: Edition) -> None:
    found = verdicts(Published())

    assert {one.row.what: one.value for one in found if not one.is_right} == {}
    assert all(one.row.source and one.row.record for one in found)


def test_a_record_that_is_changed_fails_its_row(edition: Edition) -> None:
    """Each change alone, in a copy that is thrown away: its own row fails, which was right before."""
    asked = {row.what: row for row in rows()}
    changes = changes_of(edition)
    still_right = []
    for what, change in changes.items():
        with transaction.atomic():
            change()
            if verdicts(Published(), [asked[what]])[0].is_right is not False:
                still_right.append(what)
            transaction.set_rollback(True)

    assert changes.keys() == asked.keys()
    assert still_right == []
