"""What the pages of the selection are tried with: an edition with one nominee, whose name is marked.

Everything of one edition belongs to its office; what is foreign to a panel member is what another one reads.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from balai.kernel import clock
from balai.nominations.models import CountryCall
from balai.people.enums import Role
from balai.people.models import Person
from balai.selection.enums import DecisionState, Phase, Place, ProposalState
from balai.selection.models import (
    ConflictOfInterest,
    Decision,
    Lock,
    PanelDeclaration,
    Proposal,
    Reading,
    ScoreSheet,
    SelectionPlan,
    Verdict,
)
from balai.selection.services.deciding import Proposed, digest_of, digest_to_sign, lay_before_panel, sign
from balai.selection.services.scoring import keep_sheet
from tests.nominations.factories import CountryCallFactory
from tests.people.factories import GrantFactory
from tests.permissions.objects.offers import selecting
from tests.permissions.world import COUNTRY, EDITION, MARKER, Aim, aims
from tests.selection.factories import (
    PanelDeclarationFactory,
    ReadingFactory,
    panel_member,
    rubric,
    sent_nominee,
)

if TYPE_CHECKING:
    from balai.nominations.models import Nomination
    from tests.permissions.world import World


def a_nominee(name: str = MARKER, rank: int = 1) -> Nomination:
    """Somebody who may be selected for the edition of one's own."""
    call = CountryCall.objects.filter(edition=EDITION).first()
    call = call or CountryCallFactory.create(edition=selecting(), country_id=COUNTRY)
    return sent_nominee(call, rank, name=name)


def in_the_edition(**more: Any) -> Aim:
    """A page about the edition; the nominee is there."""
    nominee = a_nominee()
    return Aim(own={"code": nominee.edition.code}, **more)


def with_a_score() -> Nomination:
    """A nominee whom one reader has scored."""
    nominee = a_nominee()
    rubric(nominee.edition)
    reading = ReadingFactory.create(nomination=nominee, member=panel_member(nominee.edition, "Ayu"))
    keep_sheet(
        reading=reading,
        phase=Phase.BEFORE,
        marks={"relevance": 3, "plan": 3},
        recommendation="yes",
        hands_in=True,
        at=clock.now(),
    )
    return nominee


def a_proposal(**values: Any) -> Proposal:
    """One that is worked out, of a pool in which nobody is scored."""
    nominee = a_nominee()
    at = clock.now()
    done = {
        "state": ProposalState.DONE,
        "status": "optimal",
        "points": 0,
        "bound": 0,
        "told": {"selected": [], "reserves": [], "accounts": {}, "limits": []},
        "evidence": "{}",
        "answered_at": at,
    }
    return Proposal.objects.create(
        edition=nominee.edition,
        problem={},
        problem_digest=digest_of({}),
        seed=1,
        asked_at=at,
        asked_by="person:1",
        **(values or done),
    )


def before_the_panel(*places: Place) -> Decision:
    """Nominees with a verdict each, the first of them marked."""
    found = places or (Place.SELECTED,)
    nominees = [a_nominee(MARKER if rank == 1 else "Karma", rank) for rank in range(1, len(found) + 1)]
    return lay_before_panel(
        edition=nominees[0].edition,
        rows=[
            Proposed(
                nomination=nominee,
                place=place,
                reserve_rank=found[:number].count(Place.RESERVE) if place == Place.RESERVE else None,
            )
            for number, (nominee, place) in enumerate(zip(nominees, found, strict=True), start=1)
        ],
        actor=Person.objects.order_by("pk").first() or nominees[0].person,
        at=clock.now(),
    )


def _of(decision: Decision, **more: Any) -> dict[str, Any]:
    return {"code": decision.edition.code, "version": decision.version, **more}


# --- the office ---------------------------------------------------------------------------------------


@aims("selection:index")
def editions_in_selection(world: World) -> Aim:
    nominee = a_nominee()
    nominee.edition.title = {"en": MARKER}
    nominee.edition.save()
    return Aim()


