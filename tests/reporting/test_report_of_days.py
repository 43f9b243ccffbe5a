"""A final report of days that were held: what other rooms know stands in its chapters."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.translation import override

from balai.delivery.enums import FeedbackKind, Level, Method, PresenceState
from balai.delivery.models import FeedbackAnswer, Incident, Presence
from balai.delivery.queries.questionnaires import questionnaire
from balai.exchange.models import Interest
from balai.followup.models import Plan
from balai.programmes.enums import Family
from balai.programmes.models import SessionType
from balai.reporting.enums import ReportPart
from balai.reporting.queries.report_parts import told_now
from balai.reporting.queries.report_parts.records import hours
from balai.reporting.queries.reports import blocks_in
from tests.delivery.conftest import kept_world, world
from tests.delivery.factories import EIGHT, NIGHT
from tests.delivery.practice import briefed, cnc_task, signed, supervisor
from tests.exchange.factories import AT, card, centre_of, technology

if TYPE_CHECKING:
    from balai.programmes.models import Edition
    from tests.delivery.factories import Delivered

__all__ = ["kept_world", "world"]
pytestmark = pytest.mark.django_db


def lines_of(told: dict[str, dict[str, Any]], part: ReportPart, language: str = "en") -> list[str]:
    return [line for block in blocks_in(told[part.value], language) for line in block.lines]


def hold(world: Delivered) -> Edition:
    """Presence of all but one, practice signed off, five answers to a question, an incident, a plan."""
    for number, one in enumerate(world.people):
        Presence.objects.create(
            session=world.slot().session,
            participant=one,
            state=PresenceState.PRESENT if number else PresenceState.ABSENT,
            method=Method.MANUAL,
            decided_at=NIGHT,
            decided_by=world.sari.reference,
        )
    task = cnc_task(world.edition)
    yusuf = supervisor(world.edition)
    for one in world.people[1:3]:
        briefed(one, task, yusuf)
    signed(world.people[1], task, yusuf)
    signed(world.people[2], task, yusuf, level=Level.ASSISTED)
    for number in range(5):
        FeedbackAnswer.objects.create(
            edition=world.edition,
            kind="pulse",
            session=world.slot().session,
            given={"useful": "5" if number else "1"},
        )
    Incident.objects.create(
        edition=world.edition,
        kind="illness",
        severity=2,
        happened_at=EIGHT,
        reported_at=NIGHT,
        reported_by=world.sari.reference,
    )
    Plan.objects.create(
        participant=world.people[0],
        title="A dye workshop",
        problem="No dyes.",
        purpose="Dyes.",
        first_step="Ask.",
        first_step_on=NIGHT.date(),
        supervisor_name="Pema",
        begun_at=EIGHT,
        submitted_at=NIGHT,
    )
    return world.edition


def test_what_was_noted_in_the_days_stands_in_the_chapters_and_names_nobody(world: Delivered) -> None:
    SessionType.objects.filter(code="LEC").update(family=Family.VISIT)

    edition = hold(world)
    assert edition.ends_on is not None
    told = told_now(edition, on=edition.ends_on + dt.timedelta(days=30))

    summary = lines_of(told, ReportPart.SUMMARY)
    assert {
        "Participants · 4",
        "Countries · 2",
        "Presence, where it was noted · 75 % (3 of 4)",
        "Action plans submitted · too few to tell",
    } <= set(summary)
    assert lines_of(told, ReportPart.PRACTICE) == [
        "Practice of fewer than five people was signed off: nothing is told of so few."
    ]
    assert "What participants said after sessions" in " ".join(lines_of(told, ReportPart.EVALUATION))
    assert "80 % (38–96 %)" in " ".join(lines_of(told, ReportPart.EVALUATION))
    assert "Incidents reported: fewer than 5." in " ".join(lines_of(told, ReportPart.WELFARE))
    assert "illness" not in str(told).lower()
    assert "dye" not in str(told), "one of four wrote a plan: they would know whose it is"
    assert told["plans"]["figures"] == {"plans": []}, "no small number can be set into the words either"
    assert str(world.slot().session.title) in " ".join(lines_of(told, ReportPart.VISITS))
    assert "Hari demi hari" in " ".join(lines_of(told, ReportPart.PROGRAMME, "id"))
    assert [one.name for one in world.people if one.name in str(told)] == []


def test_marks_of_one_trainer_or_centre_stand_in_no_report(world: Delivered) -> None:
    edition = world.edition
    asked = [one for part in questionnaire(FeedbackKind.END, edition) for one in part.questions]
    own = [one for one in asked if one.is_of_one]
    assert {one.key.partition(":")[0] for one in own} == {"trainer", "centre"}
    for _number in range(6):
        given = {"relevance": "5"} | {one.key: "2" for one in own}
        FeedbackAnswer.objects.create(edition=edition, kind=FeedbackKind.END, given=given)

    assert edition.ends_on is not None
    told = told_now(edition, on=edition.ends_on + dt.timedelta(days=30))

    for language in ("en", "id"):
        lines = lines_of(told, ReportPart.EVALUATION, language)
        assert [one for one in own if any(str(one.label) in line for line in lines)] == []
    said = " ".join(lines_of(told, ReportPart.EVALUATION))
    assert "100 % (61–100 %)" in said
    assert "What was said of each trainer and each centre is for them and the office." in said


def test_an_obstacle_is_no_mark_and_is_told_by_how_many_named_it(world: Delivered) -> None:
    edition = world.edition
    named = ["budget"] * 8 + ["staff"] * 2 + ["authority"]
    for obstacle in named:
        given = {"relevance": "5", "obstacle": obstacle}
        FeedbackAnswer.objects.create(edition=edition, kind=FeedbackKind.END, given=given)

    assert edition.ends_on is not None
    told = told_now(edition, on=edition.ends_on + dt.timedelta(days=30), parts=[ReportPart.EVALUATION])

    [block] = [
        one
        for one in blocks_in(told[ReportPart.EVALUATION.value], "en")
        if one.title.startswith("The greatest obstacle at home")
    ]
    assert dict(zip(block.rows, block.sizes, strict=True)) == {
        ("Budget", "more than 6"): 1.0,
        ("Staff", "fewer than 5"): round(5 / 6, 4),
        ("No authority", "fewer than 5"): round(5 / 6, 4),
    }, "no bar is as long as what is held back"


def test_needs_and_interests_are_told_by_centre_and_small_numbers_are_not(world: Delivered) -> None:
    edition, centre = world.edition, centre_of(world)
    assert edition.ends_on is not None
    on = edition.ends_on + dt.timedelta(days=30)
    nothing = told_now(edition, on=on, parts=[ReportPart.MATCHMAKING])
    card(edition, world.people[0].person)
    for code in ("cartons", "boards"):
        shown = technology(centre, code=code)
        for one in world.people:
            Interest.objects.create(participant=one, technology=shown, at=AT)

    told = told_now(edition, on=on, parts=[ReportPart.MATCHMAKING])

    assert lines_of(nothing, ReportPart.MATCHMAKING) == [
        "Needs and offers, and what came of them, are not recorded."
    ]
    assert lines_of(told, ReportPart.MATCHMAKING) == [
        "Needs entered · fewer than 5",
        "Interests in a technology of a centre · too few to tell",  # eight, and of four people
        "What came of them is asked after three, six and twelve months.",
    ]
    assert world.people[0].name not in str(told)


def test_hours_are_whole_or_have_one_decimal_as_the_reader_writes_it() -> None:
    told = []
    for language in ("en", "id"):
        with override(language):
            told.append([hours(minutes) for minutes in (5345, 120, 74_700)])

    assert told == [["89.1", "2", "1,245"], ["89,1", "2", "1.245"]]
