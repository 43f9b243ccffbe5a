from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import translation

from balai.directory.models import ResourcePerson, Site
from balai.people.enums import Role
from balai.programmes.models import Edition
from balai.timetable.documents.papers import OPEN, Paper, paper_pdf
from balai.timetable.models import GroupMember, PlanningTerms, Slot, Vehicle
from balai.timetable.queries.plans import slots_in
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.services.riding import Ride, Riders, loads_of, rides_of
from tests.directory.factories import ResourcePersonFactory, SiteFactory
from tests.engine.documents.reading import faults_of_access, pages_of, text_of, without_blanks
from tests.people.factories import PersonFactory, account_with
from tests.programmes.factories import ActivityPersonFactory
from tests.timetable.factories import AT, draft, officer, participant

if TYPE_CHECKING:
    from django.test import Client

PAGES = {Paper.POSTER: 1, Paper.DAYS: 1, Paper.GROUPS: 2, Paper.SITES: 1, Paper.TRAINERS: 1}
"""There are no rides in the small edition, and so no vehicles."""
TITLES = {"en": "Theory of cutting", "id": "Teori pemotongan"}
ALL = {"en": "All groups", "id": "Semua kelompok"}
MARKS = {"en": "Draft: nobody goes by this yet", "id": "Draf: belum ada yang berpegang pada jadwal ini"}


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_paper_tells_every_session_in_both_languages_and_marks_a_draft(
    client: Client, edition: Edition, keys: None, language: str
) -> None:
    GroupMember.objects.create(
        group=edition.groups.get(code="A"), participant=participant(edition, 1), division="practice"
    )
    timetable = draft(edition)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    for paper, number in PAGES.items():
        with translation.override(language):
            address = reverse("timetable:paper", args=["SMI-2018", timetable.version, paper])
        answer = client.get(address, headers={"Accept-Language": language})
        assert answer.status_code == HTTPStatus.OK
        pdf, told = answer.content, text_of(answer.content)
        assert (len(pages_of(pdf)), faults_of_access(pdf)) == (number, [])
        for said in (TITLES[language], "CNC workshop", "08:00–09:00", "09:00–11:00", "13:00–15:00"):
            part = said.replace(":", ".") if language == "id" else said  # as clocks are written there
            assert without_blanks(part) in told, (paper, part)
        assert without_blanks(MARKS[language]) in told
        assert without_blanks(ALL[language]) in told  # and not each by its name, of the lecture
        assert (without_blanks("Anwar Siregar") in told) == (paper != Paper.POSTER)
        assert (without_blanks("Karma 1") in told) == (paper == Paper.GROUPS)


def test_everybody_may_take_poster_and_day_sheets_without_names(client: Client, edition: Edition) -> None:
    publish_timetable(timetable=draft(edition), actor=officer(edition), at=AT)
    Edition.objects.filter(pk=edition.pk).update(publicity="public")

    for paper in Paper:
        answer = client.get(reverse("schedule:paper", args=["SMI-2018", paper]))
        assert answer.status_code == (HTTPStatus.OK if paper in OPEN else HTTPStatus.NOT_FOUND)
        if paper in OPEN:
            told = text_of(answer.content)
            assert without_blanks("Theory of cutting") in told
            assert not {"Anwar", "Draft"} & {word for word in ("Anwar", "Draft") if word in told}


