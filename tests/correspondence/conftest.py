from __future__ import annotations

import pytest

from balai.correspondence.registries import LetterKind, LetterText, Placeholder, letter_kinds
from tests.nominations.conftest import keys

__all__ = ["keys"]

CALL = LetterKind(
    purpose="Tells a focal point that a call is open.",
    placeholders={
        "name": Placeholder(meaning="the focal point", sample="Dechen Wangmo"),
        "edition": Placeholder(meaning="the edition", sample="SMI-2018"),
    },
    texts={
        "en": LetterText("The call of {edition}", "Dear {name},\n\nthe call of {edition} is open."),
        "id": LetterText("Undangan {edition}", "Yth. {name},\n\nundangan {edition} dibuka."),
    },
)
CODE = LetterKind(
    purpose="Brings a code.",
    placeholders={"code": Placeholder(meaning="the code", sample="123")},
    texts={"en": LetterText("Your code", "It is {code}.")},
    is_registered=False,
    is_secret=True,
)


@pytest.fixture(autouse=True)
def _letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two letters of a higher room: a call, which the register numbers, and a code, which nobody may see."""
    entries = dict(letter_kinds.items()) | {"test.call": CALL, "test.code": CODE}
    monkeypatch.setattr(letter_kinds, "_entries", entries)
