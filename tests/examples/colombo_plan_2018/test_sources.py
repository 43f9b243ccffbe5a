"""No more is claimed of the reference programme than is known: each record says where it comes from."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from balai.directory.enums import Certainty
from balai.directory.models import (
    Machine,
    Membership,
    ResourcePerson,
    Site,
    Technology,
    TravelTime,
    VisaRoute,
)
from balai.directory.models.base import Sourced
from balai.programmes.models import Activity, BudgetLine, Edition, PackageItem, Pledge, Quota
from tests.examples.colombo_plan_2018.conftest import both


def sourced() -> list[Sourced]:
    models = [model for model in apps.get_models() if issubclass(model, Sourced)]
    shipped = {"ldc", "lldc", "sids"}
    return [
        row
        for model in models
        for row in model._default_manager.all()
        if getattr(row, "code", "") not in shipped
        and getattr(getattr(row, "body", None), "code", "") not in shipped
    ]


def test_every_record_says_where_it_comes_from() -> None:
    assert len(sourced()) > 200
    assert [str(row) for row in sourced() if not row.source.strip()] == []


@pytest.mark.parametrize(
    "model",
    [
        Site,
        Machine,
        ResourcePerson,
        VisaRoute,
        Activity,
        Quota,
        PackageItem,
        BudgetLine,
        TravelTime,
    ],
)
def test_what_no_page_backs_is_assumed(model: type[Any]) -> None:
    assert set(model._default_manager.values_list("certainty", flat=True)) == {Certainty.ASSUMED}


@pytest.mark.parametrize("word", ["assumed", "placeholder", "fictional", "inference"])
def test_a_source_that_owns_up_to_a_guess_is_not_called_known(word: str) -> None:
    found = [row for row in sourced() if word in row.source.lower()]

    assert found
    assert {row.certainty for row in found} == {Certainty.ASSUMED}


def test_only_two_memberships_are_guessed() -> None:
    guessed = Membership.objects.filter(body__code="colombo-plan", certainty=Certainty.ASSUMED)

    assert sorted(guessed.values_list("country", flat=True)) == ["CL", "SA"]


@pytest.mark.parametrize("model", [Edition, Pledge, Technology])
def test_what_the_press_tells_is_not_called_known(model: type[Any]) -> None:
    official = ("setneg.go.id", "colombo-plan.org")
    for row in model._default_manager.exclude(certainty=Certainty.PRINTED):
        assert any(place in row.source for place in official), row


def test_people_are_fictional_and_say_so() -> None:
    people = ResourcePerson.objects.select_related("person")

    assert people
    for one in people:
        assert both(one.about) == ("Fictional person: sample data.", "Tokoh rekaan: data contoh.")
        assert one.person.email.endswith("@example.org")
