"""Codes of the lists that the standard names (A21 to A23)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from balai.engine.aid.codes import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.aid.check.case import Case
    from balai.engine.aid.check.fault import Fault

_PLAIN_CODES = {
    ("reporting-org", "type"): "OrganisationType",
    ("participating-org", "type"): "OrganisationType",
    ("participating-org", "role"): "OrganisationRole",
    ("participating-org", "crs-channel-code"): "CRSChannelCode",
    ("provider-org", "type"): "OrganisationType",
    ("receiver-org", "type"): "OrganisationType",
    ("activity-status", "code"): "ActivityStatus",
    ("activity-date", "type"): "ActivityDateType",
    ("activity-scope", "code"): "ActivityScope",
    ("recipient-country", "code"): "Country",
    ("collaboration-type", "code"): "CollaborationType",
    ("default-flow-type", "code"): "FlowType",
    ("flow-type", "code"): "FlowType",
    ("default-finance-type", "code"): "FinanceType",
    ("finance-type", "code"): "FinanceType",
    ("default-tied-status", "code"): "TiedStatus",
    ("tied-status", "code"): "TiedStatus",
    ("budget", "type"): "BudgetType",
    ("budget", "status"): "BudgetStatus",
    ("transaction-type", "code"): "TransactionType",
    ("value", "currency"): "Currency",
    ("iati-activity", "default-currency"): "Currency",
    ("category", "code"): "DocumentCategory",
    ("language", "code"): "Language",
    ("related-activity", "type"): "RelatedActivityType",
    ("result", "type"): "ResultType",
    ("indicator", "measure"): "IndicatorMeasure",
    ("location-reach", "code"): "GeographicLocationReach",
    ("exactness", "code"): "GeographicExactness",
    ("location-class", "code"): "GeographicLocationClass",
    ("feature-designation", "code"): "LocationType",
    ("other-flags", "code"): "CRSAddOtherFlags",
}
_CODES_BY_VOCABULARY = {
    ("sector", "1"): "Sector",
    ("sector", "2"): "SectorCategory",
    ("tag", "2"): "UNSDG-Goals",
    ("tag", "3"): "UNSDG-Targets",
    ("policy-marker", "1"): "PolicyMarker",
    ("recipient-region", "1"): "Region",
    ("default-aid-type", "1"): "AidType",
    ("aid-type", "1"): "AidType",
}


def miscoded(case: Case) -> Iterator[Fault]:
    """Rules A21 to A23."""
    yield from _a21_codes(case)
    yield from _a22_own_sectors(case)
    yield from _a23_aid_types(case)


def _a21_codes(case: Case) -> Iterator[Fault]:
    for node in case.activity.under():
        lists = [(key, name) for (tag, key), name in _PLAIN_CODES.items() if tag == node.tag]
        by_vocabulary = _CODES_BY_VOCABULARY.get((node.tag, node.said.get("vocabulary", "1")))
        if by_vocabulary:
            lists.append(("code", by_vocabulary))
        for key, name in lists:
            code = node.said.get(key)
            if code is None and key in {"code", "role"}:
                yield case.fault("A21", node, "", f"It has a code of {name}.", f"Add {key}.")
            elif code is not None and not is_known(name, code):
                yield case.fault(
                    "A21", node, code, f"Codes here are of the list {name}.", "Choose one of it."
                )


def _a22_own_sectors(case: Case) -> Iterator[Fault]:
    for node in case.activity.under():
        if node.tag == "sector" and node.said.get("vocabulary") in {"98", "99"} and not node.all("narrative"):
            yield case.fault(
                "A22",
                node,
                node.said.get("code", ""),
                "A sector of one's own vocabulary says what it means.",
                "Add a narrative.",
            )


def _a23_aid_types(case: Case) -> Iterator[Fault]:
    nodes = case.activity.all("default-aid-type")
    counted = Counter(node.said.get("vocabulary", "1") for node in nodes)
    for node in nodes:
        vocabulary = node.said.get("vocabulary", "1")
        if counted[vocabulary] > 1:
            yield case.fault(
                "A23",
                node,
                node.said.get("code", ""),
                "There is one aid type of each vocabulary.",
                "Keep the one that fits best.",
            )
