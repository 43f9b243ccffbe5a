"""The judge of IATI files, written from docs/explain/rulebook.md; only the code lists are the writer's, too.

It reads ours and strangers'. What the schema of the standard says of elements that a training programme never
uses is not judged here: the official schema remains the judge of form.

Source:
    IATI Standard 2.03, IATI-Rulesets ``rulesets/standard.json`` with its specification ``SPEC.rst``.
    Where the reference tester in Python differs from the specification (``only_one_of``), the latter counts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from balai.engine.aid.codes import is_known
from balai.engine.aid.tree import UnreadableError, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.aid.tree import Node

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
_LANGUAGE = "xml:lang"
_FORBIDDEN = re.compile(r"[/&|?]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a file that a rule forbids.

    Attributes:
        rule: its code in the rulebook.
        is_error: whether the file must not be published; else it is a warning.
        line: where the element begins.
        place: the activity and the element.
        value: what stands there.
        sentence, remedy: the rule in words, and what to do.
    """

    rule: str
    line: int
    place: str
    value: str
    sentence: str
    remedy: str
    is_error: bool = True


def faults_of(brought: bytes, *, on: dt.date) -> list[Fault]:
    """Say where an IATI activity file breaks rules A1 to A25, in the order of the file.

    Args:
        brought: the file.
        on: the day by which "not in the future" is judged.
    """
    try:
        root = read(brought)
    except UnreadableError as error:
        return [
            Fault(
                rule="A1",
                line=0,
                place="file",
                value=str(error),
                sentence="The file is well-formed XML without a document type.",
                remedy="Have the program that wrote it write it anew.",
            )
        ]
    return sorted(_of_file(root, on), key=lambda fault: (fault.line, fault.rule))


def _of_file(root: Node, on: dt.date) -> Iterator[Fault]:
    if root.tag != "iati-activities" or root.said.get("version") != "2.03":
        yield Fault(
            rule="A2",
            line=root.line,
            place=root.tag,
            value=root.said.get("version", ""),
            sentence="The file holds iati-activities of version 2.03.",
            remedy='Begin it with <iati-activities version="2.03">.',
        )
    activities = root.all("iati-activity")
    for activity in activities:
        judge = _Judge(activity, on)
        yield from judge.all()
    yield from _a24_family(activities)


