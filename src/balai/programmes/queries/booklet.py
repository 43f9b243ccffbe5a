"""What the General Information of an edition is made from: plain data in every language.

The same records give the same facts, so that a digest tells whether a frozen booklet still says what holds.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from balai.directory.models import Contact, Site
from balai.programmes.enums import Level, OrganiserRole
from balai.programmes.models import (
    Activity,
    Assessment,
    BookletText,
    Deadline,
    Edition,
    EligibilityRule,
    Mandate,
    Module,
    Organiser,
    Outcome,
    PackageItem,
    Quota,
)
from balai.programmes.queries.editions import days_of, deadlines_in_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from balai.programmes.models import Booklet

Facts: TypeAlias = "dict[str, Any]"


OF_A_PLEDGE = ("meeting", "place", "year", "text", "valid_until")
OF_AN_ORGANISATION = ("name", "abbreviation", "address", "website", "country__name")
OF_AN_ACTIVITY = (
    *("edition", "module", "code", "title", "minutes", "earliest_on", "latest_on", "day_part", "begins_at"),
)
OF_A_SESSION_TYPE = ("is_contact", "family", "needs_resource_person", "needs_supervisor")
OF_A_QUOTA = ("edition", "places", "reserve", "travel_category", "is_self_financed")
OF_A_DEADLINE = ("plan", "at", "zone", "told_for")


def what_booklets_say() -> Sequence[Prefetch[Any] | str]:
    """The records of an edition that a booklet tells of and lights look at too, in the order of the booklet.

    Columns that neither a booklet nor a light looks at stay where they are: there are many, and long ones.
    """
    in_order = ("order", "code")
    aims = Module.outcomes.through.objects.filter(module=OuterRef("pk"))
    seeing = Assessment.outcomes.through.objects.filter(outcome=OuterRef("pk"))
    return (
        Prefetch(
            "mandate_set",
            Mandate.objects.select_related("pledge")
            .only("edition", *(f"pledge__{name}" for name in OF_A_PLEDGE))
            .order_by("pledge__year", "pk"),
        ),
        Prefetch("outcomes", Outcome.objects.annotate(is_seen=Exists(seeing)).order_by(*in_order)),
        Prefetch("modules", Module.objects.annotate(is_aimed=Exists(aims)).order_by(*in_order)),
        Prefetch(
            "activities",
            Activity.objects.select_related("session_type")
            .only(*OF_AN_ACTIVITY, *(f"session_type__{name}" for name in OF_A_SESSION_TYPE))
            .order_by(*in_order),
        ),
        Prefetch("activities__sites", Site.objects.only("code", "name", "city")),
        Prefetch(
            "quotas",
            Quota.objects.select_related("country")
            .only(*OF_A_QUOTA, "country__name", "country__short_name")
            .order_by("country_id"),
        ),
        Prefetch("assessments", Assessment.objects.order_by(*in_order)),
        "deadline_plans",
        Prefetch(
            "deadline_plans__deadlines",
            Deadline.objects.select_related("country").only(*OF_A_DEADLINE, "country__name"),
        ),
        Prefetch(
            "organisers",
            Organiser.objects.select_related("organisation__country")
            .only("edition", "role", "agreed_on", *(f"organisation__{name}" for name in OF_AN_ORGANISATION))
            .order_by("order"),
        ),
        Prefetch(
            "package",
            PackageItem.objects.select_related("payer")
            .only("edition", "benefit", "side", "categories", "note", "payer__name")
            .order_by(*in_order),
        ),
    )


def what_only_booklets_say() -> Sequence[Prefetch[Any] | str]:
    """What :func:`facts_in` looks at besides: nobody asks for it before a booklet is there."""
    offices = Contact.objects.filter(archived_at=None).order_by("pk")
    return (
        Prefetch("eligibility_rules", EligibilityRule.objects.order_by("order", "code")),
        Prefetch("organisers__organisation__contacts", offices),
        Prefetch("booklet_texts", BookletText.objects.order_by("chapter")),
    )


def facts_of(edition: Edition) -> Facts:
    """Everything that the booklet of an edition says, by chapter; read anew, in 15 questions at any size."""
    editions = Edition.objects.select_related("series", "country", "completion_rule")
    return facts_in(editions.prefetch_related(*what_booklets_say()).get(pk=edition.pk))


def facts_in(edition: Edition) -> Facts:
    """The same of an edition that was read with :func:`what_booklets_say`; in three questions more."""
    prefetch_related_objects([edition], *what_only_booklets_say())
    return {
        "edition": {
            "code": edition.code,
            "number": edition.number,
            "title": dict(edition.title),
            "theme": dict(edition.theme),
            "series": dict(edition.series.title),
            "scheme": dict(edition.series.scheme),
        },
        "period": {
            name: day.isoformat() if day else None
            for name, day in (
                ("arrives_on", edition.arrives_on),
                ("starts_on", edition.starts_on),
                ("ends_on", edition.ends_on),
                ("departs_on", edition.departs_on),
            )
        },
        "mode": edition.mode,
        "places": {"cities": list(edition.cities), "country": dict(edition.country.name)},
        "participants": {
            "places": edition.places,
            "host_places": edition.host_places,
            "target_group": dict(edition.target_group),
        },
        "concept": {
            "summary": dict(edition.summary),
            "mandates": [
                {
                    "meeting": dict(mandate.pledge.meeting),
                    "place": dict(mandate.pledge.place),
                    "year": mandate.pledge.year,
                    "text": dict(mandate.pledge.text),
                }
                for mandate in edition.mandate_set.all()
            ],
        },
        "languages": {"working": list(edition.languages), "interpreted": list(edition.interpretation)},
        "objective": dict(edition.objective),
        "outcomes": [
            {"code": outcome.code, "statement": dict(outcome.statement)} for outcome in edition.outcomes.all()
        ],
        "modules": _modules(edition),
        "days": _days(edition),
        "countries": [
            {
                "code": quota.country_id,
                "name": dict(quota.country.name),
                "places": quota.places,
                "reserve": quota.reserve,
                "category": quota.travel_category,
                "may_send_more": quota.is_self_financed,
            }
            for quota in edition.quotas.all()
        ],
        "qualifications": [
            {
                "code": rule.code,
                "label": dict(rule.label),
                "severity": rule.severity,
                "waiver": dict(rule.waiver_authority),
            }
            for rule in edition.eligibility_rules.all()
        ],
        "completion": _completion(edition),
        "deadlines": [
            {
                "code": deadline.plan.code,
                "level": deadline.plan.level,
                "title": dict(deadline.plan.title),
                "country": dict(deadline.country.name) if deadline.country else None,
                "at": deadline.at.isoformat(timespec="minutes"),
                "zone": deadline.zone,
            }
            for deadline in deadlines_in_order(edition)
            if deadline.plan.level in {Level.SECRETARIAT, Level.FOCAL_POINT}
        ],
        "organisers": [_organiser(one) for one in edition.organisers.all()],
        "package": [
            {
                "benefit": item.benefit,
                "side": item.side,
                "payer": dict(item.payer.name) if item.payer else None,
                "categories": sorted(item.categories),
                "note": dict(item.note),
            }
            for item in edition.package.all()
        ],
        "texts": {text.chapter: dict(text.text) for text in edition.booklet_texts.all()},
    }


def digest_of(facts: Mapping[str, Any]) -> str:
    """What tells two sets of facts apart."""
    written = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def newest_booklet(edition: Edition) -> Booklet | None:
    """The booklet that is in force, or None while none was frozen."""
    return edition.booklets.order_by("-version").first()


def owes_an_erratum(edition: Edition) -> bool:
    """Whether the booklet that went out says something that no longer holds."""
    newest = newest_booklet(edition)
    return newest is not None and newest.facts_digest != digest_of(facts_of(edition))


def chapters_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The chapters in which two sets of facts differ, in the order of the booklet."""
    return [chapter for chapter in after if before.get(chapter) != after[chapter]]


