"""Who is told what when a version is published: those whose sessions changed, and nobody else."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf.locale import LANG_INFO
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from balai.correspondence.services.writing import send
from balai.office.addresses import link_to
from balai.people.enums import EVERYWHERE, Role
from balai.people.models import Person
from balai.people.queries import grants_live_at
from balai.timetable.models import GroupMember, Slot, SlotPerson
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.kernel.translated import TranslatedText
    from balai.timetable.models import Timetable
    from balai.timetable.services.changes import Change

PUBLISHED = "timetable.published"
CHANGED = "timetable.changed"


def affected_by(changes: Sequence[Change], *, at: datetime) -> dict[UUID, list[Change]]:
    """Persons by what changed for them: participants, resource persons, coordinators of the sites.

    Six questions for any number of changes.
    """
    slots = [slot.pk for one in changes for slot in (one.before, one.after) if slot]
    rows = {
        slot.pk: slot
        for slot in Slot.objects.filter(pk__in=slots)
        .select_related("site")
        .prefetch_related("groups", "people__resource_person")
    }
    groups = defaultdict(set)
    for key, person in GroupMember.objects.filter(group__slots__in=slots).values_list(
        "group", "participant__person"
    ):
        groups[key].add(person)
    organisations = {slot.site.organisation_id for slot in rows.values() if slot.site}
    coordinators = defaultdict(set)
    for grant in grants_live_at(at).filter(
        role=Role.CENTRE_COORDINATOR,
        scope__in=[EVERYWHERE, *(f"organisation:{key}" for key in organisations)],
    ):
        coordinators[grant.scope].add(grant.person_id)
    found: dict[UUID, list[Change]] = defaultdict(list)
    for one in changes:
        persons: set[UUID] = set()
        for slot in (one.before, one.after):
            if slot is not None:
                whole = rows[slot.pk]
                for group in whole.groups.all():
                    persons |= groups[group.pk]
                persons |= {part.resource_person.person_id for part in whole.people.all()}
                if whole.site:
                    persons |= (
                        coordinators[f"organisation:{whole.site.organisation_id}"] | coordinators[EVERYWHERE]
                    )
        for person in persons:
            found[person].append(one)
    return found


def tell(timetable: Timetable, changes: Sequence[Change], *, is_first: bool, actor: str, at: datetime) -> int:
    """Write to everybody affected, in their own language; how many were written to."""
    affected = affected_by(changes, at=at)
    people = Person.objects.in_bulk(list(affected))
    speakers = _speakers(changes)
    link = link_to(reverse("timetable:mine"))
    for key, own in sorted(affected.items(), key=lambda one: str(one[0])):
        person = people[key]
        with translation.override(person.language):
            context = {
                "edition": str(timetable.edition.title),
                "sessions": "\n".join(
                    f"- {_line(one, timetable.edition.time_zone, speakers)}" for one in own
                ),
                "link": link,
            }
        send(
            letter=PUBLISHED if is_first else CHANGED,
            to=person,
            context=context if is_first else context | {"reason": _reason(timetable, person.language)},
            subject_reference=timetable.reference,
            at=at,
            actor=actor,
            mentions={
                (who.pk, who.name)
                for one in own
                for who in _with(one, speakers)
                if who.name in context["sessions"]
            },
        )
    return len(affected)


def _speakers(changes: Sequence[Change]) -> dict[UUID, list[Person]]:
    """Who speaks, by slot, in the order of the slot; one question."""
    found: dict[UUID, list[Person]] = defaultdict(list)
    slots = [one.after.pk for one in changes if one.after]
    parts = SlotPerson.objects.filter(slot__in=slots).select_related("resource_person__person").order_by("pk")
    for part in parts:
        found[part.slot_id].append(part.resource_person.person)
    return found


def _with(change: Change, speakers: Mapping[UUID, list[Person]]) -> list[Person]:
    return speakers.get(change.after.pk, []) if change.after else []


def _reason(timetable: Timetable, language: str) -> str:
    """Why it changes, in the reader's language; else as it is written, and in which language that is."""
    written: TranslatedText = timetable.reason
    told = written.in_language(language)
    if told.language.partition("-")[0] == language.partition("-")[0] or told.language not in LANG_INFO:
        return told.text
    with translation.override(language):
        name = get_language_info(told.language)["name_translated"]
        return _("%(reason)s (in %(language)s)") % {"reason": told.text, "language": name}


def _line(change: Change, zone: str, speakers: Mapping[UUID, list[Person]]) -> str:
    title = str(change.session.activity.title)
    if change.after is None:
        return _("%(title)s: is not held.") % {"title": title}
    after = _when(change.after, zone)
    if change.before is None:
        return _("%(title)s: %(after)s") % {"title": title, "after": after}
    if after == _when(change.before, zone):
        people = [one.name for one in _with(change, speakers)]
        return _("%(title)s: %(after)s, with %(people)s") % {
            "title": title,
            "after": after,
            "people": wording.joined(people) or "–",
        }
    return _("%(title)s: %(after)s, instead of %(before)s") % {
        "title": title,
        "after": after,
        "before": _when(change.before, zone),
    }


def _when(slot: Slot, zone: str) -> str:
    begins = slot.begins_at.astimezone(ZoneInfo(zone))
    ends = slot.ends_at.astimezone(ZoneInfo(zone))
    time = f"{wording.brief_day(begins.date())}, {wording.clock(begins)}–{wording.clock(ends)}"
    place = ", ".join(str(one) for one in (slot.room, slot.site) if one)
    return f"{time}, {place}" if place else time