class _Judge:
    """Rules A3 to A23 and A25 for one activity."""

    def __init__(self, activity: Node, on: dt.date) -> None:
        self.activity = activity
        self.on = on
        identifier = activity.first("iati-identifier")
        self.identifier = identifier.text.strip() if identifier else ""
        self.name = f"activity {self.identifier or f'in line {activity.line}'}"

    def all(self) -> Iterator[Fault]:
        yield from self._a3_required()
        yield from self._a4_order()
        yield from self._a5_characters()
        yield from self._a6_begins_with_reporter()
        yield from self._a7_start()
        yield from self._a8_dates()
        yield from self._a9_future()
        yield from self._a10_sectors_once()
        yield from self._a11_countries_once()
        yield from self._a12_geography()
        yield from self._a13_sectors()
        yield from self._a14_texts()
        yield from self._a15_amounts()
        yield from self._a16_budgets()
        yield from self._a17_organisations()
        yield from self._a18_markers()
        yield from self._a19_figures()
        yield from self._a20_references()
        yield from self._a21_codes()
        yield from self._a22_own_sectors()
        yield from self._a23_aid_types()
        yield from self._a25_documents()

    def _fault(self, rule: str, node: Node, value: str, sentence: str, remedy: str) -> Fault:
        place = self.name if node is self.activity else f"{self.name} / {node.tag}"
        return Fault(rule=rule, line=node.line, place=place, value=value, sentence=sentence, remedy=remedy)

    def _a3_required(self) -> Iterator[Fault]:
        for tag in REQUIRED:
            found = self.activity.all(tag)
            if not found:
                yield self._fault("A3", self.activity, tag, f"An activity has {tag}.", f"Add {tag}.")
            for node in found:
                if tag == "iati-identifier" and not node.text.strip():
                    yield self._fault("A3", node, "", "An activity has an identifier.", "Write it.")

    def _a4_order(self) -> Iterator[Fault]:
        known = [child for child in self.activity.children if child.tag in ORDER]
        for before, after in pairwise(known):
            if ORDER.index(before.tag) > ORDER.index(after.tag):
                yield self._fault(
                    "A4",
                    after,
                    f"{after.tag} after {before.tag}",
                    "Elements stand in the order of the schema.",
                    f"Move it before {before.tag}.",
                )

    def _a5_characters(self) -> Iterator[Fault]:
        named = [(node, node.text) for node in self.activity.all("iati-identifier") if node.text.strip()]
        named += [
            (node, node.said["ref"])
            for node in self.activity.under()
            if node.tag in {"reporting-org", "participating-org", "provider-org", "receiver-org"}
            and "ref" in node.said
        ]
        for node, value in named:
            if _FORBIDDEN.search(value) or value != value.strip() or not value:
                yield self._fault(
                    "A5",
                    node,
                    value,
                    "An identifier has no space around it and none of / & | ?.",
                    "Use the identifier as it was registered, or leave the reference out.",
                )

    def _a6_begins_with_reporter(self) -> Iterator[Fault]:
        reporter = self.activity.first("reporting-org")
        ref = reporter.said.get("ref", "") if reporter else ""
        if reporter is not None and not ref:
            yield self._fault(
                "A6", reporter, "", "Who reports has an identifier.", "Add ref, as it was registered."
            )
        elif ref and self.identifier == ref:
            yield self._fault(
                "A6",
                self.activity,
                ref,
                "An activity is not called as the organisation that reports it.",
                f"Write {ref}- and a name of its own.",
            )
        elif ref and self.identifier and not self.identifier.startswith(f"{ref}-"):
            yield Fault(
                rule="A6",
                line=self.activity.line,
                place=self.name,
                value=self.identifier,
                sentence="An identifier begins with that of the organisation that reports, and a hyphen.",
                remedy=f"Begin it with {ref}-, unless it was published otherwise before.",
                is_error=False,
            )

    def _a7_start(self) -> Iterator[Fault]:
        kinds = {node.said.get("type") for node in self.activity.all("activity-date")}
        if not kinds & {"1", "2"}:
            yield self._fault(
                "A7",
                self.activity,
                ", ".join(sorted(kind or "" for kind in kinds)),
                "A planned or actual start is given.",
                "Add activity-date of type 1 or 2.",
            )

    def _a8_dates(self) -> Iterator[Fault]:
        for node in self.activity.under():
            for attribute in ("iso-date", "value-date"):
                value = node.said.get(attribute)
                if value is not None and _day(value) is None:
                    yield self._fault(
                        "A8", node, value, "A date is written as 2018-07-18.", "Write year, month, day."
                    )
        for start, end in (("1", "3"), ("2", "4")):
            first, last = self._dated(start), self._dated(end)
            if first and last and first[1] > last[1]:
                yield self._out_of_order(last[0], first[1], last[1])
        for node in self.activity.under():
            if node.tag in {"budget", "planned-disbursement", "period"}:
                first_day, last_day = _edge(node, "period-start"), _edge(node, "period-end")
                if first_day and last_day and first_day > last_day:
                    yield self._out_of_order(node, first_day, last_day)

    def _out_of_order(self, node: Node, first: dt.date, last: dt.date) -> Fault:
        return self._fault(
            "A8", node, f"{first} to {last}", "A start is not after its end.", "Correct one of both."
        )

    def _dated(self, kind: str) -> tuple[Node, dt.date] | None:
        for node in self.activity.all("activity-date"):
            day = _day(node.said.get("iso-date", ""))
            if node.said.get("type") == kind and day:
                return node, day
        return None

    def _a9_future(self) -> Iterator[Fault]:
        past = [found for kind in ("2", "4") if (found := self._dated(kind))]
        for transaction in self.activity.all("transaction"):
            for child in transaction.all("transaction-date", "value"):
                day = _day(child.said.get("iso-date", child.said.get("value-date", "")))
                if day:
                    past.append((child, day))
        changed = _day(self.activity.said.get("last-updated-datetime", "")[:10])
        if changed:
            past.append((self.activity, changed))
        for node, day in past:
            if day > self.on:
                yield self._fault(
                    "A9",
                    node,
                    str(day),
                    f"What happened is not after the day of the report ({self.on}).",
                    "Give it as planned, or wait.",
                )

    def _a10_sectors_once(self) -> Iterator[Fault]:
        transactions = self.activity.all("transaction")
        with_sector = [one for one in transactions if one.all("sector")]
        if self.activity.all("sector"):
            for one in with_sector:
                yield self._fault(
                    "A10",
                    one,
                    "sector",
                    "Sectors stand at the activity or at all its transactions, never at both.",
                    "Leave them out of the transactions.",
                )
        elif not with_sector or len(with_sector) < len(transactions):
            yield self._fault(
                "A10",
                self.activity,
                f"{len(with_sector)} of {len(transactions)} transactions",
                "Sectors stand at the activity, or at each of its transactions.",
                "Add the sectors of the activity.",
            )

    def _a11_countries_once(self) -> Iterator[Fault]:
        """One of both kinds suffices: a country without a region beside it breaks nothing (only_one_of)."""
        if self.activity.all("recipient-country", "recipient-region"):
            for one in self.activity.all("transaction"):
                for node in one.all("recipient-country", "recipient-region"):
                    yield self._fault(
                        "A11",
                        node,
                        node.said.get("code", ""),
                        "Countries and regions stand at the activity or at its transactions, not at both.",
                        "Leave them out of the transactions.",
                    )

    def _a12_geography(self) -> Iterator[Fault]:
        nodes = self.activity.all("recipient-country", "recipient-region")
        yield from self._whole("A12", nodes, "Countries and regions")

    def _a13_sectors(self) -> Iterator[Fault]:
        for vocabulary in {node.said.get("vocabulary", "1") for node in self.activity.all("sector")}:
            nodes = [n for n in self.activity.all("sector") if n.said.get("vocabulary", "1") == vocabulary]
            yield from self._whole("A13", nodes, f"Sectors of vocabulary {vocabulary}")

    def _whole(self, rule: str, nodes: list[Node], what: str) -> Iterator[Fault]:
        shares: list[Decimal] = []
        for node in nodes:
            said = node.said.get("percentage")
            if said is None and len(nodes) == 1:
                return
            share = _number(said or "")
            if share is None or not 0 <= share <= 100:
                yield self._fault(
                    rule,
                    node,
                    said or "",
                    f"{what} each have a percentage from 0 to 100 where there are several.",
                    "Give each its share.",
                )
                return
            shares.append(share)
        if nodes and sum(shares) != 100:
            yield self._fault(
                rule,
                nodes[0],
                f"{sum(shares)}",
                f"{what} add up to exactly 100.",
                "Split by the largest remainder, so that nothing is lost to rounding.",
            )

    def _a14_texts(self) -> Iterator[Fault]:
        default = self.activity.said.get(_LANGUAGE, "")
        for node in self.activity.under():
            if node.tag == "narrative":
                language = node.said.get(_LANGUAGE, default)
                if not node.text.strip():
                    yield self._fault("A14", node, "", "A text says something.", "Write it, or leave it out.")
                if not is_known("Language", language.lower()[:2]):
                    yield self._fault(
                        "A14",
                        node,
                        language,
                        "A text says its language, or the activity says it for all.",
                        'Add xml:lang="en" to the activity.',
                    )
            elif node.tag in {"title", "description"} and not node.all("narrative"):
                yield self._fault("A14", node, "", f"A {node.tag} has a narrative.", "Write one.")

    def _a15_amounts(self) -> Iterator[Fault]:
        has_default = "default-currency" in self.activity.said
        for holder in self.activity.all("budget", "planned-disbursement", "transaction"):
            for node in holder.all("value"):
                if _number(node.text.strip()) is None:
                    yield self._fault(
                        "A15", node, node.text, "An amount is a decimal number.", "Write 1250000.50."
                    )
                if "currency" not in node.said and not has_default:
                    yield self._fault(
                        "A15",
                        node,
                        node.text,
                        "An amount has a currency, or the activity has one for all.",
                        "Add default-currency to the activity.",
                    )
                if "value-date" not in node.said:
                    yield self._fault(
                        "A15",
                        node,
                        node.text,
                        "An amount has the day whose rate counts.",
                        "Add value-date.",
                    )
            if not holder.all("value"):
                yield self._fault("A15", holder, "", f"A {holder.tag} has a value.", "Add its amount.")

    def _a16_budgets(self) -> Iterator[Fault]:
        for node in self.activity.all("budget"):
            first, last = _edge(node, "period-start"), _edge(node, "period-end")
            if first is None or last is None:
                yield self._fault("A16", node, "", "A budget has a start and an end.", "Add both days.")
            elif (last - first).days > 366:
                yield self._fault(
                    "A16",
                    node,
                    f"{first} to {last}",
                    "A budget covers at most one year.",
                    "Split it by years.",
                )

    def _a17_organisations(self) -> Iterator[Fault]:
        for node in self.activity.under():
            if node.tag in {"participating-org", "provider-org", "receiver-org"} and not (
                node.said.get("ref") or any(text.text.strip() for text in node.all("narrative"))
            ):
                yield self._fault(
                    "A17",
                    node,
                    "",
                    "An organisation has an identifier or a name.",
                    "Write its name as narrative.",
                )

    def _a18_markers(self) -> Iterator[Fault]:
        for node in self.activity.all("policy-marker"):
            vocabulary = node.said.get("vocabulary", "1")
            if vocabulary == "1" and not is_known("PolicySignificance", node.said.get("significance", "")):
                yield self._fault(
                    "A18",
                    node,
                    node.said.get("significance", ""),
                    "A marker of the DAC says how significant it is (0 to 4).",
                    "Add significance.",
                )
            if vocabulary == "99" and not node.all("narrative"):
                yield self._fault(
                    "A18", node, "", "A marker of one's own says what it means.", "Add a narrative."
                )

    def _a19_figures(self) -> Iterator[Fault]:
        for result in self.activity.all("result"):
            if not result.all("indicator"):
                yield self._fault("A19", result, "", "A result has an indicator.", "Add one.")
            for indicator in result.all("indicator"):
                is_counted = indicator.said.get("measure") in {"1", "2", "3", "4"}
                figures = [
                    *indicator.all("baseline"),
                    *(
                        figure
                        for period in indicator.all("period")
                        for figure in period.all("target", "actual")
                    ),
                ]
                for figure in figures:
                    value = figure.said.get("value")
                    if is_counted and (value is None or _number(value) is None):
                        yield self._fault(
                            "A19",
                            figure,
                            value or "",
                            "What is measured in numbers has a number.",
                            "Add value, or leave the figure out.",
                        )
                    if not is_counted and value is not None:
                        yield self._fault(
                            "A19",
                            figure,
                            value,
                            "What is told in words (measure 5) has no number.",
                            "Write a comment instead.",
                        )

    def _a20_references(self) -> Iterator[Fault]:
        for result in self.activity.all("result"):
            for indicator in result.all("indicator"):
                if result.all("reference") and indicator.all("reference"):
                    yield self._fault(
                        "A20",
                        indicator,
                        "reference",
                        "A reference stands at the result or at its indicators, not at both.",
                        "Leave one out.",
                    )

    def _a21_codes(self) -> Iterator[Fault]:
        for node in self.activity.under():
            lists = [(key, name) for (tag, key), name in _PLAIN_CODES.items() if tag == node.tag]
            by_vocabulary = _CODES_BY_VOCABULARY.get((node.tag, node.said.get("vocabulary", "1")))
            if by_vocabulary:
                lists.append(("code", by_vocabulary))
            for key, name in lists:
                code = node.said.get(key)
                if code is None and key in {"code", "role"}:
                    yield self._fault("A21", node, "", f"It has a code of {name}.", f"Add {key}.")
                elif code is not None and not is_known(name, code):
                    yield self._fault(
                        "A21", node, code, f"Codes here are of the list {name}.", "Choose one of it."
                    )

    def _a22_own_sectors(self) -> Iterator[Fault]:
        for node in self.activity.under():
            if (
                node.tag == "sector"
                and node.said.get("vocabulary") in {"98", "99"}
                and not node.all("narrative")
            ):
                yield self._fault(
                    "A22",
                    node,
                    node.said.get("code", ""),
                    "A sector of one's own vocabulary says what it means.",
                    "Add a narrative.",
                )

    def _a23_aid_types(self) -> Iterator[Fault]:
        nodes = self.activity.all("default-aid-type")
        counted = Counter(node.said.get("vocabulary", "1") for node in nodes)
        for node in nodes:
            vocabulary = node.said.get("vocabulary", "1")
            if counted[vocabulary] > 1:
                yield self._fault(
                    "A23",
                    node,
                    node.said.get("code", ""),
                    "There is one aid type of each vocabulary.",
                    "Keep the one that fits best.",
                )

    def _a25_documents(self) -> Iterator[Fault]:
        for node in self.activity.under():
            if node.tag != "document-link":
                continue
            address = node.said.get("url", "")
            if not address.startswith(("https://", "http://")):
                yield self._fault(
                    "A25", node, address, "A document has a public address.", "Begin it with https://."
                )
            if not node.all("title") or not node.all("category"):
                yield self._fault(
                    "A25", node, address, "A document has a title and a category.", "Add what is missing."
                )


