"""Activities as an IATI 2.03 file. The order of elements is that of the schema, which is fixed.

Source:
    iati-activities-schema.xsd, version 2.03.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from balai.engine.aid.errors import AidError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from balai.engine.aid.activity import (
        Activity,
        Amount,
        Document,
        Indicator,
        Organisation,
        Place,
        Result,
        Transaction,
    )

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"


def iati_bytes(activities: Iterable[Activity], *, at: dt.datetime) -> bytes:
    """Write activities as an IATI file, the same bytes for the same records.

    Args:
        activities: a series before its editions, each once.
        at: when the file is made, with its zone.

    Raises:
        AidError: an identifier stands twice, or a parent and a child do not name each other.
    """
    activities = list(activities)
    _refuse_strays(activities)
    root = ET.Element("iati-activities", {"version": "2.03", "generated-datetime": _moment(at)})
    for activity in activities:
        _activity(root, activity)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _refuse_strays(activities: list[Activity]) -> None:
    counted = Counter(activity.identifier for activity in activities)
    twice = sorted(identifier for identifier, times in counted.items() if times > 1)
    if twice:
        raise AidError(
            place="file",
            value=", ".join(twice),
            rule="An activity stands once.",
            remedy="Leave the second out.",
        )
    by_identifier = {activity.identifier: activity for activity in activities}
    for activity in activities:
        parent = by_identifier.get(activity.parent)
        if parent is not None and activity.identifier not in parent.children:
            raise AidError(
                place=f"activity {activity.identifier}",
                value=activity.parent,
                rule="A parent names each of its children.",
                remedy=f"Name {activity.identifier} among the children of {activity.parent}.",
            )


def _activity(root: ET.Element, activity: Activity) -> None:
    node = ET.SubElement(
        root,
        "iati-activity",
        {
            _LANG: activity.language,
            "default-currency": activity.currency,
            "last-updated-datetime": _moment(activity.changed_at),
            "hierarchy": str(activity.hierarchy),
        },
    )
    ET.SubElement(node, "iati-identifier").text = activity.identifier
    _organisation(node, "reporting-org", activity.reporting, ref=activity.reporting.ref)
    _narratives(ET.SubElement(node, "title"), activity.titles, activity.language)
    for kind, texts in (
        ("1", activity.general),
        ("2", activity.objectives),
        ("3", activity.target_groups),
    ):
        if texts:
            _narratives(ET.SubElement(node, "description", type=kind), texts, activity.language)
    for participation in activity.participations:
        organisation = participation.organisation
        said = {"ref": organisation.ref, "role": participation.role, "crs-channel-code": organisation.channel}
        _organisation(node, "participating-org", organisation, **said)
    if activity.own_code:
        ET.SubElement(node, "other-identifier", ref=activity.own_code, type="A1")
    ET.SubElement(node, "activity-status", code=activity.status)
    _dates(node, activity)
    ET.SubElement(node, "activity-scope", code=activity.scope)
    for country, share in activity.recipients.items():
        ET.SubElement(node, "recipient-country", code=country, percentage=_number(share))
    _what_for(node, activity)
    _money(node, activity)
    if activity.parent:
        ET.SubElement(node, "related-activity", ref=activity.parent, type="1")
    for child in activity.children:
        ET.SubElement(node, "related-activity", ref=child, type="2")
    for result in activity.results:
        _result(node, result, activity.language)
    if activity.technical_cooperation:
        ET.SubElement(ET.SubElement(node, "crs-add"), "other-flags", code="1", significance="1")


def _what_for(node: ET.Element, activity: Activity) -> None:
    for place in activity.places:
        _place(node, place, activity.language)
    for sector, share in activity.sectors.items():
        ET.SubElement(node, "sector", vocabulary="1", code=sector, percentage=_number(share))
    for target in activity.sdg_targets:
        ET.SubElement(node, "tag", vocabulary="3", code=target)
    if activity.gender:
        ET.SubElement(node, "policy-marker", vocabulary="1", code="1", significance=activity.gender)
    ET.SubElement(node, "collaboration-type", code=activity.collaboration)
    ET.SubElement(node, "default-flow-type", code=activity.flow)
    ET.SubElement(node, "default-finance-type", code=activity.finance)
    ET.SubElement(node, "default-aid-type", vocabulary="1", code=activity.aid)
    ET.SubElement(node, "default-tied-status", code=activity.tied)


def _money(node: ET.Element, activity: Activity) -> None:
    for budget in activity.budgets:
        kinds = {"type": "2" if budget.is_revised else "1", "status": "2" if budget.is_committed else "1"}
        one = ET.SubElement(node, "budget", kinds)
        _period(one, budget.first, budget.last)
        _value(one, budget.amount)
    for transaction in activity.transactions:
        _transaction(node, transaction, activity.language)
    for document in activity.documents:
        _document(node, document, activity.language)


def _dates(node: ET.Element, activity: Activity) -> None:
    for kind, day in (
        ("1", activity.planned_first),
        ("2", activity.actual_first),
        ("3", activity.planned_last),
        ("4", activity.actual_last),
    ):
        if day is not None:
            ET.SubElement(node, "activity-date", {"iso-date": day.isoformat(), "type": kind})


def _organisation(node: ET.Element, tag: str, organisation: Organisation, **said: str) -> None:
    attributes = {
        key.replace("_", "-"): value for key, value in {**said, "type": organisation.type}.items() if value
    }
    one = ET.SubElement(node, tag, attributes)
    _narratives(one, organisation.names, next(iter(organisation.names)))


def _place(node: ET.Element, place: Place, language: str) -> None:
    one = ET.SubElement(node, "location", ref=place.ref)
    ET.SubElement(one, "location-reach", code="1")
    _narratives(ET.SubElement(one, "name"), place.names, language)
    point = ET.SubElement(one, "point", srsName=_WGS84)
    ET.SubElement(point, "pos").text = f"{_number(place.latitude)} {_number(place.longitude)}"
    ET.SubElement(one, "exactness", code="1" if place.is_exact else "2")
    ET.SubElement(one, "location-class", code=place.location_class)
    if place.kind:
        ET.SubElement(one, "feature-designation", code=place.kind)


def _transaction(node: ET.Element, transaction: Transaction, language: str) -> None:
    one = ET.SubElement(node, "transaction")
    ET.SubElement(one, "transaction-type", code=transaction.type)
    ET.SubElement(one, "transaction-date", {"iso-date": transaction.on.isoformat()})
    _value(one, transaction.amount)
    _narratives(ET.SubElement(one, "description"), transaction.texts, language)
    for tag, organisation in (("provider-org", transaction.provider), ("receiver-org", transaction.receiver)):
        if organisation is not None:
            _organisation(one, tag, organisation, ref=organisation.ref)


def _document(node: ET.Element, document: Document, language: str) -> None:
    one = ET.SubElement(node, "document-link", format=document.media_type, url=document.url)
    _narratives(ET.SubElement(one, "title"), document.titles, language)
    ET.SubElement(one, "category", code=document.category)
    if document.language:
        ET.SubElement(one, "language", code=document.language)


def _result(node: ET.Element, result: Result, language: str) -> None:
    one = ET.SubElement(node, "result", {"type": result.type, "aggregation-status": "true"})
    _narratives(ET.SubElement(one, "title"), result.titles, language)
    for indicator in result.indicators:
        _indicator(one, indicator, language)


def _indicator(node: ET.Element, indicator: Indicator, language: str) -> None:
    one = ET.SubElement(node, "indicator", {"measure": indicator.measure, "ascending": "1"})
    _narratives(ET.SubElement(one, "title"), indicator.titles, language)
    if indicator.baseline_year is not None:
        said = {"year": str(indicator.baseline_year), "value": _number(indicator.baseline)}
        ET.SubElement(one, "baseline", said)
    period = ET.SubElement(one, "period")
    _period(period, indicator.first, indicator.last)
    ET.SubElement(period, "target", value=_number(indicator.target))
    for actual in indicator.actuals:
        figure = ET.SubElement(period, "actual", value=_number(actual.value))
        for name, value in (actual.dimensions or {}).items():
            ET.SubElement(figure, "dimension", name=name, value=value)


def _narratives(node: ET.Element, texts: Mapping[str, str], language: str) -> None:
    for code, text in sorted(texts.items(), key=lambda pair: pair[0] != language):
        said = {} if code == language else {_LANG: code}
        ET.SubElement(node, "narrative", said).text = text


def _period(node: ET.Element, first: dt.date, last: dt.date) -> None:
    ET.SubElement(node, "period-start", {"iso-date": first.isoformat()})
    ET.SubElement(node, "period-end", {"iso-date": last.isoformat()})


def _value(node: ET.Element, amount: Amount) -> None:
    said = {"currency": amount.currency, "value-date": amount.on.isoformat()}
    ET.SubElement(node, "value", said).text = _number(amount.value)


def _number(value: Decimal) -> str:
    return f"{value:f}"


def _moment(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
