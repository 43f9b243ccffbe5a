from __future__ import annotations

import pytest

from balai.kernel.refusal import RuleViolationError
from balai.kernel.uploads import DOCUMENTS, SCANS, recognize
from tests.kernel.uploads import PDF, PRETENDING, SOUND, docx, png

TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def code(content: bytes, name: str) -> str:
    with pytest.raises(RuleViolationError) as refused:
        recognize(content, name=name, accept=SCANS)
    return refused.value.refusal.code


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_is_what_its_name_says(name: str) -> None:
    kind = recognize(SOUND[name], name=name, accept=DOCUMENTS)

    assert kind.media_type == TYPES[name.rpartition(".")[2].lower()]


@pytest.mark.parametrize("trick", PRETENDING)
def test_a_file_that_pretends_is_refused(trick: str) -> None:
    name, content = PRETENDING[trick]

    with pytest.raises(RuleViolationError) as refused:
        recognize(content, name=name, accept=DOCUMENTS)

    assert refused.value.refusal.code == "upload.content"


@pytest.mark.parametrize(
    "name", ["page.html", "picture.svg", "run.exe", "passport", "passport.pdf.exe", ".pdf"]
)
def test_other_kinds_are_refused_by_name(name: str) -> None:
    assert code(PDF, name) == "upload.kind"


def test_what_is_accepted_depends_on_where() -> None:
    assert code(docx(), "letter.docx") == "upload.kind"


def test_an_empty_and_a_large_file_are_refused() -> None:
    large = PDF[:-6] + b"\0" * 20_000_000 + PDF[-6:]

    assert (code(b"", "passport.pdf"), code(large, "passport.pdf")) == ("upload.empty", "upload.too_large")


def test_the_refusal_says_what_would_be_taken() -> None:
    with pytest.raises(RuleViolationError) as refused:
        recognize(png(), name="photo.gif", accept=SCANS)

    assert str(refused.value.refusal.message) == (
        "Files of this kind are not taken here. Send one of these: .pdf, .png, .jpg, .jpeg."
    )
