"""Series, pledges, kinds of sessions, and editions with their organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.directory.bundle.values import country_kind
from balai.engine.bundle.fields import ListOf
from balai.engine.bundle.kinds import LANGUAGE_TAG, Choice, Pattern, Text, TimeZone
from balai.engine.bundle.section import Shape
from balai.kernel.bundle.parts import Column, ModelPart
from balai.programmes.bundle.columns import EDITION, SOURCE
from balai.programmes.bundle.deeds import EditionDeeds, SeriesDeeds, SessionTypeDeeds
from balai.programmes.bundle.lists import ListPart
from balai.programmes.bundle.values import Took, TookPart
from balai.programmes.models import (
    Edition,
    Organiser,
    Pledge,
    Series,
    SessionType,
)
from balai.programmes.models.edition import POLICY_MARKERS

if TYPE_CHECKING:
    from collections.abc import Iterable


SHIPPED = frozenset(
    [
        "ARR",
        "OPN",
        "ORI",
        "LEC",
        "PAN",
        "CAS",
        "PRA",
        "DEM",
        "VIS",
        "SME",
        "CPR",
        "B2B",
        "APW",
        "APP",
        "TST",
        "EVL",
        "CUL",
        "REL",
        "MEA",
        "TRV",
        "FRE",
        "CLO",
        "DEP",
    ]
)
"""Kinds of sessions that every installation has from its first start; no bundle brings them."""


def _known_of(edition: Edition) -> list[Took]:
    return sorted(Took(one.country_id, one.participants or 0) for one in edition.known_countries.all())


def wholes() -> Iterable[ModelPart]:
    country = Column(name="country", kind=country_kind())
    yield ModelPart(
        name="session-types",
        file="session-types.yaml",
        shape=Shape.LIST,
        model=SessionType,
        columns=(
            Column(name="code", kind=Pattern(regex="[A-Z][A-Z0-9]{1,7}", sample="PRA", most=8)),
            "name",
            "family",
            "minutes_least",
            "minutes_most",
            "counted",
            "is_contact",
            "needs_room",
            "needs_resource_person",
            "needs_machines",
            "needs_supervisor",
            "needs_sign_off",
            "needs_transport",
            "needs_gate_list",
            "comes_after",
            "most_in_a_row",
            "most_in_half_a_day",
            "rule",
            "order",
        ),
        key=("code",),
        deeds=SessionTypeDeeds(),
        ordering=("code",),
        everywhere=lambda record: record.code in SHIPPED,
    )
    yield ModelPart(
        name="series",
        file="series.yaml",
        shape=Shape.LIST,
        model=Series,
        columns=(
            "code",
            "title",
            "scheme",
            "pillar",
            Column(name="body", refers="bodies"),
            "summary",
            "publicity",
        ),
        key=("code",),
        deeds=SeriesDeeds(),
        ordering=("code",),
    )
    yield ModelPart(
        name="pledges",
        file="pledges.yaml",
        shape=Shape.LIST,
        model=Pledge,
        columns=(
            "code",
            Column(name="body", refers="bodies"),
            country,
            "meeting",
            "place",
            "year",
            "held_from",
            "held_until",
            "text",
            "valid_until",
            *SOURCE,
        ),
        key=("code",),
        deeds=SeriesDeeds(),
        ordering=("year", "code"),
        order=(("held_from", "held_until"),),
    )
    yield ModelPart(
        name="editions",
        file="editions/{code}/edition.yaml",
        shape=Shape.RECORD,
        model=Edition,
        columns=(
            "code",
            Column(name="series", refers="series"),
            "number",
            "title",
            "theme",
            "status",
            "status_before",
            "mode",
            "publicity",
            "starts_on",
            "ends_on",
            "arrives_on",
            "departs_on",
            Column(name="time_zone", kind=TimeZone()),
            country,
            Column(name="cities", kind=ListOf(kind=Text(most=100))),
            Column(name="languages", kind=ListOf(kind=LANGUAGE_TAG)),
            Column(name="interpretation", kind=ListOf(kind=LANGUAGE_TAG)),
            "places",
            "host_places",
            "smallest_group",
            "known_participants",
            Column(
                name="known_countries",
                kind=ListOf(kind=TookPart(), is_set=True),
                doc="Countries known to have taken part, with the number of people where it is known: BT, BT 2.",
                get=_known_of,
            ),
            "summary",
            "objective",
            "target_group",
            Column(
                name="mandates", refers="pledges", doc="Pledges under which it is held.", is_required=False
            ),
            "sdg_targets",
            "sector_codes",
            Column(
                name="policy_markers",
                kind=ListOf(kind=Choice({one: one for one in POLICY_MARKERS})),
                doc="Markers of the OECD with their significance: 1:2 is gender equality as principal objective.",
            ),
            *SOURCE,
        ),
        key=("code",),
        deeds=EditionDeeds(),
        ordering=("code",),
        order=(("starts_on", "ends_on"), ("arrives_on", "starts_on"), ("ends_on", "departs_on")),
    )
    yield ListPart(
        name="organisers",
        file="editions/{edition}/organisers.csv",
        shape=Shape.TABLE,
        model=Organiser,
        columns=(
            EDITION,
            Column(name="organisation", refers="organisations"),
            "role",
            "agreed_on",
            "agreement",
            *SOURCE,
        ),
        key=("edition", "organisation", "role"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
