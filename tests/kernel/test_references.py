from __future__ import annotations

from uuid import UUID

import pytest

from balai.kernel.references import Reference


@pytest.mark.parametrize(
    "text", ["person:42", "session_plan:A-7", "person:0190b2c4-0000-7000-8000-000000000001"]
)
def test_reference_reads_what_it_writes(text: str) -> None:
    assert str(Reference.parse(text)) == text


def test_reference_takes_a_uuid() -> None:
    assert str(Reference("person", UUID(int=1))) == "person:00000000-0000-0000-0000-000000000001"


@pytest.mark.parametrize(
    "text", ["", "person", "person:", ":42", "Person:42", "person:4 2", "system", "a:b\n"]
)
def test_reference_refuses_other_texts(text: str) -> None:
    with pytest.raises(ValueError, match="kind:id"):
        Reference.parse(text)
