"""The code lists of aid data, as they were published. None is ever fetched.

``iati-2018-08.csv`` holds lists of IATI 2.03 as in the source archive of pyIATI 0.4.1 (August 2018);
``later.csv`` what was added since, each value with its source; ``tossd.csv`` and ``tossd-recipients.csv``
the part of TOSSD's lists that a training programme uses (after ONEcampaign/tossd-reader 0e53878, 2026, which
takes them from the OECD). A list is data with a date: whoever renews one records its digest here.
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from importlib.resources import files

from balai.engine.aid.errors import AidError

DIGESTS = {
    "iati-2018-08.csv": "0d1ad70ab45ffa46f136d115a01d57b96b621fe6466e232cea925eb7a7ce2062",
    "later.csv": "5c402ee4b120cfd4c79e871c87fc2f1922927e6b92007dece579337e1646770a",
    "tossd.csv": "889b4ebeb4d5c88e99540b3b38cc9f7e65d83ef4da0e75fd6cb4e4933288032d",
    "tossd-recipients.csv": "ce37e020183aeb6e4a90c5467a7f53a2401ba836b717022bbe8e69988bcab876",
}
"""File and SHA-256 of its bytes."""


@cache
def list_rows(file: str) -> tuple[dict[str, str], ...]:
    """Read a pinned file.

    Raises:
        RuntimeError: the file is not the one that was pinned.
    """
    found = files("balai.engine.aid").joinpath("lists", file).read_bytes()
    if hashlib.sha256(found).hexdigest() != DIGESTS[file]:
        raise RuntimeError(f"the code list {file} was changed after it was pinned; install Balai anew")
    return tuple(csv.DictReader(found.decode().splitlines()))


@cache
def _names() -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = {}
    for file in ("iati-2018-08.csv", "later.csv", "tossd.csv"):
        for row in list_rows(file):
            names.setdefault(row["list"], {})[row["code"]] = row["name"]
    return names


def is_known(codelist: str, code: str) -> bool:
    """Whether a code stands in a list; codes are compared by the letter."""
    return code in _names()[codelist]


def name_of(codelist: str, code: str) -> str:
    """Give the English name that the list has for a code.

    Raises:
        KeyError: the list has no such code.
    """
    return _names()[codelist][code]


def require(codelist: str, code: str, *, place: str) -> None:
    """Refuse a code that its list does not have.

    Raises:
        AidError: names the place, the code and the list.
    """
    if not is_known(codelist, code):
        raise AidError(
            place=place,
            value=code,
            rule=f"Codes here are of the list {codelist}.",
            remedy="Choose a code of the list, or add the newer one to later.csv with its source.",
        )


@cache
def _recipients() -> dict[str, str]:
    return {row["country"]: row["code"] for row in list_rows("tossd-recipients.csv")}


def tossd_country(country: str) -> str:
    """Give the number that TOSSD and CRS have for a country (ISO 3166-1 alpha-2).

    Raises:
        AidError: the pinned list has none; who is no recipient of aid has none anyway.
    """
    try:
        return _recipients()[country]
    except KeyError:
        raise AidError(
            place=f"recipient {country}",
            value=country,
            rule="A recipient has a number in TOSSD's list.",
            remedy="Leave the country out of aid data, or add its number to tossd-recipients.csv.",
        ) from None
