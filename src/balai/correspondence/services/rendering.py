"""From a wording and what fills its gaps to the subject, the plain text and the page of a mail.

The wording is written by people of the office: it is never executed as a template. Only ``{name}`` is
replaced, and the page is made from the finished text, so that nothing a gap holds can become markup.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from balai.correspondence.rules import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.safestring import SafeString

    from balai.correspondence.registries import LetterKind, LetterText

STYLE = (
    "body{margin:0;padding:24px 12px;background:#f4f1ea;color:#1d1b18;font:16px/1.55 Georgia,serif}"
    "main,header,footer{max-width:38em;margin:0 auto;padding:0 24px}"
    "main{background:#fff;padding:24px;border-top:3px solid #7a2e1d;overflow-wrap:anywhere}"
    "header{padding-bottom:12px;font-weight:bold}footer{padding-top:12px;font-size:14px;color:#57524a}"
    "a{color:#0b5a6b}p,ul{margin:0 0 1em}"
    "@media(prefers-color-scheme:dark){body{background:#171614;color:#eeeae2}main{background:#211f1c}"
    "footer{color:#b9b2a6}a{color:#7cc7d8}}"
)
STYLE_HASH = "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
"""Lets the page that shows a mail allow exactly this style in its policy, and no other."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "dv"})
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The paper a letter is written on.

    Attributes:
        organisation: stands above the letter.
        foot: lines below it: the address of the office, and the reference number.
        language: BCP 47, of the wording.
    """

    organisation: str
    foot: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A letter as it is sent."""

    subject: str
    text: str
    html: str


def render(kind: LetterKind, text: LetterText, context: Mapping[str, str], sheet: Sheet) -> Rendered:
    """Fill the gaps and lay the letter out.

    Raises:
        ValueError: the context is not what the letter declares as its placeholders; a mistake of the caller.
    """
    subject = subject_line(kind, text, context)
    body = fill(text.body, context).strip()
    foot = "\n".join(line for line in sheet.foot if line)
    return Rendered(
        subject=subject,
        text=f"{body}\n\n-- \n{sheet.organisation}\n{foot}\n",  # "-- " marks a signature for mail programs
        html=page(body, subject=subject, sheet=sheet),
    )


def subject_line(kind: LetterKind, text: LetterText, context: Mapping[str, str]) -> str:
    """The subject with its gaps filled, always one line.

    Raises:
        ValueError: as :func:`render`.
    """
    if set(context) != set(kind.placeholders):
        raise ValueError(
            f"the letter has the placeholders {sorted(kind.placeholders)}, not {sorted(context)}"
        )
    return " ".join(fill(text.subject, context).split())


def fill(wording: str, context: Mapping[str, str]) -> str:
    """Put each value in its gap, once: braces within a value stay as they are."""
    return PLACEHOLDER.sub(lambda gap: str(context[gap[1]]), wording)


def page(body: str, *, subject: str, sheet: Sheet) -> str:
    """The letter as a page that every mail program and screen reader can read; no image, no script."""
    return format_html(
        '<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{subject}</title><style>{style}</style></head>'
        "<body><header>{organisation}</header><main>{body}</main><footer>{foot}</footer></body></html>",
        language=sheet.language,
        direction="rtl" if sheet.language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        subject=subject,
        style=mark_safe(STYLE),  # noqa: S308 -- our own constant
        organisation=sheet.organisation,
        body=format_html_join("", "{}", ((block,) for block in _blocks(body))),
        foot=format_html_join("", "<div>{}</div>", ((line,) for line in sheet.foot if line)),
    )


def _blocks(body: str) -> Iterator[SafeString]:
    for block in re.split(r"\n\s*\n", body.replace("\r\n", "\n")):
        lines = block.strip().split("\n")
        if all(line.startswith("- ") for line in lines):
            yield format_html(
                "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_linked(line[2:]),) for line in lines))
            )
        else:
            yield format_html(
                "<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", ((_linked(line),) for line in lines))
            )


def _linked(line: str) -> SafeString:
    pieces: list[tuple[SafeString | str]] = []
    end = 0
    for link in _LINK.finditer(line):
        pieces += [(line[end : link.start()],), (format_html('<a href="{0}">{0}</a>', link[0]),)]
        end = link.end()
    return format_html_join("", "{}", [*pieces, (line[end:],)])
