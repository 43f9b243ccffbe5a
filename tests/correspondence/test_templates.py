from __future__ import annotations

import re

import pytest

from balai.correspondence.models import LetterTemplate
from balai.correspondence.registries import LetterText, letter_kinds
from balai.correspondence.rules import may_use_text
from balai.correspondence.services.rendering import Sheet
from balai.correspondence.services.templates import change_template, preview
from balai.kernel.refusal import RuleViolationError
from tests.correspondence.writing import AT
from tests.messages import ENGLISH

ADDRESS = re.compile(r"https?://\S+")


def change(subject: str, *, based_on: int) -> LetterTemplate:
    return change_template(
        kind="test.call",
        language="en",
        text=LetterText(subject, "Dear {name}\r\n"),
        based_on=based_on,
        actor="system",
        at=AT,
    )


@pytest.mark.django_db
def test_each_change_is_a_version_of_its_own() -> None:
    change("Call", based_on=0)
    change("Call of {edition}", based_on=1)

    assert list(LetterTemplate.objects.order_by("version").values_list("version", "subject", "body")) == [
        (1, "Call", "Dear {name}"),
        (2, "Call of {edition}", "Dear {name}"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("based_on", [0, 2])
def test_who_saw_another_version_is_told(based_on: int) -> None:
    change("Call", based_on=0)

    with pytest.raises(RuleViolationError) as raised:
        change("Mine", based_on=based_on)

    assert raised.value.refusal.code == "template.changed_meanwhile"


@pytest.mark.django_db
def test_an_unknown_placeholder_is_refused_by_name_and_nothing_is_kept() -> None:
    with pytest.raises(RuleViolationError, match=r"\{title\}"):
        change("Dear {title}", based_on=0)

    assert LetterTemplate.objects.count() == 0


def test_a_preview_shows_the_samples() -> None:
    sheet = Sheet(organisation="Balai", foot=(), language="en")

    rendered = preview(kind="test.call", text=LetterText("For {name}", "{edition}"), sheet=sheet)

    assert (rendered.subject, rendered.text) == ("For Dechen Wangmo", "SMI-2018\n\n-- \nBalai\n\n")


def test_an_indonesian_wording_is_looked_at_with_indonesian_samples() -> None:
    """Also where the office reads its pages in English."""
    sheet = Sheet(organisation="Balai", foot=(), language="id")
    english = re.compile(rf"{ENGLISH.pattern}|\b(\w+day|May|June|July|August|October|Done|person)\b")

    left = {
        code: words
        for code, kind in letter_kinds.items()
        if "id" in kind.texts and not code.startswith("test.")
        if (
            words := english.findall(
                ADDRESS.sub("", preview(kind=code, text=kind.texts["id"], sheet=sheet).text)
            )
        )
    }

    assert left == {}


def test_every_letter_that_we_ship_can_be_filled_in_both_languages() -> None:
    wrong = {
        (code, language): may_use_text(kind, text)
        for code, kind in letter_kinds.items()
        for language, text in kind.texts.items()
        if may_use_text(kind, text) is not None
    }
    missing = [
        code
        for code, kind in letter_kinds.items()
        if not code.startswith("test.") and set(kind.texts) != {"en", "id"}
    ]

    assert (wrong, missing) == ({}, [])
