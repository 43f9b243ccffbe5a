"""What an activity holds, in which order, and what it and organisations are called (A3 to A6, A17)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.aid.check.case import Case
    from balai.engine.aid.check.fault import Fault

ORDER = (
    "iati-identifier",
    "reporting-org",
    "title",
    "description",
    "participating-org",
    "other-identifier",
    "activity-status",
    "activity-date",
    "contact-info",
    "activity-scope",
    "recipient-country",
    "recipient-region",
    "location",
    "sector",
    "tag",
    "country-budget-items",
    "humanitarian-scope",
    "policy-marker",
    "collaboration-type",
    "default-flow-type",
    "default-finance-type",
    "default-aid-type",
    "default-tied-status",
    "budget",
    "planned-disbursement",
    "capital-spend",
    "transaction",
    "document-link",
    "related-activity",
    "legacy-data",
    "conditions",
    "result",
    "crs-add",
    "fss",
)
REQUIRED = (*ORDER[:5], "activity-status", "activity-date")
_FORBIDDEN = re.compile(r"[/&|?]")


def badly_named(case: Case) -> Iterator[Fault]:
    """Rules A3 to A6 and A17."""
    yield from _a3_required(case)
    yield from _a4_order(case)
    yield from _a5_characters(case)
    yield from _a6_begins_with_reporter(case)
    yield from _a17_organisations(case)


def _a3_required(case: Case) -> Iterator[Fault]:
    for tag in REQUIRED:
        found = case.activity.all(tag)
        if not found:
            yield case.fault("A3", case.activity, tag, f"An activity has {tag}.", f"Add {tag}.")
        for node in found:
            if tag == "iati-identifier" and not node.text.strip():
                yield case.fault("A3", node, "", "An activity has an identifier.", "Write it.")


def _a4_order(case: Case) -> Iterator[Fault]:
    known = [child for child in case.activity.children if child.tag in ORDER]
    for before, after in pairwise(known):
        if ORDER.index(before.tag) > ORDER.index(after.tag):
            yield case.fault(
                "A4",
                after,
                f"{after.tag} after {before.tag}",
                "Elements stand in the order of the schema.",
                f"Move it before {before.tag}.",
            )


def _a5_characters(case: Case) -> Iterator[Fault]:
    named = [(node, node.text) for node in case.activity.all("iati-identifier") if node.text.strip()]
    named += [
        (node, node.said["ref"])
        for node in case.activity.under()
        if node.tag in {"reporting-org", "participating-org", "provider-org", "receiver-org"}
        and "ref" in node.said
    ]
    for node, value in named:
        if _FORBIDDEN.search(value) or value != value.strip() or not value:
            yield case.fault(
                "A5",
                node,
                value,
                "An identifier has no space around it and none of / & | ?.",
                "Use the identifier as it was registered, or leave the reference out.",
            )


def _a6_begins_with_reporter(case: Case) -> Iterator[Fault]:
    reporter = case.activity.first("reporting-org")
    ref = reporter.said.get("ref", "") if reporter else ""
    if reporter is not None and not ref:
        yield case.fault(
            "A6", reporter, "", "Who reports has an identifier.", "Add ref, as it was registered."
        )
    elif ref and case.identifier == ref:
        yield case.fault(
            "A6",
            case.activity,
            ref,
            "An activity is not called as the organisation that reports it.",
            f"Write {ref}- and a name of its own.",
        )
    elif ref and case.identifier and not case.identifier.startswith(f"{ref}-"):
        yield case.fault(
            "A6",
            case.activity,
            case.identifier,
            "An identifier begins with that of the organisation that reports, and a hyphen.",
            f"Begin it with {ref}-, unless it was published otherwise before.",
            is_error=False,
        )


def _a17_organisations(case: Case) -> Iterator[Fault]:
    for node in case.activity.under():
        if node.tag in {"participating-org", "provider-org", "receiver-org"} and not (
            node.said.get("ref") or any(text.text.strip() for text in node.all("narrative"))
        ):
            yield case.fault(
                "A17",
                node,
                "",
                "An organisation has an identifier or a name.",
                "Write its name as narrative.",
            )
