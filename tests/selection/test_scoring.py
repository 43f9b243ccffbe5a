from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.nominations.enums import Standing
from balai.nominations.models import Application
from balai.people.enums import Role
from balai.selection.adapters.panel import LETTERS, reminders
from balai.selection.enums import ConflictKind, Phase
from balai.selection.models import ConflictOfInterest, Mark, Reading, ScoreSheet, SelectionPlan
from balai.selection.queries.dossiers import dossier_of
from balai.selection.queries.scores import plan_of, scores_in, seen_by, sheets_of_others
from balai.selection.services.scoring import (
    assign_dossiers,
    declare_conflict,
    declare_conflicts,
    give_reading,
    hand_over_reading,
    keep_plan,
    keep_sheet,
)
from tests.directory.factories import OrganisationFactory
from tests.nominations.factories import CountryCallFactory
from tests.people.factories import GrantFactory, PersonFactory
from tests.refusals import refusal
from tests.selection.factories import (
    SCORED,
    SENT,
    ReadingFactory,
    panel_member,
    rubric,
    score,
    sent_nominee,
)
from tests.selection.test_deciding import broken

if TYPE_CHECKING:
    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.programmes.models import Edition

MEETING = SCORED + dt.timedelta(days=9)


@pytest.fixture
def panel(edition: Edition) -> list[Person]:
    """Three members; the edition has a rubric."""
    rubric(edition)
    return [panel_member(edition, name) for name in ("Ayu", "Bima", "Citra")]


def read_by(nomination: Nomination, *members: Person) -> list[Reading]:
    return [ReadingFactory.create(nomination=nomination, member=member) for member in members]


# --- who reads -----------------------------------------------------------------------------------------


def test_dossiers_are_given_evenly_and_never_into_a_conflict(
    edition: Edition, four: list[Nomination], panel: list[Person], sari: Person
) -> None:
    pakistan = CountryCallFactory.create(edition=edition, country_id="PK")
    sent_nominee(pakistan, 1)
    sent_nominee(pakistan, 2, standing=Standing.BLOCKED)
    ayu, _bima, _citra = panel
    declare_conflicts(edition=edition, member=ayu, countries=["PK"], at=SENT)

    assert assign_dossiers(edition=edition, actor=sari, at=SENT) == 10
    assert assign_dossiers(edition=edition, actor=sari, at=SENT) == 0  # nothing is lacking any more

    rows = list(Reading.objects.values_list("nomination__country", "member"))
    assert [rows.count(("PK", member.pk)) for member in panel] == [0, 1, 1]
    loads = [sum(member == one.pk for _country, member in rows) for one in panel]
    assert (sum(loads), max(loads) - min(loads)) == (10, 1)


def test_the_office_does_not_score_and_a_small_panel_is_said(
    edition: Edition, four: list[Nomination], panel: list[Person], sari: Person
) -> None:
    _ayu, bima, citra = panel
    for member in (bima, citra):
        GrantFactory.create(person=member, role=Role.SECRETARIAT, scope="all")

    assert refusal(lambda: assign_dossiers(edition=edition, actor=sari, at=SENT)) == "panel.too_small"
    assert refusal(lambda: give_reading(nomination=four[0], member=bima, actor=sari, at=SENT)) == (
        "panel.sees_scores"
    )


def test_an_absent_reader_is_replaced_and_a_scored_dossier_stays(
    edition: Edition, four: list[Nomination], panel: list[Person], sari: Person
) -> None:
    ayu, bima, citra = panel
    first, second = read_by(four[0], ayu, bima)
    score(first, 3, 3)

    def hand_over(reading: Reading, to: Person) -> Reading:
        return hand_over_reading(reading=reading, member=to, why="On leave.", actor=sari, at=SCORED)

    assert refusal(lambda: hand_over(first, citra)) == "score.handed_in"
    assert hand_over(second, citra).member == citra
    second.refresh_from_db()
    assert (second.released_at, second.released_why) == (SCORED, "On leave.")
    assert refusal(lambda: score(second, 3, 3)) == "reading.released"


def test_who_knows_the_nominee_gives_the_dossier_back_and_cannot_score(
    edition: Edition, four: list[Nomination], panel: list[Person]
) -> None:
    (reading,) = read_by(four[0], panel[0])
    declare_conflict(reading=reading, kind=ConflictKind.RELATED, at=SCORED)

    reading.refresh_from_db()
    assert reading.released_at == SCORED
    again = ReadingFactory.create(nomination=four[0], member=panel[0])
    assert refusal(lambda: score(again, 3, 3)) == "panel.conflict"
    assert broken(lambda: ScoreSheet.objects.create(reading=again, kept_at=SCORED)) == (
        "score_sheet_without_conflict"
    )


