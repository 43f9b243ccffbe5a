"""The office as its papers show it: name, address and logo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.documents.parts import Letterhead, Picture
from balai.kernel.translated import TranslatedText
from balai.office.models import Office

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def office_letterhead(
    language: str, *, otherwise: StrOrPromise = "", has_address: bool = False
) -> Letterhead:
    """The head of a paper of the office.

    Args:
        language: "en" or "id".
        otherwise: what stands there while nobody has set the office up.
        has_address: whether its address stands below its name, as on a letter.
    """
    office = Office.objects.first()
    if office is None:
        return Letterhead(names=(str(otherwise) or str(Office()),))
    name = _said(office.name, language) or str(office)
    address = _said(office.letterhead, language) if has_address else ""
    return Letterhead(
        names=(name,),
        lines=tuple(line.strip() for line in address.splitlines() if line.strip()),
        logo=Picture(data=bytes(office.logo), description=name) if office.logo else None,
    )


def _said(text: dict[str, str], language: str) -> str:
    return TranslatedText(text).in_language(language).text if text else ""
