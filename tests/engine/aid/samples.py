"""The reference edition of 2018 and its series, as plain data. Amounts are samples: none are public."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from balai.engine.aid.activity import (
    Activity,
    Amount,
    Budget,
    Document,
    Indicator,
    Measured,
    Organisation,
    Participation,
    Place,
    Result,
    Transaction,
)
from balai.engine.aid.shares import shares_of

AT = dt.datetime(2018, 9, 1, 8, tzinfo=dt.UTC)
ON = dt.date(2018, 9, 1)
RECIPIENTS = dict.fromkeys(("AF", "BD", "BT", "IN", "LA", "LK", "MM", "NP", "PK"), 26)
SECRETARIAT = Organisation(
    names={"en": "Ministry of State Secretariat", "id": "Kementerian Sekretariat Negara"},
    type="10",
    ref="XX-ORG-0001",
)
COLOMBO_PLAN = Organisation(names={"en": "Colombo Plan Secretariat"}, type="40", channel="47027")
INDUSTRY = Organisation(names={"en": "Ministry of Industry", "id": "Kementerian Perindustrian"}, type="10")
PARTICIPATIONS = (
    Participation(organisation=Organisation(names={"en": "Government of Indonesia"}, type="10"), role="1"),
    Participation(organisation=SECRETARIAT, role="2"),
    Participation(organisation=COLOMBO_PLAN, role="3"),
    Participation(organisation=INDUSTRY, role="4"),
)
SERIES = Activity(
    identifier="XX-ORG-0001-SMI",
    hierarchy=1,
    reporting=SECRETARIAT,
    language="en",
    currency="IDR",
    titles={"en": "Small and medium industry", "id": "Industri kecil dan menengah"},
    general={"en": "A yearly training programme for member countries of the Colombo Plan."},
    participations=PARTICIPATIONS,
    status="2",
    changed_at=AT,
    planned_first=dt.date(2016, 10, 24),
    planned_last=dt.date(2020, 12, 31),
    actual_first=dt.date(2016, 10, 24),
    recipients=shares_of(RECIPIENTS),
    sectors={"32130": Decimal(100)},
    children=("XX-ORG-0001-SMI-2018",),
)
EDITION = Activity(
    identifier="XX-ORG-0001-SMI-2018",
    hierarchy=2,
    reporting=SECRETARIAT,
    language="en",
    currency="IDR",
    titles={"en": "Small and medium industry, 2018", "id": "Industri kecil dan menengah, 2018"},
    general={"en": "Thirteen days in Jakarta and Bandung.", "id": "Tiga belas hari di Jakarta dan Bandung."},
    objectives={"en": "Faster growth of small industry through research and development."},
    target_groups={"en": "Officials and entrepreneurs of small and medium industry."},
    participations=PARTICIPATIONS,
    own_code="SMI-2018",
    status="4",
    changed_at=AT,
    planned_first=dt.date(2018, 7, 18),
    planned_last=dt.date(2018, 7, 30),
    actual_first=dt.date(2018, 7, 18),
    actual_last=dt.date(2018, 7, 30),
    recipients=shares_of(RECIPIENTS),
    places=(
        Place(
            ref="BBT",
            names={"en": "Centre for Textile", "id": "Balai Besar Tekstil"},
            latitude=Decimal("-6.916"),
            longitude=Decimal("107.643"),
            kind="ITTR",
        ),
    ),
    sectors={"32130": Decimal(80), "32182": Decimal(20)},
    sdg_targets=("17.9", "8.3", "9.3", "9.5"),
    gender="1",
    technical_cooperation=True,
    budgets=(
        Budget(
            first=dt.date(2018, 1, 1),
            last=dt.date(2018, 12, 31),
            amount=Amount(value=Decimal(1_000_000), currency="IDR", on=dt.date(2018, 1, 1)),
        ),
    ),
    transactions=(
        *(
            Transaction(
                type=kind,
                on=dt.date(2018, 2, 1),
                amount=Amount(value=Decimal(400_000), currency="IDR", on=dt.date(2018, 2, 1)),
                texts={"en": "Given by the industry's ministry"},
                provider=INDUSTRY,
                receiver=SECRETARIAT,
            )
            for kind in ("11", "1")
        ),
        Transaction(
            type="2",
            on=dt.date(2018, 2, 1),
            amount=Amount(value=Decimal(1_000_000), currency="IDR", on=dt.date(2018, 2, 1)),
            texts={"en": "Programme budget"},
            provider=SECRETARIAT,
        ),
        Transaction(
            type="4",
            on=dt.date(2018, 7, 30),
            amount=Amount(value=Decimal("250000.50"), currency="IDR", on=dt.date(2018, 7, 30)),
            texts={"en": "Machine hours, in kind", "id": "Jam mesin, dalam bentuk natura"},
            provider=INDUSTRY,
            receiver=COLOMBO_PLAN,
        ),
    ),
    documents=(
        Document(
            url="https://balai.example/smi-2018/report.pdf",
            media_type="application/pdf",
            titles={"en": "Final report"},
            category="A07",
            language="en",
        ),
    ),
    results=(
        Result(
            type="1",
            titles={"en": "People trained"},
            indicators=(
                Indicator(
                    titles={"en": "Participants who completed"},
                    first=dt.date(2018, 7, 18),
                    last=dt.date(2018, 7, 30),
                    target=Decimal(20),
                    baseline_year=2018,
                    actuals=(
                        Measured(value=Decimal(20)),
                        Measured(value=Decimal(9), dimensions={"sex": "female"}),
                    ),
                ),
            ),
        ),
    ),
    parent="XX-ORG-0001-SMI",
)
