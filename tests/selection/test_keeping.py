from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from balai.audit.models import Deed, Look
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.enums import Role
from balai.people.services.merging import merge_persons
from balai.selection.adapters.participants import NeedsRetention, ParticipantEraser, ParticipantSealed
from balai.selection.enums import KeptDays
from balai.selection.models import Participant
from balai.selection.queries.keeping import people_by_kept_days
from balai.selection.services.keeping import say_kept_days
from tests.people.factories import GrantFactory, PersonFactory, account_with
from tests.selection.test_places_pages import coming, confirmed, text_of

if TYPE_CHECKING:
    from django.test import Client

    from balai.people.models import Account
    from balai.programmes.models import Edition

__all__ = ["coming"]

pytestmark = pytest.mark.usefixtures("countries", "keys")


def keeps(one: Participant, *days: KeptDays) -> Participant:
    return say_kept_days(participant_id=one.pk, days=days, actor=one.person, at=clock.now())


def participant_of(edition: Edition, account: Account, number: int = 1) -> Participant:
    return confirmed(edition, number, account=account)


def test_what_is_said_is_sealed_counted_and_in_nobodys_trail(coming: Edition) -> None:
    one, two = confirmed(coming, 1), confirmed(coming, 2)
    assert one.kept_days is not None  # as everybody has it, it tells nothing
    length = len(one.kept_days.box)

    said = keeps(one, KeptDays.SABBATH, KeptDays.UPOSATHA).kept_days
    assert said is not None
    assert len(said.box) == length  # nor does its length
    keeps(two, KeptDays.SABBATH)

    assert people_by_kept_days(coming) == {KeptDays.SABBATH: 2, KeptDays.UPOSATHA: 1}
    deeds = Deed.objects.filter(action="participant.wishes_said")
    assert {deed.subject for deed in deeds} == {one.reference, two.reference}
    assert [deed.detail for deed in deeds] == [{}, {}]
    assert not Look.objects.exists()  # counting is no look
    row = json.dumps(
        {name: str(value) for name, value in Participant.objects.filter(pk=one.pk).values().get().items()}
    )
    assert "sabbath" not in row

    keeps(one)
    assert people_by_kept_days(coming) == {KeptDays.SABBATH: 1}


def test_nobody_says_it_for_somebody_else_and_a_double_record_is_oneself(coming: Edition) -> None:
    one = confirmed(coming, 1)
    officer = PersonFactory.create()
    GrantFactory.create(person=officer, role=Role.PROGRAMME_OFFICER, scope=coming.scope)
    for other in (PersonFactory.create(), officer):
        with pytest.raises(RuleViolationError) as refused:
            say_kept_days(participant_id=one.pk, days=[KeptDays.SUNDAY], actor=other, at=clock.now())
        assert refused.value.refusal.code == "participant.not_oneself"

    again = PersonFactory.create()
    merge_persons(duplicate=again, kept=one.person, actor=None, at=clock.now())
    again.refresh_from_db()
    say_kept_days(participant_id=one.pk, days=[KeptDays.SUNDAY], actor=again, at=clock.now())

    assert people_by_kept_days(coming) == {KeptDays.SUNDAY: 1}


def test_it_is_in_ones_copy_and_goes_with_needs_and_with_the_person(coming: Edition) -> None:
    one, two = keeps(confirmed(coming, 1), KeptDays.SUNDAY), keeps(confirmed(coming, 2), KeptDays.SUNDAY)
    assert "participation.kept_days" in {fact.name for fact in ParticipantSealed().facts([one.person])}

    ParticipantEraser()([one.person], at=clock.now())
    retention = NeedsRetention()
    assert coming.ends_on is not None
    (due,) = retention.expired(ended_before=coming.ends_on + dt.timedelta(days=1))
    assert due.key == two.pk
    retention.forget([due], at=clock.now())

    assert set(Participant.objects.values_list("kept_days", flat=True)) == {None}
    assert not people_by_kept_days(coming)


def test_a_participant_says_it_on_a_page_and_by_program_and_the_office_is_shown_nothing(
    client: Client, coming: Edition
) -> None:
    mine = account_with(Role.NOMINEE, scope=coming.scope)
    one, guest = participant_of(coming, mine), confirmed(coming, 2)
    page = reverse("selection:kept_days", args=[one.offer_id])
    client.force_login(mine)

    assert page in text_of(client.get(reverse("portal:my_programme")))
    assert page in text_of(client.get(reverse("selection:mine")))
    asked = text_of(client.get(page))
    assert "shown to nobody" in asked
    assert "checked" not in asked
    assert client.post(page, {"days": ["friday"]}).status_code == 422
    answer = client.post(page, {"days": ["sabbath", "uposatha"]})
    assert (answer.status_code, answer.url) == (302, reverse("portal:my_programme"))  # type: ignore[attr-defined] # a redirect
    assert text_of(client.get(page)).count("checked") == 2
    assert client.get(reverse("selection:kept_days", args=[guest.offer_id])).status_code == 404
    looks = Look.objects.filter(field="participant.kept_days")
    assert {(look.actor, look.subject, look.purpose) for look in looks} == {
        (one.person.reference, one.person.reference, "own")
    }

    below = f"/api/v1/selection/offers/mine/{one.offer_id}/kept-days"

    def puts(**data: Any) -> tuple[int, Any]:
        said = client.put(below, data, "application/json")
        return said.status_code, said.json()

    assert client.get(below).json() == {"days": ["sabbath", "uposatha"]}
    assert puts(days=["sunday", "sabbath"]) == (200, {"days": ["sabbath", "sunday"]})
    assert puts(days=["friday"])[0] == 422
    assert puts(days=[]) == (200, {"days": []})
    assert puts(days=["sunday"])[0] == 200

    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    assert client.get(page).status_code == 404
    for address in (
        client.get(reverse("selection:participant", args=[one.pk])),
        client.post(reverse("selection:needs", args=[one.pk])),
        client.get(reverse("selection:participants")),
    ):
        assert "unday" not in text_of(address)
