"""Somebody stands in for a resource person: one session changes, those concerned are told, and it lasts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from balai.correspondence.models import Letter
from balai.directory.models import ResourcePerson
from balai.kernel.refusal import RuleViolationError
from balai.kernel.translated import TranslatedText
from balai.people.enums import Role
from balai.programmes.enums import Task
from balai.programmes.models import ActivityPerson
from balai.timetable.models import Confirmation, Session, SlotPerson, StandIn, Timetable
from balai.timetable.queries.plans import published_slots, published_timetable
from balai.timetable.services.building import build
from balai.timetable.services.grouping import form_groups
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.services.replacing import replace_resource_person
from tests.directory.factories import ResourcePersonFactory
from tests.people.factories import PersonFactory, account_with
from tests.programmes.factories import ActivityPersonFactory
from tests.timetable.factories import AT, NOON, draft, officer, participant

if TYPE_CHECKING:
    from balai.people.models import Person
    from balai.programmes.models import Edition


pytestmark = pytest.mark.usefixtures("keys")


@pytest.fixture
def sari(edition: Edition) -> Person:
    return officer(edition)


@pytest.fixture
def published(edition: Edition, sari: Person) -> Edition:
    for number in (1, 2, 3, 4):
        participant(edition, number)
    form_groups(edition=edition, division="practice", actor=sari, at=AT)
    publish_timetable(timetable=draft(edition), actor=sari, at=AT)
    return edition


@pytest.fixture
def dewi() -> ResourcePerson:
    found: ResourcePerson = ResourcePersonFactory.create(
        code="dewi", person=PersonFactory.create(name="Dewi Lestari")
    )
    return found


def replaced(edition: Edition, sari: Person, dewi: ResourcePerson, **more: Any) -> Any:
    values = {
        "session": Session.objects.get(code="PRA-1-B"),
        "absent": ResourcePerson.objects.get(code="anwar"),
        "person": dewi,
        "reason": TranslatedText(en="Anwar is ill.", id="Anwar sakit."),
        "actor": sari,
        "at": NOON,
    } | more
    return replace_resource_person(**values)  # type: ignore[arg-type] # as named


def who_teaches(edition: Edition) -> dict[str, list[str]]:
    return {
        slot.session.code: [part.resource_person.code for part in slot.people.all()]
        for slot in published_slots(edition)
    }


def test_one_session_changes_and_what_was_published_stays(
    published: Edition, sari: Person, dewi: ResourcePerson
) -> None:
    before = published_timetable(published)
    assert before is not None
    letters = Letter.objects.count()

    (change,) = replaced(published, sari, dewi)

    assert change.session.code == "PRA-1-B"
    assert who_teaches(published) == {"LEC-1": ["anwar"], "PRA-1-A": ["anwar"], "PRA-1-B": ["dewi"]}
    now = published_timetable(published)
    assert now is not None
    assert (now.version, now.follows_id, now.reason) == (
        before.version + 1,
        before.pk,
        {"en": "Anwar is ill.", "id": "Anwar sakit."},
    )
    assert set(
        SlotPerson.objects.filter(slot__timetable=before).values_list("resource_person__code", flat=True)
    ) == {"anwar"}
    # The two of group B, the one who is ill, and the one who stands in; nobody of group A.
    told = Letter.objects.order_by("pk")[letters:]
    assert len(told) == 4
    assert all("Dewi Lestari" in one.text for one in told)
    assert Confirmation.objects.filter(resource_person=dewi, session__code="PRA-1-B").count() == 1


def test_whoever_plans_again_keeps_the_one_who_stands_in(
    published: Edition, sari: Person, dewi: ResourcePerson
) -> None:
    replaced(published, sari, dewi)

    asked = {one.id: one.people for one in build(published).problem.sessions}
    assert (asked["PRA-1-A"], asked["PRA-1-B"]) == (("anwar",), ("dewi",))
    publish_timetable(
        timetable=draft(published, published_timetable(published)),
        reason=TranslatedText(en="Again."),
        actor=sari,
        at=NOON,
    )
    assert who_teaches(published)["PRA-1-B"] == ["dewi"]

    replaced(
        published,
        sari,
        ResourcePerson.objects.get(code="anwar"),
        absent=dewi,
        reason=TranslatedText(en="He is well."),
    )
    assert who_teaches(published)["PRA-1-B"] == ["anwar"]
    assert not StandIn.objects.exists()


def test_a_named_substitute_stands_in_and_is_named_once(
    edition: Edition, sari: Person, dewi: ResourcePerson
) -> None:
    practice = edition.activities.get(code="PRA-1")
    ActivityPersonFactory.create(activity=practice, resource_person=dewi, task=Task.SUBSTITUTE)
    for number in (1, 2, 3, 4):
        participant(edition, number)
    form_groups(edition=edition, division="practice", actor=sari, at=AT)
    publish_timetable(timetable=draft(edition), actor=sari, at=AT)

    replaced(edition, sari, dewi)

    parts = SlotPerson.objects.filter(slot__timetable__state="published", slot__session__code="PRA-1-B")
    assert list(parts.values_list("resource_person__code", "task")) == [("dewi", Task.LEAD)]


def test_what_changed_in_the_curriculum_meanwhile_is_not_published_by_the_way(
    published: Edition, sari: Person, dewi: ResourcePerson
) -> None:
    eko = ResourcePersonFactory.create(code="eko")
    ActivityPersonFactory.create(activity=published.activities.get(code="LEC-1"), resource_person=eko)
    published.activities.get(code="LEC-1").groups.set(published.groups.filter(code="A"))
    groups = {slot.session.code: set(slot.groups.all()) for slot in published_slots(published)}

    replaced(published, sari, dewi)
    assert groups == {slot.session.code: set(slot.groups.all()) for slot in published_slots(published)}
    assert who_teaches(published) == {"LEC-1": ["anwar"], "PRA-1-A": ["anwar"], "PRA-1-B": ["dewi"]}

    ActivityPerson.objects.filter(activity__code="PRA-1").update(resource_person=eko)
    for absent, person in ((dewi, ResourcePerson.objects.get(code="anwar")), (dewi, eko)):
        with pytest.raises(RuleViolationError) as refused:
            replaced(published, sari, person, absent=absent)
        assert refused.value.refusal.code == "timetable.curriculum_changed"
    assert who_teaches(published)["PRA-1-B"] == ["dewi"]


def test_a_draft_from_before_does_not_undo_it(published: Edition, sari: Person, dewi: ResourcePerson) -> None:
    def publish(overtaken: Timetable) -> str:
        with pytest.raises(RuleViolationError) as refused:
            publish_timetable(timetable=overtaken, reason=TranslatedText(en="Again."), actor=sari, at=NOON)
        return refused.value.refusal.code

    before = draft(published, published_timetable(published))
    replaced(published, sari, dewi)
    assert publish(before) == "timetable.outdated_stand_in"

    between = draft(published, published_timetable(published))
    replaced(published, sari, ResourcePerson.objects.get(code="anwar"), absent=dewi)
    assert publish(between) == "timetable.outdated_stand_in"
    assert who_teaches(published)["PRA-1-B"] == ["anwar"]
    publish_timetable(timetable=before, reason=TranslatedText(en="As it was."), actor=sari, at=NOON)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"at": NOON + dt.timedelta(days=1)}, "timetable.session_over"),
        ({"reason": TranslatedText(en=" ")}, "timetable.no_reason"),
        ({"swap": True}, "timetable.does_not_teach"),
    ],
)
def test_what_is_refused_changes_nothing(
    published: Edition, sari: Person, dewi: ResourcePerson, more: dict[str, Any], code: str
) -> None:
    if more.pop("swap", False):
        more |= {"absent": dewi, "person": ResourcePersonFactory.create(code="eko")}

    with pytest.raises(RuleViolationError) as refused:
        replaced(published, sari, dewi, **more)

    assert refused.value.refusal.code == code
    assert (Timetable.objects.count(), StandIn.objects.count()) == (1, 0)


def test_an_officer_does_it_on_the_day(published: Edition, dewi: ResourcePerson) -> None:
    client = Client()
    client.force_login(account_with(Role.PROGRAMME_OFFICER, scope=published.scope))
    address = reverse("timetable:replace", args=[published.code, "PRA-1-B"])
    anwar = ResourcePerson.objects.get(code="anwar")
    with time_machine.travel(NOON, tick=False):
        assert client.get(address).status_code == 200
        assert client.post(address, {"reason_en": "Ill."}).status_code == 422
        answer = client.post(address, {"absent": anwar.pk, "person": dewi.pk, "reason_en": "Ill."})
        day = client.get(reverse("delivery:day", args=[published.code]))

    assert answer.status_code == 302
    assert who_teaches(published)["PRA-1-B"] == ["dewi"]
    assert "Dewi Lestari stands in for Anwar Siregar: Ill." in day.content.decode()
