"""What the product publishes, as a stranger reads it: pages by their marks, papers by text, feeds by path.

Used where it is checked that what was recorded is also what people see.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
HOST = "localhost"


class UnpublishedError(Exception):
    """Something is not where it should be; the text says what and where."""


class Published:
    """Everything that was asked for once is kept: many facts stand on one page.

    A reader is a visitor, or whoever enters the demonstration with one click as a role.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Any] = {}
        self._clients: dict[str, Client] = {}

    def page(self, address: str, *, reader: str = "") -> ET.Element:
        """A page as a tree of its elements, as a visitor or somebody who signed in sees it."""
        tree: ET.Element = self._once(address, reader, tree_of)
        return tree

    def visit(self, address: str) -> None:
        """Open a page as a person with a browser does, whose visit counts."""
        self._client("").get(address, headers={"user-agent": "Mozilla/5.0"})

    def xml(self, address: str) -> ET.Element:
        """A feed or another document in XML."""
        root: ET.Element = self._once(address, "", ET.fromstring)
        return root

    def json(self, address: str, *, reader: str = "") -> Any:
        """A document in JSON, or an answer of the API."""
        return self._once(address, reader, json.loads)

    def text(self, address: str) -> str:
        """Anything that is read as it is, such as a calendar."""
        text: str = self._once(address, "", bytes.decode)
        return text

    def paper(self, address: str, *, reader: str = "") -> str:
        """The text of a PDF."""
        text: str = self._once(address, reader, _text_of)
        return text

    def _once(self, address: str, reader: str, read: Callable[[bytes], Any]) -> Any:
        if (address, reader) not in self._kept:
            answer = self._client(reader).get(address)
            if answer.status_code != HTTPStatus.OK:
                raise UnpublishedError(f"{address} answers {answer.status_code}")
            self._kept[address, reader] = read(answer.content)
        return self._kept[address, reader]

    def _client(self, reader: str) -> Client:
        from django.test import Client

        if reader not in self._clients:
            client = Client(headers={"host": HOST})
            if reader and client.post(f"/accounts/demo/{reader}/").status_code != HTTPStatus.FOUND:
                raise UnpublishedError(f"the demonstration lets nobody in as {reader}")
            self._clients[reader] = client
        return self._clients[reader]


def tree_of(content: bytes) -> ET.Element:
    """The elements of a page; what HTML leaves open is closed where its parent ends."""
    reader = _Tree()
    reader.feed(content.decode())
    reader.close()
    return reader.root


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = ET.Element("document")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = ET.SubElement(self._open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        ET.SubElement(self._open[-1], tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        names = [element.tag for element in self._open]
        if tag in names[1:]:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        last = self._open[-1]
        if len(last):
            last[-1].tail = (last[-1].tail or "") + data
        else:
            last.text = (last.text or "") + data


def every(tree: ET.Element, selector: str) -> Iterator[ET.Element]:
    """The elements that a selector names: ``ol.bl-orgs li p.bl-strong``, ``h1``, ``#h-days``.

    Of selectors it knows names, one class or identifier for each step, and steps below.
    """
    found = [tree]
    for step in selector.split():
        match = re.fullmatch(r"(\w+)?(?:\.([\w-]+)|#([\w-]+))?", step)
        if match is None:
            raise ValueError(f"“{step}” is no step of a selector")
        found = [below for one in found for below in one.iter() if below is not one and _fits(below, match)]
    return iter(dict.fromkeys(found))


def _fits(element: ET.Element, match: re.Match[str]) -> bool:
    name, of_class, identifier = match.groups()
    return (
        (name is None or element.tag == name)
        and (of_class is None or of_class in element.get("class", "").split())
        and (identifier is None or element.get("id") == identifier)
    )


def words(element: ET.Element) -> str:
    """The text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def first(tree: ET.Element, selector: str) -> str:
    """The text of the first element that a selector names.

    Raises:
        UnpublishedError: there is none.
    """
    found = next(every(tree, selector), None)
    if found is None:
        raise UnpublishedError(f"nothing is at {selector}")
    return words(found)


def joined(tree: ET.Element, selector: str) -> str:
    """The texts of all elements that a selector names, with semicolons."""
    return "; ".join(words(one) for one in every(tree, selector))


def beside(tree: ET.Element, selector: str, term: str) -> str:
    """The descriptions of a term in a list of terms.

    Raises:
        UnpublishedError: the list has no such term.
    """
    found: list[str] | None = None
    for terms in every(tree, selector):
        for one in terms.iter():
            if one.tag == "dt":
                if found is not None:
                    break
                found = [] if words(one) == term else None
            elif one.tag == "dd" and found is not None:
                found.append(words(one))
    if found is None:
        raise UnpublishedError(f"{selector} does not tell “{term}”")
    return "; ".join(found)


def _text_of(content: bytes) -> str:
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def within(text: str, fact: str) -> str:
    """The fact where a text holds it, else the beginning of that text."""
    return fact if fact in text else text[:160]
