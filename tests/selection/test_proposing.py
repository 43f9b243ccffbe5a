from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from balai.engine.entries import from_json, to_json
from balai.engine.selection.problem import Budget, Problem, Rooms
from balai.engine.selection.process import Answer, ask
from balai.nominations.enums import ApplicationState, Sex, Track
from balai.nominations.models import Application
from balai.people.enums import Role
from balai.programmes.models import Edition, Quota
from balai.selection.enums import Place, ProposalState
from balai.selection.models import Decision, Proposal
from balai.selection.queries.scores import scores_in
from balai.selection.queries.workbench import NOT_ELIGIBLE, Asked, listed
from balai.selection.services import proposing
from balai.selection.services.pooling import pool_of
from balai.selection.services.proposing import (
    ask_for_proposal,
    cancel_proposal,
    faults,
    is_current,
    lock_nominee,
    send_to_panel,
    unlock_nominee,
    work_out,
)
from balai.selection.services.wording import Wording
from tests.directory.factories import BodyFactory, MembershipFactory
from tests.nominations.factories import CountryCallFactory, ReturnedPlacesFactory
from tests.people.factories import account_with
from tests.programmes.factories import BudgetLineFactory, QuotaFactory, TargetFactory
from tests.refusals import refusal
from tests.selection.factories import (
    PROPOSED,
    SCORED,
    SENT,
    ReadingFactory,
    panel_member,
    rubric,
    score,
    sent_nominee,
    signed_by_all,
)
from tests.selection.test_deciding import broken

if TYPE_CHECKING:
    from django.test import Client

    from balai.engine.selection.process import Request
    from balai.nominations.models import Nomination
    from balai.people.models import Person


@pytest.fixture
def pool(edition: Edition) -> dict[str, Nomination]:
    """Three places, at most two of Bhutan, one of Pakistan; five scored nominees and one without a score."""
    Edition.objects.filter(pk=edition.pk).update(places=3)
    edition.refresh_from_db()
    QuotaFactory.create(edition=edition, country_id="PK", places=1)
    TargetFactory.create(edition=edition, code="women", least=1, unit="people")
    rubric(edition)
    member = panel_member(edition, "Ayu")
    found = {}
    lists: dict[str, list[tuple[int | None, Sex]]] = {
        "BT": [(5, Sex.MALE), (4, Sex.MALE), (3, Sex.MALE), (None, Sex.FEMALE)],
        "PK": [(4, Sex.MALE), (2, Sex.FEMALE)],
    }
    for country, rows in lists.items():
        call = CountryCallFactory.create(edition=edition, country_id=country)
        for rank, (mark, sex) in enumerate(rows, start=1):
            nominee = sent_nominee(call, rank, sex=sex, track=Track.OFFICIAL)
            found[f"{country}{rank}"] = nominee
            if mark is not None:
                reading = ReadingFactory.create(nomination=nominee, member=member)
                score(reading, mark, mark)
    return found


def worked_out(edition: Edition, sari: Person, wish: dict[str, Any] | None = None) -> Proposal:
    proposal = ask_for_proposal(edition=edition, wish=wish, actor=sari, at=PROPOSED)
    work_out(proposal_id=proposal.pk, at=PROPOSED)
    proposal.refresh_from_db()
    return proposal


def chosen(proposal: Proposal, pool: dict[str, Nomination]) -> set[str]:
    names = {one.code: name for name, one in pool.items()}
    return {names[code] for code in proposal.told["selected"]}


def test_a_proposal_is_proven_best_and_accounts_for_everybody_in_both_languages(
    edition: Edition, sari: Person, pool: dict[str, Nomination]
) -> None:
    proposal = worked_out(edition, sari)

    assert (proposal.state, proposal.status) == (ProposalState.DONE, "optimal")
    assert (proposal.points, proposal.bound) == (2200, 2200)
    assert chosen(proposal, pool) == {"BT1", "BT2", "PK2"}  # the target for women takes Pakistan's place
    accounts = proposal.told["accounts"]
    assert pool["BT4"].code not in accounts  # nobody has scored her
    out = accounts[pool["PK1"].code]["sentence"]
    assert out["en"] == (
        "Not in. No cohort that keeps every rule has this nominee in; the closest misses at least 1 women by 1."
    )
    with override("id"):
        assert out["id"] != out["en"]
        assert "perempuan" in out["id"]
    costs = {one["id"]: one["costs"] for one in proposal.told["limits"]}
    assert costs["target:women"] == 400
    assert costs["country:BT"] == costs["country:PK"] == 0 or costs["country:BT"] is not None


