"""Writes the pinned code lists of aid data from an unpacked source archive of pyIATI 0.4.1.

    python -m tools.aidlists pyIATI-0.4.1

The archive holds the lists of IATI 2.03 as published in August 2018. Nothing else of it is taken.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

TARGET = Path(__file__).parents[1] / "src/balai/engine/aid/lists/iati-2018-08.csv"
LISTS = (
    "ActivityDateType",
    "ActivityScope",
    "ActivityStatus",
    "AidType",
    "AidTypeVocabulary",
    "BudgetStatus",
    "BudgetType",
    "CRSAddOtherFlags",
    "CRSChannelCode",
    "CollaborationType",
    "Country",
    "Currency",
    "DescriptionType",
    "DocumentCategory",
    "FinanceType",
    "FlowType",
    "GeographicExactness",
    "GeographicLocationClass",
    "GeographicLocationReach",
    "GeographicVocabulary",
    "IndicatorMeasure",
    "Language",
    "LocationType",
    "OrganisationRole",
    "OrganisationType",
    "OtherIdentifierType",
    "PolicyMarker",
    "PolicyMarkerVocabulary",
    "PolicySignificance",
    "Region",
    "RegionVocabulary",
    "RelatedActivityType",
    "ResultType",
    "Sector",
    "SectorCategory",
    "SectorVocabulary",
    "TagVocabulary",
    "TiedStatus",
    "TransactionType",
    "Version",
)


def rows_of(archive: Path) -> list[tuple[str, str, str]]:
    """Give list, code and English name of every value of the lists that are pinned."""
    folder = archive / "iati/resources/standard/2-03/codelists"
    rows = []
    for name in LISTS:
        for item in ET.parse(folder / f"{name}.xml").iterfind(".//codelist-item"):  # noqa: S314 -- its digest is checked
            code = item.findtext("code", "").strip()
            label = item.findtext("name/narrative", item.findtext("name", "")).strip()
            rows.append((name, code, " ".join(label.split())))
    return rows


def main(archive: str) -> None:
    with TARGET.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("list", "code", "name"))
        writer.writerows(rows_of(Path(archive)))
    print(f"{TARGET} written")


if __name__ == "__main__":
    main(sys.argv[1])
