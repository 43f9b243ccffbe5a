"""Which fields each section of an application has, and which of them must be there before it is sent.

Names of columns of the profile and of the application; of a sealed part, the keys of its dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.nominations.enums import Section

if TYPE_CHECKING:
    from collections.abc import Mapping

PROFILE: Mapping[str, tuple[str, ...]] = {
    Section.IDENTITY: (
        "given_names",
        "family_name",
        "name_in_passport",
        "name_on_certificate",
        "name_native",
        "honorific",
        "sex",
        "gender",
        "birth_on",
        "birth_place",
        "nationality",
        "other_nationalities",
    ),
    Section.PASSPORT: ("passport_until",),
    Section.CONTACT: (
        "email",
        "mobile",
        "messenger",
        "office_address",
        "home_address",
        "nearest_airport",
        "duty_country",
        "emergency_name",
        "emergency_relation",
        "emergency_phone",
        "emergency_language",
    ),
    Section.WORK: (
        "track",
        "employer",
        "ministry",
        "employer_kind",
        "position",
        "position_since",
        "duties",
        "staff_supervised",
        "experience_years",
        "decision_scope",
        "is_military",
        "is_owner",
        "company_number",
        "employees",
        "women_employees",
        "products",
        "markets",
        "certifications",
    ),
    Section.LEARNING: (
        "education",
        "studies",
        "language_level",
        "language_test",
        "language_score",
        "language_tested_on",
        "other_languages",
        "needs_interpreter",
        "trainings",
        "took_part_before",
    ),
}
"""Open columns of the profile."""

SEALED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    Section.PASSPORT: {
        "passport": ("number", "kind", "issued_on", "issued_by", "zone", "national_id"),
    },
    Section.NEEDS: {
        "needs": ("diet", "diet_note", "allergies", "access", "access_note", "room", "smokes"),
        "faith": ("practice", "practice_note"),
    },
    Section.HEALTH: {
        "health": ("fit_to_travel", "conditions", "vaccinations", "insurance_read"),
    },
}
"""Sealed columns of the profile, and the keys of each; no key stands in two columns."""

SEALED_COLUMNS = ("passport", "needs", "faith", "health")

APPLICATION: Mapping[str, tuple[str, ...]] = {
    Section.MOTIVATION: ("problem", "why_me", "outcomes", "use_after", "priorities", "contribution"),
    Section.NEEDS: ("has_read_demands",),
    Section.DECLARATIONS: (
        "has_conflict_of_interest",
        "conflict_note",
        "photo_consent",
        "signed_name",
        "signed_place",
    ),
}
"""Columns of the application itself."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    Section.IDENTITY: ("given_names", "name_in_passport", "sex", "birth_on", "nationality"),
    Section.PASSPORT: ("number", "kind", "issued_on", "passport_until"),
    Section.CONTACT: (
        "email",
        "mobile",
        "office_address",
        "nearest_airport",
        "emergency_name",
        "emergency_relation",
        "emergency_phone",
        "emergency_language",
    ),
    Section.WORK: ("track", "employer", "position", "position_since", "duties", "experience_years"),
    Section.LEARNING: ("education", "language_level", "took_part_before"),
    Section.MOTIVATION: ("problem", "why_me", "outcomes", "use_after"),
    Section.NEEDS: ("has_read_demands",),
    Section.HEALTH: ("fit_to_travel", "insurance_read"),
    Section.DECLARATIONS: ("has_conflict_of_interest", "photo_consent", "signed_name"),
}
"""What has to be filled in before an application is sent."""

FORMED = tuple(section for section in Section if section not in {Section.DOCUMENTS, Section.EMPLOYER})
"""Sections that are one form; documents and the employer’s part have pages of their own."""
