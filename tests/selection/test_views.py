from __future__ import annotations

import io
import zipfile
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from balai.kernel import clock
from balai.people.enums import Role
from balai.people.models import Person
from balai.programmes.enums import EditionStatus
from balai.selection.adapters.lights import decision_fact, decision_light, scores_light
from balai.selection.enums import DecisionState, Place, ProposalState
from balai.selection.models import (
    Decision,
    Lock,
    Proposal,
    Reading,
    ScoreSheet,
    SelectionPlan,
    Signature,
    Verdict,
)
from balai.selection.queries.workbench import Asked, listed
from balai.selection.services.deciding import sign
from balai.selection.services.scoring import give_reading
from tests.people.factories import account_with
from tests.programmes.factories import EditionFactory
from tests.selection import looks
from tests.selection.factories import PanelDeclarationFactory, ReadingFactory

if TYPE_CHECKING:
    from balai.people.models import Account
    from balai.programmes.models import Edition

pytestmark = pytest.mark.usefixtures("countries", "keys")


@pytest.fixture
def officer(client: Client) -> Account:
    account = account_with(Role.PROGRAMME_OFFICER)
    client.force_login(account)
    return account


@pytest.fixture
def member(client: Client) -> Person:
    """Somebody on the panel with an account, who has declared nothing yet."""
    account = account_with(Role.PANEL_MEMBER, scope=looks.SCOPE)
    client.force_login(account)
    assert account.person is not None
    return account.person


def at(view: str, *more: Any) -> str:
    return reverse(f"selection:{view}", args=[looks.CODE, *more])


# --- the workbench -------------------------------------------------------------------------------------


def test_the_bench_shows_the_proposal_its_costs_and_every_sentence(client: Client, officer: Account) -> None:
    proposal = looks.keep_a_proposal()
    page = client.get(at("workbench")).content.decode()

    assert "Proven best" in page
    for told in (
        "Costs 10.0 points",
        "Locked in by the panel: Leads the action plan of 2017.",
        "1 score missing",
    ):
        assert told in page
    for account in proposal.told["accounts"].values():
        assert account["sentence"]["en"].replace("'", "&#x27;") in page
    assert page.index("Dilani Perera") < page.index("Bilal Hussain") < page.index("Nirmala Joshi")


def test_the_bench_of_an_edition_whose_places_nobody_knows_says_so(client: Client, officer: Account) -> None:
    edition = EditionFactory.create(status=EditionStatus.IDEA, places=None)

    page = client.get(reverse("selection:workbench", args=[edition.code]))

    assert (page.status_code, "places not known" in page.content.decode()) == (200, True)


def test_the_list_is_asked_in_two_questions_and_turns_by_page(
    django_assert_num_queries: Any, db: None
) -> None:
    edition = looks.keep_a_proposal().edition
    accounts = Proposal.objects.get().told["accounts"]
    with django_assert_num_queries(2):
        first = listed(edition, accounts, Asked(), most=3)
    seen = [one.name for one, _place in first.rows]
    after = first.after
    while after:
        with django_assert_num_queries(2):
            page = listed(edition, accounts, Asked(after=after), most=3)
        seen += [one.name for one, _place in page.rows]
        after = page.after
    assert (len(seen), len(set(seen)), seen[-1]) == (10, 10, "Nirmala Joshi")
    assert first.counts == {"all": 10, "in": 5, "reserves": 2, "out": 2, "not-eligible": 1}
    women = listed(edition, accounts, Asked(show="in", sex="female", words="perera"))
    assert [one.name for one, _place in women.rows] == ["Dilani Perera"]


def test_a_proposal_is_asked_watched_and_cancelled(client: Client, officer: Account) -> None:
    looks.keep_a_pool()
    assert client.post(at("propose")).status_code == HTTPStatus.FOUND
    proposal = Proposal.objects.get()
    card = client.get(at("progress"))
    assert "hx-get" in card.content.decode()
    assert "HX-Refresh" not in card
    client.post(at("cancel", proposal.pk))
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.CANCELLED
    assert client.get(at("progress"))["HX-Refresh"] == "true"


def test_a_swap_says_what_it_comes_to_and_what_it_breaks(client: Client, officer: Account) -> None:
    looks.keep_a_proposal()
    code = f"{looks.CODE}/N-PK-"
    page = client.get(at("workbench"), {"compare": [f"{code}01", f"{code}02"]}).content.decode()
    assert "To swap them would lose 10.0 points." in page
    assert "It would break no rule." in page
    codes = [f"{looks.CODE}/N-BT-01", f"{looks.CODE}/N-LK-03"]
    page = client.get(at("workbench"), {"compare": codes}).content.decode()
    assert "at most 2 of Sri Lanka" in page


