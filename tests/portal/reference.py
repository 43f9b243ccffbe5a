"""The reference programme for the public pages: as much of it as they show, in both languages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps

from balai.directory.enums import Certainty, OrganisationKind, OrganisationRole, TravelMode
from balai.directory.models import Country
from balai.directory.services.shipped import enter_shipped_lists
from balai.office.models import Office
from balai.programmes.enums import (
    Anchor,
    Benefit,
    EditionStatus,
    Level,
    OrganiserRole,
    Publicity,
    Severity,
    Side,
)
from tests.directory.factories import (
    BodyFactory,
    OrganisationFactory,
    SiteFactory,
    TopicFactory,
    TravelTimeFactory,
)
from tests.newsroom.factories import published
from tests.programmes.factories import (
    ActivityFactory,
    BookletFactory,
    BookletFileFactory,
    DeadlineFactory,
    DeadlinePlanFactory,
    EditionFactory,
    EligibilityRuleFactory,
    KnownCountryFactory,
    MandateFactory,
    ModuleFactory,
    OrganiserFactory,
    OutcomeFactory,
    PackageItemFactory,
    PledgeFactory,
    QuotaFactory,
    SeriesFactory,
    session_type,
)

if TYPE_CHECKING:
    from balai.directory.models import Organisation, Site
    from balai.programmes.models import Edition, Series

CODE = "SMI-2018"
ADDRESS = "https://balai.example"
SENDERS = ("AF", "BD", "BT", "ID", "IN", "LA", "LK", "MM", "NP", "PK")
TITLE = {
    "en": "Capacity Building Program on Enhancing the Development of Small and Medium Industry",
    "id": "Program Peningkatan Kapasitas untuk Pengembangan Industri Kecil dan Menengah",
}
THEME = {
    "en": "Acceleration through research and development",
    "id": "Percepatan melalui penelitian dan pengembangan",
}
PDF = b"%PDF-1.7 General Information"

SITES: tuple[tuple[str, str, str, str, int, float, float], ...] = (
    ("hotel-jkt", "Hotel in Jakarta", "Hotel di Jakarta", "Jakarta", 9, -6.2, 106.82),
    ("moi", "Ministry of Industry", "Kementerian Perindustrian", "Jakarta", 1, -6.232, 106.822),
    ("hotel-bdg", "Hotel in Bandung", "Hotel di Bandung", "Bandung", 9, -6.905, 107.612),
    ("bblm", "Centre for Metal and Machinery", "Balai Besar Logam dan Mesin", "Bandung", 3, -6.880, 107.611),
    (
        "b4t",
        "Centre for Materials and Technical Products",
        "Balai Besar Bahan dan Barang Teknik",
        "Bandung",
        5,
        -6.881,
        107.611,
    ),
    ("bbt", "Centre for Textile", "Balai Besar Tekstil", "Bandung", 2, -6.916, 107.643),
    ("bbk", "Centre for Ceramics", "Balai Besar Keramik", "Bandung", 6, -6.916, 107.644),
    ("bbpk", "Centre for Pulp and Paper", "Balai Besar Pulp dan Kertas", "Bandung", 4, -6.963, 107.619),
    ("ptdi", "PT Dirgantara Indonesia", "PT Dirgantara Indonesia", "Bandung", 7, -6.900, 107.576),
    ("sme", "Leading small enterprises", "IKM unggulan", "Bandung", 8, -6.914, 107.60),
)
"""Code, name in English and Indonesian, city, colour, latitude, longitude."""
WAYS = (
    ("hotel-jkt", "moi", TravelMode.ROAD, 30),
    ("hotel-jkt", "hotel-bdg", TravelMode.ROAD, 210),
    ("hotel-bdg", "bblm", TravelMode.ROAD, 45),
    ("bblm", "b4t", TravelMode.WALK, 5),
    ("hotel-bdg", "b4t", TravelMode.ROAD, 45),
    ("hotel-bdg", "bbt", TravelMode.ROAD, 45),
    ("bbt", "bbk", TravelMode.WALK, 3),
    ("hotel-bdg", "bbpk", TravelMode.ROAD, 40),
    ("hotel-bdg", "ptdi", TravelMode.ROAD, 30),
)
ACTIVITIES: tuple[tuple[str, str, str, str, int, int, str, str], ...] = (
    ("ARR", "hotel-jkt", "Arrival and registration", "Kedatangan dan registrasi", 18, 18, "14:00", "any"),
    ("OPN", "hotel-jkt", "Opening", "Pembukaan", 19, 19, "09:00", "morning"),
    (
        "LEC",
        "moi",
        "How the ministry helps small and medium industry",
        "Pembinaan industri kecil dan menengah",
        19,
        19,
        "13:00",
        "afternoon",
    ),
    ("LEC", "moi", "From research to product", "Dari riset ke produk", 20, 20, "08:30", "morning"),
    ("REL", "moi", "Friday prayer", "Salat Jumat", 20, 20, "11:45", "any"),
    ("CUL", "hotel-jkt", "Culture day", "Hari budaya", 21, 21, "", "any"),
    ("TRV", "hotel-bdg", "To Bandung", "Menuju Bandung", 22, 22, "13:00", "any"),
    ("PRA", "bblm", "Practice on CNC machines", "Praktik mesin CNC", 23, 26, "", "morning"),
    (
        "VIS",
        "b4t",
        "Lithium-ion batteries; a service run on the Internet of Things",
        "Baterai litium-ion; layanan berbasis Internet untuk Segala",
        23,
        26,
        "",
        "afternoon",
    ),
    (
        "VIS",
        "bbt",
        "Research and development in textile",
        "Riset dan pengembangan tekstil",
        23,
        26,
        "",
        "morning",
    ),
    (
        "DEM",
        "bbk",
        "Mini-workshop: each makes an ornament",
        "Lokakarya mini: membuat hiasan",
        23,
        26,
        "",
        "afternoon",
    ),
    (
        "VIS",
        "bbpk",
        "How beverage cartons are recycled",
        "Daur ulang kemasan karton minuman",
        23,
        26,
        "",
        "morning",
    ),
    ("SME", "sme", "Company visits", "Kunjungan perusahaan", 26, 26, "13:30", "afternoon"),
    ("SME", "ptdi", "How an aircraft is produced", "Proses pembuatan pesawat", 27, 27, "08:30", "morning"),
    ("REL", "hotel-bdg", "Friday prayer", "Salat Jumat", 27, 27, "11:45", "any"),
    ("TRV", "hotel-jkt", "To Jakarta", "Menuju Jakarta", 29, 29, "13:00", "any"),
    (
        "CLO",
        "moi",
        "Closing with a press statement",
        "Penutupan disertai keterangan pers",
        30,
        30,
        "15:00",
        "afternoon",
    ),
)
"""Kind, site, title in English and Indonesian, first and last day of July 2018, hour, part of the day."""


def ministry() -> Organisation:
    """The host."""
    return OrganisationFactory.create(
        code="kemenperin",
        kind=OrganisationKind.MINISTRY,
        name={
            "en": "Ministry of Industry of Indonesia",
            "id": "Kementerian Perindustrian Republik Indonesia",
        },
        abbreviation="Kemenperin",
        website="https://kemenperin.go.id",
    )


def series() -> Series:
    """What is offered again and again."""
    return SeriesFactory.create(
        code="SMI",
        title={"en": "Small and medium industry", "id": "Industri kecil dan menengah"},
        scheme={
            "en": "South-South and Triangular Cooperation",
            "id": "Kerja Sama Selatan-Selatan dan Triangular",
        },
        body=BodyFactory.create(
            code="colombo-plan",
            name={"en": "Colombo Plan", "id": "Rencana Kolombo"},
            description={
                "en": "An intergovernmental organisation for development in Asia and the Pacific.",
                "id": "Organisasi antarpemerintah untuk pembangunan di Asia dan Pasifik.",
            },
        ),
        publicity=Publicity.PUBLIC,
    )


def name_the_address() -> None:
    """Let calendars and feeds be issued, which carry the address of the office for ever."""
    Office.objects.update_or_create(pk=1, defaults={"public_address": ADDRESS})


def keep_editions(**values: Any) -> Edition:
    """Store the edition of 2018 with all that its page shows, and those before it; returns that of 2018."""
    name_the_address()
    enter_shipped_lists(apps)
    for code in {row[0] for row in ACTIVITIES}:
        session_type(code)
    offered = series()
    edition = EditionFactory.create(
        **{
            "series": offered,
            "number": 3,
            "code": CODE,
            "title": TITLE,
            "theme": THEME,
            "summary": {
                "en": "Twenty officials and entrepreneurs from ten countries learn in lecture rooms and at machines.",
                "id": "Dua puluh pejabat dan pengusaha dari sepuluh negara belajar di ruang kelas dan di depan mesin.",
            },
            "objective": {
                "en": "Participants know how research and development helps small industry.",
                "id": "Peserta mengetahui manfaat riset dan pengembangan bagi industri kecil.",
            },
            "target_group": {
                "en": "Government officials and owners of small and medium enterprises.",
                "id": "Aparatur pemerintah dan pengusaha IKM.",
            },
            "status": EditionStatus.CLOSED,
            "publicity": Publicity.PUBLIC,
            "known_participants": 20,
            "source": "Siaran Pers Kemenperin, 31 Juli 2018",
            **values,
        }
    )
    _organise(edition)
    _admit(edition)
    _teach(edition, _sites())
    for code, year, cities, people in (
        ("SMI-2017", 2017, ["Yogyakarta"], 22),
        ("SMI-2016", 2016, ["Bali"], 19),
    ):
        before = EditionFactory.create(
            series=offered,
            number=year - 2015,
            code=code,
            title=TITLE,
            theme={"en": f"Leather and batik {year}", "id": f"Kulit dan batik {year}"},
            starts_on=dt.date(year, 7, 30),
            ends_on=dt.date(year, 8, 9),
            arrives_on=None,
            departs_on=None,
            cities=cities,
            status=EditionStatus.CLOSED,
            publicity=Publicity.PUBLIC,
            known_participants=people,
            source="colombo-plan.org",
            certainty=Certainty.PRINTED,
        )
        KnownCountryFactory.create(edition=before, country_id="BT", participants=2)
    return edition


def keep_an_open_call() -> Edition:
    """The same while its call is open."""
    return keep_editions(status=EditionStatus.CALL)


def keep_a_call_in_the_news() -> None:
    """The same, of which the newsroom wrote."""
    edition = keep_an_open_call()
    topic = TopicFactory.create(name={"en": "Ceramics", "id": "Keramik"})
    for slug, headline in (
        ("open", {"en": "The call is out in ten countries", "id": "Undangan tersebar di sepuluh negara"}),
        ("kiln", {"en": "A day at the kiln", "id": "Sehari di tungku"}),
        ("paper", {"en": "What becomes of an empty carton", "id": "Nasib sebuah kotak kosong"}),
        ("field", {"en": "Notes from the field", "id": "Catatan dari lapangan"}),
    ):
        published(slug=slug, edition=edition, headline=headline).topics.add(topic)


def _organise(edition: Edition) -> None:
    secretariat = OrganisationFactory.create(
        code="colombo-plan-secretariat",
        kind=OrganisationKind.SECRETARIAT,
        name={"en": "Colombo Plan Secretariat", "id": "Sekretariat Rencana Kolombo"},
        country_id="LK",
        website="https://colombo-plan.org",
    )
    focal = OrganisationFactory.create(
        code="setneg",
        kind=OrganisationKind.MINISTRY,
        name={
            "en": "Ministry of State Secretariat of Indonesia",
            "id": "Kementerian Sekretariat Negara Republik Indonesia",
        },
    )
    for order, (organisation, role) in enumerate(
        [
            (ministry(), OrganiserRole.HOST),
            (focal, OrganiserRole.FOCAL_MINISTRY),
            (secretariat, OrganiserRole.SECRETARIAT),
        ]
    ):
        OrganiserFactory.create(edition=edition, organisation=organisation, role=role, order=order)
    MandateFactory.create(
        edition=edition,
        pledge=PledgeFactory.create(
            meeting={"en": "Consultative Committee Meeting", "id": "Sidang Komite Konsultatif"},
            text={"en": "One training a year.", "id": "Satu pelatihan setiap tahun."},
        ),
    )


def _admit(edition: Edition) -> None:
    for country in SENDERS:
        QuotaFactory.create(edition=edition, country_id=country, places=2)
    plan = DeadlinePlanFactory.create(
        edition=edition, code="nominations", level=Level.FOCAL_POINT, anchor=Anchor.ARRIVAL, days=2
    )
    for country in SENDERS:
        place = Country.objects.get(pk=country)
        DeadlineFactory.create(
            plan=plan,
            country=place,
            zone=place.time_zones[0],
            at=dt.datetime(2018, 5, 4, 10, tzinfo=dt.UTC),
        )
    EligibilityRuleFactory.create(
        edition=edition,
        label={"en": "Three years of experience in the field", "id": "Pengalaman tiga tahun di bidangnya"},
        severity=Severity.WAIVABLE,
        waiver_authority={"en": "the host", "id": "tuan rumah"},
    )
    EligibilityRuleFactory.create(
        edition=edition, label={"en": "English for lectures", "id": "Bahasa Inggris untuk perkuliahan"}
    )
    PackageItemFactory.create(
        edition=edition,
        benefit=Benefit.TRAVEL,
        side=Side.SENDING,
        payer=None,
        note={"en": "Economy class", "id": "Kelas ekonomi"},
    )
    booklet = BookletFactory.create(edition=edition, version=1)
    for language in ("en", "id"):
        BookletFileFactory.create(booklet=booklet, language=language, content=PDF)


def _sites() -> dict[str, Site]:
    agency = OrganisationFactory.create(
        code="bppi",
        kind=OrganisationKind.AGENCY,
        name={
            "en": "Industrial Research and Development Agency",
            "id": "Badan Penelitian dan Pengembangan Industri",
        },
    )
    sites = {}
    for code, english, indonesian, city, colour, latitude, longitude in SITES:
        is_hotel = code.startswith("hotel")
        owner = OrganisationFactory.create(
            code=f"of-{code}",
            name={"en": english, "id": indonesian},
            parent=agency if english.startswith("Centre") else None,
            roles=[OrganisationRole.VENUE] if is_hotel else [OrganisationRole.HOST_CENTRE],
        )
        sites[code] = SiteFactory.create(
            code=code,
            organisation=owner,
            name={"en": english, "id": indonesian},
            city=city,
            colour=colour,
            latitude=latitude,
            longitude=longitude,
            time_zone="Asia/Jakarta",
        )
    for one, two, mode, minutes in WAYS:
        TravelTimeFactory.create(origin=sites[one], destination=sites[two], mode=mode, minutes=minutes)
    return sites


def _teach(edition: Edition, sites: dict[str, Site]) -> None:
    OutcomeFactory.create(
        edition=edition,
        statement={
            "en": "Name a technology that fits small producers at home.",
            "id": "Menyebut teknologi yang cocok bagi produsen kecil di negaranya.",
        },
    )
    module = ModuleFactory.create(
        edition=edition,
        title={"en": "Practice at the centres", "id": "Praktik di balai"},
        description={"en": "In small groups.", "id": "Dalam kelompok kecil."},
    )
    for order, (kind, site, english, indonesian, first, last, hour, part) in enumerate(ACTIVITIES):
        activity = ActivityFactory.create(
            edition=edition,
            module=module,
            code=f"A{order}",
            session_type_id=kind,
            title={"en": english, "id": indonesian},
            earliest_on=dt.date(2018, 7, first),
            latest_on=dt.date(2018, 7, last),
            begins_at=dt.time.fromisoformat(hour) if hour else None,
            day_part=part,
            minutes=75 if kind == "REL" else 180,
            order=order,
            certainty=Certainty.ASSUMED if kind == "LEC" else Certainty.KNOWN,
        )
        activity.sites.add(sites[site])
