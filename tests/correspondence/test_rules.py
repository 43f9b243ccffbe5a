from __future__ import annotations

import pytest

from balai.correspondence.registries import LetterKind, LetterText, Placeholder
from balai.correspondence.rules import may_use_text

KIND = LetterKind(purpose="", placeholders={"name": Placeholder(meaning="", sample="")}, texts={})


def test_a_wording_that_balai_can_fill_may_be_used() -> None:
    assert may_use_text(KIND, LetterText("A place for {name}", "Dear {name}")) is None


@pytest.mark.parametrize(
    ("subject", "body", "code", "told"),
    [
        (
            "Call",
            "Dear {title}",
            "template.placeholder_unknown",
            "no placeholder {title}. It can use: {name}.",
        ),
        ("For {name.password}", "x", "template.placeholder_unknown", "{name.password}"),
        ("Call", "Dear {name!r:>10}", "template.placeholder_unknown", "{name!r:>10}"),
        ("Call", "Dear\n{name", "template.brace_alone", "Line 2"),
        ("Call}", "Dear", "template.brace_alone", "The subject"),
        (" ", "Dear", "template.empty", "needs a subject"),
        ("Call", "\n", "template.empty", "needs a subject"),
        ("x" * 201, "Dear", "template.subject_wrong", "at most 200"),
        ("Call\nBcc: all@example.org", "Dear", "template.subject_wrong", "one line"),
    ],
)
def test_a_wording_that_balai_cannot_fill_is_refused_by_name(
    subject: str, body: str, code: str, told: str
) -> None:
    refusal = may_use_text(KIND, LetterText(subject, body))

    assert refusal is not None
    assert (refusal.code, told in str(refusal.message)) == (code, True)