@aims("selection:workbench", "selection:pool_csv", "selection:pool_xlsx", "selection:panel")
def the_workbench(world: World) -> Aim:
    return in_the_edition()


@aims("selection:proposals", "selection:progress")
def what_was_worked_out(world: World) -> Aim:
    proposal = a_proposal()
    return Aim(own={"code": proposal.edition.code})


@aims("selection:proposal_csv", "selection:proposal_xlsx")
def taking_a_proposal(world: World) -> Aim:
    proposal = a_proposal()
    code = proposal.edition.nominations.get().code
    account = {"place": "selected", "reserve": None, "sentence": {"en": "In."}}
    proposal.told = {**proposal.told, "accounts": {code: account}}
    proposal.save()
    return Aim(own={"code": proposal.edition.code, "key": proposal.pk})


@aims("selection:scores_csv", "selection:scores_xlsx")
def taking_scores(world: World) -> Aim:
    return Aim(own={"code": with_a_score().edition.code})


@aims("selection:propose")
def proposing(world: World) -> Aim:
    nominee = with_a_score()
    return Aim(own={"code": nominee.edition.code}, effect=lambda _seen: Proposal.objects.exists())


@aims("selection:what_if")
def asking_what_if(world: World) -> Aim:
    nominee = with_a_score()
    return Aim(
        own={"code": nominee.edition.code},
        data={"places": "1"},
        effect=lambda _seen: Proposal.objects.exists(),
    )


@aims("selection:cancel")
def cancelling(world: World) -> Aim:
    proposal = a_proposal(state=ProposalState.WAITING)
    return Aim(
        own={"code": proposal.edition.code, "key": proposal.pk},
        effect=lambda _seen: Proposal.objects.filter(state=ProposalState.CANCELLED).exists(),
    )


@aims("selection:send")
def sending_to_the_panel(world: World) -> Aim:
    proposal = a_proposal()
    return Aim(
        own={"code": proposal.edition.code, "key": proposal.pk},
        effect=lambda _seen: Decision.objects.exists(),
    )


@aims("selection:plan")
def planning(world: World) -> Aim:
    return in_the_edition(
        data={"readers": "2", "spread": "20", "reserves": "3", "seed": "9"},
        effect=lambda _seen: SelectionPlan.objects.exists(),
    )


@aims("selection:lock")
def locking(world: World) -> Aim:
    nominee = a_nominee()
    return Aim(
        own={"code": nominee.edition.code, "key": nominee.pk},
        data={"place": "selected", "reason": "Leads the plan."},
        effect=lambda _seen: Lock.objects.exists(),
    )


@aims("selection:assign")
def giving_dossiers(world: World) -> Aim:
    nominee = a_nominee()
    for name in ("Ayu", "Bima"):
        panel_member(nominee.edition, name)
    return Aim(own={"code": nominee.edition.code}, effect=lambda _seen: Reading.objects.exists())


@aims("selection:third")
def a_third_reader(world: World) -> Aim:
    nominee = a_nominee()
    member = panel_member(nominee.edition, "Ayu")
    return Aim(
        own={"code": nominee.edition.code, "key": nominee.pk},
        data={"member": str(member.pk)},
        effect=lambda _seen: Reading.objects.filter(is_third=True).exists(),
    )


@aims("selection:hand_over")
def handing_over(world: World) -> Aim:
    nominee = a_nominee()
    absent, present = (panel_member(nominee.edition, name) for name in ("Ayu", "Bima"))
    reading = ReadingFactory.create(nomination=nominee, member=absent)
    return Aim(
        own={"code": nominee.edition.code, "key": reading.pk},
        data={"member": str(present.pk), "why": "On leave."},
        effect=lambda _seen: Reading.objects.filter(member=present).exists(),
    )


# --- decisions ----------------------------------------------------------------------------------------