def test_locks_and_wishes_are_asked_on_forms(client: Client, officer: Account) -> None:
    looks.keep_a_pool()
    address = at("lock", looks.NOMINEES[0])
    refused = client.post(address, {"place": "selected", "reason": ""})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post(address, {"place": "selected", "reason": "Leads the plan."})
    assert Lock.objects.values_list("place", "reason").get() == ("selected", "Leads the plan.")
    client.post(address, {"place": "free"})
    assert not Lock.objects.exists()

    assert client.post(at("what_if"), {"places": "5"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    answer = client.post(
        at("what_if"),
        {"places": "4", "without": ["target:women"], "nominee": f"{looks.CODE}/N-BT-01", "place": "out"},
    )
    proposal = Proposal.objects.get()
    assert answer["Location"].endswith(f"b={proposal.pk}")
    assert proposal.wish == {
        "places": 4,
        "without": ["target:women"],
        "locks": {f"{looks.CODE}/N-BT-01": "out"},
    }


def test_two_proposals_are_set_side_by_side(client: Client, officer: Account) -> None:
    looks.keep_two_proposals()
    b, a = Proposal.objects.order_by("-asked_at").values_list("pk", flat=True)
    page = client.get(at("proposals"), {"a": str(a), "b": str(b)}).content.decode()
    assert "without women" in page
    assert ("more." in page) or ("As many points." in page)


def test_the_plan_is_written_by_the_clock_of_the_edition(client: Client, officer: Account) -> None:
    looks.keep_a_pool()
    values = {
        "readers": "3",
        "spread": "15",
        "reserves": "4",
        "seed": "7",
        "meets_at_day": "2018-05-21",
        "meets_at_hour": "10:00",
    }
    assert client.post(at("plan"), values).status_code == HTTPStatus.FOUND
    plan = SelectionPlan.objects.get()
    assert (plan.readers, plan.spread, plan.seed, plan.scores_due_at) == (3, 150, 7, None)
    assert plan.meets_at is not None
    assert plan.meets_at.isoformat() == "2018-05-21T03:00:00+00:00"


# --- the panel's decision ------------------------------------------------------------------------------


def test_the_way_from_the_proposal_to_the_frozen_minutes(client: Client, officer: Account) -> None:
    proposal = looks.keep_a_proposal()
    client.post(at("send", proposal.pk))
    decision = Decision.objects.get()
    page = client.get(at("decision", 1)).content.decode()
    assert "More than half of the panel has to sign first." in page

    selected = decision.verdicts.filter(place=Place.SELECTED).order_by("nomination__code").first()
    reserve = decision.verdicts.get(reserve_rank=1)
    assert selected is not None
    address = at("swap", 1, selected.nomination_id, reserve.nomination_id)
    assert client.post(address, {"reason": ""}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post(address, {"reason": "The embassy asks."})
    page = client.get(at("decision", 1)).content.decode()
    assert "Otherwise than proposed" in page
    assert "less than proposed" in page
    assert "Not kept" in page  # the checker counted the lock that is no longer kept

    for name in ("Ayu Lestari", "Citra Dewi"):
        sign(decision=decision, member=Person.objects.get(name=name), at=clock.now())
    meeting = {"held_on": "2018-05-21", "place": "Jakarta", "chair": "Director of Cooperation"}
    assert (
        client.post(at("decide", 1), {**meeting, "chair": ""}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    )
    client.post(at("decide", 1), meeting)
    decision.refresh_from_db()
    assert (decision.state, decision.minutes["meeting"]["chair"]) == (
        DecisionState.DECIDED,
        "Director of Cooperation",
    )
    assert decision.minutes_digest in client.get(at("decision", 1)).content.decode()
    assert client.post(address, {"reason": "Again."}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY

    refused = client.post(at("send", proposal.pk), {"correction": ""})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post(at("send", proposal.pk), {"correction": "An objection."})
    assert Decision.objects.get(version=2).correction == "An objection."


def test_minutes_are_printed_in_both_languages_and_never_change(client: Client, officer: Account) -> None:
    looks.keep_a_decision()
    for language, word in (("en", b"Minutes"), ("id", b"Notula")):
        pdf = client.get(at("minutes", 1, language, "pdf"))
        assert pdf.content.startswith(b"%PDF-"), word
        assert client.get(at("minutes", 1, language, "pdf")).content == pdf.content
        docx = client.get(at("minutes", 1, language, "docx")).content
        assert docx.startswith(b"PK")
    assert client.get(at("minutes", 1, "fr", "pdf")).status_code == HTTPStatus.NOT_FOUND


def test_minutes_mark_a_sentence_whose_number_the_panel_has_changed(client: Client, officer: Account) -> None:
    """Somebody moved up on the reserve list by what the panel decided of others."""
    looks.keep_a_decision()
    moved = Verdict.objects.get(place=Place.RESERVE, deviation="", proposed_rank=2, reserve_rank=1)

    with zipfile.ZipFile(io.BytesIO(client.get(at("minutes", 1, "en", "docx")).content)) as docx:
        text = docx.read("word/document.xml").decode()

    sentence = moved.sentence["en"]
    assert sentence.startswith("Reserve 2.")
    assert f"Of the proposal: {sentence}" in text


def test_lists_go_out_as_sheets(client: Client, officer: Account) -> None:
    looks.keep_a_decision()
    pool = b"".join(client.get(at("pool_csv"))).decode("utf-8-sig")
    assert len(pool.splitlines()) == 11
    book = load_workbook(io.BytesIO(client.get(at("verdicts_xlsx", 1)).content))
    rows = [[cell.value for cell in row] for row in book.active.rows]  # type: ignore[union-attr] # it has a sheet
    assert [row[0] for row in rows[1:]] == ["In"] * 5 + ["Reserve"] * 2 + ["Not in"] * 2
    assert sum(bool(row[-1]) for row in rows[1:]) == 2


# --- the panel -----------------------------------------------------------------------------------------


def test_a_member_declares_reads_and_scores_alone(client: Client, member: Person) -> None:
    edition = looks.keep_a_pool()
    nominee = edition.nominations.get(pk=looks.NOMINEES[0])
    reading = ReadingFactory.create(nomination=nominee, member=member)
    dossier = reverse("selection:dossier", args=[reading.pk])
    assert client.get(dossier).status_code == HTTPStatus.FORBIDDEN
    client.post(at("declare"), {"is_complete": "on", "countries": ["PK"]})

    page = client.get(dossier).content.decode()
    for hidden in ("Tshering", "Yangzom", nominee.email, "Bhutan", "80.0"):
        assert hidden not in page, hidden
    client.post(dossier, {"mark-relevance": "3", "comment": "A clear plan.", "keep": "1"})
    assert ScoreSheet.objects.get(reading=reading).submitted_at is None
    part = client.post(dossier, {"mark-relevance": "3", "hand_in": "1"})
    assert part.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    whole = {"mark-relevance": "3", "mark-plan": "2", "recommendation": "yes", "hand_in": "1"}
    client.post(dossier, whole)
    page = client.get(dossier).content.decode()
    assert "55.0" in page
    assert page.count("80.0") == 2  # the two others, only now


def test_a_dossier_of_somebody_else_is_not_there(client: Client, member: Person) -> None:
    looks.keep_a_pool()
    other = Reading.objects.exclude(member=member).first()
    assert other is not None
    assert client.get(reverse("selection:dossier", args=[other.pk])).status_code == HTTPStatus.NOT_FOUND


def test_a_member_gives_a_known_nominee_back(client: Client, member: Person) -> None:
    edition = looks.keep_a_pool()
    PanelDeclarationFactory.create(edition=edition, member=member)
    reading = ReadingFactory.create(nomination=edition.nominations.get(pk=looks.NOMINEES[0]), member=member)
    client.post(reverse("selection:conflict", args=[reading.pk]), {"kind": "work"})
    assert client.get(reverse("selection:dossier", args=[reading.pk])).status_code == HTTPStatus.NOT_FOUND


def test_a_member_signs_what_lies_before_the_panel(client: Client, member: Person) -> None:
    decision = looks.keep_a_sent_proposal()
    PanelDeclarationFactory.create(edition=decision.edition, member=member)
    page = client.get(at("decision", 1)).content.decode()
    assert "Sign as a member of the panel" in page
    assert "Record the decision" not in page
    client.post(at("sign", 1))
    assert decision.signatures.get().member == member


def test_the_office_sees_who_is_far_apart_and_calls_a_third(client: Client, officer: Account) -> None:
    looks.keep_a_pool()
    page = client.get(at("panel")).content.decode()
    assert page.count("Far apart") == 1  # Bilal Hussain: 100 and 20
    citra = Person.objects.get(name="Citra Dewi")
    client.post(at("third", looks.NOMINEES[6]), {"member": citra.pk})
    assert Reading.objects.get(member=citra).is_third
    assert "Far apart" not in client.get(at("panel")).content.decode()

    left = Reading.objects.get(nomination=looks.NOMINEES[8], sheets=None)
    client.post(at("hand_over", left.pk), {"member": citra.pk, "why": "On leave."})
    left.refresh_from_db()
    assert left.released_why == "On leave."
    assert Reading.objects.filter(nomination=looks.NOMINEES[8], member=citra).exists()


def test_tasks_wait_for_members_and_the_office(client: Client, member: Person) -> None:
    edition = looks.keep_a_pool()
    tasks = reverse("portal:tasks")
    assert "conflicts of interest" in client.get(tasks).content.decode()
    PanelDeclarationFactory.create(edition=edition, member=member)
    give_reading(
        nomination=edition.nominations.get(pk=looks.NOMINEES[0]),
        member=member,
        actor=looks.officer(),
        at=clock.now(),
    )
    assert "1 dossier to score" in client.get(tasks).content.decode()
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    assert "readers far apart on 1 dossier" in client.get(tasks).content.decode()


def test_the_board_tells_what_is_missing_and_what_was_decided(db: None) -> None:
    edition: Edition = looks.keep_a_pool()
    now = clock.now()
    light = scores_light(edition, at=now)
    assert (light.ready, light.of, len(light.open)) == (8, 9, 2)
    assert not decision_light(edition, at=now).is_green
    assert decision_fact(edition, at=now) is None


def test_a_board_is_green_when_the_panel_has_decided(db: None) -> None:
    looks.keep_a_decision()
    edition = Decision.objects.get().edition
    assert decision_light(edition, at=clock.now()).is_green
    assert decision_fact(edition, at=clock.now()) == "5 selected, 2 reserves"


# --- over the API --------------------------------------------------------------------------------------


def test_a_program_reads_what_was_decided(client: Client, officer: Account) -> None:
    looks.keep_a_decision()
    (version,) = client.get(f"/api/v1/selection/editions/{looks.CODE}/decisions").json()
    assert (version["version"], version["state"], version["seed"]) == (1, "decided", 2018)
    whole = client.get(f"/api/v1/selection/editions/{looks.CODE}/decisions/1").json()
    assert [one["place"] for one in whole["verdicts"]].count("selected") == 5
    assert {one["deviation"] for one in whole["verdicts"]} == {
        "",
        "The embassy asks for the owner of the larger workshop.",
    }
    assert all(one["sentence"].keys() == {"en", "id"} for one in whole["verdicts"])


def test_a_members_dossiers_over_the_api_tell_nobody(client: Client, member: Person) -> None:
    edition = looks.keep_a_pool()
    ReadingFactory.create(nomination=edition.nominations.get(pk=looks.NOMINEES[0]), member=member)
    assert client.get("/api/v1/selection/dossiers").json() == []  # nothing was declared yet
    PanelDeclarationFactory.create(edition=edition, member=member)
    (dossier,) = client.get("/api/v1/selection/dossiers").json()
    assert dossier["is_handed_in"] is False
    assert "Tshering" not in str(dossier)
    assert "Bhutan" not in str(dossier)


def test_a_member_signs_by_program_what_was_read_and_nothing_that_was_changed_since(
    client: Client, officer: Account
) -> None:
    looks.keep_a_sent_proposal()
    panel = Client()
    account = account_with(Role.PANEL_MEMBER, scope=looks.SCOPE)
    panel.force_login(account)
    below = f"/api/v1/selection/panels/{looks.CODE}/decisions/1"

    def signs(digest: str) -> tuple[int, Any]:
        answer = panel.post(f"{below}/sign", {"digest": digest}, "application/json")
        return answer.status_code, answer.json()

    read = panel.get(below).json()
    reserves = [one["nomination"] for one in read["verdicts"] if one["place"] == "reserve"]
    moved = client.post(
        f"/api/v1/selection/editions/{looks.CODE}/decisions/1/reserves",
        {"nomination": reserves[1], "to": "up"},
        "application/json",
    ).json()
    assert [one["nomination"] for one in moved["verdicts"] if one["reserve_rank"]][:2] == reserves[1::-1]
    status, refused = signs(read["digest"])
    assert (status, refused["code"]) == (409, "decision.changed_meanwhile")
    assert not Signature.objects.filter(member=account.person).exists()
    status, signed = signs(panel.get(below).json()["digest"])
    assert (status, signed["digest"]) == (200, Signature.objects.get(member=account.person).digest)


def test_a_program_locks_and_leaves_it_to_the_points_again(client: Client, officer: Account) -> None:
    edition = looks.keep_a_pool()
    code = edition.nominations.get(pk=looks.NOMINEES[0]).code
    address = f"/api/v1/selection/editions/{looks.CODE}/locks"

    def sets(**given: str) -> Any:
        return client.put(address, given, "application/json").json()

    assert [one["place"] for one in sets(nomination=code, place="in")["errors"]] == ["body.reason"]
    assert [one["place"] for one in sets(nomination="N-XX-1", place="out")["errors"]] == ["body.nomination"]
    (lock,) = sets(nomination=code, place="in", reason="Leads the plan.")
    assert (lock["nomination"], lock["place"], lock["reason"]) == (code, "selected", "Leads the plan.")
    assert client.get(address).json() == [lock]
    assert sets(nomination=code, place="free") == []
