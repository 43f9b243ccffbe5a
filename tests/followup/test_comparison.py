"""Participants beside reserves, a year later: who is asked, what is kept with consent, and what is shown."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from balai.correspondence.models import Letter
from balai.followup.adapters.rights import PlanEraser, YearRetention
from balai.followup.enums import Group
from balai.followup.models import YearAnswer
from balai.followup.queries.comparison import Share, comparison_of
from balai.followup.services.asking import hashed
from balai.followup.services.comparing import answer_a_year_later, ask_a_year_later
from balai.kernel import clock
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.selection.enums import DecisionState
from tests.followup.factories import SECRET, running_edition
from tests.followup.test_tracking import ENDS_ON, on
from tests.nominations.factories import NominationFactory
from tests.people.factories import account_with
from tests.refusals import refusal
from tests.selection.factories import PROPOSED, DecisionFactory, VerdictFactory

if TYPE_CHECKING:
    from balai.nominations.models import Nomination

pytestmark = pytest.mark.django_db
ASKED_AT = on(ENDS_ON + dt.timedelta(days=350))
AGAIN_AT = on(ENDS_ON + dt.timedelta(days=373))
YES: dict[str, Any] = {"agrees": True, "answers": {"changed": True, "taught": True, "abroad": False}}


@pytest.fixture
def edition(countries: None, keys: None) -> Edition:
    """Two who took part, and one who stood on the reserve list."""
    made = running_edition(2)
    call = made.participants.earliest("place_number").nomination.call
    reserve = NominationFactory.create(call=call, email="pema@crafts.bt.example", rank=9)
    decision = DecisionFactory.create(edition=made)
    VerdictFactory.create(decision=decision, nomination=reserve)
    decided = {"decided_at": PROPOSED, "decided_by": "system", "minutes_digest": "0" * 64}
    made.decisions.update(state=DecisionState.DECIDED, minutes={"en": "Minutes"}, **decided)
    Edition.objects.update(status=EditionStatus.EVALUATED)
    made.refresh_from_db()
    return made


def _secret_of(group: Group, number: int = 0) -> str:
    row = YearAnswer.objects.filter(group=group).order_by("pk")[number]
    secret = f"{SECRET} {group} {number}"
    YearAnswer.objects.filter(pk=row.pk).update(secret_hash=hashed(secret))
    return secret


def test_both_groups_are_asked_the_same_twice_and_not_once_they_answered(edition: Edition) -> None:
    early = on(ENDS_ON + dt.timedelta(days=300))
    assert [ask_a_year_later(at=at) for at in (early, ASKED_AT, ASKED_AT)] == [0, 3, 0]
    answer_a_year_later(secret=_secret_of(Group.PARTICIPANTS), at=ASKED_AT, **YES)
    answer_a_year_later(secret=_secret_of(Group.RESERVES), agrees=False, at=ASKED_AT)

    assert [ask_a_year_later(at=at) for at in (AGAIN_AT, AGAIN_AT)] == [1, 0]
    assert set(Letter.objects.filter(kind="follow_up.year").values_list("recipient_address", flat=True)) >= {
        "pema@crafts.bt.example"
    }
    compared = comparison_of(edition, on=AGAIN_AT.date())
    assert compared is not None
    assert [(one.asked, one.answered, one.declined) for one in compared.values()] == [(2, 1, 0), (1, 0, 1)]
    assert compared[Group.PARTICIPANTS].shares == {}  # of one answer no share is told


def test_without_reserves_nobody_is_asked(edition: Edition) -> None:
    edition.decisions.update(state=DecisionState.SUPERSEDED, superseded_at=PROPOSED)

    assert ask_a_year_later(at=ASKED_AT) == 0


@pytest.mark.parametrize("status", [EditionStatus.CANCELLED, EditionStatus.POSTPONED])
def test_of_a_programme_that_was_not_held_nobody_is_asked(edition: Edition, status: EditionStatus) -> None:
    Edition.objects.update(status=status, status_before="call" if status == EditionStatus.POSTPONED else "")

    assert ask_a_year_later(at=ASKED_AT) == 0


def test_an_answer_is_kept_with_consent_alone(edition: Edition) -> None:
    ask_a_year_later(at=ASKED_AT)
    secret = _secret_of(Group.RESERVES)
    given: dict[str, Any] = {"secret": secret, "at": ASKED_AT}

    assert refusal(answer_a_year_later, **{**given, "agrees": True}) == "year_answer.incomplete"
    answer_a_year_later(**given, **YES)
    row = answer_a_year_later(**given, agrees=False)
    assert (row.agrees, row.changed, row.taught) == (False, None, None)
    with pytest.raises(IntegrityError, match="year_answer_is_kept_with_consent_alone"), transaction.atomic():
        YearAnswer.objects.filter(pk=row.pk).update(changed=True)
    late = {**given, "at": ASKED_AT + dt.timedelta(days=61)}
    assert refusal(answer_a_year_later, **late, **YES) == "year_answer.expired"
    assert refusal(answer_a_year_later, **{**given, "secret": "other"}, **YES) == "year_answer.unknown"


def test_who_is_erased_is_counted_no_more(edition: Edition) -> None:
    ask_a_year_later(at=ASKED_AT)
    answer_a_year_later(secret=_secret_of(Group.RESERVES), at=ASKED_AT, **YES)
    reserve: Nomination = YearAnswer.objects.get(group=Group.RESERVES).nomination

    PlanEraser()([reserve.person], at=AGAIN_AT)

    compared = comparison_of(edition, on=AGAIN_AT.date())
    assert compared is not None
    assert compared[Group.RESERVES].answered == 0
    assert PlanEraser()([reserve.person], at=AGAIN_AT) == 0


def test_who_is_erased_without_an_answer_has_not_declined_and_the_link_is_over(edition: Edition) -> None:
    ask_a_year_later(at=ASKED_AT)
    secret = _secret_of(Group.RESERVES)
    reserve: Nomination = YearAnswer.objects.get(group=Group.RESERVES).nomination

    PlanEraser()([reserve.person], at=AGAIN_AT)

    row = YearAnswer.objects.get(group=Group.RESERVES)
    assert (row.agrees, row.answered_at) == (None, None)
    assert refusal(answer_a_year_later, secret=secret, at=AGAIN_AT, **YES) == "year_answer.expired"


def test_after_their_term_answers_go_and_nothing_is_made_of_the_rest(edition: Edition) -> None:
    ask_a_year_later(at=ASKED_AT)
    answer_a_year_later(secret=_secret_of(Group.RESERVES), at=ASKED_AT, **YES)
    last = ENDS_ON + dt.timedelta(weeks=260)

    expired = list(YearRetention().expired(ended_before=last))
    assert YearRetention().forget(expired, at=on(last)) == len(expired) == 1
    assert YearAnswer.objects.filter(group=Group.PARTICIPANTS, agrees=None).count() == 2
    assert comparison_of(edition, on=last) is not None
    assert comparison_of(edition, on=last + dt.timedelta(days=1)) is None


def test_intervals_are_those_of_wilson() -> None:
    told = [(one.percent, one.low, one.high) for one in (Share(yes=8, of=10), Share(yes=0, of=4))]

    assert told == [(80, 49, 94), (0, 0, 49)]  # by hand, from Wilson’s formula
    assert (Share(yes=0, of=0).percent, Share(yes=0, of=0).low) == (None, None)


def test_by_pages_one_answers_and_the_office_reads_both_groups_with_the_caveat(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_a_year_later(at=ASKED_AT)
    YearAnswer.objects.update(expires_at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
    address = reverse("followup:year", args=[_secret_of(Group.RESERVES)])
    data = {"agrees": "yes", "changed": "yes", "taught": "no"}

    short = Client().post(address, data)
    done = Client().post(address, {**data, "abroad": "no"}, follow=True).content.decode()
    office = Client()
    office.force_login(account_with(Role.PROGRAMME_OFFICER))

    def read() -> tuple[str, dict[str, Any]]:
        page = office.get(reverse("followup:follow_ups", args=[edition.code])).content.decode()
        return page, office.get(f"/api/v1/followup/{edition.code}/comparison").json()

    past = read()
    with clock.moving_clock(AGAIN_AT):
        few = read()
        monkeypatch.setattr("balai.followup.queries.comparison.FEWEST", 1)
        page, told = read()

    assert (short.status_code, "Your answers are counted" in done) == (422, True)
    assert ("beside the reserve list" in past[0], past[1]["reserves"]) == (False, None)
    assert "past the time" in past[1]["note"]
    assert ("1 of 1, 100" in few[0], few[1]["reserves"]["shares"]) == (False, {})
    assert ["fewer than five" in one for one in (few[0], few[1]["note"])] == [True] * 2
    assert [word in page for word in ("1 of 1, 100 %", "95 %: 21 to 100 %", "no proof")] == [True] * 3
    assert told["reserves"]["shares"]["changed"] == {"yes": 1, "of": 1, "low": 21, "high": 100}
    assert (told["participants"]["asked"], told["participants"]["answered"]) == (2, 0)
