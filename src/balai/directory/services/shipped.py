"""What every installation knows from its first start: the countries, and the groups of the United Nations.

The lists in ``data/`` are made by tools/countries.py and by hand. Only what is missing is entered: what an
office has corrected stays. Nobody did this, so the trail does not tell of it.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balai.directory.enums import BodyKind, Precision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.apps.registry import Apps

DATA = Path(__file__).parent.parent / "data"
GROUPINGS = {
    "ldc": ("LDC", "Least developed countries", "Negara kurang berkembang"),
    "lldc": ("LLDC", "Landlocked developing countries", "Negara berkembang terkurung daratan"),
    "sids": ("SIDS", "Small island developing States", "Negara berkembang kepulauan kecil"),
}


def enter_shipped_lists(apps: Apps) -> None:
    """Enter the countries that are missing, and each group that is not there at all; idempotent.

    Args:
        apps: the registry whose models fit the tables as they are now, as of a migration.
    """
    countries = apps.get_model("directory", "Country")
    countries.objects.bulk_create(
        [countries(**facts) for facts in _shipped_countries()], ignore_conflicts=True
    )
    bodies = apps.get_model("directory", "Body")
    memberships = apps.get_model("directory", "Membership")
    known = set(bodies.objects.filter(code__in=GROUPINGS).values_list("code", flat=True))
    new = {
        code: bodies(
            code=code,
            kind=BodyKind.GROUPING,
            abbreviation=abbreviation,
            name={"en": english, "id": indonesian},
            source="United Nations",
        )
        for code, (abbreviation, english, indonesian) in GROUPINGS.items()
        if code not in known
    }
    bodies.objects.bulk_create(new.values())
    memberships.objects.bulk_create(
        memberships(
            body=new[row["body"]],
            country_id=row["country"],
            since=row["since"],
            since_precision=row["since_precision"],
            until=row["until"] or None,
            until_precision=row["until_precision"] or Precision.DAY,
            certainty=row["certainty"],
            source=row["source"],
        )
        for row in _rows("groupings.csv")
        if row["body"] in new
    )


def _shipped_countries() -> Iterator[dict[str, Any]]:
    for row in _rows("countries.csv"):
        yield {
            "code": row["code"],
            "alpha3": row["alpha3"],
            "numeric": row["numeric"],
            "name": {"en": row["name_en"], "id": row["name_id"]},
            "short_name": {"en": row["short_en"], "id": row["short_id"]},
            "capital": {"en": row["capital_en"], "id": row["capital_id"]},
            "latitude": Decimal(row["latitude"]) if row["latitude"] else None,
            "longitude": Decimal(row["longitude"]) if row["longitude"] else None,
            "time_zones": row["time_zones"].split(),
        }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