def test_hosts_and_resource_persons_take_their_own_lists_and_nobody_elses(
    client: Client, edition: Edition
) -> None:
    site = Site.objects.get(code="bblm")
    coordinator = account_with(Role.CENTRE_COORDINATOR, scope=f"organisation:{site.organisation_id}")
    anwar, other = account_with(Role.RESOURCE_PERSON), account_with(Role.RESOURCE_PERSON)
    ResourcePerson.objects.filter(code="anwar").update(person=anwar.person)
    second = ResourcePersonFactory.create(code="second", person=PersonFactory.create(name="Dewi Lestari"))
    ActivityPersonFactory.create(activity=edition.activities.get(code="LEC-1"), resource_person=second)
    publish_timetable(timetable=draft(edition), actor=officer(edition), at=AT)
    mine = reverse("timetable:mine")
    lists = {kind: reverse("timetable:own_paper", args=["SMI-2018", kind]) for kind in Paper}
    assert anwar.person is not None

    for account, kind in ((coordinator, Paper.SITES), (anwar, Paper.TRAINERS), (other, None)):
        client.force_login(account)
        page = client.get(mine).content.decode()
        assert [one for one in Paper if lists[one] in page] == ([kind] if kind else [])
        assert [one for one in Paper if client.get(lists[one]).status_code == HTTPStatus.OK] == (
            [kind] if kind else []
        )
        if kind == Paper.TRAINERS:
            told = text_of(client.get(lists[kind]).content)
            headings = [one for one in (anwar.person.name, "Dewi Lestari") if without_blanks(one) in told]
            assert headings == [anwar.person.name, "Dewi Lestari"]  # who teaches with them stands in the line
            assert (
                told.count(without_blanks("Dewi Lestari")),
                len(pages_of(client.get(lists[kind]).content)),
            ) == (1, 1)


def test_vehicles_keep_groups_together_where_one_holds_them() -> None:
    riders = {
        "A": Riders(name="Group A", seats=3, names=["Ani", "Budi", "Citra"]),
        "B": Riders(name="Group B", seats=5, names=[]),
        "C": Riders(name="Group C", seats=1, names=["Dewi"]),
    }
    here = Site(code="bblm")
    ride = Ride(
        from_at=AT, until_at=AT, origin=here, destination=here, groups=("A", "B", "C"), names=(), seats=9
    )

    def told(*vehicles: Vehicle) -> list[Any]:
        return [
            (one.number, one.count, one.taken, [(name, list(names)) for name, names in one.riders])
            for one in loads_of(ride, riders, vehicles, seats=4)
        ]

    assert told() == [
        (1, 3, 4, [("Group B", [])]),
        (2, 3, 4, [("Group B", []), ("Group A", ["Ani", "Budi", "Citra"])]),
        (3, 3, 1, [("Group C", ["Dewi"])]),
    ]
    assert told(Vehicle(seats=6), Vehicle(seats=5)) == [
        (1, 2, 4, [("Group A", ["Ani", "Budi", "Citra"]), ("Group C", ["Dewi"])]),
        (2, 2, 5, [("Group B", [])]),
    ]
    assert told(Vehicle(seats=8)) == told()  # which does not hold everybody


def test_vehicle_lists_name_who_sits_where(edition: Edition, keys: None) -> None:
    GroupMember.objects.create(
        group=edition.groups.get(code="A"), participant=participant(edition, 1), division="practice"
    )
    PlanningTerms.objects.create(edition=edition, vehicle_seats=12)
    timetable = draft(edition)
    other = SiteFactory.create(code="bbk", name={"en": "Centre for Ceramics"})
    Slot.objects.filter(timetable=timetable, session__code="LEC-1").update(site=other, room=None)

    slots = list(slots_in(timetable))
    told = text_of(paper_pdf(timetable, slots, Paper.VEHICLES, "en", names_people=True, at=AT))

    for said in ("Centre for Ceramics → Centre for Metal", "Group A: Karma 1", "1 of 12", "2 of 12"):
        assert without_blanks(said) in told, said


def test_groups_that_change_sites_ride_together_with_a_seat_for_everybody(edition: Edition) -> None:
    timetable = draft(edition)
    other = SiteFactory.create(code="bbk", name={"en": "Centre for Ceramics"})
    Slot.objects.filter(timetable=timetable, session__code="LEC-1").update(site=other, room=None)

    rides = rides_of(edition, list(slots_in(timetable)))

    told = [(str(one.origin), str(one.destination), one.groups, one.seats) for one in rides]
    ways = ("Centre for Ceramics", "Centre for Metal")
    assert told == [(*ways, ("A",), 2), (*ways, ("B",), 2)]
    assert rides[0].from_at < rides[1].until_at
