"""Decisions in the terms of the reference programme."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from balai.nominations.enums import ApplicationState, NominationState, Standing
from balai.people.enums import Role
from balai.selection.enums import Attendance, Phase, PhotoLevel, Place, Recommendation, RoomWish
from balai.selection.models import Decision, PanelDeclaration, Reading, Verdict
from balai.selection.queries.scores import members_of
from balai.selection.services.answering import Answers
from balai.selection.services.deciding import Proposed, decide, lay_before_panel, sign
from balai.selection.services.scoring import keep_sheet
from tests.nominations.factories import ApplicationFactory, NominationFactory
from tests.people.factories import GrantFactory, PersonFactory
from tests.programmes.factories import EditionFactory, RubricAnchorFactory, RubricCriterionFactory

if TYPE_CHECKING:
    from collections.abc import Sequence as Several

    from balai.nominations.models import CountryCall, Nomination
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import ScoreSheet

SENT = dt.datetime(2018, 4, 27, 3, tzinfo=dt.UTC)
SCORED = dt.datetime(2018, 5, 12, 3, tzinfo=dt.UTC)
PROPOSED = dt.datetime(2018, 5, 18, 3, tzinfo=dt.UTC)
DECIDED = dt.datetime(2018, 5, 21, 3, tzinfo=dt.UTC)

AGREED = Answers(
    attendance=Attendance.IN_PERSON,
    room=RoomWish.TWIN,
    photos=PhotoLevel.INTERNAL,
    signed_as="Karma Choden",
    agrees_to_terms=True,
    agrees_to_data=True,
    needs={"diet": ["vegetarian"], "allergies": "", "access": "", "faith": ""},
    emergency={"name": "Tashi Dorji", "relation": "brother", "phone": "+975 17 000 000", "language": "dz"},
)
"""What somebody says who accepts."""


class DecisionFactory(DjangoModelFactory[Decision]):
    """What lies before the panel."""

    class Meta:
        model = Decision

    edition = SubFactory(EditionFactory)
    version = 1
    proposed_at = PROPOSED
    proposed_by = "system"


class VerdictFactory(DjangoModelFactory[Verdict]):
    """The next reserve."""

    class Meta:
        model = Verdict

    decision = SubFactory(DecisionFactory)
    place = Place.RESERVE
    reserve_rank = Sequence(lambda n: n % 30_000 + 1)


class PanelDeclarationFactory(DjangoModelFactory[PanelDeclaration]):
    """No conflict of interest."""

    class Meta:
        model = PanelDeclaration

    edition = SubFactory(EditionFactory)
    member = SubFactory(PersonFactory)
    at = SENT


class ReadingFactory(DjangoModelFactory[Reading]):
    """Somebody reads a dossier."""

    class Meta:
        model = Reading

    nomination = SubFactory(NominationFactory)
    member = SubFactory(PersonFactory)
    assigned_at = SENT
    assigned_by = "system"


def sent_nominee(call: CountryCall, rank: int, **more: object) -> Nomination:
    """A complete nominee of a call, sent in time, whose application is sent too."""
    values = {
        "call": call,
        "code": f"{call.edition.code}/N-{call.country_id}-{rank:02}",
        "rank": rank,
        "state": NominationState.SENT,
        "standing": Standing.READY,
        "submitted_at": SENT,
    }
    nomination: Nomination = NominationFactory.create(**(values | more))
    ApplicationFactory.create(nomination=nomination, state=ApplicationState.SENT, sent_at=SENT)
    return nomination


def officer_of(edition: Edition) -> Person:
    """A programme officer of the edition."""
    person = PersonFactory.create(name="Sari Utami")
    GrantFactory.create(person=person, role=Role.PROGRAMME_OFFICER, scope=edition.scope)
    return person


def signed_by_all(decision: Decision) -> None:
    """Every member signs; somebody is put on an empty panel."""
    panel = members_of(decision.edition, at=PROPOSED) or [panel_member(decision.edition, "Wira")]
    for member in panel:
        sign(decision=decision, member=member, at=PROPOSED)


def decided(
    edition: Edition,
    *,
    selected: Several[Nomination] = (),
    reserves: Several[Nomination] = (),
    others: Several[Nomination] = (),
    correction: str = "",
    actor: Person | None = None,
) -> Decision:
    """A decision in force, taken by the deeds: who is in, the reserves in order, and the others."""
    actor = actor or officer_of(edition)
    rows = [
        *(Proposed(nomination=one, place=Place.SELECTED) for one in selected),
        *(
            Proposed(nomination=one, place=Place.RESERVE, reserve_rank=number)
            for number, one in enumerate(reserves, start=1)
        ),
        *(Proposed(nomination=one, place=Place.NOT_SELECTED) for one in others),
    ]
    decision = lay_before_panel(edition=edition, rows=rows, correction=correction, actor=actor, at=PROPOSED)
    signed_by_all(decision)
    return decide(decision=decision, actor=actor, at=DECIDED)


def panel_member(edition: Edition, name: str) -> Person:
    """Somebody on the panel of the edition who has declared that there is no conflict of interest."""
    person = PersonFactory.create(name=name)
    GrantFactory.create(person=person, role=Role.PANEL_MEMBER, scope=edition.scope)
    PanelDeclarationFactory.create(edition=edition, member=person)
    return person


def rubric(edition: Edition) -> dict[str, int]:
    """Two criteria, of three and of one quarter of the points; their weights by code."""
    weights = {"relevance": 75, "plan": 25}
    for order, (code, weight) in enumerate(weights.items()):
        criterion = RubricCriterionFactory.create(
            edition=edition,
            code=code,
            weight=weight,
            order=order,
            title={"en": code.title(), "id": f"{code.title()} ID"},
        )
        RubricAnchorFactory.create(
            criterion=criterion, score=5, text={"en": "The best", "id": "Yang terbaik"}
        )
    return weights


def score(reading: Reading, relevance: int, plan: int, *, phase: Phase = Phase.BEFORE) -> ScoreSheet:
    """Hand a score in: twice fifteen tenths for each mark of relevance, and five for one of the plan."""
    return keep_sheet(
        reading=reading,
        phase=phase,
        marks={"relevance": relevance, "plan": plan},
        recommendation=Recommendation.YES,
        hands_in=True,
        at=SCORED,
    )