def test_nobody_scores_before_declaring(
    edition: Edition, four: list[Nomination], panel: list[Person]
) -> None:
    stranger = PersonFactory.create()
    (reading,) = read_by(four[0], stranger)
    assert refusal(lambda: score(reading, 3, 3)) == "panel.not_declared"


# --- scoring -------------------------------------------------------------------------------------------


def test_marks_become_tenths_by_their_weights_and_stay(
    edition: Edition, four: list[Nomination], panel: list[Person]
) -> None:
    first, second = read_by(four[0], *panel[:2])
    sheet = score(first, 4, 3)
    assert sheet.total == 75 * 4 * 2 + 25 * 3 * 2 == 750
    score(second, 3, 4)

    assert refusal(lambda: score(first, 5, 5)) == "score.handed_in"
    assert broken(lambda: ScoreSheet.objects.filter(pk=sheet.pk).update(total=1000)) == "score_sheet_stays"
    assert broken(lambda: Mark.objects.filter(sheet=sheet).update(mark=5)) == "mark_stays"
    scored = scores_in(edition)[four[0].pk]
    assert (scored.points, scored.is_whole, scored.spread) == (700, True, 100)


def test_a_score_can_be_kept_in_part_and_handed_in_only_whole(
    edition: Edition, four: list[Nomination], panel: list[Person]
) -> None:
    (reading,) = read_by(four[0], panel[0])

    def keep(*, hands_in: bool, recommendation: str = "yes", **marks: int) -> ScoreSheet:
        return keep_sheet(
            reading=reading,
            phase=Phase.BEFORE,
            marks=marks,
            recommendation=recommendation,
            hands_in=hands_in,
            at=SCORED,
        )

    sheet = keep(hands_in=False, relevance=4)
    assert (sheet.submitted_at, sheet.total, scores_in(edition)[four[0].pk].points) == (None, None, None)
    assert refusal(lambda: keep(hands_in=True, relevance=4)) == "score.incomplete"
    assert refusal(lambda: keep(hands_in=True, relevance=4, plan=6)) == "score.incomplete"
    assert refusal(lambda: keep(hands_in=True, recommendation="", relevance=4, plan=1)) == (
        "score.no_recommendation"
    )
    assert keep(hands_in=True, relevance=4, plan=1).pk == sheet.pk


def test_scores_after_the_meeting_are_kept_apart_and_count(
    edition: Edition, four: list[Nomination], panel: list[Person], sari: Person
) -> None:
    first, second = read_by(four[0], *panel[:2])
    score(first, 5, 5)
    keep_plan(edition=edition, values={"meets_at": MEETING}, actor=sari, at=SENT)

    def again(reading: Reading, at: dt.datetime) -> ScoreSheet:
        return keep_sheet(
            reading=reading,
            phase=Phase.AFTER,
            marks={"relevance": 3, "plan": 3},
            recommendation="yes",
            hands_in=True,
            at=at,
        )

    assert refusal(lambda: again(first, MEETING - dt.timedelta(seconds=1))) == "score.before_meeting"
    assert refusal(lambda: again(second, MEETING)) == "score.first_missing"
    assert broken(lambda: ScoreSheet.objects.create(reading=second, phase=Phase.AFTER, kept_at=SCORED)) == (
        "score_sheet_after_follows_before"
    )
    again(first, MEETING)
    score(second, 4, 4)
    scored = scores_in(edition)[four[0].pk]
    assert (scored.points, scored.spread) == (700, 200)  # 600 and 800; before the meeting 1000 and 800


def test_readers_far_apart_ask_for_a_third(
    edition: Edition, four: list[Nomination], panel: list[Person], sari: Person
) -> None:
    first, second = read_by(four[0], *panel[:2])
    score(first, 5, 5)
    assert not scores_in(edition)[four[0].pk].is_alarming(plan_of(edition))
    score(second, 4, 4)
    assert scores_in(edition)[four[0].pk].is_alarming(plan_of(edition))

    third = give_reading(nomination=four[0], member=panel[2], is_third=True, actor=sari, at=SCORED)
    assert not scores_in(edition)[four[0].pk].is_alarming(plan_of(edition))
    score(third, 3, 3)
    assert scores_in(edition)[four[0].pk].points == 800


# --- not before one's own ------------------------------------------------------------------------------


