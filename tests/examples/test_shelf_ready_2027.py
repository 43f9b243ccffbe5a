"""The second example is of another kind, owns up to being invented, and needs no code of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db.models import Sum

from balai.directory.models import Organisation, Site
from balai.programmes.enums import EditionStatus
from balai.programmes.models import BudgetLine, Edition, SessionType
from balai.programmes.rules.moves import may_move
from tests.examples.conftest import AT, texts_without_a_language, there_while_asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="module", autouse=True)
def _taken_in(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield from there_while_asked("shelf-ready-2027", django_db_blocker)


@pytest.fixture
def edition() -> Edition:
    return Edition.objects.get(code="shelf-ready-2027")


def test_it_is_of_another_kind(edition: Edition) -> None:
    assert (edition.country_id, edition.cities, edition.days, edition.places) == ("GH", ["Accra"], 3, 60)
    assert edition.organisers.count() == 2
    assert set(BudgetLine.objects.values_list("currency", flat=True)) == {"GHS"}
    assert Organisation.objects.exclude(parent=None).count() == 0
    assert Site.objects.count() == 1
    assert edition.quotas.aggregate(places=Sum("places"))["places"] == 60


def test_it_brings_kinds_of_sessions_of_its_own(edition: Edition) -> None:
    own = SessionType.objects.filter(code__in=["HACK", "MARKET"])

    assert {kind.activities.filter(edition=edition).count() for kind in own} == {1}
    assert len(own) == 2


def test_it_is_told_in_a_third_language_too(edition: Edition) -> None:
    assert edition.title["fr"] == "Prêt pour le rayon : cours pour petits transformateurs alimentaires"
    assert edition.title.in_language("id").language == "id"
    assert texts_without_a_language() == []


def test_its_call_could_be_opened_by_the_rules(edition: Edition) -> None:
    assert edition.status == EditionStatus.CALL
    edition.status = EditionStatus.APPROVED

    assert may_move(edition, EditionStatus.CALL, at=AT) is None


def test_it_says_that_it_is_invented(edition: Edition) -> None:
    assert (edition.source, edition.certainty) == ("Invented for this example.", "assumed")
    assert "invented" in edition.summary["en"]
    assert "rekaan" in edition.summary["id"]
    for organisation in Organisation.objects.all():
        assert "(invented)" in organisation.name["en"]
