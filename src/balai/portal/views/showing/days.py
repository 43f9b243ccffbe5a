"""The days of an edition at a glance, and each day in full."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty
from balai.portal.views.showing.places import QUIET
from balai.programmes.enums import Family
from balai.ui import wording
from balai.ui.parts import (
    DayAtGlance,
    DayLink,
)
from balai.ui.wording import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from balai.directory.models import Site
    from balai.programmes.models import (
        Activity,
        Edition,
    )
    from balai.programmes.queries import Day

FAMILIES: Mapping[Family, StrOrPromise] = {
    Family.TEACHING: _("Lectures"),
    Family.PRACTICE: _("Practice"),
    Family.VISIT: _("Visits"),
    Family.EXCHANGE: _("Exchange and plans"),
    Family.ASSESSMENT: _("Tests"),
    Family.CULTURE: _("Culture"),
}
"""A day at a glance names these kinds by one word, ceremonies and journeys by their own name."""
BANDS = frozenset({Family.CARE, Family.TRAVEL})
WORDS_OF_A_DAY = 3


def may_be_on(activity: Activity, on: dt.date) -> bool:
    """Whether an activity that is not fixed to one day can fall on this one."""
    first, last = activity.earliest_on, activity.latest_on
    return first is not None and last is not None and first < last and first <= on <= last


def cities_of(activities: Iterable[Activity]) -> list[str]:
    """Where activities are, in order."""
    return list(dict.fromkeys(site.city for activity in activities for site in activity.sites.all()))


def words_of(activities: Iterable[Activity]) -> str:
    """What a day is for, in at most three words of the field: those that take most of it, in its order."""
    minutes: dict[str, int] = {}
    for activity in activities:
        family = Family(activity.session_type.family)
        if family != Family.CARE:
            word = str(FAMILIES.get(family) or activity.session_type.name)
            minutes[word] = minutes.get(word, 0) + activity.minutes
    longest = sorted(minutes, key=lambda word: -minutes[word])[:WORDS_OF_A_DAY]
    first, *others = [word for word in minutes if word in longest] or [""]
    return ", ".join(
        [first, *(word[0].lower() + word[1:] if word[1:2].islower() else word for word in others)]
    )


def is_quiet(activities: Iterable[Activity]) -> bool:
    """Whether journeys and culture take more of a day than its sessions; meals and prayer do not count."""
    minutes = {True: 0, False: 0}
    for activity in activities:
        if activity.session_type.family != Family.CARE:
            minutes[activity.session_type.family in QUIET] += activity.minutes
    return minutes[True] >= minutes[False]


def days_shown(edition: Edition, days: Sequence[Day], activities: Sequence[Activity]) -> list[DayAtGlance]:
    """Every day in a few words; nothing when nothing is planned yet."""
    if not activities:
        return []
    shown = []
    for day in days:
        here = [*day.activities, *(activity for activity in activities if may_be_on(activity, day.on))]
        quiet = is_quiet(here)
        busy = [] if quiet else [each for each in here if each.session_type.family not in QUIET]
        sites = [site for activity in busy for site in activity.sites.all()]
        shown.append(
            DayAtGlance(
                on=f"{wording.weekday(day.on)} {day.on.day}",
                words=words_of(busy or here) or pgettext("a day", "Free"),
                colour=sites[0].colour if sites else 0,
                is_quiet=quiet,
                url=day_url(edition, day.on),
            )
        )
    return shown


def day_url(edition: Edition, on: dt.date) -> str:
    """Where the programme of a day is."""
    return reverse("public:day", args=[edition.code, on])


def day_links(
    edition: Edition, days: Sequence[Day], glance: Sequence[DayAtGlance], on: dt.date
) -> list[DayLink]:
    """The days to turn to from one of them; five around it are near."""
    current = next(place for place, day in enumerate(days) if day.on == on)
    first = max(0, min(current - 2, len(days) - 5))
    return [
        DayLink(
            weekday=wording.weekday(day.on),
            day=str(day.on.day),
            name=wording.long_day(day.on),
            url=day_url(edition, day.on),
            is_current=day.on == on,
            is_quiet=shown.is_quiet,
            is_far=not first <= place < first + 5,
        )
        for place, (day, shown) in enumerate(zip(days, glance, strict=True))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """Something planned for a day.

    Attributes:
        time: ``08:30–12:00``, ``Morning``, or empty.
        kind: of session.
        groups: who comes, where not everybody does together.
        notes: what it asks of people.
        is_band: whether it is a meal, a prayer or a journey: present, never loud.
    """

    time: str
    title: SafeString
    description: SafeString
    kind: SafeString
    sites: Sequence[Site]
    colour: int
    groups: str
    notes: Sequence[StrOrPromise]
    is_band: bool
    is_assumed: bool


def session_rows(activities: Iterable[Activity]) -> list[SessionRow]:
    """What a day page shows of activities, in their order."""
    return [
        SessionRow(
            time=time_of(activity),
            title=spoken(activity.title),
            description=spoken(activity.description),
            kind=spoken(activity.session_type.name),
            sites=(sites := list(activity.sites.all())),
            colour=sites[0].colour if sites else 0,
            groups=groups_of(activity),
            notes=notes_of(activity, sites),
            is_band=activity.session_type.family in BANDS,
            is_assumed=activity.certainty == Certainty.ASSUMED,
        )
        for activity in activities
    ]


def time_of(activity: Activity) -> str:
    """From when to when, as far as it is decided."""
    if activity.begins_at is None:
        return str(activity.get_day_part_display()) if activity.day_part != "any" else ""
    begin = dt.datetime.combine(dt.date(2000, 1, 1), activity.begins_at)
    end = begin + dt.timedelta(minutes=activity.minutes)
    return f"{wording.clock(activity.begins_at)}–{wording.clock(end.time())}"


def groups_of(activity: Activity) -> str:
    """Which groups come, or that each comes in turn."""
    names = [str(group.name or group.code) for group in activity.groups.all()]
    if names:
        return wording.joined(names)
    return "" if activity.attendance == "all" else str(activity.get_attendance_display())


def notes_of(activity: Activity, sites: Sequence[Site]) -> list[StrOrPromise]:
    """What people should bring, wear or know beforehand."""
    notes: list[StrOrPromise] = []
    tags = dict(activity._meta.get_field("protection").base_field.choices or [])
    worn = dict.fromkeys([*activity.protection, *(tag for site in sites for tag in site.protection)])
    if worn:
        notes.append(gettext("Wear: %(what)s") % {"what": ", ".join(str(tags[tag]).lower() for tag in worn)})
    if activity.photo_rule:
        notes.append(activity.get_photo_rule_display())
    notes += [spoken(text) for text in (activity.demands, activity.materials) if text]
    return notes
