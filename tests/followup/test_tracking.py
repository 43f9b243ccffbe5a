"""How plans go after 3, 6 and 12 months: what is taken, kept, asked for, shown, and forgotten."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from balai.audit.models import Look
from balai.correspondence.enums import ReminderMove, ReminderState
from balai.correspondence.models import Letter, Reminder
from balai.correspondence.services.reminders import remind
from balai.followup.adapters.lights import follow_up_light
from balai.followup.adapters.rights import EvidenceSealed, PlanEraser
from balai.followup.enums import Months, Voice
from balai.followup.gathering import _of_participants
from balai.followup.models import FollowUp, FollowUpEvidence, FollowUpLink, Plan
from balai.followup.models.times import waves_of
from balai.followup.queries.tracking import answered_in, answers_of
from balai.followup.rules.tracking import WantedLink, link_move
from balai.followup.services.asking import hashed
from balai.followup.services.following import answer_by_link, ask_by_link
from balai.followup.services.tracking import Said, note_first_step, report
from balai.kernel import clock
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.selection.models import Participant
from tests.followup.factories import SECRET, submitted
from tests.followup.test_pages import of_person, text_of
from tests.followup.test_plans import OFFICER
from tests.kernel.uploads import PDF, jpeg
from tests.people.factories import account_with
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
JPEG = jpeg()
ENDS_ON = dt.date(2018, 7, 30)
DUE = ENDS_ON + dt.timedelta(days=90)
"""28 October 2018, a Sunday: three months."""


def on(day: dt.date) -> dt.datetime:
    """Noon there."""
    return dt.datetime.combine(day, dt.time(5), tzinfo=dt.UTC)


ASKED_AT = on(DUE - dt.timedelta(days=20))
LATE_AT = on(DUE + dt.timedelta(days=10))


def said(state: str = "under-way", **more: Any) -> Said:
    values: dict[str, Any] = {"indicators": [(Decimal(1), dt.date(2018, 10, 1))], "women_reached": 7}
    return Said(activities=[(state, "The tank stands")], **{**values, **more})


def told(plan: Plan, **more: Any) -> FollowUp:
    values: dict[str, Any] = {"months": Months.THREE, "voice": Voice.PARTICIPANT, "said": said()}
    return report(
        plan_id=plan.pk, told_by="Karma Choden", actor=OFFICER, **{"at": ASKED_AT, **values, **more}
    )


@pytest.fixture
def plan(karma: Participant) -> Plan:
    """A plan that was submitted in the last days of a programme which is over."""
    found = submitted(karma).plan
    Edition.objects.update(status=EditionStatus.CLOSED)
    found.refresh_from_db()
    return found


# --- telling -----------------------------------------------------------------------------------------------


def test_each_answer_is_a_version_that_stays_with_its_time(plan: Plan) -> None:
    first = told(plan)
    again = told(plan, said=said("given-up", obstacles=["money"], indicators=()), at=LATE_AT)

    assert [(one.number, one.is_late, one.due_on) for one in (first, again)] == [
        (1, False, DUE),
        (2, True, DUE),
    ]
    newest = answers_of([plan])[plan.pk][3]["participant"]
    assert (newest.number, newest.activities, newest.indicators[0]["value"]) == (
        2,
        [
            {
                "what": "Build a settling tank at one dye house",
                "state": "given-up",
                "words": "The tank stands",
            }
        ],
        None,
    )
    for change in (
        {"women_reached": 70},
        {"told_by": "Somebody"},
        {"activities": [], "told_by": "[erased]"},
    ):
        with pytest.raises(IntegrityError, match="a correction is a further version"), transaction.atomic():
            FollowUp.objects.filter(pk=first.pk).update(**change)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"at": on(DUE - dt.timedelta(days=22))}, "follow_up.too_early"),
        ({"said": Said(activities=[])}, "follow_up.activities"),
        ({"said": said("finished")}, "follow_up.activities"),
        ({"said": said(indicators=[(Decimal(1), None)])}, "follow_up.measured"),
        ({"said": said(indicators=[(Decimal(1), dt.date(2018, 12, 1))])}, "follow_up.measured"),
        ({"said": said(obstacles=["other"])}, "follow_up.obstacle"),
    ],
)
def test_an_answer_says_everything_in_its_time(plan: Plan, given: dict[str, Any], code: str) -> None:
    assert refusal(told, plan=plan, **given) == code


def test_of_an_open_plan_nothing_is_told(plan: Plan) -> None:
    Plan.objects.update(submitted_at=None)

    assert refusal(told, plan=plan) == "plan.not_submitted"


# --- asking ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "known", "answers", "move"),
    [
        (1, None, 0, ReminderMove.CREATE),
        (1, 1, 0, ReminderMove.NOTHING),
        (2, 1, 0, ReminderMove.UPDATE),
        (2, 1, 1, ReminderMove.NOTHING),
        (0, None, 0, ReminderMove.NOTHING),
        (0, 2, 0, ReminderMove.NOTHING),
        (None, 1, 0, ReminderMove.CANCEL),
        (None, 1, 1, ReminderMove.NOTHING),
        (None, None, 0, ReminderMove.NOTHING),
    ],
)
def test_whom_to_ask_by_link_is_decided_from_facts(
    wanted: int | None, known: int | None, answers: int, move: ReminderMove
) -> None:
    links = [
        None if times is None else WantedLink(name="Tashi", email="t@bt.example", times=times)
        for times in (wanted, known)
    ]

    assert link_move(*links, is_answered=answers > 0) == move


def test_somebody_else_is_asked_when_the_supervisor_is_another() -> None:
    old, new = (WantedLink(name="", email=f"{name}@bt.example", times=1) for name in "ab")

    assert link_move(new, old, is_answered=False) == ReminderMove.UPDATE


def test_a_supervisor_is_asked_twice_and_answers_by_the_newest_link(plan: Plan) -> None:
    early = on(DUE - dt.timedelta(days=30))
    assert [ask_by_link(at=at) for at in (early, ASKED_AT, ASKED_AT)] == [0, 1, 0]
    FollowUpLink.objects.update(secret_hash=hashed("first"))
    assert [ask_by_link(at=at) for at in (LATE_AT, LATE_AT)] == [1, 0]
    FollowUpLink.objects.update(secret_hash=hashed(SECRET))
    given: dict[str, Any] = {"said": said(), "told_by": "Tashi Wangmo", "at": LATE_AT}

    assert refusal(answer_by_link, secret="first", **given) == "follow_up_link.unknown"
    done = answer_by_link(secret=SECRET, **given)

    assert (done.voice, done.told_by, done.is_late) == ("supervisor", "Tashi Wangmo", True)
    assert Letter.objects.filter(kind="follow_up.by_link").count() == 2
    assert ask_by_link(at=LATE_AT) == 0
    long_after = LATE_AT + dt.timedelta(days=61)
    assert refusal(answer_by_link, **{**given, "secret": SECRET, "at": long_after}) == (
        "follow_up_link.expired"
    )


def leave() -> None:
    """Everybody withdraws."""
    Participant.objects.update(
        state="withdrawn", place=None, ended_at=clock.now(), ended_by="system", ended_why="work"
    )


@pytest.mark.parametrize("why", ["cancelled", "postponed", "left"])
def test_of_what_was_not_held_and_of_who_left_nobody_is_written_to(plan: Plan, why: str) -> None:
    if why == "left":
        leave()
    else:
        Edition.objects.update(status=why, status_before="call" if why == "postponed" else "")

    person = plan.participant.person
    assert ask_by_link(at=ASKED_AT) == 0
    assert not [one for one in _of_participants(person, ASKED_AT) if "tell how" in str(one.what)]
    remind(at=LATE_AT)
    assert not Letter.objects.filter(kind__startswith="follow_up").exists()


def test_who_left_or_writes_anew_hides_none_who_is_silent(plan: Plan) -> None:
    told(plan)
    edition = Edition.objects.get()
    assert answered_in(edition) == {3: 1}
    Plan.objects.update(submitted_at=None)
    assert answered_in(edition) == {}
    Plan.objects.update(submitted_at=ASKED_AT)
    leave()
    assert answered_in(edition) == {}


def test_the_author_is_reminded_of_the_step_and_twice_of_each_time_and_not_once_it_is_told(
    plan: Plan,
) -> None:
    def sent() -> list[str]:
        return sorted(Letter.objects.filter(kind__startswith="follow_up").values_list("kind", flat=True))

    remind(at=on(ENDS_ON + dt.timedelta(days=1)))
    assert sent() == []
    remind(at=on(ENDS_ON + dt.timedelta(days=15)))
    assert sent() == ["follow_up.first_step"]
    note_first_step(plan_id=plan.pk, on=dt.date(2018, 8, 8), actor=OFFICER, at=on(dt.date(2018, 8, 15)))
    remind(at=ASKED_AT)
    remind(at=ASKED_AT)
    assert sent() == ["follow_up.asked", "follow_up.first_step"]
    remind(at=LATE_AT)
    assert sent() == ["follow_up.asked", "follow_up.first_step", "follow_up.late"]
    told(plan, months=Months.SIX, at=on(ENDS_ON + dt.timedelta(days=170)))
    remind(at=on(ENDS_ON + dt.timedelta(days=190)))
    assert len(sent()) == 3
    assert not Reminder.objects.filter(
        source="followup.reports",
        state=ReminderState.PLANNED,
        due_at__lt=on(ENDS_ON + dt.timedelta(days=200)),
    ).exists()
    remind(at=on(ENDS_ON + dt.timedelta(days=900)))  # years later nobody is written to
    assert len(sent()) == 3


def test_the_board_and_my_tasks_tell_what_is_not_told(plan: Plan, karma: Participant) -> None:
    def tasks(at: dt.datetime) -> list[tuple[str, str]]:
        return [(one.state, str(one.what)) for one in _of_participants(karma.person, at)]

    edition = Edition.objects.get()
    code = edition.code
    assert tasks(on(ENDS_ON + dt.timedelta(days=3))) == [("due", f"{code}: is your first step done?")]
    assert tasks(ASKED_AT) == [("due", f"{code}: tell how your action plan goes")]
    assert follow_up_light(edition, at=ASKED_AT).is_green
    light = follow_up_light(edition, at=LATE_AT)
    assert (light.ready, light.of, [str(one.why) for one in light.open]) == (
        0,
        1,
        ["1 of 1 plans has no answer."],
    )

    told(plan, at=LATE_AT)

    assert follow_up_light(edition, at=LATE_AT).is_green
    assert tasks(LATE_AT) == []
    assert answered_in(edition) == {3: 1}


def test_times_are_counted_from_the_last_day(plan: Plan) -> None:
    assert [(int(one.months), one.due_on.isoformat()) for one in waves_of(plan.participant.edition)] == [
        (3, "2018-10-28"),
        (6, "2019-01-26"),
        (12, "2019-07-30"),
    ]


# --- pages -------------------------------------------------------------------------------------------------


def answer(**more: Any) -> dict[str, Any]:
    return {
        "activity-0": "done",
        "activity-words-0": "It runs",
        "value-0": "1",
        "measured-0": "2018-10-02",
        "obstacles": ["money"],
        "women_reached": "12",
        "links": "https://dyehouse.bt.example/tank",
        **more,
    }


def test_an_author_tells_on_one_page_with_a_photo_that_is_agreed_to_and_can_take_it_back(
    plan: Plan, karma: Participant
) -> None:
    client = of_person(karma)
    address = reverse("followup:report", args=[plan.pk, 3])
    photo = SimpleUploadedFile("tank.jpg", JPEG)

    refusing = client.post(address, answer(photo=photo, caption="The tank"))
    photo.seek(0)
    done = client.post(address, answer(photo=photo, caption="The tank", is_agreed_to="on"))
    page = text_of(client, "followup:plan", plan.pk)
    evidence = FollowUpEvidence.objects.get()
    got = client.get(reverse("followup:own_evidence", args=[evidence.pk]))
    again = client.get(address).content.decode()

    assert (refusing.status_code, done.status_code) == (422, 302)
    assert [word in page for word in ("It runs", "women: 12, men: –", "The tank", "Money")] == [True] * 4
    assert 'value="It runs"' in again  # the next answer begins with this one
    assert (got.content, got.headers["Content-Disposition"]) == (JPEG, 'attachment; filename="tank.jpg"')
    assert Look.objects.filter(field="follow_up.evidence", purpose="own").count() == 1
    client.post(reverse("followup:remove_evidence", args=[evidence.pk]))
    assert (FollowUpEvidence.objects.count(), FollowUp.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"measured-0": "2030-01-01"}, "not later than today"),
        ({"obstacles": ["other"]}, "what else stood in the way"),
        ({"links": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"activity-0": ""}, "This field is required"),
    ],
)
def test_what_is_not_sound_is_said_at_its_field(
    plan: Plan, karma: Participant, given: dict[str, Any], word: str
) -> None:
    answered = of_person(karma).post(reverse("followup:report", args=[plan.pk, 3]), answer(**given))

    assert (answered.status_code, word in answered.content.decode()) == (422, True)
    assert FollowUp.objects.count() == 0


def test_a_file_that_is_not_what_its_name_says_is_refused(plan: Plan, karma: Participant) -> None:
    paper = SimpleUploadedFile("report.pdf", b"MZ" + PDF)

    answered = of_person(karma).post(reverse("followup:report", args=[plan.pk, 3]), answer(paper=paper))

    assert (answered.status_code, FollowUp.objects.count()) == (409, 0)


def test_a_supervisor_tells_without_an_account_and_without_files(plan: Plan, client: Client) -> None:
    FollowUpLink.objects.create(
        plan=plan,
        months=3,
        voice=Voice.SUPERVISOR,
        name="Tashi Wangmo",
        email="tashi@industry.bt.example",
        secret_hash=hashed(SECRET),
        asked_at=clock.now(),
        expires_at=clock.now() + dt.timedelta(days=1),
    )
    address = reverse("followup:follow", args=[SECRET])

    page = client.get(address)
    done = client.post(address, answer(told_by="Tashi Wangmo"), follow=True).content.decode()

    assert ('type="file"' in page.content.decode(), page.headers["Referrer-Policy"]) == (
        False,
        "strict-origin",
    )
    assert "Told by Tashi Wangmo" in done
    assert client.get(reverse("followup:follow", args=["other"])).status_code == 409


def test_a_focal_point_opens_and_takes_out_those_photos_alone_that_they_sent(
    plan: Plan, karma: Participant
) -> None:
    focal_point = Client()
    focal_point.force_login(account_with(Role.FOCAL_POINT, scope="country:BT"))
    code = plan.participant.edition.code
    given = [
        (of_person(karma), reverse("followup:report", args=[plan.pk, 3]), "Our tank"),
        (focal_point, reverse("followup:country_report", args=[code, "BT", plan.pk, 3]), "A call"),
    ]
    for client, address, caption in given:
        photo = SimpleUploadedFile("tank.jpg", JPEG)
        client.post(address, answer(photo=photo, caption=caption, is_agreed_to="on"))
    other, sent = (FollowUpEvidence.objects.get(caption=one[2]) for one in given)

    def of_country(one: FollowUpEvidence) -> int:
        address = reverse("followup:country_evidence", args=[code, "BT", one.pk])
        return focal_point.get(address).status_code

    page = text_of(focal_point, "followup:country_plan", code, "BT", plan.pk)
    assert [of_country(one) for one in (other, sent)] == [404, 200]
    assert ("which the organisers see" in page, "Remove “A call”" in page, "Remove “Our" in page) == (
        True,
        True,
        False,
    )
    taken = [
        focal_point.post(reverse("followup:remove_evidence", args=[one.pk])).status_code
        for one in (other, sent)
    ]
    assert taken == [404, 302]
    assert list(FollowUpEvidence.objects.all()) == [other]


# --- rights ------------------------------------------------------------------------------------------------


def test_erasing_takes_words_files_and_addresses_and_leaves_what_counts(
    plan: Plan, karma: Participant
) -> None:
    client = of_person(karma)
    client.post(
        reverse("followup:report", args=[plan.pk, 3]),
        answer(paper=SimpleUploadedFile("report.pdf", PDF), helped="The mayor"),
    )
    ask_by_link(at=ASKED_AT)
    assert [one.what for one in EvidenceSealed().files([karma.person])] == ["follow_up.evidence"]

    PlanEraser()([karma.person], at=LATE_AT)

    left = FollowUp.objects.get()
    assert (left.told_by, left.helped, left.links, left.women_reached, left.obstacles) == (
        "[erased]",
        "",
        [],
        12,
        ["money"],
    )
    assert left.activities == [{"what": "[erased]", "state": "done", "words": ""}]
    assert list(FollowUpLink.objects.values_list("name", "email")) == [("[erased]", "erased@invalid.example")]
    assert FollowUpEvidence.objects.count() == 0
