"""Records of the directory in the terms of the reference programme."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from factory.declarations import SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from balai.directory.enums import AvailabilityKind, BodyKind, DeclaredKind, OrganisationKind, VisaKind
from balai.directory.models import (
    Availability,
    Body,
    Closure,
    Contact,
    Country,
    DeclaredDay,
    Machine,
    Membership,
    OpeningHours,
    Organisation,
    ResourcePerson,
    Room,
    Site,
    Technology,
    Topic,
    TravelTime,
    VisaRoute,
)
from tests.people.factories import PersonFactory

NAMES = {
    "AF": ("AFG", "004", "Afghanistan", "Afganistan"),
    "BT": ("BTN", "064", "Bhutan", "Bhutan"),
    "CA": ("CAN", "124", "Canada", "Kanada"),
    "ID": ("IDN", "360", "Indonesia", "Indonesia"),
    "LA": ("LAO", "418", "Laos", "Laos"),
    "LK": ("LKA", "144", "Sri Lanka", "Sri Lanka"),
    "PK": ("PAK", "586", "Pakistan", "Pakistan"),
}


def country(code: str) -> Country:
    """The country of a code; made when a test before emptied the tables."""
    alpha3, numeric, english, indonesian = NAMES[code]
    found, _made = Country.objects.get_or_create(
        code=code,
        defaults={
            "alpha3": alpha3,
            "numeric": numeric,
            "name": {"en": english, "id": indonesian},
            "time_zones": ["Asia/Jakarta"],
        },
    )
    return found


class BodyFactory(DjangoModelFactory[Body]):
    """An intergovernmental organisation."""

    class Meta:
        model = Body

    code = Sequence(lambda n: f"colombo-plan-{n}")
    kind = BodyKind.INTERGOVERNMENTAL
    name = Sequence(lambda n: {"en": f"Colombo Plan {n}", "id": f"Rencana Kolombo {n}"})


class MembershipFactory(DjangoModelFactory[Membership]):
    """Bhutan since 1962."""

    class Meta:
        model = Membership

    body = SubFactory(BodyFactory)
    country_id = "BT"
    since = dt.date(1962, 1, 1)
    source = "Proceedings of the 42nd meeting of the Consultative Committee, 2010"


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """A centre in Indonesia."""

    class Meta:
        model = Organisation

    code = Sequence(lambda n: f"bblm-{n}")
    kind = OrganisationKind.CENTRE
    name = Sequence(
        lambda n: {
            "en": f"Centre for Metal and Machinery {n}",
            "id": f"Balai Besar Logam dan Mesin {n}",
        }
    )
    country_id = "ID"
    city = "Bandung"


class EmbassyFactory(DjangoModelFactory[Organisation]):
    """The embassy of Bhutan to Indonesia, which stands in Bangkok."""

    class Meta:
        model = Organisation

    code = Sequence(lambda n: f"embassy-{n}")
    kind = OrganisationKind.EMBASSY
    name = {"en": "Royal Bhutanese Embassy, Bangkok", "id": "Kedutaan Besar Bhutan, Bangkok"}
    country_id = "BT"
    city = "Bangkok"
    accredited_to = ["ID", "CA"]


class ContactFactory(DjangoModelFactory[Contact]):
    """The cooperation office of a centre."""

    class Meta:
        model = Contact

    organisation = SubFactory(OrganisationFactory)
    office = {"en": "Cooperation office", "id": "Bagian kerja sama"}
    email = "cooperation@example.org"


class SiteFactory(DjangoModelFactory[Site]):
    """The grounds of a centre in Bandung."""

    class Meta:
        model = Site

    code = Sequence(lambda n: f"bblm-bandung-{n}")
    organisation = SubFactory(OrganisationFactory)
    name = Sequence(lambda n: {"en": f"BBLM Bandung {n}"})
    country_id = "ID"
    city = "Bandung"
    latitude = Decimal("-6.88000")
    longitude = Decimal("107.61100")
    time_zone = "Asia/Jakarta"


class OpeningHoursFactory(DjangoModelFactory[OpeningHours]):
    """Monday, eight to four."""

    class Meta:
        model = OpeningHours

    site = SubFactory(SiteFactory)
    weekday = 0
    opens = dt.time(8)
    closes = dt.time(16)


class ClosureFactory(DjangoModelFactory[Closure]):
    """Two days of maintenance."""

    class Meta:
        model = Closure

    site = SubFactory(SiteFactory)
    since = dt.date(2018, 7, 16)
    until = dt.date(2018, 7, 17)
    reason = {"en": "Maintenance", "id": "Pemeliharaan"}


class TravelTimeFactory(DjangoModelFactory[TravelTime]):
    """Twenty-five minutes by road."""

    class Meta:
        model = TravelTime

    origin = SubFactory(SiteFactory)
    destination = SubFactory(SiteFactory)
    minutes = 25


class RoomFactory(DjangoModelFactory[Room]):
    """A workshop with twelve places."""

    class Meta:
        model = Room

    site = SubFactory(SiteFactory)
    code = Sequence(lambda n: f"workshop-{n}")
    name = Sequence(lambda n: {"en": f"Workshop {n}", "id": f"Bengkel {n}"})
    capacity = 12


class MachineFactory(DjangoModelFactory[Machine]):
    """Three milling machines for two trainees each."""

    class Meta:
        model = Machine

    site = SubFactory(SiteFactory)
    room = SubFactory(RoomFactory, site=SelfAttribute("..site"))
    code = Sequence(lambda n: f"cnc-{n}")
    name = Sequence(lambda n: {"en": f"CNC milling machine {n}", "id": f"Mesin frais CNC {n}"})
    quantity = 3
    trainees_per_machine = 2


class TopicFactory(DjangoModelFactory[Topic]):
    """Machining."""

    class Meta:
        model = Topic

    code = Sequence(lambda n: f"machining-{n}")
    name = Sequence(lambda n: {"en": f"Machining {n}", "id": f"Permesinan {n}"})


class TechnologyFactory(DjangoModelFactory[Technology]):
    """The recycling of beverage cartons."""

    class Meta:
        model = Technology

    organisation = SubFactory(OrganisationFactory)
    code = Sequence(lambda n: f"carton-recycling-{n}")
    title = Sequence(lambda n: {"en": f"Recycling of cartons {n}", "id": f"Daur ulang karton {n}"})
    readiness = 7


class ResourcePersonFactory(DjangoModelFactory[ResourcePerson]):
    """An engineer of a centre."""

    class Meta:
        model = ResourcePerson

    person = SubFactory(PersonFactory)
    code = Sequence(lambda n: f"anwar-{n}")
    organisation = SubFactory(OrganisationFactory)
    languages = ["en", "id"]


class AvailabilityFactory(DjangoModelFactory[Availability]):
    """Available in one week."""

    class Meta:
        model = Availability

    person = SubFactory(ResourcePersonFactory)
    since = dt.date(2018, 7, 23)
    until = dt.date(2018, 7, 27)
    kind = AvailabilityKind.AVAILABLE


class VisaRouteFactory(DjangoModelFactory[VisaRoute]):
    """Afghans need a calling visa for Indonesia, which takes about a month."""

    class Meta:
        model = VisaRoute

    host_id = "ID"
    nationality_id = "AF"
    route = VisaKind.CALLING
    lead_days = 30
    since = dt.date(2015, 1, 1)


class DeclaredDayFactory(DjangoModelFactory[DeclaredDay]):
    """Indonesia moved its collective leave before Eid al-Fitr of 2018."""

    class Meta:
        model = DeclaredDay

    country_id = "ID"
    since = dt.date(2018, 6, 11)
    until = dt.date(2018, 6, 12)
    kind = DeclaredKind.LEAVE
    name = {"en": "Collective leave", "id": "Cuti bersama"}
    source = "Joint decree of three ministers"
