from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, transaction

from balai.audit.models import Deed
from balai.nominations.enums import NominationState, WithdrawalReason
from balai.programmes.enums import EditionStatus
from balai.selection.enums import DecisionState, Place
from balai.selection.models import Decision, Verdict
from balai.selection.queries.decisions import (
    decision_before_panel,
    decision_in_force,
    reserves_in_force,
    verdicts_in_force,
    verdicts_of,
)
from balai.selection.services.deciding import (
    Proposed,
    content_of,
    decide,
    digest_of,
    lay_before_panel,
    move_reserve,
    place_otherwise,
    sign,
)
from tests.nominations.factories import NominationFactory
from tests.refusals import refusal
from tests.selection.factories import (
    DECIDED,
    PROPOSED,
    DecisionFactory,
    ReadingFactory,
    VerdictFactory,
    decided,
    panel_member,
    rubric,
    score,
    signed_by_all,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.programmes.models import Edition


def broken(do: Callable[[], Any]) -> str:
    """The name of the constraint that refuses it."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        do()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cause = refused.value.__cause__
    return str(cause.diag.constraint_name)  # type: ignore[union-attr]  # psycopg's error, by Django's contract


def test_a_decision_is_in_force_until_a_later_version_replaces_it(
    edition: Edition, sari: Person, four: list[Nomination]
) -> None:
    first = decided(edition, selected=four[:2], reserves=four[2:], actor=sari)
    second = decided(
        edition, selected=four[1:3], reserves=four[3:], others=four[:1], correction="Objection.", actor=sari
    )

    first.refresh_from_db()
    assert (first.version, first.state, first.superseded_at) == (1, "superseded", DECIDED)
    assert decision_in_force(edition) == second
    assert {one.nomination for one in verdicts_in_force(edition).filter(place="selected")} == {*four[1:3]}
    assert [(one.reserve_rank, one.nomination) for one in reserves_in_force(edition)] == [(1, four[3])]
    assert decision_before_panel(edition) is None
    assert list(
        Deed.objects.filter(action="decision.taken").order_by("id").values_list("subject", flat=True)
    ) == [first.reference, second.reference]


def test_minutes_are_frozen_with_a_digest_and_name_nobody(
    edition: Edition, sari: Person, four: list[Nomination]
) -> None:
    decision = decided(edition, selected=four[:1], others=four[1:], actor=sari)

    decision.refresh_from_db()
    assert decision.minutes_digest == digest_of(decision.minutes)
    assert [(one["code"], one["place"]) for one in decision.minutes["verdicts"]] == [
        (four[0].code, "selected"),
        *((one.code, "not-selected") for one in four[1:]),
    ]
    assert four[0].name not in str(decision.minutes)


def test_a_new_proposal_takes_the_place_of_one_that_was_not_decided(
    edition: Edition, sari: Person, four: list[Nomination]
) -> None:
    for nominee in four[:2]:
        rows = [Proposed(nomination=nominee, place=Place.SELECTED)]
        lay_before_panel(edition=edition, rows=rows, actor=sari, at=PROPOSED)

    (decision,) = Decision.objects.all()
    assert (decision.version, [one.nomination for one in decision.verdicts.all()]) == (1, [four[1]])


def test_what_cannot_be_decided_is_refused(edition: Edition, sari: Person, four: list[Nomination]) -> None:
    def lay(*places: Place) -> Decision:
        rows = [
            Proposed(nomination=one, place=place, reserve_rank=1 if place == Place.RESERVE else None)
            for one, place in zip(four, places, strict=False)
        ]
        return lay_before_panel(edition=edition, rows=rows, actor=sari, at=PROPOSED)

    def take(decision: Decision) -> str:
        signed_by_all(decision)
        return refusal(lambda: decide(decision=decision, actor=sari, at=DECIDED))

    assert take(lay(Place.RESERVE)) == "decision.nobody"
    edition.places = 2
    edition.save()
    assert take(lay(Place.SELECTED, Place.SELECTED, Place.SELECTED)) == "decision.too_many"
    decision = lay(Place.SELECTED, Place.RESERVE, Place.NOT_SELECTED)
    four[1].state, four[1].withdrawn_at = NominationState.WITHDRAWN, PROPOSED
    four[1].withdrawn_by, four[1].withdrawn_why = sari.reference, WithdrawalReason.NOMINEE
    four[1].save()
    assert take(decision) == "decision.somebody_withdrawn"
    decision = lay(Place.SELECTED)
    assert refusal(lambda: decide(decision=decision, actor=sari, at=DECIDED)) == "decision.not_signed"
    signed_by_all(decision)
    decide(decision=decision, actor=sari, at=DECIDED)
    assert refusal(lambda: decide(decision=decision, actor=sari, at=DECIDED)) == "decision.taken"
    edition.status = EditionStatus.CALL
    edition.save()
    assert refusal(lambda: lay(Place.SELECTED)) == "decision.not_now"


def test_the_database_keeps_what_was_decided(edition: Edition, sari: Person, four: list[Nomination]) -> None:
    decision = decided(edition, selected=four[:1], reserves=four[1:2], actor=sari)
    verdict = decision.verdicts.get(place=Place.SELECTED)

    def again(**values: object) -> Callable[[], object]:
        return lambda: Decision.objects.filter(pk=decision.pk).update(**values)

    assert broken(again(minutes_digest="f" * 64)) == "decision_stays"
    assert broken(again(state=DecisionState.SUPERSEDED, superseded_at=DECIDED, seed=3)) == "decision_stays"
    with connection.cursor() as cursor:
        assert broken(lambda: cursor.execute("DELETE FROM balai_decision")) == "decision_stays"
    assert broken(lambda: Verdict.objects.filter(pk=verdict.pk).update(points=1)) == "verdict_stays"
    assert broken(lambda: Verdict.objects.filter(pk=verdict.pk).delete()) == "verdict_stays"
    assert broken(lambda: VerdictFactory.create(decision=decision, nomination=four[2])) == "verdict_stays"


@pytest.mark.django_db
def test_the_database_refuses_what_no_decision_is(edition: Edition, four: list[Nomination]) -> None:
    decision = DecisionFactory.create(edition=edition)

    def say(**values: Any) -> str:
        nominee = values.pop("nomination", four[0])
        return broken(lambda: VerdictFactory.create(decision=decision, nomination=nominee, **values))

    assert say(reserve_rank=None) == "verdict_reserve_has_a_number"
    assert say(place=Place.SELECTED, reserve_rank=1) == "verdict_reserve_has_a_number"
    assert say(place=Place.RESERVE, reserve_rank=2, proposed_place=Place.SELECTED) == (
        "verdict_deviation_says_why"
    )
    assert say(nomination=NominationFactory.create()) == "verdict_nominee_is_of_its_edition"
    VerdictFactory.create(decision=decision, nomination=four[1], reserve_rank=1)
    assert say(nomination=four[2], reserve_rank=1) == "verdict_reserve_number_once"
    assert broken(lambda: DecisionFactory.create(edition=edition, version=2)) == (
        "decision_later_version_says_why"
    )
    assert broken(lambda: DecisionFactory.create(edition=edition, version=2, correction="New facts.")) == (
        "decision_one_before_the_panel"
    )


# --- the panel decides otherwise -----------------------------------------------------------------------


def proposed(edition: Edition, sari: Person, four: list[Nomination]) -> Decision:
    """By the engine: the first is in, the second and third are reserves, the fourth is not in."""
    places = [(Place.SELECTED, None), (Place.RESERVE, 1), (Place.RESERVE, 2), (Place.NOT_SELECTED, None)]
    rows = [
        Proposed(nomination=one, place=place, reserve_rank=rank)
        for one, (place, rank) in zip(four, places, strict=True)
    ]
    return lay_before_panel(edition=edition, rows=rows, is_by_engine=True, actor=sari, at=PROPOSED)


def listed(decision: Decision) -> list[tuple[str, int | None, str]]:
    rows = decision.verdicts.order_by("nomination__code")
    return list(rows.values_list("place", "reserve_rank", "deviation"))


def test_a_swap_needs_a_reason_and_the_reserves_close_up(
    edition: Edition, sari: Person, four: list[Nomination]
) -> None:
    decision = proposed(edition, sari, four)
    first, second, *_rest = (decision.verdicts.get(nomination=one) for one in four)

    def swap(reason: str) -> Decision:
        changes = {first.pk: Place.RESERVE, second.pk: Place.SELECTED}
        return place_otherwise(decision=decision, changes=changes, reason=reason, actor=sari, at=PROPOSED)

    assert refusal(lambda: swap(" ")) == "decision.no_reason"
    signed_by_all(decision)
    swap("The embassy objects.")
    assert listed(decision) == [
        ("reserve", 2, "The embassy objects."),
        ("selected", None, "The embassy objects."),
        ("reserve", 1, ""),
        ("not-selected", None, ""),
    ]
    assert not decision.signatures.exists()  # what was signed is no longer what lies there

    back = {first.pk: Place.SELECTED, second.pk: Place.RESERVE}
    place_otherwise(decision=decision, changes=back, reason="", actor=sari, at=PROPOSED)
    assert listed(decision)[:3] == [("selected", None, ""), ("reserve", 2, ""), ("reserve", 1, "")]
    move_reserve(verdict=decision.verdicts.get(nomination=four[1]), up=True, actor=sari, at=PROPOSED)
    assert listed(decision)[:3] == [("selected", None, ""), ("reserve", 1, ""), ("reserve", 2, "")]


def test_a_member_signs_once_and_only_after_scoring(
    edition: Edition, sari: Person, four: list[Nomination]
) -> None:
    decision = proposed(edition, sari, four)
    rubric(edition)
    member = panel_member(edition, "Ayu")
    reading = ReadingFactory.create(nomination=four[0], member=member)

    assert refusal(lambda: sign(decision=decision, member=member, at=PROPOSED)) == "decision.scores_missing"
    score(reading, 3, 3)
    signature = sign(decision=decision, member=member, at=PROPOSED)
    assert sign(decision=decision, member=member, at=DECIDED) == signature
    panel_member(edition, "Bima")
    assert refusal(lambda: decide(decision=decision, actor=sari, at=DECIDED)) == "decision.not_signed"


def test_minutes_hold_the_meeting_and_who_signed_what(
    edition: Edition, sari: Person, four: list[Nomination]
) -> None:
    decision = proposed(edition, sari, four)
    signed_by_all(decision)
    (signature,) = decision.signatures.all()
    taken = decide(decision=decision, meeting={"place": "Jakarta"}, actor=sari, at=DECIDED)

    assert taken.minutes["meeting"] == {"place": "Jakarta"}
    assert taken.minutes["signatures"] == [
        {
            "member": f"person:{signature.member_id}",
            "at": PROPOSED.isoformat(),
            "digest": digest_of(content_of(taken, list(verdicts_of(taken)))),
        }
    ]
