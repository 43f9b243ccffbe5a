"""Texts, amounts, markers, results and documents (A14, A15, A18 to A20, A25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.aid.check.values import number_of
from balai.engine.aid.codes import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.aid.check.case import Case
    from balai.engine.aid.check.fault import Fault

_LANGUAGE = "xml:lang"


def ill_told(case: Case) -> Iterator[Fault]:
    """Rules A14, A15, A18 to A20 and A25."""
    yield from _a14_texts(case)
    yield from _a15_amounts(case)
    yield from _a18_markers(case)
    yield from _a19_figures(case)
    yield from _a20_references(case)
    yield from _a25_documents(case)


def _a14_texts(case: Case) -> Iterator[Fault]:
    default = case.activity.said.get(_LANGUAGE, "")
    for node in case.activity.under():
        if node.tag == "narrative":
            language = node.said.get(_LANGUAGE, default)
            if not node.text.strip():
                yield case.fault("A14", node, "", "A text says something.", "Write it, or leave it out.")
            if not is_known("Language", language.lower()[:2]):
                yield case.fault(
                    "A14",
                    node,
                    language,
                    "A text says its language, or the activity says it for all.",
                    'Add xml:lang="en" to the activity.',
                )
        elif node.tag in {"title", "description"} and not node.all("narrative"):
            yield case.fault("A14", node, "", f"A {node.tag} has a narrative.", "Write one.")


def _a15_amounts(case: Case) -> Iterator[Fault]:
    has_default = "default-currency" in case.activity.said
    for holder in case.activity.all("budget", "planned-disbursement", "transaction"):
        for node in holder.all("value"):
            if number_of(node.text.strip()) is None:
                yield case.fault(
                    "A15", node, node.text, "An amount is a decimal number.", "Write 1250000.50."
                )
            if "currency" not in node.said and not has_default:
                yield case.fault(
                    "A15",
                    node,
                    node.text,
                    "An amount has a currency, or the activity has one for all.",
                    "Add default-currency to the activity.",
                )
            if "value-date" not in node.said:
                yield case.fault(
                    "A15",
                    node,
                    node.text,
                    "An amount has the day whose rate counts.",
                    "Add value-date.",
                )
        if not holder.all("value"):
            yield case.fault("A15", holder, "", f"A {holder.tag} has a value.", "Add its amount.")


def _a18_markers(case: Case) -> Iterator[Fault]:
    for node in case.activity.all("policy-marker"):
        vocabulary = node.said.get("vocabulary", "1")
        if vocabulary == "1" and not is_known("PolicySignificance", node.said.get("significance", "")):
            yield case.fault(
                "A18",
                node,
                node.said.get("significance", ""),
                "A marker of the DAC says how significant it is (0 to 4).",
                "Add significance.",
            )
        if vocabulary == "99" and not node.all("narrative"):
            yield case.fault("A18", node, "", "A marker of one's own says what it means.", "Add a narrative.")


def _a19_figures(case: Case) -> Iterator[Fault]:
    for result in case.activity.all("result"):
        if not result.all("indicator"):
            yield case.fault("A19", result, "", "A result has an indicator.", "Add one.")
        for indicator in result.all("indicator"):
            is_counted = indicator.said.get("measure") in {"1", "2", "3", "4"}
            figures = [
                *indicator.all("baseline"),
                *(figure for period in indicator.all("period") for figure in period.all("target", "actual")),
            ]
            for figure in figures:
                value = figure.said.get("value")
                if is_counted and (value is None or number_of(value) is None):
                    yield case.fault(
                        "A19",
                        figure,
                        value or "",
                        "What is measured in numbers has a number.",
                        "Add value, or leave the figure out.",
                    )
                if not is_counted and value is not None:
                    yield case.fault(
                        "A19",
                        figure,
                        value,
                        "What is told in words (measure 5) has no number.",
                        "Write a comment instead.",
                    )


def _a20_references(case: Case) -> Iterator[Fault]:
    for result in case.activity.all("result"):
        for indicator in result.all("indicator"):
            if result.all("reference") and indicator.all("reference"):
                yield case.fault(
                    "A20",
                    indicator,
                    "reference",
                    "A reference stands at the result or at its indicators, not at both.",
                    "Leave one out.",
                )


def _a25_documents(case: Case) -> Iterator[Fault]:
    for node in case.activity.under():
        if node.tag != "document-link":
            continue
        address = node.said.get("url", "")
        if not address.startswith(("https://", "http://")):
            yield case.fault(
                "A25", node, address, "A document has a public address.", "Begin it with https://."
            )
        if not node.all("title") or not node.all("category"):
            yield case.fault(
                "A25", node, address, "A document has a title and a category.", "Add what is missing."
            )
