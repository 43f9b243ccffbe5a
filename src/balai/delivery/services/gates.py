"""Gate lists: noting that one was sent, and its lines with or without numbers of passports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction

from balai.audit.services import record
from balai.delivery.models.gate import GateList, GateName
from balai.delivery.queries.gates import visits_of
from balai.delivery.rules.gates import may_note_sent
from balai.directory.models import Country
from balai.kernel.crypto import UnreadableError
from balai.kernel.refusal import enforce
from balai.kernel.restricted import look
from balai.nominations.models import Profile
from balai.nominations.queries.applications import profile_of
from balai.programmes.models import Edition

if TYPE_CHECKING:
    from datetime import date, datetime

    from balai.delivery.queries.gates import Visit
    from balai.directory.models import Site
    from balai.people.models import Person
    from balai.selection.models import Participant

PURPOSE = "gate_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLine:
    """A line of a list: the name as the passport prints it, where that is known.

    Attributes:
        is_participant: or else a resource person who comes along.
        passport: the number; empty where it is not asked for, and where none is on record.
    """

    name: str
    nationality: str
    is_participant: bool
    passport: str = ""


@transaction.atomic
def note_gate_list_sent(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    site: Site,
    on: date,
    sent_to: str,
    has_passports: bool,
    actor: Person,
    at: datetime,
) -> GateList:
    """Note that a site was sent the names of a visit, as they are now.

    Args:
        edition: locked, so that two clicks note one list after the other.
        site: of the visit.
        on: its day.
        sent_to: which office or address of the site.
        has_passports: whether numbers of passports stood in it.
        actor: who sent it.
        at: the moment.

    Raises:
        RuleViolationError: ``gate_list.over`` or ``gate_list.nobody``.
        LookupError: there is no such visit.
        ValidationError: it is not said to whom.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    visit = next((one for one in visits_of(edition, site=site) if one.on == on), None)
    if visit is None:
        raise LookupError(on)
    enforce(may_note_sent(visit, edition, today=at.astimezone(ZoneInfo(edition.time_zone)).date()))
    sent = GateList(
        edition=edition,
        site=site,
        visit_on=on,
        due_on=visit.due_on,
        sent_to=sent_to.strip(),
        has_passports=has_passports,
        sent_at=at,
        sent_by=actor.reference,
    )
    sent.full_clean()
    sent.save()
    GateName.objects.bulk_create(
        [
            *(GateName(gate_list=sent, participant=one) for one in visit.participants),
            *(GateName(gate_list=sent, resource_person=one) for one in visit.others),
        ]
    )
    record(
        actor=actor.reference,
        action="gate_list.sent",
        subject=sent.reference,
        at=at,
        detail={"edition": edition.reference, "site": site.code, "people": visit.people},
    )
    return sent


def lines_of(visit: Visit) -> list[GateLine]:
    """The lines of a list without numbers of passports; two questions for any number of people."""
    told = {
        key: (name, nationality)
        for key, name, nationality in Profile.objects.filter(
            person__in=[one.person_id for one in visit.participants]
        ).values_list("person", "name_in_passport", "nationality")
    }
    codes = {nationality for _name, nationality in told.values() if nationality}
    countries = {one.pk: one.brief_name for one in Country.objects.filter(pk__in=codes)}
    lines = []
    for one in visit.participants:
        name, nationality = told.get(one.person_id, ("", ""))
        lines.append(
            GateLine(
                name=name or one.name,
                nationality=countries.get(nationality) or one.country.brief_name,
                is_participant=True,
            )
        )
    return lines + [
        GateLine(name=one.person.name, nationality="", is_participant=False) for one in visit.others
    ]


def lines_with_passports(visit: Visit, *, actor: Person, at: datetime) -> list[GateLine]:
    """The same with numbers of passports; each look is logged before, and the participant sees it.

    Never within a transaction.
    """
    numbers = [_number(one, actor=actor, at=at) for one in visit.participants]
    lines = lines_of(visit)
    return [
        *(replace(line, passport=number) for line, number in zip(lines, numbers, strict=False)),
        *lines[len(numbers) :],
    ]


def _number(participant: Participant, *, actor: Person, at: datetime) -> str:
    profile = profile_of(participant.person)
    if profile is None or profile.passport is None:
        return ""
    try:
        told = look(profile, "passport", actor=actor.reference, purpose=PURPOSE, at=at)
    except UnreadableError:
        return ""
    return str((told or {}).get("number") or "")
