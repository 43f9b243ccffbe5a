"""Writing a bundle in its one canonical form: the same records give the same bytes, whoever writes them.

YAML in block style with long texts folded, CSV with commas and only the columns that are used, files in the
order of their names, archives without dates.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

from balai.engine.bundle.fields import in_order, plain_fields
from balai.engine.bundle.opening import MANIFEST
from balai.engine.bundle.reading import FORMAT
from balai.engine.bundle.section import Shape
from balai.engine.bundle.table import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import IO

    from balai.engine.bundle.fields import Field
    from balai.engine.bundle.section import Layout, Section

WIDTH = 100
"""Characters of a line of YAML from which on a text is folded."""

INDENT = 10
"""Characters that stand before a text as deep as they are here."""

AMBIGUOUS = re.compile(r"[0-9:._+-]+|[yYnN]")
"""Texts that some reader of YAML takes for a number, a time or a yes, whatever ours does."""

UNDATED = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can tell; the same records give the same archive."""


def bundle_files(layout: Layout, records: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, bytes]:
    """The files of a bundle, sorted by their paths.

    Args:
        layout: the sections there are.
        records: those of each section in the order in which they shall stand, by the section's name.

    Raises:
        KeyError: there is no such section.
    """
    files = {MANIFEST: yaml_text({"format": FORMAT}).encode()}
    for name, rows in records.items():
        section = layout[name]
        by_path: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            by_path.setdefault(section.path_of(row), []).append(row)
        for path, found in by_path.items():
            files[path] = _content(section, found)
    return dict(sorted(files.items()))


def _content(section: Section, rows: Sequence[Mapping[str, Any]]) -> bytes:
    if section.shape is Shape.TABLE:
        return csv_text(section.own_fields, rows).encode()
    plain = [plain_fields(section.own_fields, row) for row in rows]
    return yaml_text(plain if section.shape is Shape.LIST else plain[0]).encode()


def write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files below a folder, which is made if it is missing."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def write_archive(files: Mapping[str, bytes], target: IO[bytes]) -> None:
    """Write the files as a .zip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, UNDATED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # always as on Unix, so that no platform writes other bytes
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)


# --- CSV --------------------------------------------------------------------------------------------


def csv_text(fields: Sequence[Field], rows: Sequence[Mapping[str, Any]]) -> str:
    """A table with a column for every field, and for every language of one, that some row has a value for."""
    columns: list[tuple[Field, str]] = []
    for field in fields:
        written = [row[field.name] for row in rows if not field.is_default(row.get(field.name))]
        if not field.kind.is_translated:
            columns += [(field, "")] if written or field.is_required else []
        else:
            columns += [
                (field, one) for one in in_order({one for texts in written for one in texts if texts[one]})
            ]
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([f"{field.name}.{language}" if language else field.name for field, language in columns])
    for row in rows:
        writer.writerow([_cell(field, language, row) for field, language in columns])
    return target.getvalue()


def _cell(field: Field, language: str, row: Mapping[str, Any]) -> str:
    value = row.get(field.name)
    if value is None or field.is_default(value):
        return ""
    if not language:
        return guarded(field.kind.to_cell(value))
    plain = field.kind.plain({language: value.get(language, "")})
    return guarded(str(plain.get(language, ""))) if isinstance(plain, dict) else ""


# --- YAML -------------------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Writes texts as they are best read, and lists indented below their name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 -- the library's signature
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if AMBIGUOUS.fullmatch(text):
        style = "'"
    elif max(map(len, text.split("\n"))) > WIDTH - INDENT:
        style = ">"
    elif "\n" in text:
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _write_number(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    kind = "int" if number == number.to_integral_value() else "float"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", format(number, "f"))


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(Decimal, _write_number)


def yaml_text(content: Any) -> str:
    """Plain data as YAML that other programs read alike: a text that looks like something else is quoted."""
    text: str = yaml.dump(
        content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=False
    )
    return text
