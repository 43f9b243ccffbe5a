"""Who can take part in an edition: quotas, targets, eligibility and the rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balai.directory.bundle.values import country_kind
from balai.engine.bundle.fields import ListOf
from balai.engine.bundle.section import Shape
from balai.kernel.bundle.parts import Column
from balai.programmes.bundle.columns import EDITION, SOURCE
from balai.programmes.bundle.lists import ListPart
from balai.programmes.bundle.values import ANCHOR, Condition
from balai.programmes.models import (
    EligibilityRule,
    Quota,
    RubricCriterion,
    Target,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.kernel.bundle.parts import ModelPart


def _anchors_of(criterion: RubricCriterion) -> list[dict[str, Any]]:
    return [{"score": one.score, "text": dict(one.text)} for one in criterion.anchors.order_by("score")]


def admission() -> Iterable[ModelPart]:
    yield ListPart(
        name="quotas",
        file="editions/{edition}/quotas.csv",
        shape=Shape.TABLE,
        model=Quota,
        columns=(
            EDITION,
            Column(name="country", kind=country_kind()),
            "places",
            "reserve",
            "travel_category",
            "fare",
            "is_self_financed",
            *SOURCE,
        ),
        key=("edition", "country"),
        ordering=("edition", "country"),
        goes_with=("edition",),
    )
    yield ListPart(
        name="targets",
        file="editions/{edition}/targets.csv",
        shape=Shape.TABLE,
        model=Target,
        columns=(EDITION, "code", "name", "attribute", "value", "least", "most", "unit", "weight"),
        key=("edition", "code"),
        ordering=("edition", "code"),
        order=(("least", "most"),),
        goes_with=("edition",),
    )
    yield ListPart(
        name="eligibility",
        file="editions/{edition}/eligibility.yaml",
        shape=Shape.LIST,
        model=EligibilityRule,
        columns=(
            EDITION,
            "code",
            "label",
            Column(name="condition", of="expression", kind=Condition()),
            "severity",
            "message",
            "source",
            "waiver_authority",
        ),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
    yield ListPart(
        name="rubric",
        file="editions/{edition}/rubric.yaml",
        shape=Shape.LIST,
        model=RubricCriterion,
        columns=(
            EDITION,
            "code",
            "title",
            "weight",
            Column(
                name="anchors",
                kind=ListOf(kind=ANCHOR),
                doc="What some of the scores mean.",
                get=_anchors_of,
            ),
        ),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
