"""Completion is decided by the rule from what is recorded; who decides otherwise says why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.certificates.enums import AppealState, Criterion, Outcome
from balai.certificates.models import Completion
from balai.certificates.registries import Measured, measures
from balai.certificates.services.completing import (
    answer_appeal,
    appeal,
    decide_by_rule,
    decide_completion,
    standings,
)
from balai.delivery.enums import Method, PresenceState
from balai.delivery.models import Presence
from balai.kernel.refusal import RuleViolationError
from balai.programmes.models import CompletionRule
from balai.timetable.models import GroupMember, Session, Slot
from tests.certificates.factories import ACTOR, AT, issued, office, people_of
from tests.delivery.factories import delivered

if TYPE_CHECKING:
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

pytestmark = pytest.mark.django_db


def told(rows: dict[str, list[tuple[Participant, Measured]]], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is recorded, by criterion."""

    def measure(code: str) -> object:
        found = {participant.pk: measured for participant, measured in rows[code]}
        return lambda _edition, _rule, _participants: found

    monkeypatch.setattr(measures, "_entries", {code: measure(code) for code in rows})


MET, MISSED = Measured(is_met=True, have=9, need=10), Measured(is_met=False, have=3, need=10)


def test_the_rule_decides_for_those_of_whom_all_is_recorded(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = people_of(edition)
    CompletionRule.objects.create(edition=edition, needs_required_activities=False)
    told(
        {Criterion.PRESENCE: [(first, MET), (second, MISSED)], Criterion.SAFETY: [(first, MET)]}, monkeypatch
    )
    assert decide_by_rule(edition=edition, actor=ACTOR, at=AT) == 1
    kept = Completion.objects.get()
    assert (kept.participant, kept.outcome, kept.by_rule) == (first, Outcome.COMPLETED, Outcome.COMPLETED)
    assert kept.criteria == [
        {"code": "presence", "is_met": True, "have": 9, "need": 10},
        {"code": "safety", "is_met": True, "have": 9, "need": 10},
    ]
    with pytest.raises(RuleViolationError, match="no_reason"):
        decide_completion(participant_id=second.pk, outcome=Outcome.COMPLETED, actor=ACTOR, at=AT)
    decide_completion(
        participant_id=second.pk, outcome=Outcome.COMPLETED, reason="Ill for a week", actor=ACTOR, at=AT
    )
    assert edition.completions.filter(outcome=Outcome.COMPLETED).count() == 2


@pytest.mark.parametrize(
    ("presence", "safety", "outcome"),
    [(MET, MET, Outcome.COMPLETED), (MET, MISSED, Outcome.ATTENDED), (MISSED, MET, Outcome.NOT_COMPLETED)],
)
def test_what_the_rule_says(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, presence: Measured, safety: Measured, outcome: Outcome
) -> None:
    first, _second = people_of(edition)
    CompletionRule.objects.create(edition=edition, needs_required_activities=False)
    told({Criterion.PRESENCE: [(first, presence)], Criterion.SAFETY: [(first, safety)]}, monkeypatch)
    assert standings(edition, [first.pk])[first.pk].by_rule == outcome


def test_an_appeal_is_answered_once_and_another_outcome_upholds_it(edition: Edition) -> None:
    first, second = people_of(edition)
    for someone in (first, second):
        decide_completion(
            participant_id=someone.pk, outcome=Outcome.ATTENDED, reason="Left early", actor=ACTOR, at=AT
        )
    late = AT + dt.timedelta(days=8)
    with pytest.raises(RuleViolationError, match="too_late"):
        appeal(completion_id=second.completion.pk, text="No", actor=ACTOR, at=late)
    made = appeal(completion_id=first.completion.pk, text="I was there", actor=ACTOR, at=AT)
    with pytest.raises(RuleViolationError, match=r"appeal\.open"):
        appeal(completion_id=first.completion.pk, text="Again", actor=ACTOR, at=AT)
    made = answer_appeal(
        appeal_id=made.pk, outcome=Outcome.COMPLETED, answer="You were", actor=ACTOR, at=late
    )
    assert made.state == AppealState.UPHELD
    assert Completion.objects.get(participant=first).outcome == Outcome.COMPLETED
    with pytest.raises(RuleViolationError, match=r"appeal\.answered"):
        answer_appeal(appeal_id=made.pk, outcome=Outcome.ATTENDED, answer="No", actor=ACTOR, at=late)


def test_a_certificate_that_counts_stands_against_another_decision(edition: Edition) -> None:
    one, _other = issued(edition)
    assert one.participant is not None
    with pytest.raises(RuleViolationError, match="has_certificate"):
        decide_completion(
            participant_id=one.participant.pk, outcome=Outcome.ATTENDED, reason="No", actor=ACTOR, at=AT
        )


def test_presence_is_measured_at_required_sessions_and_only_when_all_were_noted(
    countries: None, keys: None
) -> None:
    office()
    now = delivered()
    there, away, excused, nowhere = (one.pk for one in now.people)
    GroupMember.objects.filter(participant=nowhere).delete()
    Slot.objects.filter(groups=None).delete()  # what is for everybody
    asked = [there, away, excused, nowhere]
    assert Criterion.PRESENCE not in standings(now.edition, asked)[there].known
    states = {there: PresenceState.PRESENT, away: PresenceState.ABSENT, excused: PresenceState.EXCUSED}
    for session in Session.objects.filter(edition=now.edition):
        for participant_id, state in states.items():
            Presence.objects.create(
                session=session,
                participant_id=participant_id,
                state=state,
                method=Method.MANUAL,
                decided_at=AT,
                decided_by=ACTOR,
            )
    found = {key: standing.known for key, standing in standings(now.edition, asked).items()}
    assert [found[key][Criterion.PRESENCE].is_met for key in (there, away)] == [True, False]
    assert found[there][Criterion.ACTIVITIES].is_met
    assert Criterion.PRESENCE not in found[excused]
    assert not {Criterion.PRESENCE, Criterion.ACTIVITIES} & {*found[nowhere]}