def test_locks_and_wishes_change_what_is_asked_and_nothing_else(
    edition: Edition, sari: Person, pool: dict[str, Nomination]
) -> None:
    lock_nominee(
        nomination=pool["BT3"], place=Place.SELECTED, reason="Leads the plan.", actor=sari, at=PROPOSED
    )
    assert chosen(worked_out(edition, sari), pool) == {"BT1", "BT3", "PK2"}
    assert chosen(worked_out(edition, sari, {"without": ["target:women"]}), pool) == {"BT1", "BT3", "PK1"}
    wish = {"without": ["target:women"], "locks": {pool["BT1"].code: "out"}}
    assert chosen(worked_out(edition, sari, wish), pool) == {"BT2", "BT3", "PK1"}
    unlock_nominee(nomination=pool["BT3"], actor=sari, at=PROPOSED)
    assert chosen(worked_out(edition, sari), pool) == {"BT1", "BT2", "PK2"}
    assert refusal(
        lambda: lock_nominee(
            nomination=sent_nominee(pool["BT1"].call, 9, standing="blocked"),
            place=Place.SELECTED,
            reason="x",
            actor=sari,
            at=PROPOSED,
        )
    ) == ("lock.not_eligible")


@pytest.mark.parametrize(
    ("state", "more"),
    [
        (ApplicationState.DRAFT, {"sent_at": None}),
        (ApplicationState.RETURNED, {"returned_at": SENT, "returned_by": "system", "returned_because": "x"}),
    ],
)
def test_whose_application_is_not_there_stands_outside_of_the_pool(
    edition: Edition, sari: Person, pool: dict[str, Nomination], state: ApplicationState, more: dict[str, Any]
) -> None:
    silent = pool["BT1"]  # no rule of the edition asks for the application, and the panel has scored it
    Application.objects.filter(nomination=silent).update(state=state, **more)

    found = pool_of(edition)
    rows = dict(listed(edition, {}, Asked()).rows)
    assert set(found.nominations) == {one.code for one in pool.values()} - {silent.code}
    assert silent.pk not in scores_in(edition)
    assert {one for one, place in rows.items() if place == NOT_ELIGIBLE} == {silent}
    assert refusal(
        lambda: lock_nominee(nomination=silent, place=Place.SELECTED, reason="x", actor=sari, at=PROPOSED)
    ) == ("lock.not_eligible")


def test_what_cannot_be_met_is_explained_with_the_closest_that_can(
    edition: Edition, sari: Person, pool: dict[str, Nomination]
) -> None:
    """Edge case E24: a target that the pool cannot meet, and the closest that can."""
    ReturnedPlacesFactory.create(call=pool["PK1"].call, places=1)
    proposal = worked_out(edition, sari)

    assert (proposal.state, proposal.status, proposal.points) == (ProposalState.DONE, "infeasible", None)
    assert [one["en"] for one in proposal.told["why_none"]][-1].startswith("The closest cohort has")
    assert all(one["id"] != one["en"] for one in proposal.told["why_none"])
    assert refusal(lambda: send_to_panel(proposal=proposal, actor=sari, at=PROPOSED)) == (
        "proposal.no_cohort"
    )


