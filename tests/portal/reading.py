"""What the tests of public pages read of them."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

from balai.programmes.enums import Publicity
from tests.portal.reference import CODE
from tests.programmes.factories import (
    EditionFactory,
    SeriesFactory,
)
from tests.ui.markup import Markup

if TYPE_CHECKING:
    from django.test import Client

    from balai.programmes.models import Edition

PAGE = f"/en/programmes/{CODE}/"
LATER = dt.datetime(2018, 4, 27, 9, tzinfo=dt.UTC)


def text_of(client: Client, path: str) -> str:
    """What a reader sees on a page, each run of blanks as one."""
    response = client.get(path)
    assert response.status_code == 200, path
    return " ".join(Markup(response.content.decode()).text.split())


def data_of(client: Client, path: str = PAGE) -> dict[str, Any]:
    """The facts for programs on a page."""
    page = client.get(path).content.decode()
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert written
    found: dict[str, Any] = json.loads(written[1])
    return found


def some_editions(number: int, **values: object) -> list[Edition]:
    series = SeriesFactory.create()
    return [
        EditionFactory.create(
            **{"series": series, "publicity": Publicity.PUBLIC, "status": "closed", **values}
        )
        for _ in range(number)
    ]
