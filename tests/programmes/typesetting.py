"""A typesetter for tests of deeds: what it is given stands in the file, so that it can be read again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from balai.programmes.enums import BookletFileKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


def plain(
    facts: Mapping[str, Any],
    *,
    before: Mapping[str, Any] | None,
    reason: Mapping[str, str],
    version: int,
    issued_on: dt.date,
    at: dt.datetime,
) -> dict[tuple[BookletFileKind, str], bytes]:
    told = {"version": version, "issued_on": issued_on.isoformat(), "starts_on": facts["period"]["starts_on"]}
    files = {(BookletFileKind.BOOKLET, "en"): json.dumps(told).encode()}
    if before is not None:
        files[BookletFileKind.ERRATUM, "en"] = json.dumps(dict(reason)).encode()
    return files
