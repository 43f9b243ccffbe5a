from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from balai.engine.documents.booklet import booklet_pdf
from tests.engine.documents.samples import AT, english
from tests.engine.documents.samples_id import indonesian

if TYPE_CHECKING:
    from balai.engine.documents.booklet import Booklet


@pytest.mark.parametrize(
    ("booklet", "language", "title"),
    [
        (english(), "en", "General Information: Capacity Building Program"),
        (indonesian(), "id", "Informasi Umum: Program Peningkatan Kapasitas"),
    ],
)
def test_booklet_is_tagged_titled_and_in_its_language(booklet: Booklet, language: str, title: str) -> None:
    reader = PdfReader(BytesIO(booklet_pdf(booklet, at=AT)))

    assert str(reader.root_object["/Lang"]) == language
    assert "/StructTreeRoot" in reader.root_object
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith(title)
