"""The certificate: a face in each language, and the transcript of practice, with its proof inside."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.documents.glyphs import require_shapes
from balai.engine.documents.parts import require_picture
from balai.engine.documents.quick import qr_png
from balai.engine.documents.typesetting import typeset
from balai.engine.documents.words import require_language

if TYPE_CHECKING:
    import datetime as dt

    from balai.engine.documents.parts import Picture

MOST_SIGNATORIES = 4
"""More would not fit beside each other on a sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who signs, by office only.

    Attributes:
        office: such as "Director General for Small and Medium Industry".
        organisation: whose office it is.
    """

    office: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised:
    """A line of the transcript, in words: the task, how it was done, for how long, where and who watched."""

    task: str
    level: str
    minutes: str = ""
    centre: str = ""
    supervisor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a certificate says in one language.

    Attributes:
        language: "en" or "id".
        kind: such as "Certificate of Completion".
        before: what stands between the name and the course: "of Nepal has completed the programme".
        course: its title.
        after: where, when, within what.
        facts: name and value, at most three.
        signatories: in the order of protocol, the host first.
        transcript: what was practised; empty where nothing was.
        heads: of the transcript's columns: task, level, minutes, centre, supervisor.
        transcript_title: above it.
        check: such as "Check it at".
        proof: what the QR code is, for those who hear the page.
    """

    language: str
    kind: str
    before: str
    course: str
    after: str
    facts: tuple[tuple[str, str], ...]
    signatories: tuple[Signing, ...]
    transcript: tuple[Practised, ...] = ()
    heads: tuple[str, str, str, str, str] = ("", "", "", "", "")
    transcript_title: str = ""
    check: str
    proof: str

    def __post_init__(self) -> None:
        require_language(self.language)
        if not 1 <= len(self.signatories) <= MOST_SIGNATORIES:
            raise ValueError(f"a certificate has one to {MOST_SIGNATORIES} signatories")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePaper:
    """One person's certificate as it will stay.

    Attributes:
        name: as printed; a single name is a name.
        native_name: in the person's own script; empty if none.
        number: as printed.
        faces: the same in each language, the edition's own first.
        logos: of the organisations, in the order of protocol.
        address: where it is checked, without scheme.
        code: what the QR code says.
        note: such as "Sample", beside the number; empty for a real one.
    """

    name: str
    native_name: str = ""
    number: str
    faces: tuple[Face, ...]
    logos: tuple[Picture, ...] = ()
    address: str
    code: str
    note: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.faces:
            raise ValueError("a certificate names somebody, and says something")


def certificate_pdf(paper: CertificatePaper, *, credential: str, at: dt.datetime) -> bytes:
    """Set a certificate.

    Args:
        paper: what is printed.
        credential: the signed credential, attached as ``credential.json``.
        at: the PDF's date of making, aware; the same input gives the same bytes.

    Returns:
        A4 pages, landscape, after PDF/UA-1.

    Raises:
        DocumentError: a text has a character without a shape, or a logo is no picture.
    """
    require_shapes(paper)
    for logo in paper.logos:
        require_picture(logo)
    content = dataclasses.asdict(dataclasses.replace(paper, logos=())) | {
        "logos": [logo.description for logo in paper.logos],
        "words": {},
    }
    more = {f"logo-{number}": logo.data.decode("latin-1") for number, logo in enumerate(paper.logos)}
    return typeset(
        "certificate",
        content,
        logo=None,
        at=at,
        more={"qr": qr_png(paper.code).decode("latin-1"), "credential": credential, **more},
    )