def _modules(edition: Edition) -> list[Facts]:
    """Modules with the minutes of one participant: an activity counts once, in whichever group one is."""
    minutes: dict[object, Counter[str]] = defaultdict(Counter)
    for activity in edition.activities.all():
        if activity.session_type.is_contact:
            minutes[activity.module_id][activity.session_type.family] += activity.minutes
    return [
        {
            "code": module.code,
            "title": dict(module.title),
            "description": dict(module.description),
            "minutes": dict(minutes[module.pk]),
        }
        for module in edition.modules.all()
    ]


def _days(edition: Edition) -> list[Facts]:
    """What is fixed to each day, and before it what is on this day or a later one, as for groups in turn."""
    activities = list(edition.activities.all())
    moving: dict[tuple[date, date], list[Activity]] = defaultdict(list)
    for activity in activities:
        first, last = activity.earliest_on, activity.latest_on
        if first is not None and last is not None and first < last:
            moving[first, last].append(activity)
    spans = [
        {
            "on": first.isoformat(),
            "until": last.isoformat(),
            "cities": list(dict.fromkeys(site.city for one in those for site in one.sites.all())),
            "lines": [{"title": dict(activity.title), "begins_at": ""} for activity in those],
        }
        for (first, last), those in sorted(moving.items(), key=lambda span: span[0])
    ]
    fixed = [
        {
            "on": day.on.isoformat(),
            "cities": list(day.cities),
            "lines": [
                {
                    "title": dict(activity.title),
                    "begins_at": f"{activity.begins_at:%H:%M}" if activity.begins_at else "",
                }
                for activity in day.activities
            ],
        }
        for day in days_of(edition, activities)
        if day.activities
    ]
    return sorted([*spans, *fixed], key=lambda row: str(row["on"]))  # a span before the day it begins on


def _completion(edition: Edition) -> Facts | None:
    rule = getattr(edition, "completion_rule", None)
    if rule is None:
        return None
    return {
        "least_presence_percent": rule.least_presence_percent,
        "needs_required_activities": rule.needs_required_activities,
        "needs_safety": rule.needs_safety,
        "note": dict(rule.note),
        "deliverables": [
            dict(assessment.title) for assessment in edition.assessments.all() if assessment.is_required
        ],
    }


def _organiser(organiser: Organiser) -> Facts:
    organisation = organiser.organisation
    office = next(iter(organisation.contacts.all()), None)
    return {
        "role": OrganiserRole(organiser.role).value,
        "name": dict(organisation.name),
        "country": dict(organisation.country.name),
        "address": organisation.address,
        "website": organisation.website,
        "office": dict(office.office) if office else {},
        "email": office.email if office else "",
        "telephone": office.telephone if office else "",
    }
