"""What is told of the reference programme, its news and the check, is read from its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.cli.published import Published
from balai.cli.reference import verdicts
from balai.cli.reference_facts import rows
from balai.newsroom.enums import FaultKind
from balai.newsroom.models import Article
from balai.newsroom.services.publishing import faults_now
from balai.newsroom.services.sample import CLOSING, PIECES, tell
from tests.examples.colombo_plan_2018.conftest import edition
from tests.examples.conftest import AT

if TYPE_CHECKING:
    from balai.newsroom.services.sample import Piece


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.name)
def test_its_news_is_read_from_its_records_in_both_languages(db: None, piece: Piece) -> None:
    article = tell(edition(), piece)

    assert article.published is not None
    for language in ("en", "id"):
        words = [getattr(article.published, part).get(language, "") for part in piece.texts]
        assert all(words)
        assert "{" not in "".join(words)
    assert [photo.is_drawn for photo in article.photos.all()] == [True] * len(piece.drawings)
    assert faults_now(article, at=AT) == []


def test_a_record_that_changes_makes_its_news_stale(db: None) -> None:
    article = tell(edition(), CLOSING)
    edition().known_countries.filter(country="LA").update(country="FJ")
    edition().known_countries.filter(country="PK").delete()
    article = Article.objects.select_related("edition__series").get(pk=article.pk)

    faults = {(fault.kind, fault.value) for fault in faults_now(article, at=AT)}

    assert (FaultKind.STALE, "9") in faults
    assert (FaultKind.UNKNOWN, "{fact:country.LA}") in faults


def test_the_check_sees_which_record_of_a_copy_was_changed(db: None) -> None:
    asked = [row for row in rows() if row.what in {"name", "organisers", "countries", "Centre for Ceramics"}]

    before = verdicts(Published(), asked)
    edition().known_countries.filter(country="LA").update(country="FJ")
    after = verdicts(Published(), asked)

    assert [one.is_right for one in before] == [True] * 4
    assert [(one.row.what, one.value) for one in after if not one.is_right] == [
        (
            "countries",
            "Afghanistan; Bangladesh; Bhutan; Fiji; India; Indonesia; Myanmar; Nepal; Pakistan; Sri Lanka",
        )
    ]
