from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.correspondence.registries import LetterKind, LetterText, Placeholder
from balai.correspondence.services.rendering import Sheet, render

KIND = LetterKind(
    purpose="Tells a nominee that a place is offered.",
    placeholders={
        "name": Placeholder(meaning="the nominee", sample="Dechen"),
        "link": Placeholder(meaning="the page", sample=""),
    },
    texts={},
)
SHEET = Sheet(
    organisation="Balai Besar <Keramik>",
    foot=("Jalan Jenderal Ahmad Yani 392", "", "B-2026/0001"),
    language="en",
)
TEXT = LetterText(
    "A place for {name}",
    "Dear {name},\n\nBring:\n\n- your passport\n- two photos\n\nAnswer at {link}.\nThe office",
)


def test_a_letter_is_written_as_text_and_as_a_page_from_the_same_words() -> None:
    rendered = render(KIND, TEXT, {"name": "Dechen", "link": "https://balai.example/o/7?a=1&b=2"}, SHEET)

    assert rendered.subject == "A place for Dechen"
    assert rendered.text == (
        "Dear Dechen,\n\nBring:\n\n- your passport\n- two photos\n\n"
        "Answer at https://balai.example/o/7?a=1&b=2.\nThe office\n\n-- \n"
        "Balai Besar <Keramik>\nJalan Jenderal Ahmad Yani 392\nB-2026/0001\n"
    )
    assert rendered.html.partition("<body>")[2] == (
        "<header>Balai Besar &lt;Keramik&gt;</header><main><p>Dear Dechen,</p><p>Bring:</p>"
        "<ul><li>your passport</li><li>two photos</li></ul>"
        '<p>Answer at <a href="https://balai.example/o/7?a=1&amp;b=2">https://balai.example/o/7?a=1&amp;b=2</a>.'
        "<br>The office</p></main><footer><div>Jalan Jenderal Ahmad Yani 392</div><div>B-2026/0001</div></footer>"
        "</body></html>"
    )


@pytest.mark.parametrize(
    "nasty", ['"x" hx-get="/" y="', "'><script>alert(1)</script>", "{link}", "{{ settings }}"]
)
def test_what_fills_a_gap_is_never_markup_nor_another_gap(nasty: str) -> None:
    rendered = render(KIND, TEXT, {"name": nasty, "link": "javascript:alert(1)"}, SHEET)

    assert (nasty in rendered.text, rendered.html.count("<script"), rendered.html.count("<a ")) == (
        True,
        0,
        0,
    )


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text())
def test_no_text_brings_a_tag_of_its_own(name: str, link: str) -> None:
    html = render(KIND, TEXT, {"name": name, "link": link}, SHEET).html

    allowed = {
        "p",
        "br",
        "ul",
        "li",
        "a",
        "main",
        "div",
        "header",
        "footer",
        "body",
        "html",
        "head",
        "meta",
        "title",
        "style",
        "!doctype",
    }
    tags = {piece.split(">")[0].split(" ")[0].strip("/") for piece in html.split("<")[1:]}
    assert tags <= allowed


def test_a_subject_stays_one_line_so_that_no_header_can_be_added() -> None:
    rendered = render(KIND, TEXT, {"name": "Dechen\r\nBcc: all@example.org", "link": ""}, SHEET)

    assert rendered.subject == "A place for Dechen Bcc: all@example.org"


def test_a_context_that_is_not_what_the_letter_declares_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="placeholders \\['link', 'name'\\], not \\['name'\\]"):
        render(KIND, TEXT, {"name": "Dechen"}, SHEET)


def test_arabic_runs_from_right_to_left() -> None:
    sheet = Sheet(organisation="Balai", foot=(), language="ar")

    assert '<html lang="ar" dir="rtl">' in render(KIND, TEXT, {"name": "", "link": ""}, sheet).html
