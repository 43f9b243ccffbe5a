from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from balai.engine.aid.crs import crs_rows
from balai.engine.aid.errors import AidError
from balai.engine.aid.tossd import COLUMNS, Provision, Spending, tossd_csv, tossd_rows
from tests.engine.aid.samples import EDITION, RECIPIENTS

PROVISION = Provision(
    provider="ID",
    agency="Ministry of Industry",
    code="SMI-2019",
    title="Small and medium industry",
    description="Training in Surabaya",
    recipients={"BT": 2, "NP": 1},
    purpose="32130",
    channel="47027",
    sdg_targets=("17.9", "8.3"),
    keywords=("GENDER",),
)


def test_rows_are_split_by_recipient_and_lose_no_cent() -> None:
    spent = [
        Spending(year=2019, modality="D021", cents=10_001, committed_cents=100, salary_cents=1_000),
        Spending(year=2019, modality="D021", cents=1),
    ]

    bhutan, nepal = tossd_rows(PROVISION, spent)

    assert [row["recipientcode"] for row in (bhutan, nepal)] == ["630", "660"]
    assert (bhutan["USD_disbursements"], nepal["USD_disbursements"]) == ("0.06668", "0.03334")
    assert (bhutan["SalaryCost"], nepal["SalaryCost"]) == ("0.00667", "0.00333")
    assert (bhutan["tossdid"], bhutan["provider"]) == ("SMI-2019-BT-D021", "738")
    assert (bhutan["sdgcode"], bhutan["FrameworkOfCollaboration"]) == ("17.9;8.3", "FC02")


def test_the_file_has_the_53_published_columns() -> None:
    written = tossd_csv(tossd_rows(PROVISION, [Spending(year=2019, modality="D012", cents=300)]))

    header, *rows = csv.reader(written.decode().splitlines())
    assert (len(header), tuple(header), len(rows)) == (53, COLUMNS, 2)


def test_the_first_year_and_south_south_modalities_are_guarded() -> None:
    with pytest.raises(AidError, match="TOSSD begins with 2019"):
        Spending(year=2018, modality="D021", cents=1)
    with pytest.raises(AidError, match="FC01, FC02 or FC03"):
        tossd_rows(replace(PROVISION, framework=""), [Spending(year=2019, modality="D021", cents=1)])
    with pytest.raises(AidError, match="own people"):
        replace(PROVISION, recipients={"ID": 2})
    with pytest.raises(AidError, match="salaries are a part"):
        Spending(year=2019, modality="D021", cents=1, salary_cents=2)


def test_crs_fields_come_from_the_activity() -> None:
    rows = crs_rows(EDITION, year=2018, donor="ID", agency="Ministry of State Secretariat")

    first = rows[0]
    assert len(rows) == len(RECIPIENTS)
    assert sum(Decimal(row["commitments"]) for row in rows) == 1000
    assert sum(Decimal(row["disbursements"]) for row in rows) == Decimal("250.00050")
    assert (first["crs_id"], first["recipient_code"], first["purpose_code"]) == (
        "SMI-2018-AF",
        "625",
        "32130",
    )
    assert (first["other_purposes"], first["channel_code"]) == ("32182:20", "47027")
    assert first["free_standing_technical_cooperation"] == "1"


def test_crs_refuses_other_flows_and_other_currencies() -> None:
    with pytest.raises(AidError, match="TOSSD instead"):
        crs_rows(replace(EDITION, flow="50"), year=2018, donor="ID", agency="x")
    with pytest.raises(AidError, match="one currency"):
        crs_rows(replace(EDITION, currency="USD"), year=2018, donor="ID", agency="x")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"identifier": "XX-ORG-0001/SMI"}, "none of / & | ?"),
        ({"identifier": "YY-SMI"}, "begins with the identifier"),
        ({"titles": {"id": "Industri"}}, "own language"),
        ({"recipients": {"BT": Decimal("99.99")}}, "exactly 100"),
        ({"sectors": {"99999": Decimal(100)}}, "list Sector"),
        ({"planned_first": dt.date(2018, 8, 1)}, "not after the last"),
        ({"actual_first": None}, "What ended had begun"),
        ({"hierarchy": 1}, "lowest level"),
        ({"participations": ()}, "At least one organisation"),
        ({"sdg_targets": ("17.20",)}, "UNSDG-Targets"),
    ],
)
def test_an_activity_that_cannot_be_right_is_never_made(change: dict[str, object], said: str) -> None:
    with pytest.raises(AidError) as refusal:
        replace(EDITION, **change)  # type: ignore[arg-type]  # the values of this table are of many kinds

    assert said in refusal.value.rule
    assert (refusal.value.place, refusal.value.remedy) > ("", "")
