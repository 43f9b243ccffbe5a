"""What the pages of programmes show when they are looked at: an edition 62 days before its arrival."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from balai.engine.bundle.problem import Place, Report
from balai.kernel import clock
from balai.kernel.identity import uuid7
from balai.kernel.restricted import put
from balai.programmes.enums import (
    Attendance,
    Benefit,
    DayPart,
    EditionStatus,
    ImportState,
    OrganiserRole,
    ReservationState,
    Side,
    Task,
)
from balai.programmes.models import BundleExport, BundleImport, Edition
from balai.programmes.services.booklets import freeze_booklet
from balai.programmes.services.deadlines import plan_usual_deadlines, recompute_deadlines
from balai.programmes.services.finding import answer_search, ask_for_dates
from tests.browser.sign_in import account_of
from tests.directory.factories import (
    MachineFactory,
    OrganisationFactory,
    ResourcePersonFactory,
    SiteFactory,
    country,
)
from tests.newsroom.factories import published
from tests.people.factories import PersonFactory
from tests.programmes.factories import (
    ActivityFactory,
    ActivityMachineFactory,
    ActivityPersonFactory,
    AssessmentFactory,
    BudgetLineFactory,
    CompletionRuleFactory,
    EditionFactory,
    EligibilityRuleFactory,
    GroupFactory,
    KnownCountryFactory,
    LessonFactory,
    MandateFactory,
    ModuleFactory,
    OrganiserFactory,
    OutcomeFactory,
    PackageItemFactory,
    PledgeFactory,
    QuotaFactory,
    ReservationFactory,
    RiskFactory,
    RubricAnchorFactory,
    RubricCriterionFactory,
    SeriesFactory,
    TargetFactory,
    session_type,
)
from tests.programmes.typesetting import plain

CODE = "SMI-2018"
LESSON = UUID("0190a0a0-0000-7000-8000-0000000005e1")
EXPORT = UUID("01900000-0000-7000-8000-0000000e0001")
IMPORT = UUID("0190a0a0-0000-7000-8000-0000000005e3")
OWN_LESSON = UUID("0190a0a0-0000-7000-8000-0000000005e2")


def begin_nothing() -> None:
    """Only what every installation has."""
    for code in ("ID", "BT"):
        country(code)


def have_an_idea() -> None:
    """An edition of which nothing but the title is known."""
    begin_nothing()
    series = SeriesFactory.create(code="SMI", body=None)
    EditionFactory.create(
        code=CODE,
        series=series,
        number=3,
        starts_on=None,
        ends_on=None,
        arrives_on=None,
        departs_on=None,
        places=None,
    )


def keep_an_edition() -> None:
    """An edition whose call is open, with a row in every list; something is late, due and awaited."""
    edition = _edition()
    published(edition=edition)
    host, secretariat = _organisers(edition)
    _curriculum(edition)
    _admission(edition)
    PackageItemFactory.create(edition=edition, code="lodging", payer=host)
    PackageItemFactory.create(
        edition=edition, code="air", benefit=Benefit.TRAVEL, payer=secretariat, categories=[1]
    )
    PackageItemFactory.create(
        edition=edition, code="visa", benefit=Benefit.VISA, side=Side.PARTICIPANT, payer=None
    )
    BudgetLineFactory.create(edition=edition, code="B1", payer=host)
    BudgetLineFactory.create(edition=edition, code="B2", description={"en": "Trainers", "id": "Pelatih"})
    plan_usual_deadlines(edition=edition, actor="system", at=clock.now())
    freeze_booklet(edition=edition, typeset=plain, actor="system", at=clock.now())
    RiskFactory.create(
        edition=edition, code="VISA", response={"en": "Begin early.", "id": "Mulai lebih awal."}
    )
    KnownCountryFactory.create(edition=edition, country_id="BT", participants=2)
    before = EditionFactory.create(code="SMI-2017", series=edition.series, number=2, status="evaluated")
    LessonFactory.create(
        id=LESSON,
        edition=before,
        taken_up_in=edition,
        is_demanded=True,
        due_on=clock.now().date() - dt.timedelta(days=2),
        text={"en": "More hours at the machines.", "id": "Lebih banyak jam di mesin."},
        source="Evaluasi 2017",
    )
    LessonFactory.create(
        id=OWN_LESSON,
        edition=edition,
        text={"en": "Ask sites earlier.", "id": "Hubungi lokasi lebih awal."},
        source="Evaluasi 2018",
    )
    Edition.objects.filter(pk=edition.pk).update(
        theme={"en": "Research and development", "id": "Penelitian dan pengembangan"}
    )


def add_rows(edition: Edition) -> None:
    """Two more rows in every list that the board looks at."""
    for place in range(2):
        outcome = OutcomeFactory.create(edition=edition)
        module = ModuleFactory.create(edition=edition)
        module.outcomes.add(outcome)
        AssessmentFactory.create(edition=edition).outcomes.add(outcome)
        activity = ActivityFactory.create(edition=edition, module=module)
        site = SiteFactory.create()
        activity.sites.add(site)
        ActivityPersonFactory.create(activity=activity, resource_person=ResourcePersonFactory.create())
        ReservationFactory.create(edition=edition, site=site)
        OrganiserFactory.create(edition=edition, role=OrganiserRole.PARTNER, order=10 + place)
        BudgetLineFactory.create(edition=edition)
        PackageItemFactory.create(edition=edition)
        EligibilityRuleFactory.create(edition=edition)
        MandateFactory.create(edition=edition)
        LessonFactory.create(
            edition=Edition.objects.get(code="SMI-2017"), taken_up_in=edition, source=f"Report {place}"
        )


def keep_found_dates() -> None:
    """The same, with the answer of the date finder."""
    keep_an_edition()
    edition = Edition.objects.get(code=CODE)
    assert edition.starts_on is not None
    question = {
        "season_first": (edition.starts_on - dt.timedelta(days=5)).isoformat(),
        "season_last": (edition.starts_on + dt.timedelta(days=110)).isoformat(),
        "days": 13,
        "weekdays": [1, 2],
        "avoids_ramadan": True,
        "keeps_fridays": True,
        "exclusions": [],
        "cautions": [],
    }
    search = ask_for_dates(edition=edition, question=question, actor="system", at=clock.now())
    answer_search(search_id=search.pk, at=clock.now())


def _edition() -> Edition:
    for code in ("ID", "BT", "PK", "LK"):
        country(code)
    for code in ("OPN", "ORI", "LEC", "PRA", "VIS", "CLO", "EVL"):
        session_type(code)
    arrival = clock.now().date() + dt.timedelta(days=62)
    end = arrival + dt.timedelta(days=12)
    series = SeriesFactory.create(
        code="SMI",
        body=None,
        scheme={
            "en": "South-South and Triangular Cooperation",
            "id": "Kerja Sama Selatan-Selatan dan Triangular",
        },
        summary={
            "en": "Small industry, taught where the work is done.",
            "id": "Industri kecil, diajarkan di tempatnya.",
        },
    )
    edition: Edition = EditionFactory.create(
        code=CODE,
        series=series,
        number=3,
        status=EditionStatus.CALL,
        arrives_on=arrival,
        starts_on=arrival,
        ends_on=end,
        departs_on=end,
        host_places=2,
        smallest_group=12,
        sdg_targets=["17.9", "8.3"],
        policy_markers=["1:1", "4:2"],
        summary={"en": "Lectures, visits and practice.", "id": "Ceramah, kunjungan, dan praktik."},
    )
    pledge = PledgeFactory.create(
        code="CCM-45",
        text={"en": "A programme each year.", "id": "Satu program setiap tahun."},
        valid_until=None,
    )
    MandateFactory.create(edition=edition, pledge=pledge)
    return edition


def _organisers(edition: Edition) -> tuple[object, object]:
    host = OrganisationFactory.create(
        code="kemenperin",
        name={"en": "Ministry of Industry", "id": "Kementerian Perindustrian"},
        abbreviation="Kemenperin",
    )
    secretariat = OrganisationFactory.create(
        code="cps",
        name={"en": "Colombo Plan Secretariat", "id": "Sekretariat Rencana Kolombo"},
        abbreviation="CPS",
        country_id="LK",
    )
    OrganiserFactory.create(edition=edition, organisation=host, order=1, agreed_on=dt.date(2018, 1, 12))
    OrganiserFactory.create(
        edition=edition, organisation=secretariat, role=OrganiserRole.SECRETARIAT, order=2
    )
    return host, secretariat


def _curriculum(edition: Edition) -> None:
    outcome = OutcomeFactory.create(
        edition=edition,
        code="O1",
        order=1,
        statement={
            "en": "Name a technology that fits at home.",
            "id": "Menyebut teknologi yang cocok di negaranya.",
        },
    )
    OutcomeFactory.create(
        edition=edition,
        code="O2",
        order=2,
        statement={"en": "Write an action plan.", "id": "Menyusun rencana aksi."},
    )
    module = ModuleFactory.create(edition=edition, code="M1")
    module.outcomes.add(outcome)
    AssessmentFactory.create(edition=edition, code="A1").outcomes.add(outcome)
    CompletionRuleFactory.create(edition=edition)
    groups = [
        GroupFactory.create(
            edition=edition, code=code, name={"en": f"Group {code}", "id": f"Kelompok {code}"}
        )
        for code in ("A", "B")
    ]
    assert edition.starts_on is not None
    second = edition.starts_on + dt.timedelta(days=1)
    machines = SiteFactory.create(
        code="bblm",
        name={"en": "Centre for Metal and Machinery", "id": "Balai Besar Logam dan Mesin"},
        colour=2,
    )
    ceramics = SiteFactory.create(
        code="bbk", name={"en": "Centre for Ceramics", "id": "Balai Besar Keramik"}, colour=5
    )
    hotel = SiteFactory.create(
        code="hotel", name={"en": "Hotel in Jakarta", "id": "Hotel di Jakarta"}, city="Jakarta", colour=1
    )
    opening = ActivityFactory.create(
        edition=edition,
        code="OPENING",
        session_type_id="OPN",
        module=None,
        title={"en": "Opening", "id": "Pembukaan"},
        minutes=90,
        earliest_on=second,
        latest_on=second,
        begins_at=dt.time(9),
        order=1,
    )
    opening.sites.add(hotel)
    practice = ActivityFactory.create(
        edition=edition,
        code="CNC",
        module=module,
        attendance=Attendance.EACH_GROUP,
        day_part=DayPart.MORNING,
        order=2,
    )
    practice.sites.add(machines)
    practice.groups.set(groups)
    practice.after.add(opening)
    cnc = MachineFactory.create(site=machines, room=None, code="cnc-mill")
    ActivityMachineFactory.create(activity=practice, machine=cnc, count=3)
    lead = ResourcePersonFactory.create(code="anwar", person=PersonFactory.create(name="Anwar Siregar"))
    ActivityPersonFactory.create(activity=practice, resource_person=lead, task=Task.SUPERVISE)
    for site, state, days in (
        (hotel, ReservationState.CONFIRMED, 0),
        (machines, ReservationState.HELD, 5),
        (ceramics, ReservationState.ASKED, 7),
    ):
        first = edition.starts_on + dt.timedelta(days=days)
        ReservationFactory.create(
            edition=edition,
            site=site,
            state=state,
            first_on=first,
            last_on=first + dt.timedelta(days=1),
            held_until=clock.now().date() + dt.timedelta(days=4) if state == ReservationState.HELD else None,
        )


def _admission(edition: Edition) -> None:
    for code, places in (("BT", 2), ("ID", 2), ("PK", 3)):
        QuotaFactory.create(edition=edition, country_id=code, places=places)
    TargetFactory.create(edition=edition, code="women")
    EligibilityRuleFactory.create(
        edition=edition,
        code="E-EXPERIENCE",
        label={"en": "Three years of experience", "id": "Pengalaman tiga tahun"},
        message={"en": "Has less than three years.", "id": "Kurang dari tiga tahun."},
    )
    criterion = RubricCriterionFactory.create(
        edition=edition, code="relevance", weight=100, title={"en": "Relevance", "id": "Relevansi"}
    )
    RubricAnchorFactory.create(
        criterion=criterion, text={"en": "Responsible for the topic", "id": "Menangani topik ini"}
    )
    recompute_deadlines(edition=edition, actor="system", at=clock.now())


def have_a_file_checked() -> None:
    """A file that a worker goes through."""
    _file(state=ImportState.CHECKING, done=132, total=418)


def have_a_file_refused() -> None:
    """A file with three faults."""
    found = _file(state=ImportState.REFUSED, problem_count=3, ended_at=clock.now())
    report = Report()
    table = "editions/smi-2018/activities.csv"
    report.add(Place(table, 7, 5, "minutes"), "value.whole", "sembilan puluh")
    report.add(
        Place(table, 12, 2, "session_type"),
        "reference.unknown",
        "PRX",
        section="session-types",
        near="",
        file="session-types.yaml",
    )
    report.add(Place("directory/sites.yaml", 31, 12, "time_zone"), "value.zone", "Bandung")
    put(found, "problems", [problem.to_json() for problem in report])
    found.save()


def have_a_file_found_sound() -> None:
    """A file in which nothing is wrong."""
    _file(state=ImportState.SOUND, outcome=OUTCOME)


def have_a_file_taken_in() -> None:
    """A file that is in."""
    keep_an_edition()
    _file(state=ImportState.DONE, outcome=OUTCOME, ended_at=clock.now())


def have_files_of_all_kinds() -> None:
    """A file in each state."""
    have_a_file_taken_in()
    for state in (ImportState.CHECKING, ImportState.SOUND, ImportState.RECORDING):
        _file(pk=uuid7(), state=state, file_name=f"berkas-{state}.xlsx")
    _file(pk=uuid7(), state=ImportState.REFUSED, problem_count=50, file_name="peserta.csv")


OUTCOME = {
    "counts": {
        "organisations": {"new": 24, "same": 3},
        "sites": {"new": 9},
        "editions": {"new": 1},
        "activities": {"new": 64, "changed": 2},
        "budget": {"new": 31},
    },
    "keys": {"series": ["SMI"], "editions": [CODE]},
}


def _file(**fields: Any) -> BundleImport:
    person = account_of("programme_officer").person
    assert person is not None
    values = {"pk": IMPORT, "file_name": "smi-2018.zip", "size": 48_213, **fields}
    return BundleImport.objects.create(person=person, language="id", brought_at=clock.now(), **values)


def have_a_bundle_made() -> None:
    """A bundle that a worker writes: 14 of 35 lists."""
    _bundle(done=14, total=35)


def have_a_bundle_ready() -> None:
    """One that can be fetched."""
    at = clock.now()
    _bundle(state="ready", file_id=uuid7(), ready_at=at, size=48_213)


def _bundle(**fields: Any) -> None:
    keep_an_edition()
    person = account_of("programme_officer").person
    assert person is not None
    BundleExport.objects.create(
        pk=EXPORT,
        person=person,
        edition=Edition.objects.get(code=CODE),
        file_name=f"{CODE}.zip",
        asked_at=clock.now(),
        **fields,
    )
