"""Calls and nominations in the terms of the reference programme: Bhutan nominates for the edition of 2018."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from balai.kernel.crypto import blind_index
from balai.kernel.identity import uuid7
from balai.kernel.restricted import put
from balai.nominations.enums import (
    ApplicationState,
    ContactWay,
    DocumentKind,
    Education,
    LanguageLevel,
    NominationState,
    Outcome,
    Reached,
    Scan,
    Sex,
    Signatory,
    Track,
)
from balai.nominations.models import (
    Application,
    CallContact,
    CountryCall,
    Document,
    Endorsement,
    Nomination,
    Profile,
    ReturnedPlaces,
    RuleResult,
    Submission,
    Waiver,
)
from tests.people.factories import PersonFactory
from tests.programmes.factories import EditionFactory, EligibilityRuleFactory

if TYPE_CHECKING:
    from collections.abc import Mapping

ISSUED = dt.datetime(2018, 3, 20, 3, tzinfo=dt.UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"

COMPLETE: Mapping[str, Any] = {
    "name": "Karma Choden",
    "email": "karma@example.bt",
    "sex": Sex.FEMALE,
    "birth_on": dt.date(1985, 2, 3),
    "passport_until": dt.date(2022, 5, 1),
    "track": Track.OFFICIAL,
    "employer": "Department of Cottage and Small Industry",
    "position": "Industry officer",
    "sector": "textiles",
    "experience_years": 8,
    "education": Education.BACHELOR,
    "language_level": LanguageLevel.B2,
    "is_military": False,
    "took_part_before": False,
    "has_conflict_of_interest": False,
    "reason": "She advises the weavers of four districts.",
    "expected_use": "A dyeing course for weavers in Lhuentse.",
}
"""Everything that a country writes about a nominee."""


class CountryCallFactory(DjangoModelFactory[CountryCall]):
    """Bhutan is invited on the day of the call."""

    class Meta:
        model = CountryCall

    edition = SubFactory(EditionFactory)
    country_id = "BT"
    called_on = dt.date(2018, 3, 20)
    issued_at = ISSUED


class NominationFactory(DjangoModelFactory[Nomination]):
    """Somebody of Bhutan, complete and not sent yet."""

    class Meta:
        model = Nomination

    call = SubFactory(CountryCallFactory)
    edition = SelfAttribute("call.edition")
    country_id = LazyAttribute(lambda made: made.call.country_id)
    person = SubFactory(PersonFactory)
    code = Sequence(lambda n: f"SMI-2018/N-BT-{n:02}")
    rank = Sequence(lambda n: n % 30_000 + 1)
    entered_at = ISSUED
    name = SelfAttribute("person.name")
    email = Sequence(lambda n: f"nominee{n}@example.bt")
    sex = Sex.FEMALE
    birth_on = dt.date(1985, 2, 3)
    passport_until = dt.date(2022, 5, 1)
    track = Track.OFFICIAL
    employer = "Department of Cottage and Small Industry"
    position = "Industry officer"
    experience_years = 8
    education = Education.BACHELOR
    language_level = LanguageLevel.B2
    reason = "She advises the weavers of four districts."
    expected_use = "A dyeing course for weavers in Lhuentse."


class LateNominationFactory(NominationFactory):
    """One that came after the deadline and waits."""

    state = NominationState.LATE
    was_late = True
    submitted_at = dt.datetime(2018, 5, 2, 3, tzinfo=dt.UTC)


class CallContactFactory(DjangoModelFactory[CallContact]):
    """The office telephoned."""

    class Meta:
        model = CallContact

    call = SubFactory(CountryCallFactory)
    at = ISSUED + dt.timedelta(days=8)
    way = ContactWay.PHONE
    reached = Reached.SPOKEN
    actor = "system"


class ReturnedPlacesFactory(DjangoModelFactory[ReturnedPlaces]):
    """One place is not needed."""

    class Meta:
        model = ReturnedPlaces

    call = SubFactory(CountryCallFactory)
    places = 1
    reason = "The season of sowing."
    at = ISSUED
    actor = "system"


class RuleResultFactory(DjangoModelFactory[RuleResult]):
    """Too little experience."""

    class Meta:
        model = RuleResult

    nomination = SubFactory(NominationFactory)
    rule = SubFactory(EligibilityRuleFactory)
    outcome = Outcome.FAIL
    at = ISSUED


class WaiverFactory(DjangoModelFactory[Waiver]):
    """The director waived it."""

    class Meta:
        model = Waiver

    nomination = SubFactory(NominationFactory)
    rule_code = "E-EXPERIENCE"
    authority = "Director of cooperation"
    reason = "She ran the centre for two years."
    at = ISSUED
    actor = "system"


PASSPORT: Mapping[str, Any] = {
    "number": "E00009413",
    "kind": "ordinary",
    "issued_on": "2017-05-02",
    "issued_by": "Department of Immigration",
    "zone": "",
    "national_id": "",
}


class ProfileFactory(DjangoModelFactory[Profile]):
    """Karma told everything that has to be told; sealed parts are put in by :func:`seal`."""

    class Meta:
        model = Profile

    person = SubFactory(PersonFactory)
    given_names = "Karma"
    family_name = "Choden"
    name_in_passport = "Karma Choden"
    sex = Sex.FEMALE
    birth_on = dt.date(1985, 2, 3)
    nationality = "BT"
    passport_until = dt.date(2022, 5, 1)
    email = "karma@example.bt"
    mobile = "+975 17 000 000"
    office_address = "Thimphu"
    nearest_airport = "PBH"
    emergency_name = "Pema Choden"
    emergency_relation = "sister"
    emergency_phone = "+975 17 000 001"
    emergency_language = "Dzongkha"
    track = Track.OFFICIAL
    employer = "Department of Cottage and Small Industry"
    position = "Industry officer"
    position_since = dt.date(2012, 1, 1)
    duties = "Advises weavers."
    experience_years = 9
    education = Education.BACHELOR
    language_level = LanguageLevel.B2
    took_part_before = False
    lacking: Mapping[str, list[str]] = {"passport": [], "health": [], "needs": []}


def seal(profile: Profile) -> Profile:
    """Put in what is sealed; the installation has to have keys."""
    put(profile, "passport", {**PASSPORT})
    put(profile, "needs", {"diet": ["vegetarian"], "allergies": "peanuts, severe"})
    put(profile, "faith", {"practice": ["prayer-room"]})
    put(profile, "health", {"fit_to_travel": True, "conditions": "asthma", "insurance_read": True})
    profile.passport_index = blind_index(PASSPORT["number"], place="balai_profile.passport")
    profile.save()
    return profile


class ApplicationFactory(DjangoModelFactory[Application]):
    """Karma was asked and has filled in everything; nothing is sent yet."""

    class Meta:
        model = Application

    nomination = SubFactory(NominationFactory)
    invited_at = ISSUED
    problem = "Weavers sell below cost."
    why_me = "I advise them."
    outcomes = "Costing."
    use_after = "A course in Lhuentse."
    has_conflict_of_interest = False
    has_read_demands = True
    photo_consent = "internal"
    signed_name = "Karma Choden"


class DocumentFactory(DjangoModelFactory[Document]):
    """A row only: no file lies behind it."""

    class Meta:
        model = Document

    person = SubFactory(PersonFactory)
    kind = DocumentKind.PASSPORT
    file = LazyFunction(uuid7)
    name = "passport.pdf"
    media_type = "application/pdf"
    size = 40
    scan = Scan.NONE
    kept_at = ISSUED
    kept_by = "system"


class EndorsementFactory(DjangoModelFactory[Endorsement]):
    """The head of the department is asked."""

    class Meta:
        model = Endorsement

    application = SubFactory(ApplicationFactory)
    signatory = Signatory.EMPLOYER
    name = "Sonam Dorji"
    email = "sonam@example.bt"
    secret_hash = Sequence(lambda n: f"{n:064}")
    asked_at = ISSUED
    expires_at = ISSUED + dt.timedelta(days=21)


def sent_application(nomination: Nomination, *, at: dt.datetime = ISSUED, **facts: Any) -> Application:
    """An application that was sent, without what it froze but for these facts."""
    application: Application = ApplicationFactory.create(
        nomination=nomination, state=ApplicationState.SENT, sent_at=at
    )
    Submission.objects.create(
        application=application,
        person=nomination.person,
        number=1,
        at=at,
        actor="system",
        content={"documents": []},
        facts=facts,
    )
    return application
