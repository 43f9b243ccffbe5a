"""Write docs/reference/api.md from the contract of the API: ``python -m tools.reference``.

A test compares the two, so that the page never tells of another version.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "api.md"
HEAD = """# The API

Every installation shows this at `/api/v1/docs/`, and gives the machine-readable contract at `/api/v1/openapi.json`; a copy is
[openapi.json](openapi.json). `make schema` writes this page.

**Who calls.** A token in the header `Authorization: Bearer …`, made on the page *Tokens*: it has scopes, ends within a year, and does no
more than its account may do itself. The session of somebody who is signed in serves as well; deeds then need the CSRF token. An account
without a person is a program's.

**Lists** come in pages of 50: ask again with `?after=` and the `after` of the answer, until that is empty.

**A refusal** is a problem detail (RFC 9457, `application/problem+json`): `status`, a stable `code`, `detail`
for people in the language that was asked for, and `errors` that name each value at fault. 400: the request cannot be read; 401: no token
or session that is valid now; 403: it lacks the scope or the role; 404: nothing that the caller may see; 405: another method; 409: a rule
refuses the deed, or the page of a list does not exist; 422: a value breaks a rule; 429: too many tokens that open nothing came from there;
503: the database or the storage of files is away, try again; 507: the disk of the installation is full.
"""


def api_page(schema: Mapping[str, Any]) -> str:
    """Every operation by tag, from the contract."""
    rows: dict[str, list[str]] = {}
    for address, methods in sorted(schema["paths"].items()):
        for method, operation in sorted(methods.items()):
            roles = ", ".join(role.replace("_", " ") for role in operation["x-roles"])
            rows.setdefault(operation["tags"][0], []).append(
                f"| `{method.upper()} {address}` | {_cell(operation['description'])} |"
                f" `{operation['x-scope']}` | {roles or 'whoever has an account'} |"
            )
    parts = [HEAD]
    for tag in sorted(rows):
        head = f"## {tag}\n\n| operation | what it does | token needs | for |\n| --- | --- | --- | --- |\n"
        parts.append(head + "\n".join(rows[tag]) + "\n")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    import django
    import tests.home

    os.environ["DJANGO_SETTINGS_MODULE"] = "balai.settings"
    try:
        django.setup()
        from balai.api import api

        PAGE.write_text(api_page(api.get_openapi_schema(path_prefix="/api/v1/")), encoding="utf-8")
    finally:
        tests.home.pytest_unconfigure()
