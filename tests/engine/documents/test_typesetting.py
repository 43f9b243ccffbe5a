from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pypdf import PdfReader

from balai.engine.documents.booklet import booklet_pdf
from balai.engine.documents.errors import PictureError, TypesettingError
from balai.engine.documents.letter import letter_pdf
from balai.engine.documents.parts import Picture
from balai.engine.documents.typesetting import typeset
from tests.engine.documents.reading import pages_of, text_of, without_blanks, words_outside
from tests.engine.documents.samples import AT, english, letter

if TYPE_CHECKING:
    from balai.engine.documents.letter import OfficialLetter

HOSTILE = (
    '#read("/etc/passwd")',
    '#image("fonts/../../typesetting.py")',
    '#import "house.typ": *; #content',
    "#sys.inputs",
    "#panic()",
    "#set page(fill: red)",
    '#link("https://example.org")[click]',
    "#while true {}",
    "$ sum_(k=0)^n k = x $",
    "*bold* _italic_ `raw` = Heading",
    "= Heading\n== Another\n- item\n+ one\n/ term: text",
    "<label> @reference ~ -- --- ... // comment /* comment */",
    "\\u{41} \\ \\n \\\\ \\#",
    '"quoted" \'single\' "}]}, {"content": "x"',
    "]])}#{[(",
    "{{ title }} {% load x %} <b>bold</b> &amp;",
    "%PDF-1.7 /JavaScript (app.alert(1)) endobj",
    "=cmd|' /C calc'!A0",
)


def with_logo(data: bytes) -> OfficialLetter:
    logo = Picture(data=data, description="Mark")
    return replace(letter(), letterhead=replace(letter().letterhead, logo=logo))


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_text_is_text(text: str) -> None:
    pdf = letter_pdf(replace(letter(), subject=f"S {text}", paragraphs=(text,), addressee=(text,)), at=AT)

    assert text_of(pdf).count(without_blanks(text)) == 3
    assert len(pages_of(pdf)) == 1
    reader = PdfReader(BytesIO(pdf))
    assert "/Names" not in reader.root_object  # neither script nor attachment
    assert "/AA" not in reader.root_object
    assert "/OpenAction" not in reader.root_object
    assert reader.metadata is not None
    assert without_blanks(str(reader.metadata.title)) == without_blanks(f"S {text}")
    assert all("/Annots" not in page for page in reader.pages)


def test_every_field_of_a_booklet_takes_markup_as_text() -> None:
    text = '#read("/etc/passwd") $x$ *b* \\ @a <b>'
    booklet = english()
    plain = replace(
        booklet,
        title=text,
        theme=text,
        edition=text,
        reference=text,
        scheme=text,
        places=(text,),
        arrival=text,
        concept=(text,),
        outcomes=(text,),
        modules=(replace(booklet.modules[0], title=text, text=text, hours=(text,), code=text),),
        days=(replace(booklet.days[0], place=text, lines=(text,)),),
        expenses=(replace(booklet.expenses[0], item=text, payers=(text, text), note=text),),
        report=(replace(booklet.report[0], title=text, questions=(text,)),),
        form=(replace(booklet.form[0], title=text, lead=text),),
    )

    pdf = booklet_pdf(plain, at=AT)

    # title 2 + running line on each page; reference the same; the others where they stand
    assert text_of(pdf).count(without_blanks(text)) >= 24
    assert "root:" not in text_of(pdf)


def test_commands_of_direction_are_taken_out() -> None:
    text = "Pay \u202e000,1\u202c to \u2067Bank\u2069 \ufeffnow\u202d"

    pdf = letter_pdf(replace(letter(), paragraphs=(text,)), at=AT)

    assert "Pay000,1toBanknow" in text_of(pdf)


def test_a_long_address_breaks_and_reads_as_one() -> None:
    address = "https://example.org/" + "a-very-long-part/" * 12 + "x" * 200

    pdf = letter_pdf(replace(letter(), paragraphs=(f"See {address} there.",)), at=AT)

    assert words_outside(pdf, 28) == []
    assert f"See{address}there." in text_of(pdf)


def test_line_breaks_in_a_paragraph_stay() -> None:
    (page,) = pages_of(letter_pdf(replace(letter(), paragraphs=("First\nSecond",)), at=AT))

    assert "First\nSecond\n" in page


def test_importing_the_engine_loads_no_typst() -> None:
    code = (
        "import sys\n"
        "from balai.engine.documents import booklet, editable, erratum, glyphs, letter, typesetting, words\n"
        "print(sorted({'typst', 'docx', 'lxml', 'django', 'PIL', 'fontTools'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout == "[]\n"


def test_threads_get_the_bytes_that_they_asked_for() -> None:
    letters = [replace(letter(), reference=f"no. {number}") for number in range(24)]
    alone = [letter_pdf(one, at=AT) for one in letters]

    with ThreadPoolExecutor(max_workers=8) as pool:
        together = list(pool.map(lambda one: letter_pdf(one, at=AT), letters))

    assert together == alone
    assert len(set(alone)) == 24


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"%PDF-1.7"],
)
def test_a_logo_that_is_neither_png_nor_jpeg_is_refused(data: bytes) -> None:
    with pytest.raises(PictureError, match="The logo is neither PNG nor JPEG"):
        letter_pdf(with_logo(data), at=AT)


def test_a_damaged_logo_is_refused() -> None:
    whole = letter().letterhead.logo
    assert whole is not None

    with pytest.raises(PictureError, match="The logo is damaged"):
        letter_pdf(with_logo(whole.data[:60]), at=AT)


def test_a_logo_may_be_a_jpeg() -> None:
    stream = BytesIO()
    Image.new("RGB", (300, 100), "#1f3a68").save(stream, "JPEG")

    assert text_of(letter_pdf(with_logo(stream.getvalue()), at=AT)).startswith("MinistryofIndustry")


def test_a_fault_of_a_template_is_ours() -> None:
    with pytest.raises(TypesettingError, match="The template letter could not be set") as caught:
        typeset("letter", {"language": "en", "words": {}}, logo=None, at=AT)

    assert "letter.typ" in caught.value.diagnostic
