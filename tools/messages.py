"""Collect the texts of the product into its catalogues and compile them: `make messages`.

Needs no GNU gettext: Babel reads Python, and Django's own ``templatize`` turns a template into something
that Babel reads. What a catalogue already says stays; a text that changed comes back untranslated, never
guessed from a similar one.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "balai"
PLURALS = {"id": "nplurals=1; plural=0;"}
"""The languages with a catalogue, each with its rule of plurals."""
TEMPLATES = {".html", ".txt"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Catalogues carry no date of their making: the same texts give the same file."""


def catalogue_path(language: str) -> Path:
    """Where a language's texts are; the compiled file lies beside it."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def extracted() -> Catalog:
    """Every text of the product, untranslated, in the order of the files that use it."""
    catalogue = Catalog(project="Balai", charset="utf-8")
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in {".py", *TEMPLATES} or "migrations" in path.parts:
            continue
        place = path.relative_to(ROOT).as_posix()
        for message, context, comments in _texts(path, place):
            catalogue.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalogue


def updated(language: str) -> Catalog:
    """The catalogue of a language with exactly the texts of the product."""
    path = catalogue_path(language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    else:
        catalogue = Catalog(locale=language)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.version, catalogue.fuzzy = "Balai", "1", False
    catalogue.header_comment = (
        "# Texts of Balai. Written by `make messages`; translate here, then run it again."
    )
    catalogue.msgid_bugs_address = ""
    catalogue.mime_headers = [("Plural-Forms", PLURALS[language])]
    catalogue.creation_date = catalogue.revision_date = UNDATED
    catalogue.last_translator = catalogue.language_team = "Balai"
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """The catalogue as its file holds it."""
    file = BytesIO()
    write_po(file, catalogue, width=100, include_lineno=False, sort_by_file=True)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as the running product reads it."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def _texts(path: Path, place: str) -> Iterator[tuple[str | tuple[str, ...], str | None, list[str]]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix in TEMPLATES:
        # Blanked-out text keeps its indentation, which Python's tokenizer would take for structure.
        source = "\n".join(line.strip() for line in templatize(source, origin=place).splitlines())
    for _line, message, comments, context in extract(
        "python", BytesIO(source.encode()), keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        yield message, context, comments


def main() -> int:
    """Update and compile every catalogue; say how much is left to translate."""
    for language in PLURALS:
        catalogue = updated(language)
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        left = [message for message in catalogue if message.id and not _is_translated(message.string)]
        print(f"{language}: {len(catalogue)} texts, {len(left)} not translated")
    return 0


def _is_translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all([string] if isinstance(string, str) else string or [""])


if __name__ == "__main__":
    sys.exit(main())