def _a24_family(activities: list[Node]) -> Iterator[Fault]:
    by_identifier: dict[str, Node] = {}
    for activity in activities:
        identifier = _identifier(activity)
        if identifier in by_identifier:
            yield _family_fault(activity, identifier, "An identifier stands once in a file.", "Rename one.")
        by_identifier.setdefault(identifier, activity)
    for activity in activities:
        for node in activity.all("related-activity"):
            other = by_identifier.get(node.said.get("ref", ""))
            back = {"1": "2", "2": "1"}.get(node.said.get("type", ""))
            if other is None or back is None:
                continue
            if (_identifier(activity), back) not in {
                (one.said.get("ref"), one.said.get("type")) for one in other.all("related-activity")
            }:
                yield _family_fault(
                    activity,
                    node.said["ref"],
                    "Parent and child name each other.",
                    "Name it in the other activity, too.",
                )
            if back == "1" and activity.all("transaction", "budget") and other.all("transaction", "budget"):
                yield _family_fault(
                    activity,
                    _identifier(activity),
                    "Money stands on the lowest level only, or it is counted twice.",
                    "Report it on the child.",
                )


def _family_fault(activity: Node, value: str, sentence: str, remedy: str) -> Fault:
    return Fault(
        rule="A24",
        line=activity.line,
        place=f"activity {_identifier(activity)}",
        value=value,
        sentence=sentence,
        remedy=remedy,
    )


def _identifier(activity: Node) -> str:
    node = activity.first("iati-identifier")
    return node.text.strip() if node else ""


def _edge(node: Node, tag: str) -> dt.date | None:
    edge = node.first(tag)
    return _day(edge.said.get("iso-date", "")) if edge else None


def _day(value: str) -> dt.date | None:
    """Read an xsd:date; its zone, if any, is not counted."""
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?", value.strip())
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _number(value: str) -> Decimal | None:
    """Read an xsd:decimal, which knows neither exponents nor NaN."""
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", value.strip()):
        return None
    return Decimal(value.strip())
