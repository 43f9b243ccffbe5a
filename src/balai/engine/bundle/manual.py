"""The reference of bundles as a page: every file, field and rule, from the one description of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.bundle.fields import ListOf, Record
from balai.engine.bundle.limits import LIMITS, MEGABYTE
from balai.engine.bundle.rules import RULES
from balai.engine.bundle.section import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from balai.engine.bundle.fields import Field
    from balai.engine.bundle.section import Layout, Section

SHAPES = {
    Shape.TABLE: "a table, a record in each row",
    Shape.LIST: "a list, an entry for each record",
    Shape.RECORD: "one record in each file",
}


def manual(layout: Layout, *, introduction: str) -> str:
    """The page, in Markdown, beneath an introduction."""
    return "\n".join([introduction.rstrip(), "", *_files(layout), *_rules(), *_limits()]) + "\n"


def _files(layout: Layout) -> Iterator[str]:
    sections = sorted(layout, key=lambda section: section.file)
    yield "## Files"
    yield ""
    yield "| file | records | told apart by |"
    yield "| --- | --- | --- |"
    for section in sections:
        key = " + ".join(f"`{name}`" for name in section.key)
        yield f"| [`{section.file}`](#{section.name}) | {section.doc} | {key} |"
    yield ""
    for section in sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f"### {section.name}"
    yield ""
    yield f"`{section.file}`: {SHAPES[section.shape]}. {section.doc}"
    yield ""
    yield "| field | what it can be | meaning |"
    yield "| --- | --- | --- |"
    for field in section.fields:
        yield from _field(field, is_in_path=field.name in section.gaps)
    yield ""


def _field(field: Field, *, within: str = "", is_in_path: bool = False) -> Iterator[str]:
    name = f"`{within}{field.name}`"
    if is_in_path:
        name += " (in the path)"
    elif field.is_required:
        name += " **required**"
    usual = f" Usually `{field.kind.to_cell(field.default)}`." if field.default else ""
    yield f"| {name} | {field.kind.words()} | {_plain(field.doc)}{usual} |"
    inner = field.kind.kind if isinstance(field.kind, ListOf) else field.kind
    if isinstance(inner, Record):
        for one in inner.fields:
            yield from _field(one, within=f"{within}{field.name}.")


def _rules() -> Iterator[str]:
    yield "## Rules"
    yield ""
    yield "What an import says when a rule is broken, and the remedy. `…` stands for what was found."
    yield ""
    yield "| code | what it says | remedy |"
    yield "| --- | --- | --- |"
    gaps = _Gaps()
    for code, rule in RULES.items():
        yield f"| `{code}` | {_plain(rule.sentence % gaps)} | {_plain(rule.remedy % gaps)} |"
    yield ""


class _Gaps(dict[str, str]):
    """Every gap of a sentence, shown as one."""

    def __missing__(self, name: str) -> str:
        return "" if name == "near" else "…"


def _limits() -> Sequence[str]:
    rows = (
        ("files in a bundle, parts in a workbook", LIMITS.files),
        ("one file, unpacked", f"{LIMITS.file_bytes // MEGABYTE} MB"),
        ("all files, unpacked", f"{LIMITS.total_bytes // MEGABYTE} MB"),
        ("one YAML file", f"{LIMITS.yaml_bytes // MEGABYTE} MB"),
        ("unpacked to packed size", f"{LIMITS.ratio} to 1"),
        ("rows of a table", LIMITS.rows),
        ("columns of a table", LIMITS.columns),
        ("values within values in YAML", LIMITS.yaml_depth),
    )
    return (
        "## Limits",
        "",
        "| of what | at most |",
        "| --- | --- |",
        *(f"| {what} | {most} |" for what, most in rows),
    )


def _plain(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").replace("``", "`").split())
