"""Calls and nominations in the terms of the reference programme: Bhutan nominates for the edition of 2018."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from factory.declarations import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from balai.nominations.enums import (
    ContactWay,
    Education,
    LanguageLevel,
    NominationState,
    Outcome,
    Reached,
    Sex,
    Track,
)
from balai.nominations.models import (
    CallContact,
    CountryCall,
    Nomination,
    ReturnedPlaces,
    RuleResult,
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
