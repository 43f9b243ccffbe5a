"""How the certificates of an edition will look, before any is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from balai.certificates.services.composing import logos_of
from balai.certificates.services.wording import LANGUAGES, WORDS, edition_values, filled
from balai.engine.documents.certificate import CertificatePaper, Face, Signing, certificate_pdf
from balai.engine.documents.words import date_text
from balai.office.queries import lasting_address

if TYPE_CHECKING:
    import datetime as dt

    from balai.certificates.models import Design
    from balai.programmes.models import Edition

NAME = {"en": "Name Surname", "id": "Nama Lengkap"}
COUNTRY = {"en": "Country", "id": "Negara"}


def sample_pdf(edition: Edition, design: Design, *, at: dt.datetime) -> bytes:
    """Set a certificate for nobody, unsigned; what is missing shows as a dash.

    Raises:
        DocumentError: a text has a character without a shape.
    """
    address = lasting_address() or "https://balai.example"
    first = design.language
    faces = tuple(
        _face(edition, design, language) for language in (first, *(one for one in LANGUAGES if one != first))
    )
    paper = CertificatePaper(
        name=NAME[first],
        number="0000-0000",
        faces=faces,
        logos=logos_of(design) if design.changed_by else (),
        address=f"{urlsplit(address).netloc}/c",
        code=f"{address}/c/",
        note=WORDS[first]["sample"],
    )
    return certificate_pdf(paper, credential="{}", at=at)


def _face(edition: Edition, design: Design, language: str) -> Face:
    words = WORDS[language]
    known = edition_values(edition, language) | {"country": COUNTRY[language], "employer": COUNTRY[language]}
    values = {name: value or "–" for name, value in known.items()}

    def said(text: dict[str, str]) -> str:
        return filled(text.get(language, "–"), values, who="", language=language)[0]

    signing = list(design.signatories.select_related("organisation")) if design.changed_by else []
    return Face(
        language=language,
        kind=design.title.get(language, "–"),
        before=said(design.before),
        course=values["programme"],
        after=said(design.after),
        facts=((words["issued"], f"{design.place}, {date_text(design.dated_on, language)}"),),
        signatories=tuple(
            Signing(
                office=one.office.get(language, "–"), organisation=one.organisation.name.get(language, "–")
            )
            for one in signing
        )
        or (Signing(office="–", organisation="–"),),
        check=words["check"],
        proof=words["proof"],
    )
