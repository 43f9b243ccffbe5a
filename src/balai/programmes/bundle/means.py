"""What an edition costs and holds: package, budget, reservations and deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.bundle.kinds import (
    Pattern,
)
from balai.engine.bundle.section import Shape
from balai.kernel.bundle.parts import Column
from balai.programmes.bundle.columns import EDITION, SOURCE
from balai.programmes.bundle.lists import ListPart
from balai.programmes.models import (
    BudgetLine,
    DeadlinePlan,
    PackageItem,
    Reservation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.kernel.bundle.parts import ModelPart


CURRENCY = Pattern(regex="[A-Z]{3}", rule="value.currency", most=3)


def means() -> Iterable[ModelPart]:
    payer = Column(name="payer", refers="organisations")
    yield ListPart(
        name="package",
        file="editions/{edition}/package.csv",
        shape=Shape.TABLE,
        model=PackageItem,
        columns=(EDITION, "code", "benefit", "side", payer, "categories", "note", *SOURCE),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
        is_money=True,
    )
    yield ListPart(
        name="budget",
        file="editions/{edition}/budget.csv",
        shape=Shape.TABLE,
        model=BudgetLine,
        columns=(
            EDITION,
            "code",
            "description",
            "unit",
            "quantity",
            "days",
            "rate",
            Column(name="currency", kind=CURRENCY),
            payer,
            "form",
            "valuation",
            "is_aid_countable",
            "modality",
            "fiscal_year",
            "travel_category",
            "beds",
            *SOURCE,
        ),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
        is_money=True,
    )
    yield ListPart(
        name="reservations",
        file="editions/{edition}/reservations.csv",
        shape=Shape.TABLE,
        model=Reservation,
        columns=(
            EDITION,
            Column(name="site", refers="sites"),
            "first_on",
            "last_on",
            "people",
            "state",
            "held_until",
            "note",
        ),
        key=("edition", "site", "first_on"),
        ordering=("edition", "first_on", "site"),
        order=(("first_on", "last_on"),),
        goes_with=("edition",),
    )
    yield ListPart(
        name="deadlines",
        file="editions/{edition}/deadlines.csv",
        shape=Shape.TABLE,
        model=DeadlinePlan,
        columns=(EDITION, "code", "level", "title", "anchor", "days", "counts", "hour", "set_on"),
        key=("edition", "code", "level"),
        ordering=("edition", "code", "level"),
        goes_with=("edition",),
    )
