"""The nominations of the sample are checked and scored, and the panel decides on the proposal."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING
from uuid import uuid5

from balai.nominations.enums import (
    Standing,
)
from balai.nominations.models import Nomination
from balai.nominations.services.judging import waive_rule
from balai.nominations.services.late import admit_late
from balai.people.enums import Role
from balai.people.services.persons import create_person
from balai.people.services.roles import grant_role
from balai.programmes.enums import EditionStatus
from balai.programmes.models import EligibilityRule, RubricCriterion
from balai.programmes.services.life import move_on
from balai.selection.enums import (
    Phase,
    ProposalState,
    Recommendation,
)
from balai.selection.models import Proposal
from balai.selection.queries.decisions import decision_before_panel
from balai.selection.queries.scores import live_readings, members_of
from balai.selection.services.deciding import decide, sign
from balai.selection.services.proposing import ask_for_proposal, send_to_panel, work_out
from balai.selection.services.sample.moments import (
    BEGINS,
    CHECKED,
    MET,
    PROPOSED,
    SCORED,
    account_of_cast,
    officer_of_sample,
)
from balai.selection.services.sample.people import NAMESPACE, OF_EACH, SEED, WHOLE
from balai.selection.services.scoring import assign_dossiers, declare_conflicts, keep_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.programmes.models import Edition
    from balai.selection.models import Reading
    from balai.selection.services.sample.people import Sample

AUTHORITY = "The Director General for Small and Medium Industry"


def check_files(edition: Edition) -> None:
    """The call is over: a late nomination is admitted, and alternates beyond the number asked count."""
    officer = officer_of_sample()
    admit_late(
        nomination_id=uuid5(NAMESPACE, f"NP {OF_EACH}"),
        reason="The letter was held up on its way through three offices.",
        actor=officer,
        at=CHECKED,
    )
    move_on(edition=edition, to=EditionStatus.SELECTION, actor=officer.reference, at=CHECKED)
    rule = EligibilityRule.objects.filter(edition=edition, code="E-QUOTA").first()
    waiting = Nomination.objects.filter(edition=edition, standing=Standing.WAIVER, rank__lte=WHOLE)
    for nomination in waiting.order_by("country_id", "rank"):
        if rule is not None:
            waive_rule(
                nomination=nomination,
                rule=rule,
                authority=AUTHORITY,
                reason="More alternates than asked for give the panel a choice.",
                actor=officer,
                at=CHECKED,
            )
    account = account_of_cast(Role.PANEL_MEMBER)
    members = [account.person] if account and account.person else []
    for name in ("Wahyu Setiadi", "Indira Paramita", "Joko Prabowo")[len(members) :]:
        email = f"sample-{name.split()[0].lower()}@example.org"
        members.append(create_person(name=f"{name} (sample)", email=email, actor=None, at=BEGINS))
    for member in members:
        grant_role(person=member, role=Role.PANEL_MEMBER, scope=edition.scope, actor=None, at=CHECKED)
        declare_conflicts(edition=edition, member=member, countries=[], at=CHECKED)
    assign_dossiers(edition=edition, actor=officer, at=CHECKED)


def score_pool(pool: list[Sample]) -> Callable[[Edition], None]:
    """The stage in which every reader scores, around how good a dossier is."""
    quality = {one.key: one.quality for one in pool}

    def do(edition: Edition) -> None:
        draw = random.Random(SEED + 1)  # noqa: S311 -- as above
        codes = list(
            RubricCriterion.objects.filter(edition=edition).order_by("order").values_list("code", flat=True)
        )
        readings: list[Reading] = list(live_readings(edition).order_by("nomination__code", "member__name"))
        for reading in readings:
            mean = quality.get(reading.nomination_id, 3.0)
            marks = {code: min(max(round(mean + draw.uniform(-0.8, 0.8)), 0), 5) for code in codes}
            keep_sheet(
                reading=reading,
                phase=Phase.BEFORE,
                marks=marks,
                recommendation=Recommendation.YES if mean >= 3.5 else Recommendation.RESERVE,
                hands_in=True,
                at=SCORED,
            )

    return do


def ask_for_cohort(edition: Edition) -> None:
    """A proposal is asked for."""
    ask_for_proposal(edition=edition, actor=officer_of_sample(), at=PROPOSED)


def work_cohort_out(edition: Edition) -> None:
    """The engine works in a process of its own, outside of any transaction; done once."""
    waiting = Proposal.objects.filter(edition=edition, state=ProposalState.WAITING).first()
    if waiting is not None:
        work_out(proposal_id=waiting.pk, at=PROPOSED)


def decide_on_cohort(edition: Edition) -> None:
    """The panel signs the proposal as it is, and its decision is recorded."""
    officer = officer_of_sample()
    proposal = Proposal.objects.filter(edition=edition).latest("asked_at")
    send_to_panel(proposal=proposal, actor=officer, at=MET)
    decision = decision_before_panel(edition)
    assert decision is not None  # noqa: S101 -- it was laid there; this tells the type checker
    for member in members_of(edition, at=MET):
        sign(decision=decision, member=member, at=MET)
    decide(
        decision=decision,
        meeting={
            "held_on": MET.date().isoformat(),
            "place": "Jakarta",
            "chair": "Director for international cooperation",
            "remarks": "",
        },
        actor=officer,
        at=MET,
    )