def test_others_scores_are_seen_only_after_ones_own(
    edition: Edition, four: list[Nomination], panel: list[Person]
) -> None:
    ayu, bima, _citra = panel
    mine, theirs = read_by(four[0], ayu, bima)
    sheet = score(theirs, 5, 5)

    assert sheets_of_others(mine) == []
    with seen_by(ayu):  # a page that forgot to ask whose turn it is
        assert (ScoreSheet.objects.count(), Mark.objects.count()) == (0, 0)
        assert not ScoreSheet.objects.filter(pk=sheet.pk).exists()
    assert ScoreSheet.objects.count() == 1

    score(mine, 1, 1)
    assert sheets_of_others(mine) == [sheet]
    with seen_by(ayu):
        assert (ScoreSheet.objects.count(), Mark.objects.count()) == (2, 4)


# --- the dossier ---------------------------------------------------------------------------------------


def test_a_dossier_tells_nothing_of_who_it_is(edition: Edition, countries: None) -> None:
    call = CountryCallFactory.create(edition=edition)
    nominee = sent_nominee(
        call,
        1,
        name="Karma Choden",
        email="karma@example.bt",
        position="Head of the Loom House",
        employer="Loom House",
        reason="Ms CHODEN of Bhutan leads the Loom House; write to k.choden@loom.bt or +975 2 334455.",
        expected_use="Karma will teach. Karmaşa is another word.",
    )
    Application.objects.filter(nomination=nominee).update(
        problem="In Bhutan the Loom House has no dye that stays; ask Choden at +975 2 334455.",
        outcomes="Two dyers who teach.",
        why_me="BHUTANESE weavers (and non-Bhutanese ones) of Thimphu and Trashiyangtse earn few ngultrums "
        "and speak Dzongkha. The Indian rupee and Nepal's looms stay.",
    )
    OrganisationFactory.create(country_id="BT", city="Trashiyangtse")
    nominee.refresh_from_db()
    plan = SelectionPlan(edition=edition)

    def text_of(plan: SelectionPlan) -> str:
        dossier = dossier_of(nominee, plan)
        return " ".join(f"{line.label} {line.text}" for line in [*dossier.facts, *dossier.texts])

    text = text_of(plan)
    for word in (
        "Choden",
        "CHODEN",
        "karma@",
        "k.choden",
        "334455",
        "Bhutan",
        "Loom House",
        "1985",
        "Female",
    ):
        assert word not in text, word
    assert "Karmaşa is another word" in text
    assert "In ■■■ the ■■■ has no dye that stays; ask ■■■ at ■■■." in text
    assert "Two dyers who teach." in text
    assert (
        "■■■ weavers (and non-■■■ ones) of ■■■ and ■■■ earn few ■■■ and speak ■■■. "
        "The Indian rupee and Nepal's looms stay." in text
    )
    assert dossier_of(nominee, plan).blots == text.count("■■■")
    assert dossier_of(nominee, plan).country == ""
    plan.shows_country = True
    assert "Bhutan" in text_of(plan)
    assert "Choden" not in text_of(plan)


def test_the_plan_is_kept_and_refuses_what_cannot_be(edition: Edition, sari: Person) -> None:
    keep_plan(edition=edition, values={"readers": 3, "seed": 2018}, actor=sari, at=SENT)
    keep_plan(edition=edition, values={"reserves": 5}, actor=sari, at=SENT)
    assert SelectionPlan.objects.values_list("readers", "seed", "reserves").get() == (3, 2018, 5)
    assert broken(lambda: SelectionPlan.objects.update(readers=0)) == "selection_plan_has_readers"
    assert not ConflictOfInterest.objects.exists()


def test_members_with_dossiers_left_are_reminded_before_the_scores_are_due(
    edition: Edition, four: list[Nomination], panel: list[Person], sari: Person
) -> None:
    ayu, bima, _citra = panel
    first, *_others = (read_by(nominee, ayu, bima)[0] for nominee in four[:2])
    score(first, 3, 3)
    assert list(reminders(at=SCORED)) == []  # no day is planned
    keep_plan(edition=edition, values={"scores_due_at": MEETING}, actor=sari, at=SENT)

    wanted = {(one.person_id, one.context["number"]): one for one in reminders(at=SCORED)}
    assert set(wanted) == {(ayu.pk, "1"), (bima.pk, "2")}
    moments = sorted(one.due_at for one in reminders(at=SCORED) if one.person_id == ayu.pk)
    assert moments == [MEETING - dt.timedelta(days=3), MEETING - dt.timedelta(days=1)]
    assert set(LETTERS["panel.reminder"].placeholders) == set(wanted[ayu.pk, "1"].context)