def test_the_checker_is_asked_and_what_it_refuses_is_kept_nowhere(
    edition: Edition, sari: Person, pool: dict[str, Nomination], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lie(request: Request, **_progress: object) -> Answer:
        answer = ask(request)
        text = json.dumps({"selection": None, "explanation": None})
        if answer.selection:
            whole = json.loads(to_json(answer))
            whole["selection"]["accounts"][0]["sentence"] = "In. Locked in by the panel: a friend."
            text = json.dumps(whole)
        return from_json(Answer, text)

    monkeypatch.setattr(proposing, "ask", lie)
    proposal = worked_out(edition, sari)

    assert (proposal.state, proposal.evidence, proposal.told) == (ProposalState.REFUSED, "", {})
    assert proposal.failure.startswith("S14")


def test_a_cancelled_proposal_ends_its_process_and_stays_cancelled(
    edition: Edition, sari: Person, pool: dict[str, Nomination], monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = ask_for_proposal(edition=edition, actor=sari, at=PROPOSED)
    heard = []

    def slow(request: Request, *, progress: Any) -> Answer:
        cancel_proposal(proposal=proposal, actor=sari, at=PROPOSED)

        def hear(done: int, of: int) -> None:
            heard.append(done)
            progress(done, of)

        return ask(request, progress=hear)

    monkeypatch.setattr(proposing, "ask", slow)
    work_out(proposal_id=proposal.pk, at=PROPOSED)

    proposal.refresh_from_db()
    assert (proposal.state, heard) == (ProposalState.CANCELLED, [5])
    work_out(proposal_id=proposal.pk, at=PROPOSED)  # the job came twice
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.CANCELLED


def test_a_new_question_cancels_the_one_at_work(
    edition: Edition, sari: Person, pool: dict[str, Nomination]
) -> None:
    first = ask_for_proposal(edition=edition, actor=sari, at=PROPOSED)
    second = ask_for_proposal(edition=edition, actor=sari, at=PROPOSED)
    first.refresh_from_db()
    assert (first.state, second.state) == (ProposalState.CANCELLED, ProposalState.WAITING)
    assert broken(lambda: Proposal.objects.filter(pk=first.pk).update(state="working")) == (
        "proposal_one_at_work"
    )
    assert broken(lambda: Proposal.objects.filter(pk=first.pk).update(told={"selected": []})) == (
        "proposal_shows_only_what_was_checked"
    )


def test_the_panel_gets_what_was_proposed_and_nothing_stale(
    edition: Edition, sari: Person, pool: dict[str, Nomination]
) -> None:
    proposal = worked_out(edition, sari)
    decision = send_to_panel(proposal=proposal, actor=sari, at=PROPOSED)

    verdicts = {one.nomination.code: one for one in decision.verdicts.select_related("nomination")}
    assert {code for code, one in verdicts.items() if one.place == Place.SELECTED} == set(
        proposal.told["selected"]
    )
    assert verdicts.keys() == {one.code for one in pool.values()}
    assert verdicts[pool["BT1"].code].points == 1000
    assert (decision.proposal, decision.seed) == (proposal, proposal.seed)
    assert is_current(proposal)

    member = panel_member(edition, "Bima")
    score(ReadingFactory.create(nomination=pool["BT1"], member=member), 1, 1)
    assert refusal(lambda: send_to_panel(proposal=proposal, actor=sari, at=SCORED)) == "proposal.stale"
    assert Decision.objects.count() == 1


def test_bodies_are_attributes_that_targets_count_by(
    edition: Edition, sari: Person, pool: dict[str, Nomination]
) -> None:
    MembershipFactory.create(body=BodyFactory.create(code="weavers"), country_id="BT")
    TargetFactory.create(edition=edition, code="weavers", attribute="weavers", value="yes", least=2)
    problem = pool_of(edition).problem
    assert problem is not None
    assert {one.country for one in problem.nominees if one.attributes.get("weavers") == "yes"} == {"BT"}


def test_a_pool_takes_a_fixed_number_of_questions(
    edition: Edition,
    sari: Person,
    pool: dict[str, Nomination],
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(9):
        found = pool_of(edition)
    assert found.unscored == (pool["BT4"].code,)
    assert faults(Problem(nominees=(), places=1), Answer(selection=None, explanation=None)) == [
        "S8 cohort: there is no answer"
    ]
    for rank in (7, 8):
        sent_nominee(pool["BT1"].call, rank)
    with django_assert_num_queries(9):
        pool_of(edition)


def test_money_and_rooms_of_the_budget_are_kept_to(
    client: Client, edition: Edition, sari: Person, pool: dict[str, Nomination]
) -> None:
    BudgetLineFactory.create(
        edition=edition,
        code="fares",
        description={"en": "Air fares"},
        quantity=2,
        days=1,
        rate=7_654_321,
        travel_category=1,
    )
    BudgetLineFactory.create(edition=edition, code="hotel", quantity=2, days=13, rate=100, beds=2)
    Quota.objects.filter(edition=edition, country_id="BT").update(fare=5_000_001)

    found = pool_of(edition)

    assert found.problem is not None
    assert found.problem.budgets == (Budget(id="fares", name="air fares", currency="IDR", most=15_308_642),)
    assert found.problem.rooms == Rooms(rooms=2)
    # fares are rounded up to what 200 steps tell apart: 7,654,321 to the next hundred thousand
    assert {one.country: dict(one.costs) for one in found.problem.nominees} == {
        country: {"fares": 5_100_000 if country == "BT" else 7_700_000}
        for country in {one.country for one in found.problem.nominees}
    }
    proposal = worked_out(edition, sari)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    page = client.get(reverse("selection:workbench", args=[edition.code])).content.decode()
    assert "at most IDR 15,308,642" in page
    assert "at most 2 for 2 of one sex" in page
    without = pool_of(edition, {"without": ["budget:fares", "rooms"]}).problem
    assert without is not None
    assert (without.budgets, without.rooms) == ((), None)
    assert proposal.status == "infeasible"
    assert [one["en"] for one in proposal.told["why_none"]] == [
        (
            "These cannot all be kept: exactly 3 people in all; at most 2 of Bhutan; at most IDR 15,308,642 for "
            "air fares."
        ),
        (
            "These cannot all be kept: exactly 3 people in all; at least 1 women; at most IDR 15,308,642 for "
            "air fares."
        ),
        "The closest cohort has IDR 17,900,000 instead of at most IDR 15,308,642 for air fares.",
    ]


def test_every_form_of_the_rulebook_is_said_in_indonesian(
    edition: Edition, sari: Person, pool: dict[str, Nomination]
) -> None:
    BudgetLineFactory.create(
        edition=edition,
        code="fares",
        description={"en": "Air fares", "id": "Tiket pesawat"},
        quantity=10,
        days=1,
        rate=1_000_000,
        travel_category=1,
    )
    BudgetLineFactory.create(edition=edition, code="hotel", quantity=10, days=13, rate=100, beds=2)
    found = pool_of(edition)
    assert found.problem is not None
    wording = Wording.of(found.problem, found)
    said = [
        "In. Locked in by the panel: Leads the plan.",
        "Not in. Locked out by the panel: Objection.",
        "In. Without this nominee the best cohort would be 1,013.5 points worse.",
        "In. No cohort that keeps every rule leaves this nominee out.",
        "In by lot. A cohort without this nominee is as good; the lots drawn with the number 3 decided.",
        "In. What would have to be different was not settled within the limit of work.",
        "Reserve 2. What would have to be different was not settled within the limit of work.",
        (
            "Reserve 1. Everyone who is in has at least as many points. Needs more than 1 point more, or one "
            "person who is in to leave."
        ),
        (
            "Not in. Taking the place of someone with fewer points would miss at most 2 of Bhutan; at least 1 "
            "women. Needs more than 6.5 points more, or one of 3 people who are in to leave."
        ),
        (
            "Not in. Everyone who is in has at least as many points. A cohort with this nominee is as good; the "
            "lots drawn with the number 7 decided."
        ),
        "Not in. Everyone who is in has at least as many points. Needs more than 6 points more.",
        "This cannot be kept: exactly 3 people in all.",
        "These cannot all be kept: exactly 3 people in all; at most 1 of Pakistan.",
        "The closest cohort has 2 instead of exactly 3 people in all.",
        (
            "Not in. No cohort that keeps every rule has this nominee in; the closest misses at most IDR "
            "10,000,000 for air fares by IDR 2,250,000 and at most 10 rooms for 2 of one sex by 1."
        ),
        "The closest cohort has IDR 12,250,000 instead of at most IDR 10,000,000 for air fares.",
    ]
    indonesian = [wording.in_all(one)["id"] for one in said]
    assert not [one for one, words in zip(said, indonesian, strict=True) if one == words]
    assert "1.013,5" in indonesian[2]
    assert "paling banyak 2 orang dari Bhutan" in indonesian[8]
    assert "IDR 10.000.000" in indonesian[-1]
    assert "IDR 2.250.000" in indonesian[-2]


def test_a_program_has_a_cohort_worked_out_laid_before_the_panel_and_decided(
    client: Client, edition: Edition, pool: dict[str, Nomination]
) -> None:
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    below = f"/api/v1/selection/editions/{edition.code}"

    def sends(method: str, address: str, **data: Any) -> tuple[int, Any]:
        answer = client.generic(method, f"{below}/{address}", json.dumps(data), "application/json")
        return answer.status_code, answer.json()

    status, wrong = sends("POST", "proposals", without=["target:elves"], locks={"N-XX-01": "in"})
    assert (status, [one["place"] for one in wrong["errors"]]) == (422, ["body.without", "body.locks"])
    status, wish = sends("POST", "proposals", without=["target:women"], locks={pool["BT1"].code: "out"})
    assert (status, wish["is_what_if"], wish["state"]) == (201, True, "waiting")
    assert sends("POST", f"proposals/{wish['id']}/cancel")[1]["state"] == "cancelled"
    status, asked = sends("POST", "proposals")
    assert (status, asked["is_what_if"]) == (201, False)
    assert sends("POST", f"proposals/{asked['id']}/lay")[1]["code"] == "proposal.not_there"

    work_out(proposal_id=asked["id"], at=PROPOSED)

    whole = client.get(f"{below}/proposals/{asked['id']}").json()
    assert set(whole["selected"]) == {pool[name].code for name in ("BT1", "BT2", "PK2")}
    assert {one["nomination"] for one in whole["accounts"]} == {pool[name].code for name in pool} - {
        pool["BT4"].code
    }
    assert all(one["sentence"].keys() == {"en", "id"} for one in whole["accounts"])
    assert "evidence" not in whole
    too_early = sends("POST", f"proposals/{asked['id']}/lay", correction="New facts.")
    assert (too_early[0], too_early[1]["code"]) == (409, "decision.nothing_to_correct")
    status, laid = sends("POST", f"proposals/{asked['id']}/lay")
    assert (status, laid["state"], laid["version"]) == (201, "proposed", 1)
    swap = {pool["BT2"].code: "not-selected", pool["BT3"].code: "selected"}
    assert sends("PATCH", "decisions/1/verdicts", places=swap)[1]["code"] == "decision.no_reason"
    assert sends("PATCH", "decisions/1/verdicts", places={"N-XX-01": "selected"})[0] == 422
    status, changed = sends("PATCH", "decisions/1/verdicts", places=swap, reason="Runs the larger centre.")
    assert {one["nomination"] for one in changed["verdicts"] if one["deviation"]} == set(swap)
    meeting = {"held_on": "2018-05-21", "place": "Jakarta", "chair": "Director of Cooperation"}
    assert sends("POST", "decisions/1/decide", **meeting)[1]["code"] == "decision.not_signed"
    signed_by_all(Decision.objects.get())
    status, decided = sends("POST", "decisions/1/decide", **meeting)
    assert (status, decided["state"]) == (200, "decided")
    minutes = Decision.objects.get().minutes
    assert minutes["meeting"] == meeting
    assert sends("POST", "decisions/1/decide", **meeting)[1]["code"] == "decision.taken"
    again = sends("POST", f"proposals/{asked['id']}/lay", correction=" ")
    assert (again[0], again[1]["code"]) == (409, "decision.no_correction")


def test_a_proposal_and_the_scores_behind_it_are_taken_as_files(
    client: Client, edition: Edition, sari: Person, pool: dict[str, Nomination]
) -> None:
    client.force_login(account_with(Role.AUDITOR))
    proposal = worked_out(edition, sari)

    def taken(view: str, *more: object) -> list[list[str]]:
        answer = client.get(reverse(f"selection:{view}", args=[edition.code, *more]))
        return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))

    rows = taken("proposal_csv", proposal.pk)
    accounts = proposal.told["accounts"]
    assert [row[2] for row in rows if row[0] == str(Place.SELECTED.label)] == sorted(
        proposal.told["selected"]
    )
    assert [row[2] for row in rows if row[0] == str(Place.RESERVE.label)] == proposal.told["reserves"]
    assert {row[2]: row[6] for row in rows[1:]} == {
        code: account["sentence"]["en"] for code, account in accounts.items()
    }
    assert {row[2]: row[5] for row in rows[1:]}[pool["BT1"].code] == "100.0"
    scores = {row[0]: row[3:] for row in taken("scores_csv")}
    assert scores["Reference"][3:5] == ["Relevance", "Plan"]
    assert scores[pool["BT2"].code][:6] == ["Ayu", "No", "Before the meeting", "4", "4", "80.0"]
    assert pool["BT4"].code not in scores  # nobody reads her
