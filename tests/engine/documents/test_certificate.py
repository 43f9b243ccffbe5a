"""A certificate says in both languages what it should, in every script, and carries its proof."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from balai.engine.badges.reading import find_credential
from balai.engine.documents.certificate import CertificatePaper, Face, Practised, Signing, certificate_pdf
from balai.engine.documents.errors import UnprintableTextError
from tests.engine.documents.reading import faults_of_access, pages_of, text_of, without_blanks
from tests.engine.documents.test_scripts import TEXTS

AT = dt.datetime(2018, 7, 30, 9, tzinfo=dt.UTC)
FACE = Face(
    language="en",
    kind="Certificate of Completion",
    before="of Nepal has completed the programme",
    course="Enhancing the Development of Small and Medium Industry",
    after="held in Jakarta and Bandung, Indonesia, 18 to 30 July 2018.",
    facts=(("Issued", "Jakarta, 30 July 2018"),),
    signatories=(
        Signing(office="Director General", organisation="Ministry of Industry"),
        Signing(office="Secretary-General", organisation="Colombo Plan Secretariat"),
    ),
    transcript=(Practised(task="Turn a shaft", level="Independent", minutes="90 min"),),
    heads=("Task", "Level", "Time", "Centre", "Supervisor"),
    transcript_title="Transcript of practice",
    check="Check it at",
    proof="QR code: it leads to the check of this certificate.",
)
INDONESIAN = replace(
    FACE,
    language="id",
    kind="Sertifikat Penyelesaian",
    before="dari Nepal telah menyelesaikan program",
    after="yang diselenggarakan di Jakarta dan Bandung, Indonesia, 18–30 Juli 2018.",
    transcript=(),
)
PAPER = CertificatePaper(
    name="Ms. Sunita Sample",
    number="7Q4M-2X9D",
    faces=(FACE, INDONESIAN),
    address="balai.example/c",
    code="https://balai.example/c/7Q4M-2X9D",
    note="Sample",
)


def test_both_faces_and_the_transcript_are_there_with_the_proof_inside() -> None:
    pdf = certificate_pdf(PAPER, credential='{"name": "Sample ศ"}', at=AT)
    english, indonesian, transcript = pages_of(pdf)
    for page, face in ((english, FACE), (indonesian, INDONESIAN)):
        plain = without_blanks(page)
        said = (face.kind, PAPER.name, face.before, face.course, face.after, PAPER.number, "Director General")
        assert [text for text in said if without_blanks(text) not in plain] == []
    assert "Turn a shaft" in transcript
    assert find_credential(pdf).document == {"name": "Sample ศ"}
    assert faults_of_access(pdf) == []


@pytest.mark.parametrize("script", TEXTS)
def test_names_come_out_as_they_went_in(script: str) -> None:
    for text in TEXTS[script]:
        paper = replace(PAPER, name=text, native_name=text, faces=(replace(FACE, transcript=()), INDONESIAN))
        assert text_of(certificate_pdf(paper, credential="{}", at=AT)).count(without_blanks(text)) == 4, text


def test_a_character_without_shape_stops_it() -> None:
    with pytest.raises(UnprintableTextError, match="native_name"):
        certificate_pdf(replace(PAPER, native_name="\U00010980"), credential="{}", at=AT)


def test_long_names_and_titles_stay_on_their_page() -> None:
    long = replace(FACE, course="Enhancing the Development of Small and Medium Industry " * 2, transcript=())
    paper = replace(
        PAPER, name="Prof. Dr. Hj. Siti Nurhaliza binti Tarudin Wijayakusuma Sample", faces=(long,)
    )
    assert len(pages_of(certificate_pdf(paper, credential="{}", at=AT))) == 1
