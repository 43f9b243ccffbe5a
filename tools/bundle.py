"""Write what is published about bundles: their JSON Schema and their reference; part of `make schema`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
INTRODUCTION = """\
# Bundles

*Written by `make schema` from the description that also reads and checks bundles; change that, not this page.*

A bundle is a programme as files: a folder, or a .zip of one, that a person can read and edit. `balai programme import` and the page *Import* take it in, `balai programme export` and the page of a programme give it out. The JSON Schema is [bundle.schema.json](bundle.schema.json), also from `balai programme schema`; an editor that knows YAML checks a single file by its entry under `$defs`.

- `bundle.yaml` at the top says `format: balai-bundle/1`. All other files may be left out.
- Records are named by their codes, never by numbers of a database. `BBLM` in the folder of an edition means its own; where a key has several parts they are joined by a slash, `bblm/cnc-mill`.
- Texts in several languages have a line for each language in YAML, and a column for each in a table: `name.en`, `name.id`.
- A list in one cell is separated by semicolons. Tables are UTF-8; commas, semicolons and tabs are understood between cells.
- A table may come as an .xlsx workbook in the place of its .csv file, or alone, with sheets named after the sections. A list in YAML may come as a table as well, as far as its fields fit into cells. So an office sends people, sites or activities as the sheet it has.
- Everything is taken in, or nothing: one fault anywhere, and the report names file, line, column, value, rule and remedy of each.
- What a file does not mention stays as it is; an empty value takes out what was there. Nothing is ever deleted by an import.
- What import refuses whoever sends it: links and paths that lead out, archives that unpack to more than they may, names that differ only in capitals, anchors, aliases and tags in YAML, formulas, macros, foreign parts and entities in workbooks.
- Whoever imports may do no more than whoever types: each record is entered by the deed of its page.
- Files that are given out are canonical: the same records give the same bytes.
"""


def published() -> dict[Path, str]:
    """The files, as they should be."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balai.settings")
    django.setup()
    from balai.engine.bundle.manual import manual  # noqa: PLC0415 -- rooms register their parts first
    from balai.engine.bundle.schema import bundle_schema  # noqa: PLC0415 -- as above
    from balai.kernel.bundle.registry import layout  # noqa: PLC0415 -- as above

    schema = json.dumps(bundle_schema(layout()), indent=1, ensure_ascii=False)
    return {
        REFERENCE / "bundle.md": manual(layout(), introduction=INTRODUCTION),
        REFERENCE / "bundle.schema.json": f"{schema}\n",
    }


def main() -> int:
    """Write them."""
    for path, text in published().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(REFERENCE.parent.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
