from __future__ import annotations

import pytest

from balai.correspondence.models import LetterTemplate
from balai.correspondence.registries import LetterText, letter_kinds
from balai.correspondence.rules import may_use_text
from balai.correspondence.services.rendering import Sheet
from balai.correspondence.services.templates import change_template, preview
from balai.kernel.refusal import RuleViolationError
from tests.correspondence.writing import AT


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
