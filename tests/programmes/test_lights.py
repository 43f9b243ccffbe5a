"""Every light of this room: green when its rule is true, and red by the one thing that makes it false."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from balai.directory.enums import AvailabilityKind
from balai.kernel.refusal import RuleViolationError
from balai.programmes.adapters.lights import LIGHTS
from balai.programmes.enums import OrganiserRole, ReservationState, RiskState, Side, Task
from balai.programmes.models import (
    Activity,
    ActivityPerson,
    Assessment,
    BudgetLine,
    Deadline,
    DeadlinePlan,
    Edition,
    Lesson,
    LightOverride,
    Mandate,
    Module,
    Organiser,
    PackageItem,
    Pledge,
    Quota,
    Reservation,
    Risk,
)
from balai.programmes.queries.life import with_life
from balai.programmes.registries import Owner, lights_in_order
from balai.programmes.services.booklets import freeze_booklet
from balai.programmes.services.deadlines import plan_usual_deadlines
from balai.programmes.services.overriding import answer_for_light, withdraw_answer
from tests.directory.factories import (
    AvailabilityFactory,
    MembershipFactory,
    OrganisationFactory,
    ResourcePersonFactory,
    SiteFactory,
)
from tests.people.factories import PersonFactory
from tests.programmes.factories import (
    ActivityFactory,
    ActivityPersonFactory,
    AssessmentFactory,
    BudgetLineFactory,
    EditionFactory,
    LessonFactory,
    LightOverrideFactory,
    MandateFactory,
    ModuleFactory,
    OrganiserFactory,
    OutcomeFactory,
    PackageItemFactory,
    QuotaFactory,
    ReservationFactory,
    RiskFactory,
    T,
)
from tests.programmes.typesetting import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries

    from balai.programmes.registries import Light

pytestmark = pytest.mark.usefixtures("countries")

DAY = dt.date(2018, 7, 23)
NAMES = [
    "mandate",
    "money",
    "organisers",
    "curriculum",
    "places",
    "deadlines",
    "booklet",
    "people",
    "sites",
    "lessons",
    "risks",
]


def ready(code: str = "SMI-2018") -> Edition:
    """An edition of which nothing is missing, on the day of its call."""
    edition: Edition = EditionFactory.create(code=code, places=5, status="call")
    host = OrganisationFactory.create(code=f"kemenperin-{code.lower()}", abbreviation="Kemenperin")
    MandateFactory.create(edition=edition)
    OrganiserFactory.create(edition=edition, organisation=host, agreed_on=DAY)
    BudgetLineFactory.create(edition=edition, code="B1", payer=host)
    PackageItemFactory.create(edition=edition, payer=host)
    outcome = OutcomeFactory.create(edition=edition, code="O1")
    module = ModuleFactory.create(edition=edition, code="M1")
    module.outcomes.add(outcome)
    AssessmentFactory.create(edition=edition, code="A1").outcomes.add(outcome)
    activity = ActivityFactory.create(
        edition=edition, code="CNC", module=module, earliest_on=DAY, latest_on=DAY
    )
    ActivityPersonFactory.create(activity=activity, task=Task.SUPERVISE)
    site = SiteFactory.create(code=f"bblm-{code.lower()}", name={"en": "BBLM Bandung"})
    activity.sites.add(site)
    ReservationFactory.create(edition=edition, site=site, state=ReservationState.CONFIRMED)
    MembershipFactory.create(body=edition.series.body, country_id="BT")
    QuotaFactory.create(edition=edition, country_id="BT", places=3)
    QuotaFactory.create(edition=edition, country_id="ID", places=2)  # the host needs no membership
    LessonFactory.create(
        edition=EditionFactory.create(series=edition.series),
        taken_up_in=edition,
        done_at=T,
        answer={"en": "Held before it."},
    )
    RiskFactory.create(edition=edition, code="VISA", response={"en": "Begin with the nomination."})
    RiskFactory.create(edition=edition, code="OLD", state=RiskState.PAST)
    plan_usual_deadlines(edition=edition, actor="system", at=T)
    freeze_booklet(edition=edition, typeset=plain, actor="system", at=T)
    return edition


@pytest.fixture
def edition() -> Edition:
    return ready()


def looked_at(edition: Edition, *, at: dt.datetime = T) -> dict[str, Light]:
    read = with_life(Edition.objects.all()).get(pk=edition.pk)
    return {name: light(read, at=at) for name, light in LIGHTS.items()}


def test_every_light_of_a_ready_edition_is_green(edition: Edition) -> None:
    known = looked_at(edition)

    assert list(known) == NAMES == [name for name, _light in lights_in_order() if name in LIGHTS]
    assert {name: [str(thing.what) for thing in light.open] for name, light in known.items()} == {
        name: [] for name in NAMES
    }
    assert {name: (light.ready, light.of) for name, light in known.items()} == {
        "mandate": (1, 1),
        "money": (1, 1),
        "organisers": (1, 1),
        "curriculum": (2, 2),
        "places": (5, 5),
        "deadlines": (Deadline.objects.count(), Deadline.objects.count()),
        "booklet": (1, 1),
        "people": (1, 1),
        "sites": (1, 1),
        "lessons": (1, 1),
        "risks": (1, 1),
    }


def test_a_light_must_be_green_by_the_deadline_of_what_needs_it(edition: Edition) -> None:
    call = dt.datetime(2018, 3, 20, 10, tzinfo=dt.UTC)
    go = dt.datetime(2018, 6, 26, 10, tzinfo=dt.UTC)  # the 27th was a day off: local elections

    assert {name: light.due_at for name, light in looked_at(edition).items()} == dict.fromkeys(
        NAMES, call
    ) | {"people": go, "sites": go, "risks": go}


def away(edition: Edition) -> None:
    part = ActivityPerson.objects.get()
    AvailabilityFactory.create(person=part.resource_person, kind=AvailabilityKind.UNAVAILABLE)


def untaught(edition: Edition) -> None:
    """One activity of teaching that belongs to no module; the booklet is not about it."""
    ActivityFactory.create(edition=edition, code="LEC", session_type_id="LEC", module=None)
    led = Activity.objects.get(code="LEC")
    ActivityPersonFactory.create(activity=led, resource_person=ResourcePersonFactory.create(), task=Task.LEAD)


def elsewhere(edition: Edition) -> None:
    Activity.objects.get(code="CNC").sites.add(SiteFactory.create(code="ceramics", name={"en": "Ceramics"}))


def told_another(edition: Edition) -> None:
    deadline = Deadline.objects.filter(plan__code="visas").latest("at")
    Deadline.objects.filter(pk=deadline.pk).update(told_at=T, told_for=deadline.at - dt.timedelta(days=1))


def stranger(edition: Edition) -> None:
    Quota.objects.filter(country_id="BT").update(country_id="PK")


def state(value: ReservationState, **more: Any) -> Callable[[Edition], Any]:
    return lambda _: Reservation.objects.update(state=value, **more)


BREAKS: list[tuple[str, Callable[[Edition], Any], str, Owner, str, str]] = [
    (
        "risks",
        lambda _: Risk.objects.update(response={}),
        "Say what is done about VISA",
        Owner.OFFICER,
        "A calling visa comes too late",
        "lists/risks/",
    ),
    (
        "mandate",
        lambda _: Mandate.objects.all().delete(),
        "Name the mandate",
        Owner.OFFICER,
        "No pledge says that this edition shall be held.",
        "mandates/",
    ),
    (
        "mandate",
        lambda _: Pledge.objects.update(valid_until="2018-07-17"),
        "Name the mandate",
        Owner.OFFICER,
        "ended before the first day.",
        "mandates/",
    ),
    (
        "money",
        lambda _: BudgetLine.objects.all().delete(),
        "Write the budget",
        Owner.FINANCE,
        "No line says what the edition costs and who pays.",
        "lists/budget/",
    ),
    (
        "money",
        lambda e: BudgetLineFactory.create(edition=e, code="B2", payer=None),
        "Agree who pays",
        Owner.FINANCE,
        "Rooms has no payer among the organisers.",
        "lists/budget/",
    ),
    (
        "money",
        lambda e: BudgetLineFactory.create(edition=e, code="B2", payer=OrganisationFactory.create()),
        "Agree who pays",
        Owner.FINANCE,
        "Rooms has no payer among the organisers.",
        "lists/budget/",
    ),
    (
        "money",
        lambda _: PackageItem.objects.update(side=Side.PARTICIPANT, payer=None),
        "Say what participants are given",
        Owner.FINANCE,
        "The booklet tells each country what is paid for its people.",
        "lists/package/",
    ),
    (
        "organisers",
        lambda _: Organiser.objects.update(agreed_on=None),
        "Kemenperin: agreement",
        Owner.PARTNERS,
        "Its part as host is not agreed yet.",
        "lists/organisers/",
    ),
    (
        "organisers",
        lambda _: Organiser.objects.update(role=OrganiserRole.FUNDER),
        "Name the host",
        Owner.OFFICER,
        "Nothing is approved without a host.",
        "lists/organisers/",
    ),
    (
        "curriculum",
        lambda _: Module.objects.get().outcomes.clear(),
        "Say what each module leads to",
        Owner.OFFICER,
        "No outcome: M1.",
        "lists/modules/",
    ),
    (
        "curriculum",
        lambda _: Assessment.objects.get().outcomes.clear(),
        "Say how each outcome is seen",
        Owner.OFFICER,
        "No assessment: O1.",
        "lists/assessments/",
    ),
    (
        "curriculum",
        untaught,
        "Put each activity into a module",
        Owner.OFFICER,
        "No module: LEC.",
        "lists/activities/",
    ),
    (
        "places",
        lambda _: Quota.objects.filter(country_id="BT").update(places=2),
        "Give the places to countries",
        Owner.OFFICER,
        "1 place of 5 is given to no country.",
        "lists/places/",
    ),
    (
        "places",
        stranger,
        "Check who is a member",
        Owner.OFFICER,
        "on 20 Mar 2018: Pakistan.",
        "lists/places/",
    ),
    (
        "deadlines",
        lambda _: DeadlinePlan.objects.all().delete(),
        "Plan the deadlines",
        Owner.OFFICER,
        "Nobody knows yet what is due, and when.",
        "dates/",
    ),
    (
        "deadlines",
        told_another,
        "Tell the new deadlines",
        Owner.OFFICER,
        "1 deadline differs from what was told. Issue an erratum.",
        "booklet/",
    ),
    (
        "booklet",
        lambda _: Edition.objects.update(theme={"en": "Research"}),
        "Issue an erratum",
        Owner.OFFICER,
        "Version 1 of the booklet says something that no longer holds.",
        "booklet/",
    ),
    (
        "people",
        lambda _: ActivityPerson.objects.update(task=Task.INTERPRET),
        "Find who leads each activity",
        Owner.OFFICER,
        "Nobody yet: CNC practice.",
        "lists/activities/",
    ),
    ("people", away, "is away", Owner.PEOPLE, "Not available on the day of CNC.", "lists/activities/"),
    ("sites", elsewhere, "Ask the sites", Owner.OFFICER, "Not asked yet: Ceramics.", "lists/sites/"),
    (
        "sites",
        state(ReservationState.WANTED),
        "BBLM Bandung: to be asked",
        Owner.OFFICER,
        "23 Jul – 24 Jul 2018",
        "lists/sites/",
    ),
    (
        "sites",
        state(ReservationState.ASKED),
        "BBLM Bandung: answer",
        Owner.CENTRES,
        "Asked for 23 Jul – 24 Jul 2018.",
        "lists/sites/",
    ),
    (
        "sites",
        state(ReservationState.HELD, held_until="2018-04-30"),
        "BBLM Bandung: confirm",
        Owner.OFFICER,
        "Held for 23 Jul – 24 Jul 2018, and free again after.",
        "lists/sites/",
    ),
    (
        "sites",
        state(ReservationState.REFUSED),
        "BBLM Bandung: find another",
        Owner.OFFICER,
        "It has refused 23 Jul – 24 Jul 2018.",
        "lists/sites/",
    ),
    (
        "lessons",
        lambda _: Lesson.objects.update(done_at=None, answer={}),
        "Hold the next edition before the fasting month.",
        Owner.OFFICER,
        "Evaluation by the participants",
        "lessons/",
    ),
]


@pytest.mark.parametrize(
    ("light", "break_it", "what", "owner", "why", "mended_at"),
    BREAKS,
    ids=[f"{row[0]}: {row[2]}, {place}" for place, row in enumerate(BREAKS)],
)
def test_what_is_missing_is_named_with_its_owner_and_where_it_is_mended(  # noqa: PLR0917 -- one row of a table
    edition: Edition,
    light: str,
    break_it: Callable[[Edition], Any],
    what: str,
    owner: Owner,
    why: str,
    mended_at: str,
) -> None:
    break_it(edition)

    known = looked_at(edition)[light]

    (thing,) = known.open
    assert not known.is_green
    assert what in str(thing.what)
    assert why in str(thing.why)
    assert thing.owner is owner
    assert thing.deed is not None
    assert thing.deed.url.endswith(f"/programmes/editions/SMI-2018/{mended_at}")


def test_a_light_that_is_partly_ready_says_how_far(edition: Edition) -> None:
    BudgetLineFactory.create(edition=edition, code="B2", payer=None)
    ModuleFactory.create(edition=edition, code="M2")
    Quota.objects.filter(country_id="BT").update(places=1)
    elsewhere(edition)
    ActivityFactory.create(edition=edition, module=None, session_type_id="PRA")

    known = looked_at(edition)

    assert {
        name: (known[name].ready, known[name].of)
        for name in ("money", "curriculum", "places", "sites", "people")
    } == {"money": (1, 2), "curriculum": (2, 3), "places": (3, 5), "sites": (1, 2), "people": (1, 2)}


def test_nominations_that_end_before_the_call_goes_out_are_told_of(edition: Edition) -> None:
    Edition.objects.update(status="approved")
    late = Deadline.objects.filter(plan__code="nominations").latest("at").at

    over = looked_at(edition, at=late)["deadlines"]

    assert [str(thing.what) for thing in over.open] == ["Move the dates, or shorten the notices"]
    Edition.objects.update(status="call")
    assert looked_at(edition, at=late)["deadlines"].is_green


def test_somebody_away_on_another_day_is_there(edition: Edition) -> None:
    person = ActivityPerson.objects.get().resource_person
    AvailabilityFactory.create(
        person=person, kind=AvailabilityKind.UNAVAILABLE, since="2018-07-24", until="2018-07-30"
    )

    assert looked_at(edition)["people"].is_green


def test_a_hold_is_due_when_it_ends_and_others_with_their_light(edition: Edition) -> None:
    Reservation.objects.update(state=ReservationState.HELD, held_until="2018-04-30")

    (thing,) = looked_at(edition)["sites"].open

    assert thing.due_at == dt.datetime(2018, 4, 30, 10, tzinfo=dt.UTC)  # 17:00 in Jakarta


@pytest.mark.parametrize("number", [1, 3])
def test_editions_are_read_with_their_life_in_as_many_questions_for_one_as_for_three(
    edition: Edition, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    keys = [edition.pk, *(ready(f"SMI-{place}").pk for place in range(1, number))]

    with django_assert_num_queries(20):
        read = list(with_life(Edition.objects.filter(pk__in=keys)))
    # Who is away; whose members the body has, and on that day; what only the booklet says, which is frozen.
    with django_assert_num_queries(7 * number):
        for one in read:
            for light in LIGHTS.values():
                light(one, at=T)


def test_somebody_answers_for_a_light_by_name_and_takes_it_back(edition: Edition) -> None:
    person = PersonFactory.create()
    BudgetLine.objects.all().delete()

    answer_for_light(edition=edition, light="money", reason="The letter comes.", person=person, at=T)

    answered = LightOverride.objects.get()
    assert (answered.light, answered.person, answered.reason) == ("money", person, "The letter comes.")
    withdraw_answer(edition=edition, light="money", actor="system", at=T)
    assert not LightOverride.objects.exists()


@pytest.mark.parametrize(
    ("light", "code"), [("money", "light.green"), ("moon", "light.unknown"), ("sites", "light.answered_for")]
)
def test_nobody_answers_for_what_needs_no_answer(edition: Edition, light: str, code: str) -> None:
    Reservation.objects.update(state=ReservationState.REFUSED)
    LightOverrideFactory.create(edition=edition, light="sites")

    with pytest.raises(RuleViolationError) as raised:
        answer_for_light(
            edition=edition, light=light, reason="So be it.", person=PersonFactory.create(), at=T
        )

    assert raised.value.refusal.code == code
