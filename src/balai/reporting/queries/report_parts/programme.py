"""What the records say of the programme itself: summary, background, aims, timetable, people, visits."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.translation import gettext

from balai.certificates.enums import CertificateState
from balai.certificates.models import Certificate
from balai.directory.enums import Certainty
from balai.nominations.enums import Sex
from balai.programmes.enums import Family
from balai.reporting.queries.few import guarded, listed, parted
from balai.reporting.queries.report_parts.records import (
    Told,
    bars,
    by_part,
    exact,
    facts,
    hours,
    money,
    nothing,
    number,
    papers,
    percent,
    persons,
    table,
    text,
)
from balai.timetable.models import Slot, StandIn, Timetable
from balai.ui import wording

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from balai.engine.documents.report import Block
    from balai.reporting.queries.report_parts.records import Records

MINUTES = 60
LEARNING = (Family.TEACHING, Family.PRACTICE, Family.VISIT, Family.EXCHANGE)
"""Kinds of sessions whose hours are told; meals and travel are none."""


def summary(records: Records) -> Told:
    """The edition in figures."""
    edition, people = records.edition, records.by_country
    taking_part = sum(people.values())
    sexes = parted(records.by_sex, of=taking_part)
    shown = by_part(records.by_sex, of=taking_part)
    issued = Certificate.objects.filter(edition=edition, state=CertificateState.VALID).count()
    was_there, noted = records.there
    plans = records.plans
    minutes = sum(_minutes(slot) for slot in records.slots if _is_learning(slot))
    spent = sum(one.reported for one in records.partners)
    blocks = [
        facts(
            (gettext("Days"), wording.span(edition.starts_on, edition.ends_on)),
            (gettext("Places"), wording.joined(edition.cities) if edition.cities else ""),
            (gettext("Participants"), number(taking_part) if taking_part else ""),
            (
                gettext("Women and men"),
                gettext("%(women)s women, %(men)s men")
                % {"women": shown.get(Sex.FEMALE, "0"), "men": shown.get(Sex.MALE, "0")}
                if shown
                else "",
            ),
            (gettext("Countries"), len(people) or ""),
            (gettext("Sessions in the timetable"), len(records.slots) or ""),
            (
                gettext("Hours of teaching, practice, visits and exchange"),
                hours(minutes) if minutes else "",
            ),
            (
                gettext("Presence, where it was noted"),
                gettext("%(percent)s (%(there)s of %(noted)s)")
                % {
                    "percent": percent(was_there, noted),
                    "there": number(was_there),
                    "noted": number(noted),
                }
                if noted
                else "",
            ),
            (gettext("Certificates issued"), persons(issued, of=max(taking_part, issued)) if issued else ""),
            (
                gettext("Action plans submitted"),
                papers(plans.submitted, of=plans.people) if plans.submitted else "",
            ),
            (
                gettext("Spent, in cash and in kind"),
                money(records.ledger.currency, spent) if records.ledger and spent else "",
            ),
        )
    ]
    if people:
        blocks.append(
            bars(
                gettext("Participants by country"),
                [(records.countries[code].brief_name, count, count) for code, count in _by_name(records)],
            )
        )
    else:
        blocks.append(nothing(gettext("There is no record of who took part.")))
    if not records.ledger:
        blocks.append(nothing(gettext("Nothing is booked: what the programme cost is not recorded.")))
    return Told(
        blocks=blocks,
        figures={
            "participants": [taking_part, *exact(*sexes.values()), *people.values()],
            "countries": [len(people), len(set(people) - {edition.country_id})],
            "women": exact(sexes[Sex.FEMALE]) if Sex.FEMALE in sexes else [],
            "men": exact(sexes[Sex.MALE]) if Sex.MALE in sexes else [],
            "sessions": [len(records.slots)],
            "certificates": exact(guarded(issued, of=max(taking_part, issued))),
            "plans": exact(listed(plans.submitted, of=plans.people)),
        },
    )


def _by_name(records: Records) -> list[tuple[str, int]]:
    counted = records.by_country.items()
    return sorted(counted, key=lambda one: (-one[1], records.countries[one[0]].brief_name))


def background(records: Records) -> Told:
    """What the edition is about, under which promise it was held, and with whom."""
    edition = records.edition
    blocks: list[Block] = []
    if edition.summary:
        blocks.append(text(edition.summary))
    blocks.append(
        facts(
            (gettext("Series"), edition.series.title),
            (gettext("Number in the series"), edition.number),
            (gettext("Scheme of cooperation"), edition.series.scheme or ""),
            (gettext("Pillar"), edition.series.pillar),
            (gettext("Theme"), edition.theme or ""),
            (gettext("Whom it is for"), edition.target_group or ""),
        )
    )
    pledges = list(edition.mandates.order_by("year", "code"))
    if pledges:
        blocks.append(
            table(
                gettext("Mandate"),
                [(gettext("Meeting"), 1.2), (gettext("What was promised"), 2)],
                [(f"{one.meeting} ({one.year})", one.text) for one in pledges],
            )
        )
    else:
        blocks.append(nothing(gettext("No mandate is recorded.")))
    organisers = list(edition.organisers.select_related("organisation").order_by("order"))
    if organisers:
        rows = [
            (
                one.organisation.name,
                f"{one.get_role_display()} ({gettext('assumed')})"
                if one.certainty == Certainty.ASSUMED
                else one.get_role_display(),
            )
            for one in organisers
        ]
        blocks.append(table(gettext("Partners"), [(gettext("Organisation"), 2), (gettext("Role"), 1)], rows))
    return Told(blocks=blocks)


def objectives(records: Records) -> Told:
    """What was to be reached, and what completion asked for."""
    edition = records.edition
    blocks: list[Block] = []
    if edition.objective:
        blocks.append(text(edition.objective))
    outcomes = list(edition.outcomes.order_by("order", "code"))
    if outcomes:
        blocks.append(
            table(
                gettext("Outcomes: after the programme, participants can"),
                [(gettext("Outcome"), 2), (gettext("How it shows"), 1.4)],
                [(one.statement, one.indicator) for one in outcomes],
            )
        )
    else:
        blocks.append(nothing(gettext("No outcomes are recorded.")))
    rule = getattr(edition, "completion_rule", None)
    if rule is not None:
        required = [
            str(one.title) for one in edition.assessments.filter(is_required=True).order_by("order", "code")
        ]
        blocks.append(
            facts(
                (gettext("Least presence"), f"{rule.least_presence_percent} %"),
                (gettext("Required for completion"), "; ".join(required)),
                title=gettext("Expected of every participant"),
            )
        )
    return Told(blocks=blocks)


def programme(records: Records) -> Told:
    """Modules, the timetable as it was planned first and as it stands, why it changed, and its days."""
    edition = records.edition
    blocks: list[Block] = []
    modules = list(edition.modules.prefetch_related("activities").order_by("order", "code"))
    if modules:
        blocks.append(
            table(
                gettext("Curriculum"),
                [(gettext("Module"), 2.4), (gettext("Activities"), 0.8), (gettext("Hours"), 0.6)],
                [
                    (
                        one.title,
                        len(one.activities.all()),
                        hours(sum(each.minutes for each in one.activities.all())),
                    )
                    for one in modules
                ],
            )
        )
    versions: list[Any] = list(
        Timetable.objects.filter(edition=edition, published_at__isnull=False)
        .annotate(sessions=Count("slots"))
        .order_by("version")
        .values("pk", "version", "published_at", "sessions", "reason")
    )
    if not versions:
        return Told(blocks=[*blocks, nothing(gettext("No timetable was published."))])
    planned = _places(versions[0]["pk"])
    delivered = _places(versions[-1]["pk"])
    both = planned.keys() & delivered.keys()
    seen = {session for session, _state, _claimed in records.presences}
    blocks += [
        facts(
            (gettext("Sessions planned at first"), len(planned)),
            (gettext("Sessions in the last version"), len(delivered)),
            (gettext("Moved to another time or place"), sum(planned[key] != delivered[key] for key in both)),
            (gettext("Added"), len(delivered.keys() - planned.keys())),
            (gettext("Left out"), len(planned.keys() - delivered.keys())),
            (gettext("Sessions at which presence was noted"), len(seen & delivered.keys())),
            title=gettext("Planned and delivered"),
        ),
        table(
            gettext("Versions of the timetable"),
            [
                (gettext("Version"), 0.5),
                (gettext("Published"), 1),
                (gettext("Sessions"), 0.6),
                (gettext("Why it replaced the one before"), 2.2),
            ],
            [
                (
                    one["version"],
                    wording.date(records.day(one["published_at"])),
                    one["sessions"],
                    str(one["reason"]),
                )
                for one in versions
            ],
        ),
        bars(
            gettext("Hours by kind of session"),
            [
                (family.label, minutes, hours(minutes))
                for family in LEARNING
                if (minutes := sum(_minutes(slot) for slot in records.slots if _family(slot) == family))
            ],
        ),
        table(
            gettext("Day by day"),
            [(gettext("Day"), 0.7), (gettext("Sessions"), 3)],
            [(wording.brief_day(on), "; ".join(titles)) for on, titles in _days(records)],
        ),
    ]
    return Told(blocks=blocks, figures={"sessions": [len(delivered), len(planned)]})


def _places(timetable: UUID) -> dict[UUID, tuple[object, ...]]:
    """When and where each session is in a version."""
    rows = Slot.objects.filter(timetable=timetable)
    return {row[0]: row[1:] for row in rows.values_list("session", "begins_at", "ends_at", "site", "room")}


def _days(records: Records) -> list[tuple[dt.date, list[str]]]:
    days: dict[dt.date, dict[str, None]] = defaultdict(dict)
    for slot in records.slots:
        if _is_learning(slot):
            days[records.day(slot.begins_at)][str(slot.session.activity.title)] = None
    return [(on, list(titles)) for on, titles in days.items()]


def people(records: Records) -> Told:
    """Who taught, by organisation, and where; nobody by name."""
    led: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    teaching: dict[str, set[object]] = defaultdict(set)
    at_sites: Counter[str] = Counter()
    cities: dict[str, str] = {}
    for slot in records.slots:
        if slot.site is not None and _is_learning(slot):
            at_sites[str(slot.site.name)] += 1
            cities[str(slot.site.name)] = slot.site.city
        for part in slot.people.all():
            organisation = part.resource_person.organisation
            name = str(organisation.name) if organisation else gettext("Independent")
            led[name] += 1
            minutes[name] += _minutes(slot)
            teaching[name].add(part.resource_person_id)
    blocks: list[Block] = []
    if led:
        blocks.append(
            table(
                gettext("Resource persons by organisation"),
                [
                    (gettext("Organisation"), 2.2),
                    (gettext("Persons"), 0.6),
                    (gettext("Sessions"), 0.6),
                    (gettext("Hours"), 0.6),
                ],
                [(name, len(teaching[name]), led[name], hours(minutes[name])) for name in sorted(led)],
            )
        )
    else:
        blocks.append(nothing(gettext("No resource persons are recorded.")))
    stand_ins = StandIn.objects.filter(session__edition=records.edition).count()
    if stand_ins:
        blocks.append(facts((gettext("Sessions with a stand-in"), stand_ins)))
    if at_sites:
        ordered = sorted(at_sites.items(), key=lambda one: (-one[1], one[0]))
        blocks.append(
            table(
                gettext("Centres and other sites"),
                [(gettext("Site"), 2.2), (gettext("City"), 1), (gettext("Sessions"), 0.6)],
                [(name, cities[name], count) for name, count in ordered],
            )
        )
    return Told(blocks=blocks)


def visits(records: Records) -> Told:
    """Where the programme went to see something."""
    rows = [
        (
            wording.brief_day(records.day(slot.begins_at)),
            str(slot.session.activity.title),
            str(slot.site.name) if slot.site else "",
        )
        for slot in records.slots
        if _family(slot) == Family.VISIT
    ]
    if not rows:
        return Told(blocks=[nothing(gettext("No visits are recorded."))])
    heads = [(gettext("Day"), 0.9), (gettext("Visit"), 2), (gettext("Site"), 1.6)]
    return Told(blocks=[table("", heads, dict.fromkeys(rows))])


def _family(slot: Slot) -> str:
    return str(slot.session.activity.session_type.family)


def _is_learning(slot: Slot) -> bool:
    return _family(slot) in LEARNING


def _minutes(slot: Slot) -> int:
    return round((slot.ends_at - slot.begins_at).total_seconds() / MINUTES)
