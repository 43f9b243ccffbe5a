"""The made-up people of a drill: what their countries write of them, and what they tell of themselves.

In everything that is sealed stands a word that stands nowhere else: wherever it is found in the clear,
something has leaked.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from balai.nominations.enums import Education, LanguageLevel, Section, Sex, Track
from balai.selection.enums import Attendance, PhotoLevel, RoomWish
from balai.selection.services.answering import Answers
from balai.selection.services.sample.people import CAPITALS, FAMILY, FIELDS, GIVEN

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from balai.nominations.models import Nomination
    from balai.selection.enums import Diet

PLANTED = "Xqzvkw"
"""How every planted word begins; no word of any language that Balai speaks does."""


def planted(what: str, number: int) -> str:
    """A word of one thing of one person."""
    return f"{PLANTED}{what}{number}"


def named(draw: random.Random, country: str, rank: int, *, code: str, first: dt.date) -> dict[str, Any]:
    """What a country writes of somebody; complete, so that it can be sent."""
    is_woman = draw.random() < 0.5
    women, men = GIVEN[country]
    given = draw.choice((women if is_woman else men).split())
    family = FAMILY[country].split()[rank % len(FAMILY[country].split())]
    field, years = draw.choice(FIELDS), draw.randint(4, 20)
    return {
        "name": f"{given} {family}",
        "email": f"{code}-{country.lower()}-{rank}@example.org",
        "sex": Sex.FEMALE if is_woman else Sex.MALE,
        "birth_on": dt.date(first.year - 24 - years, draw.randint(1, 12), draw.randint(1, 28)),
        "passport_until": first + dt.timedelta(days=1_000),
        "track": Track.OFFICIAL,
        "employer": f"Department of Small Industry, {CAPITALS[country][0]}",
        "position": "Industry officer",
        "sector": field,
        "experience_years": years,
        "education": Education.BACHELOR,
        "language_level": LanguageLevel.B2,
        "is_military": False,
        "took_part_before": False,
        "has_conflict_of_interest": False,
        "reason": f"Works on {field} in small industry.",
        "expected_use": f"A course on {field}.",
    }


def told_by(
    nomination: Nomination, number: int, *, is_pregnant: bool, needs_no_steps: bool
) -> Mapping[Section, dict[str, Any]]:
    """What somebody writes into the application; the planted words are only in what is sealed."""
    given, _space, family = nomination.name.partition(" ")
    passport_until = nomination.passport_until or dt.date.max
    condition = "pregnant, " if is_pregnant else ""
    access = "no steps, please, " if needs_no_steps else ""
    return {
        Section.IDENTITY: {
            "given_names": given,
            "family_name": family,
            "name_in_passport": nomination.name,
            "sex": nomination.sex,
            "birth_on": nomination.birth_on,
            "nationality": nomination.country_id,
        },
        Section.PASSPORT: {
            "number": planted("P", number).upper(),
            "kind": "ordinary",
            "issued_on": (passport_until - dt.timedelta(days=2_000)).isoformat(),
            "issued_by": "Passport office",
            "zone": "",
            "national_id": "",
            "passport_until": passport_until,
        },
        Section.CONTACT: {
            "email": nomination.email,
            "mobile": "+62 21 000 000",
            "office_address": "Capital",
            "nearest_airport": "CGK",
            "emergency_name": "Family",
            "emergency_relation": "family",
            "emergency_phone": "+62 21 000 001",
            "emergency_language": "English",
        },
        Section.WORK: {
            "track": nomination.track,
            "employer": nomination.employer,
            "position": nomination.position,
            "position_since": passport_until - dt.timedelta(days=3_000),
            "duties": nomination.reason,
            "experience_years": nomination.experience_years,
            "is_military": False,
            "is_owner": False,
        },
        Section.LEARNING: {
            "education": nomination.education,
            "language_level": nomination.language_level,
            "took_part_before": False,
        },
        Section.MOTIVATION: {
            "problem": "Small enterprises sell below their cost.",
            "why_me": nomination.reason,
            "outcomes": "Costing and quality.",
            "use_after": nomination.expected_use,
        },
        Section.NEEDS: {
            "has_read_demands": True,
            "diet": [],
            "diet_note": "",
            "allergies": planted("Allergy", number),
            "access": [],
            "access_note": access + planted("Access", number),
            "room": "twin",
            "smokes": False,
            "practice": [],
            "practice_note": planted("Faith", number),
        },
        Section.HEALTH: {
            "fit_to_travel": True,
            "conditions": condition + planted("Health", number),
            "vaccinations": "",
            "insurance_read": True,
        },
        Section.DECLARATIONS: {
            "has_conflict_of_interest": False,
            "photo_consent": "internal",
            "signed_name": nomination.name,
            "signed_place": "Capital",
        },
    }


def answers(nomination: Nomination, number: int, *, diet: Diet, is_online: bool) -> Answers:
    """What somebody says who accepts a place."""
    return Answers(
        attendance=Attendance.ONLINE if is_online else Attendance.IN_PERSON,
        room=None if is_online else RoomWish.TWIN,
        photos=PhotoLevel.NAMED,
        signed_as=nomination.name,
        agrees_to_terms=True,
        agrees_to_data=True,
        needs={
            "diet": [diet],
            "allergies": planted("Allergy", number),
            "access": planted("Access", number),
            "faith": planted("Faith", number),
        },
        emergency={
            "name": planted("Emergency", number),
            "relation": "family",
            "phone": "+62 21 000 001",
            "language": "English",
        },
    )
