"""What the pages of nominations show when they are looked at: Nepal in the week before its deadline."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from balai.correspondence.models import Letter
from balai.kernel import clock
from balai.nominations.enums import NominationState, Track
from balai.nominations.models import Application, CallLetter, CountryCall, Nomination, Profile
from balai.nominations.services.applying import send_application
from balai.nominations.services.calling import issue_invitations
from balai.nominations.services.judging import judge_call
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus, Level, Severity
from tests.browser.sign_in import account_of
from tests.directory.factories import ContactFactory, EmbassyFactory, country
from tests.nominations.factories import (
    ApplicationFactory,
    CallContactFactory,
    CountryCallFactory,
    DocumentFactory,
    EndorsementFactory,
    LateNominationFactory,
    NominationFactory,
    ProfileFactory,
    seal,
)
from tests.people.factories import GrantFactory, PersonFactory
from tests.permissions.world import person_of
from tests.programmes.factories import (
    DeadlineFactory,
    DeadlinePlanFactory,
    EditionFactory,
    EligibilityRuleFactory,
    KnownCountryFactory,
    QuotaFactory,
    SeriesFactory,
)

if TYPE_CHECKING:
    from balai.programmes.models import Edition

CODE = "SMI-2018"
FIRST, SECOND, THIRD, LATE = (UUID(f"0190a0a0-0000-7000-8000-00000000070{n}") for n in range(1, 5))
COUNTRY = "LK"
RULE = "E-EXPERIENCE"
STEPS: tuple[tuple[str, Level, str, str, int], ...] = (
    ("nominations", Level.AGENCY, "Agencies answer the focal point", "Instansi menjawab narahubung", 3),
    ("nominations", Level.FOCAL_POINT, "Nominations are due", "Batas waktu pencalonan", 8),
    ("selection", Level.HOST, "The panel selects", "Panel melakukan seleksi", 26),
    ("acceptances", Level.HOST, "Acceptances are due", "Batas waktu konfirmasi", 34),
)


def keep_a_call() -> Edition:
    """An edition whose call is open for three countries, one of which has not opened its letter."""
    for code in ("ID", "LK", "BT", "PK"):
        country(code)
    series = SeriesFactory.create(code="SMI", body=None)
    edition: Edition = EditionFactory.create(code=CODE, series=series, status=EditionStatus.CALL)
    for code, places in (("LK", 2), ("BT", 2), ("PK", 1)):
        QuotaFactory.create(edition=edition, country_id=code, places=places)
    at = clock.now()
    for code, level, english, indonesian, days in STEPS:
        plan = DeadlinePlanFactory.create(
            edition=edition, code=code, level=level, title={"en": english, "id": indonesian}
        )
        own = COUNTRY if level != Level.HOST else None
        due = (at + dt.timedelta(days=days)).replace(hour=10, minute=30, second=0, microsecond=0)
        DeadlineFactory.create(
            plan=plan, country_id=own, at=due, zone="Asia/Colombo" if own else "Asia/Jakarta"
        )
    return edition


def keep_an_empty_list() -> None:
    """Sri Lanka is invited and has named nobody."""
    CountryCallFactory.create(edition=keep_a_call(), country_id=COUNTRY, issued_at=clock.now())


def keep_a_list() -> None:
    """Three named: one complete, one incomplete, one blocked by a passport; one taken out; one late."""
    edition = keep_a_call()
    at = clock.now()
    for place, year, people in (("Yogyakarta", 2017, 2), ("Denpasar", 2016, None)):
        before = EditionFactory.create(
            series=edition.series,
            code=f"SMI-{year}",
            cities=[place],
            starts_on=dt.date(year, 7, 18),
            ends_on=dt.date(year, 7, 30),
            arrives_on=None,
            departs_on=None,
        )
        KnownCountryFactory.create(edition=before, country_id=COUNTRY, participants=people)
    EligibilityRuleFactory.create(
        edition=edition,
        code="E-PASSPORT6M",
        order=1,
        label={
            "en": "Passport valid six months after the return",
            "id": "Paspor berlaku enam bulan setelah kembali",
        },
        message={"en": "The passport ends too early.", "id": "Masa berlaku paspor terlalu pendek."},
        expression={"field": "passport_months_after_return", "operator": "at_least", "value": 6},
        source="GI 4.2",
    )
    EligibilityRuleFactory.create(
        edition=edition,
        code=RULE,
        order=2,
        severity=Severity.WAIVABLE,
        label={"en": "Three years of experience", "id": "Pengalaman tiga tahun"},
        message={
            "en": "Has less than three years of experience.",
            "id": "Pengalaman kurang dari tiga tahun.",
        },
        waiver_authority={"en": "Director of cooperation", "id": "Direktur kerja sama"},
    )
    dilani = PersonFactory.create(name="Dilani Perera", email="focal@example.lk")
    GrantFactory.create(person=dilani, role=Role.FOCAL_POINT, scope=f"country:{COUNTRY}")
    embassy = EmbassyFactory.create(name={"en": "Royal Bhutanese Embassy", "id": "Kedutaan Besar Bhutan"})
    ContactFactory.create(organisation=embassy, email="embassy@example.bt", telephone="+66 2 000")
    issue_invitations(edition=edition, actor="system", at=at)
    call = CountryCall.objects.get(country=COUNTRY)
    other = CountryCall.objects.get(country="BT")
    Letter.objects.filter(pk__in=CallLetter.objects.values("letter")).update(read_at=at)
    CountryCall.objects.filter(pk=call.pk).update(changed_at=at, changed_by=dilani.reference)
    CallContactFactory.create(call=other, at=at, note="Back on Monday.")
    NominationFactory.create(
        pk=FIRST, call=call, rank=1, name="Nimal Fernando", employer="Industrial Development Board"
    )
    NominationFactory.create(
        pk=SECOND,
        call=call,
        rank=2,
        name="Kumari Silva",
        position="Owner",
        employer="Silva Batik",
        track=Track.ENTREPRENEUR,
        education="",
        reason="",
        experience_years=2,
    )
    NominationFactory.create(
        pk=THIRD,
        call=call,
        rank=3,
        name="Ruwan Jayasuriya",
        position="Owner",
        employer="Coir mats",
        track=Track.ENTREPRENEUR,
        passport_until=dt.date(2018, 11, 12),
    )
    NominationFactory.create(
        call=call,
        rank=9,
        name="Sanduni Dias",
        state=NominationState.WITHDRAWN,
        withdrawn_at=at,
        withdrawn_by="system",
        withdrawn_why="employer",
    )
    LateNominationFactory.create(pk=LATE, call=other, rank=1, name="Karma Choden")
    for one in (call, other):
        judge_call(
            call=CountryCall.objects.select_related("edition__series", "country").get(pk=one.pk), at=at
        )
    assert Nomination.objects.count() == 5


APPLICATION = UUID("0190a0a0-0000-7000-8000-000000000801")
SECRET = "lanterns-above-kandy"


def keep_an_application() -> Application:
    """Kumari of Sri Lanka, the reader, fills in her application; a document and a supervisor are there.

    The zone of her passport does not agree with what she typed.
    """
    keep_a_list()
    person = person_of(account_of("nominee"))
    Nomination.objects.filter(pk=SECOND).update(person=person, email="kumari@example.lk")
    nomination = Nomination.objects.get(pk=SECOND)
    profile = seal(
        ProfileFactory.create(
            person=person,
            given_names="Kumari",
            family_name="Silva",
            name_in_passport="Kumari Silva",
            nationality="LK",
            mobile="",
            lacking={"passport": [], "needs": []},
            versions={"passport": {"number": 1, "writer": ""}},
            zone_differs=["digit.number", "name"],
        )
    )
    application: Application = ApplicationFactory.create(
        pk=APPLICATION, nomination=nomination, why_me="", photo_consent=""
    )
    DocumentFactory.create(person=profile.person, kept_at=clock.now())
    EndorsementFactory.create(
        application=application,
        name="Ranil Bandara",
        email="ranil@example.lk",
        secret_hash=hashlib.sha256(SECRET.encode()).hexdigest(),
        asked_at=clock.now(),
        expires_at=clock.now() + dt.timedelta(days=10),
    )
    return application


def keep_a_sent_application() -> None:
    """The same, sent."""
    application = keep_an_application()
    person = application.nomination.person
    Profile.objects.filter(person=person).update(
        mobile="+94 77 000 000", lacking={"passport": [], "needs": [], "health": []}
    )
    Application.objects.filter(pk=APPLICATION).update(why_me="I own a workshop.", photo_consent="internal")
    for kind in ("photo", "cv", "degree"):
        DocumentFactory.create(person=person, kind=kind, name=f"{kind}.pdf", kept_at=clock.now())
    send_application(application_id=APPLICATION, declared={}, actor=person, at=clock.now())
