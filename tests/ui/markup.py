"""Reading a page as a browser does: which tags, with which attributes, and which text."""

from __future__ import annotations

from html.parser import HTMLParser

QUIET = {"script", "style", "title"}


class Markup(HTMLParser):
    """The tags of a document in order, each with the names of its attributes; and its visible text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[tuple[str, str, str]] = []
        self.text = ""
        self._quiet = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.values.extend((tag, name, value or "") for name, value in attrs)
        self._quiet += tag in QUIET

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in QUIET

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.text += data