@aims("selection:decision")
def reading_a_decision(world: World) -> Aim:
    return Aim(own=_of(before_the_panel()))


@aims("selection:minutes")
def the_minutes(world: World) -> Aim:
    return Aim(own=_of(before_the_panel(), language="en", kind="docx"))


@aims("selection:verdicts_csv", "selection:verdicts_xlsx")
def the_verdicts(world: World) -> Aim:
    return Aim(own=_of(before_the_panel()))


@aims("selection:verdict")
def deciding_otherwise(world: World) -> Aim:
    decision = before_the_panel()
    verdict = decision.verdicts.get()
    return Aim(
        own=_of(decision, key=verdict.pk),
        data={"place": "not-selected", "reason": "An objection."},
        effect=lambda _seen: Verdict.objects.filter(place=Place.NOT_SELECTED).exists(),
    )


@aims("selection:swap")
def swapping(world: World) -> Aim:
    decision = before_the_panel(Place.SELECTED, Place.NOT_SELECTED)
    leaver, comer = decision.verdicts.order_by("nomination__code")
    return Aim(
        own=_of(decision, leaver=leaver.nomination_id, comer=comer.nomination_id),
        data={"reason": "An objection."},
        effect=lambda _seen: Verdict.objects.filter(pk=comer.pk, place=Place.SELECTED).exists(),
    )


@aims("selection:move")
def moving_a_reserve(world: World) -> Aim:
    decision = before_the_panel(Place.RESERVE, Place.RESERVE)
    second = decision.verdicts.get(reserve_rank=2)
    return Aim(
        own=_of(decision, key=second.pk),
        data={"to": "up"},
        effect=lambda _seen: Verdict.objects.filter(pk=second.pk, reserve_rank=1).exists(),
    )


@aims("selection:sign")
def signing(world: World) -> Aim:
    decision = before_the_panel()
    return Aim(own=_of(decision), effect=lambda _seen: decision.signatures.exists())


@aims("selection:decide")
def recording_the_decision(world: World) -> Aim:
    decision = before_the_panel()
    members = [panel_member(decision.edition, name) for name in ("Ayu", "Bima")]
    for member in members:
        sign(decision=decision, member=member, at=clock.now())
    return Aim(
        own=_of(decision),
        data={"held_on": "2018-05-21", "place": "Jakarta", "chair": "Director"},
        effect=lambda _seen: Decision.objects.filter(state=DecisionState.DECIDED).exists(),
    )


# --- members of the panel -----------------------------------------------------------------------------


def two_readings(world: World) -> tuple[Reading, Reading]:
    """A dossier of the visitor, and one of another member."""
    nominee = a_nominee()
    rubric(nominee.edition)
    PanelDeclarationFactory.create(edition=nominee.edition, member=world.person)
    own = ReadingFactory.create(nomination=nominee, member=world.person)
    GrantFactory.create(person=world.foreign_person, role=Role.PANEL_MEMBER, scope=nominee.edition.scope)
    return own, ReadingFactory.create(nomination=nominee, member=world.foreign_person)


@aims("selection:dossiers_file")
def taking_ones_own_dossiers(world: World) -> Aim:
    two_readings(world)
    return Aim(own={"kind": "csv"})


@aims("selection:proposals_file")
def taking_what_was_worked_out(world: World) -> Aim:
    return Aim(own={"code": a_proposal().edition.code, "kind": "csv"})


@aims("selection:dossiers")
def ones_own_dossiers(world: World) -> Aim:
    two_readings(world)
    return Aim()


@aims("selection:dossier")
def scoring(world: World) -> Aim:
    own, foreign = two_readings(world)
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        data={"mark-relevance": "3", "mark-plan": "4", "recommendation": "yes", "hand_in": "1"},
        effect=lambda seen: ScoreSheet.objects.filter(reading=seen.arguments["key"]).exists(),
    )


