"""Who is nominated in the sample, made up by lot of a fixed seed, and what each writes."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from balai.nominations.enums import (
    Education,
    LanguageLevel,
    Section,
    Sex,
    Support,
    Track,
)
from balai.people.enums import Role
from balai.people.services.sample import CAST

if TYPE_CHECKING:
    from collections.abc import Mapping


SEED = 2018
NAMESPACE = UUID("2ac1e7d8-6d5e-5b8e-9a7e-1b0f6f5d2018")

GIVEN: Mapping[str, tuple[str, str]] = {
    "AF": ("Zahra Laila Shabnam Farida", "Najib Omid Rahim Yusuf"),
    "BD": ("Nusrat Farhana Tahmina Rumana", "Kamrul Tanvir Mahbub Shafiq"),
    "BT": ("Pema Deki Sonam Choki", "Kinley Jigme Namgay Phuntsho"),
    "ID": ("Ratih Wulan Maya Puspita", "Agung Bayu Dimas Rizal"),
    "IN": ("Kavita Meera Anjali Deepa", "Rohan Suresh Vikram Nitin"),
    "LA": ("Bouasone Chanthavy Latsamy Manivanh", "Khamla Somphone Bounthong Vilay"),
    "LK": ("Kumari Dilani Sanduni Nadeesha", "Nimal Ruwan Chaminda Asela"),
    "MM": ("Thandar Su Hnin Ei", "Aung Kyaw Min Zaw"),
    "NP": ("Sarita Bimala Anita Gita", "Prakash Bikash Dipak Suman"),
    "PK": ("Sana Ayesha Hina Mehwish", "Imran Bilal Usman Faisal"),
}
FAMILY: Mapping[str, str] = {
    "AF": "Amiri Haidari Noori Rahimi Sultani Wardak Ziaei",
    "BD": "Ahmed Begum Chowdhury Hossain Islam Rahman Sarker",
    "BT": "Dorji Choden Tobgay Lhamo Wangdi Zangmo Rinzin",
    "ID": "Wijaya Lestari Nugraha Permata Santosa Utama Hidayat",
    "IN": "Iyer Kulkarni Menon Nair Patil Sharma Verma",
    "LA": "Vongsa Phommachanh Keomany Sisouk Inthavong Douangmala Souvanna",
    "LK": "Perera Fernando Silva Jayasuriya Dias Bandara Gunawardena",
    "MM": "Htun Oo Lwin Thein Myint Naing Soe",
    "NP": "Gurung Shrestha Tamang Rai Thapa Maharjan Adhikari",
    "PK": "Chaudhry Iqbal Ahmed Malik Qureshi Baig Shah",
}
"""Common names, put together by lot; whoever has such a name is not meant."""

OF_CAST: Mapping[str, Role] = {"NP": Role.PARTICIPANT, "PK": Role.ALUMNUS}
"""Whose first nominee is the one whom the demonstration signs in as in a role."""

CAPITALS: Mapping[str, tuple[str, str, str]] = {
    "AF": ("Kabul", "KBL", "Asia/Kabul"),
    "BD": ("Dhaka", "DAC", "Asia/Dhaka"),
    "BT": ("Thimphu", "PBH", "Asia/Thimphu"),
    "ID": ("Jakarta", "CGK", "Asia/Jakarta"),
    "IN": ("New Delhi", "DEL", "Asia/Kolkata"),
    "LA": ("Vientiane", "VTE", "Asia/Vientiane"),
    "LK": ("Colombo", "CMB", "Asia/Colombo"),
    "MM": ("Yangon", "RGN", "Asia/Yangon"),
    "NP": ("Kathmandu", "KTM", "Asia/Kathmandu"),
    "PK": ("Islamabad", "ISB", "Asia/Karachi"),
}
FIELDS = ("textiles", "ceramics", "metal", "food", "wood", "leather", "paper")
OF_EACH = 7
"""Nominees of each country: two principals, three alternates who count, and two with something amiss."""
WHOLE = 5
DOUBLED: Mapping[str, str] = {"BD": "IN", "ID": "MM", "MM": "BD"}
"""Whose last nominee has the name and birth date of the first alternate of whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One made-up nominee: what the country writes, and how good the dossier is, from 0 to 5."""

    country: str
    rank: int
    values: Mapping[str, Any]
    quality: float

    @property
    def key(self) -> UUID:
        """The same at every start."""
        return uuid5(NAMESPACE, f"{self.country} {self.rank}")


def people() -> list[Sample]:
    """All of them, the same for the same seed."""
    draw = random.Random(SEED)  # noqa: S311 -- sample people, nothing secret
    made = {(country, rank): _one(draw, country, rank) for country in GIVEN for rank in range(1, OF_EACH + 1)}
    for country, of in DOUBLED.items():
        double, first = made[country, OF_EACH], made[of, 3]
        same = {
            "name": first.values["name"],
            "birth_on": first.values["birth_on"],
            "sex": first.values["sex"],
        }
        made[country, OF_EACH] = Sample(
            country=country, rank=OF_EACH, values={**double.values, **same}, quality=double.quality
        )
    return list(made.values())


def _one(draw: random.Random, country: str, rank: int) -> Sample:
    is_woman = draw.random() < 0.5
    women, men = GIVEN[country]
    given = draw.choice((women if is_woman else men).split())
    family = FAMILY[country].split()[rank - 1]
    is_official = draw.random() < 0.6
    field = draw.choice(FIELDS)
    city = CAPITALS[country][0]
    years = draw.randint(4, 20)
    cast = OF_CAST.get(country) if rank == 1 else None
    values = {
        "name": CAST[cast][0] if cast else f"{given} {family}",
        "email": f"sample-{country.lower()}-{rank}@example.org",
        "sex": Sex.FEMALE if is_woman else Sex.MALE,
        "birth_on": dt.date(2018 - 24 - years, draw.randint(1, 12), draw.randint(1, 28)),
        "passport_until": dt.date(2021, draw.randint(1, 12), 15),
        "track": Track.OFFICIAL if is_official else Track.ENTREPRENEUR,
        "employer": f"Department of Small Industry, {city}" if is_official else f"{family} {field.title()}",
        "position": "Industry officer" if is_official else "Production manager",
        "sector": field,
        "experience_years": years,
        "education": draw.choice([Education.BACHELOR, Education.MASTER, Education.DIPLOMA]),
        "language_level": draw.choice([LanguageLevel.B1, LanguageLevel.B2, LanguageLevel.C1]),
        "is_military": False,
        "took_part_before": False,
        "has_conflict_of_interest": False,
        "reason": f"Sample person. Works on {field} in small industry and trains others in it.",
        "expected_use": f"A course on {field} for small enterprises around {city}.",
    }
    return Sample(
        country=country, rank=rank, values=values, quality=round(4.8 - rank * 0.3 + draw.random(), 2)
    )


def said_by(one: Sample, *, is_military: bool = False) -> dict[Section, dict[str, Any]]:
    """What a nominee writes into the application, by section."""
    values = one.values
    city, airport, _zone = CAPITALS[one.country]
    given, _space, family = values["name"].partition(" ")
    return {
        Section.IDENTITY: {
            "given_names": given,
            "family_name": family,
            "name_in_passport": values["name"],
            "sex": values["sex"],
            "birth_on": values["birth_on"],
            "nationality": one.country,
        },
        Section.PASSPORT: {
            "number": f"X{one.country}{one.rank:05}",
            "kind": "ordinary",
            "issued_on": "2016-05-02",
            "issued_by": city,
            "zone": "",
            "national_id": "",
            "passport_until": values["passport_until"],
        },
        Section.CONTACT: {
            "email": values["email"],
            "mobile": "+62 21 000 000",
            "office_address": city,
            "nearest_airport": airport,
            "emergency_name": f"Family of {given}",
            "emergency_relation": "family",
            "emergency_phone": "+62 21 000 001",
            "emergency_language": "English",
        },
        Section.WORK: {
            "track": values["track"],
            "employer": values["employer"],
            "position": values["position"],
            "position_since": dt.date(2014, 1, 1),
            "duties": values["reason"],
            "experience_years": values["experience_years"],
            "is_military": is_military,
            "is_owner": values["track"] == Track.ENTREPRENEUR,
        },
        Section.LEARNING: {
            "education": values["education"],
            "language_level": values["language_level"],
            "took_part_before": False,
        },
        Section.MOTIVATION: {
            "problem": f"Small enterprises in {values['sector']} sell below their cost.",
            "why_me": values["reason"],
            "outcomes": "Machines, costing and quality that small enterprises can afford.",
            "use_after": values["expected_use"],
        },
        Section.NEEDS: {
            "has_read_demands": True,
            "diet": ["vegetarian"] if one.rank % 3 == 0 else [],
            "diet_note": "",
            "allergies": "",
            "access": [],
            "access_note": "",
            "room": "twin",
            "smokes": False,
            "practice": [],
            "practice_note": "",
        },
        Section.HEALTH: {
            "fit_to_travel": True,
            "conditions": "",
            "vaccinations": "",
            "insurance_read": True,
        },
        Section.DECLARATIONS: {
            "has_conflict_of_interest": False,
            "photo_consent": "internal",
            "signed_name": values["name"],
            "signed_place": city,
        },
    }


def statement_on(one: Sample) -> dict[str, Any]:
    """What the employer writes of a nominee."""
    return {
        "mission": "Services for small and medium industry.",
        "why_this_course": "It joins research with practice at machines.",
        "issue": f"Quality and cost in {one.values['sector']}.",
        "why_this_person": "Trains others already.",
        "plan": str(one.values["expected_use"]),
        "support": [Support.TIME],
        "is_relevant": True,
        "is_released": True,
        "returns_to_post": True,
        "signed_name": "Head of the organisation (sample)",
    }
