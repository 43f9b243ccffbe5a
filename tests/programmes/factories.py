"""Records of programmes in the terms of the reference programme: the edition of 2018 and its parts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from importlib import import_module

from factory.declarations import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from balai.programmes.enums import (
    AssessmentKind,
    Benefit,
    ChangeKind,
    EditionStatus,
    OrganiserRole,
    Side,
    Task,
)
from balai.programmes.models import (
    Activity,
    ActivityMachine,
    ActivityPerson,
    Assessment,
    Booklet,
    BookletFile,
    BudgetLine,
    CompletionRule,
    Deadline,
    DeadlinePlan,
    Edition,
    EditionChange,
    EligibilityRule,
    Group,
    KnownCountry,
    Lesson,
    LightOverride,
    Mandate,
    Module,
    Organiser,
    Outcome,
    PackageItem,
    Pledge,
    Quota,
    Reservation,
    Risk,
    RubricAnchor,
    RubricCriterion,
    Series,
    SessionType,
    Target,
)
from tests.directory.factories import (
    BodyFactory,
    MachineFactory,
    OrganisationFactory,
    ResourcePersonFactory,
    SiteFactory,
)
from tests.people.factories import PersonFactory

SHIPPED = import_module("balai.programmes.migrations.0004_session_types").TYPES
T = dt.datetime(2018, 3, 20, 3, tzinfo=dt.UTC)


def session_type(code: str) -> SessionType:
    """A kind of session as it is shipped; made when a test before emptied the tables."""
    row = next(row for row in SHIPPED if row["code"] == code)
    found, _made = SessionType.objects.get_or_create(code=code, defaults=row)
    return found


class SeriesFactory(DjangoModelFactory[Series]):
    """Small and medium industry, offered to the members of the Colombo Plan."""

    class Meta:
        model = Series

    code = Sequence(lambda n: f"SMI{n}")
    title = {"en": "Small and Medium Industry", "id": "Industri Kecil dan Menengah"}
    body = SubFactory(BodyFactory)


class PledgeFactory(DjangoModelFactory[Pledge]):
    """What Indonesia promised in Fiji."""

    class Meta:
        model = Pledge

    code = Sequence(lambda n: f"CCM-45-{n}")
    meeting = {"en": "45th Consultative Committee Meeting", "id": "Rapat Komite Konsultatif ke-45"}
    year = 2016
    text = {"en": "A programme on small industry each year until 2020."}
    valid_until = dt.date(2020, 12, 31)


class EditionFactory(DjangoModelFactory[Edition]):
    """The edition of 2018, still an idea."""

    class Meta:
        model = Edition

    series = SubFactory(SeriesFactory)
    number = Sequence(lambda n: n % 30_000 + 1)
    code = Sequence(lambda n: f"SMI-2018-{n}")
    title = {
        "en": "Enhancing the Development of Small and Medium Industry",
        "id": "Peningkatan Pengembangan Industri Kecil dan Menengah",
    }
    starts_on = dt.date(2018, 7, 18)
    ends_on = dt.date(2018, 7, 30)
    arrives_on = dt.date(2018, 7, 18)
    departs_on = dt.date(2018, 7, 30)
    time_zone = "Asia/Jakarta"
    country_id = "ID"
    cities = ["Jakarta", "Bandung"]
    places = 20


class MandateFactory(DjangoModelFactory[Mandate]):
    """The edition is held under what was promised in Fiji."""

    class Meta:
        model = Mandate

    edition = SubFactory(EditionFactory)
    pledge = SubFactory(PledgeFactory)


class EditionChangeFactory(DjangoModelFactory[EditionChange]):
    """The edition was postponed."""

    class Meta:
        model = EditionChange

    edition = SubFactory(EditionFactory)
    kind = ChangeKind.POSTPONED
    at = T
    actor = "system"
    reason = {"en": "The host needs the hall."}


class KnownCountryFactory(DjangoModelFactory[KnownCountry]):
    """Somebody of Bhutan took part."""

    class Meta:
        model = KnownCountry

    edition = SubFactory(EditionFactory)
    country_id = "BT"


class OrganiserFactory(DjangoModelFactory[Organiser]):
    """The host."""

    class Meta:
        model = Organiser

    edition = SubFactory(EditionFactory)
    organisation = SubFactory(OrganisationFactory)
    role = OrganiserRole.HOST
    order = Sequence(lambda n: n % 30_000)


class RiskFactory(DjangoModelFactory[Risk]):
    """A visa that comes too late."""

    class Meta:
        model = Risk

    edition = SubFactory(EditionFactory)
    code = Sequence(lambda n: f"R{n}")
    title = {"en": "A calling visa comes too late", "id": "Visa panggilan terbit terlambat"}
    likelihood = 4
    harm = 4


class ReservationFactory(DjangoModelFactory[Reservation]):
    """Two days at a centre."""

    class Meta:
        model = Reservation

    edition = SubFactory(EditionFactory)
    site = SubFactory(SiteFactory)
    first_on = dt.date(2018, 7, 23)
    last_on = dt.date(2018, 7, 24)


class OutcomeFactory(DjangoModelFactory[Outcome]):
    """To know a technology."""

    class Meta:
        model = Outcome

    edition = SubFactory(EditionFactory)
    code = Sequence(lambda n: f"O{n}")
    statement = {"en": "Name a technology that fits small producers at home."}


class ModuleFactory(DjangoModelFactory[Module]):
    """Practice at the centres."""

    class Meta:
        model = Module

    edition = SubFactory(EditionFactory)
    code = Sequence(lambda n: f"M{n}")
    title = {"en": "Practice at the centres", "id": "Praktik di balai"}


class AssessmentFactory(DjangoModelFactory[Assessment]):
    """What supervisors sign."""

    class Meta:
        model = Assessment

    edition = SubFactory(EditionFactory)
    code = Sequence(lambda n: f"A{n}")
    kind = AssessmentKind.SIGN_OFF
    title = {"en": "Practice sign-offs", "id": "Pengesahan praktik"}


class CompletionRuleFactory(DjangoModelFactory[CompletionRule]):
    """Four fifths of the time."""

    class Meta:
        model = CompletionRule

    edition = SubFactory(EditionFactory)


class GroupFactory(DjangoModelFactory[Group]):
    """Five people."""

    class Meta:
        model = Group

    edition = SubFactory(EditionFactory)
    code = Sequence(lambda n: f"G{n}")
    name = {"en": "Group", "id": "Kelompok"}
    size = 5


class ActivityFactory(DjangoModelFactory[Activity]):
    """CNC practice."""

    class Meta:
        model = Activity

    edition = SubFactory(EditionFactory)
    code = Sequence(lambda n: f"CNC-{n}")
    session_type_id = "PRA"
    module = SubFactory(ModuleFactory, edition=SelfAttribute("..edition"))
    title = {"en": "CNC practice", "id": "Praktik CNC"}
    minutes = 180


class ActivityMachineFactory(DjangoModelFactory[ActivityMachine]):
    """One machine."""

    class Meta:
        model = ActivityMachine

    activity = SubFactory(ActivityFactory)
    machine = SubFactory(MachineFactory)


class ActivityPersonFactory(DjangoModelFactory[ActivityPerson]):
    """Who leads it."""

    class Meta:
        model = ActivityPerson

    activity = SubFactory(ActivityFactory)
    resource_person = SubFactory(ResourcePersonFactory)
    task = Task.LEAD


class EligibilityRuleFactory(DjangoModelFactory[EligibilityRule]):
    """Three years of experience."""

    class Meta:
        model = EligibilityRule

    edition = SubFactory(EditionFactory)
    code = Sequence(lambda n: f"E-EXPERIENCE-{n}")
    label = {"en": "Three years of experience"}
    expression = {"field": "experience_years", "operator": "at_least", "value": 3}
    message = {"en": "Has less than three years of experience."}


class RubricCriterionFactory(DjangoModelFactory[RubricCriterion]):
    """A quarter of the points."""

    class Meta:
        model = RubricCriterion

    edition = SubFactory(EditionFactory)
    code = Sequence(lambda n: f"relevance-{n}")
    title = {"en": "Relevance of duties"}
    weight = 25


class RubricAnchorFactory(DjangoModelFactory[RubricAnchor]):
    """What the best look like."""

    class Meta:
        model = RubricAnchor

    criterion = SubFactory(RubricCriterionFactory)
    score = 5
    text = {"en": "Responsible for the topic"}


class QuotaFactory(DjangoModelFactory[Quota]):
    """Two places for Bhutan."""

    class Meta:
        model = Quota

    edition = SubFactory(EditionFactory)
    country_id = "BT"
    places = 2


class TargetFactory(DjangoModelFactory[Target]):
    """Two women in five."""

    class Meta:
        model = Target

    edition = SubFactory(EditionFactory)
    code = Sequence(lambda n: f"women-{n}")
    name = {"en": "Women", "id": "Perempuan"}
    attribute = "sex"
    value = "female"
    least = 40


class PackageItemFactory(DjangoModelFactory[PackageItem]):
    """The host pays the rooms."""

    class Meta:
        model = PackageItem

    edition = SubFactory(EditionFactory)
    code = Sequence(lambda n: f"lodging-{n}")
    benefit = Benefit.LODGING
    side = Side.ORGANISER
    payer = SubFactory(OrganisationFactory)


class BudgetLineFactory(DjangoModelFactory[BudgetLine]):
    """Ten rooms for twelve nights."""

    class Meta:
        model = BudgetLine

    edition = SubFactory(EditionFactory)
    code = Sequence(lambda n: f"B{n}")
    description = {"en": "Rooms"}
    unit = "room"
    quantity = Decimal(10)
    days = Decimal(12)
    rate = Decimal(650_000)
    currency = "IDR"


class DeadlinePlanFactory(DjangoModelFactory[DeadlinePlan]):
    """Nominations 75 days before arrival."""

    class Meta:
        model = DeadlinePlan

    edition = SubFactory(EditionFactory)
    code = Sequence(lambda n: f"nominations-{n}")
    title = {"en": "Nominations are here", "id": "Pencalonan diterima"}
    days = 75


class DeadlineFactory(DjangoModelFactory[Deadline]):
    """A Friday in May."""

    class Meta:
        model = Deadline

    plan = SubFactory(DeadlinePlanFactory)
    at = dt.datetime(2018, 5, 4, 10, tzinfo=dt.UTC)
    zone = "Asia/Jakarta"


class LessonFactory(DjangoModelFactory[Lesson]):
    """A better season."""

    class Meta:
        model = Lesson

    edition = SubFactory(EditionFactory)
    number = LazyAttribute(lambda lesson: lesson.edition.lessons.count() + 1)
    source = "Evaluation by the participants"
    text = {"en": "Hold the next edition before the fasting month."}


class BookletFactory(DjangoModelFactory[Booklet]):
    """The first version."""

    class Meta:
        model = Booklet

    edition = SubFactory(EditionFactory)
    version = 1
    frozen_at = T
    actor = "system"
    facts: dict[str, str] = {}
    facts_digest = "0" * 64


class BookletFileFactory(DjangoModelFactory[BookletFile]):
    """The smallest PDF there is."""

    class Meta:
        model = BookletFile

    booklet = SubFactory(BookletFactory)
    language = "en"
    content = b"%PDF-"
    sha256 = "0" * 64


class LightOverrideFactory(DjangoModelFactory[LightOverride]):
    """Somebody answers for the money."""

    class Meta:
        model = LightOverride

    edition = SubFactory(EditionFactory)
    light = "money"
    person = SubFactory(PersonFactory)
    reason = "The letter of the ministry is on its way."
    at = T


def under_way(status: EditionStatus = EditionStatus.CALL) -> Edition:
    """An edition that has left the desk."""
    return EditionFactory.create(status=status)