@aims("selection:conflict")
def knowing_the_nominee(world: World) -> Aim:
    own, foreign = two_readings(world)
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        data={"kind": "work"},
        effect=lambda seen: Reading.objects.filter(
            pk=seen.arguments["key"], released_at__isnull=False
        ).exists(),
    )


@aims("selection:declare")
def declaring(world: World) -> Aim:
    return in_the_edition(
        data={"is_complete": "on", "countries": [COUNTRY]},
        effect=lambda _seen: PanelDeclaration.objects.exists() and ConflictOfInterest.objects.exists(),
    )


# --- over the API -------------------------------------------------------------------------------------


@aims("api:list_proposals")
def listing_proposals(world: World) -> Aim:
    return Aim(own={"code": before_the_panel().edition.code})


@aims("api:make_proposal")
def proposing_by_program(world: World) -> Aim:
    return proposing(world)


@aims("api:get_proposal")
def reading_a_proposal_by_program(world: World) -> Aim:
    proposal = a_proposal()
    return Aim(own={"code": proposal.edition.code, "proposal_id": proposal.pk})


@aims("api:cancel_proposal")
def cancelling_by_program(world: World) -> Aim:
    aim = cancelling(world)
    return replace(aim, own={"code": aim.own["code"], "proposal_id": aim.own["key"]})


@aims("api:lay_proposal")
def laying_by_program(world: World) -> Aim:
    aim = sending_to_the_panel(world)
    return replace(aim, own={"code": aim.own["code"], "proposal_id": aim.own["key"]})


@aims("api:change_verdicts")
def deciding_otherwise_by_program(world: World) -> Aim:
    decision = before_the_panel()
    code = decision.verdicts.get().nomination.code
    return Aim(
        own=_of(decision),
        data={"places": {code: "not-selected"}, "reason": "An objection."},
        effect=lambda _seen: Verdict.objects.filter(place=Place.NOT_SELECTED).exists(),
    )


@aims("api:move_reserve")
def moving_a_reserve_by_program(world: World) -> Aim:
    decision = before_the_panel(Place.RESERVE, Place.RESERVE)
    second = decision.verdicts.get(reserve_rank=2)
    return Aim(
        own=_of(decision),
        data={"nomination": second.nomination.code, "to": "up"},
        effect=lambda _seen: Verdict.objects.filter(pk=second.pk, reserve_rank=1).exists(),
    )


@aims("api:list_locks", "api:set_lock")
def locking_by_program(world: World) -> Aim:
    nominee = a_nominee()
    return Aim(
        own={"code": nominee.edition.code},
        data={"nomination": nominee.code, "place": "in", "reason": "Leads the plan."},
        effect=lambda _seen: Lock.objects.filter(nomination=nominee).exists(),
    )


@aims("api:get_decision_to_sign", "api:sign_decision")
def signing_by_program(world: World) -> Aim:
    decision = before_the_panel()
    return Aim(
        own=_of(decision),
        data={"digest": digest_to_sign(decision)},
        effect=lambda _seen: decision.signatures.exists(),
    )


@aims("api:record_decision")
def recording_by_program(world: World) -> Aim:
    return recording_the_decision(world)


@aims("api:list_decisions")
def listing_decisions(world: World) -> Aim:
    return Aim(own={"code": before_the_panel().edition.code})


@aims("api:get_decision")
def reading_a_decision_by_program(world: World) -> Aim:
    return Aim(own=_of(before_the_panel()))


@aims("api:list_dossiers")
def listing_dossiers(world: World) -> Aim:
    two_readings(world)
    return Aim()


@aims("api:keep_score")
def scoring_by_program(world: World) -> Aim:
    own, foreign = two_readings(world)
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        data={"marks": {"relevance": 3, "plan": 4}, "recommendation": "yes", "hands_in": True},
        effect=lambda seen: ScoreSheet.objects.filter(reading=seen.arguments["key"]).exists(),
    )
