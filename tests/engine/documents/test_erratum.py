from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from balai.engine.documents.erratum import Change, MovedDeadline, erratum_pdf
from tests.engine.documents.reading import faults_of_access, headings_of, text_of, without_blanks
from tests.engine.documents.samples import AT, erratum


def test_an_erratum_tells_old_and_new_and_which_version_holds() -> None:
    pdf = erratum_pdf(erratum(), at=AT)

    text = text_of(pdf)
    for told in (
        "Erratum 1",
        "Version 2 replaces version 1. What is not named here stays as it was.",
        "Insurance 4.3 Expenses Accident Accident and sudden illness; not conditions known before",
        "Vaccination 5 Other information Not mentioned None is required.",
        (
            "Friday 4 May 2018, 16:00 in Colombo (17:30 in Jakarta)"
            "Tuesday 8 May 2018, 16:00 in Colombo (17:30 in Jakarta)"
        ),
    ):
        assert without_blanks(told) in text
    assert [title for title, _ in headings_of(pdf)] == ["Erratum 1", "What changes", "Deadlines", "Questions"]
    assert faults_of_access(pdf) == []


def test_an_erratum_in_indonesian() -> None:
    text = text_of(erratum_pdf(replace(erratum(), language="id"), at=AT))

    for told in (
        "Informasi Umum Ralat 1",
        "Versi 2 menggantikan versi 1. Hal yang tidak disebutkan di sini tetap berlaku.",
        "Perihal Semula Menjadi",
        "Tidak disebutkan",
        "Jumat, 4 Mei 2018, pukul 16.00 di Colombo (pukul 17.30 di Jakarta)",
    ):
        assert without_blanks(told) in text


def test_it_says_so_when_no_deadline_moves_and_when_something_is_struck_out() -> None:
    change = Change(what="Insurance", before="Accident", after="")

    text = text_of(erratum_pdf(replace(erratum(), changes=(change,), moved_deadlines=()), at=AT))

    assert "Nodeadlinemoves." in text
    assert "InsuranceAccidentStruckout" in text


def test_an_erratum_without_contact_or_changes_has_no_such_heading() -> None:
    pdf = erratum_pdf(replace(erratum(), changes=(), contact=None), at=AT)

    assert [title for title, _ in headings_of(pdf)] == ["Erratum 1", "Deadlines"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"changes": (), "moved_deadlines": ()}, "an erratum that changes nothing"),
        ({"old_version": 2}, "version 2 cannot replace version 2"),
        ({"number": 0}, "erratum 0: the first is 1"),
        ({"language": ""}, "documents speak"),
    ],
)
def test_erratum_refuses_what_cannot_be(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(erratum(), **change)


def test_changes_that_change_nothing_are_refused() -> None:
    (moved,) = erratum().moved_deadlines

    with pytest.raises(ValueError, match="the old text and the new are the same"):
        Change(what="Insurance", before="Accident", after="Accident")
    with pytest.raises(ValueError, match="it does not move"):
        replace(moved, after=moved.before)
    with pytest.raises(ValueError, match="an old moment and a new one"):
        MovedDeadline(step="x", who="y", before=(), after=moved.after)
