"""Who may see and change which records, and what must be true of one.

The office (programme officers and the secretariat) keeps the directory. A centre's coordinator keeps the
sites, rooms, machines and closures of the own organisation and of its parts. Who sees contacts and resource
persons is asked of the questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from balai.directory.models import (
    Body,
    Closure,
    Contact,
    Country,
    Machine,
    Membership,
    Organisation,
    ResourcePerson,
    Room,
    Site,
    Technology,
)
from balai.directory.queries import is_below, lineage_of, live
from balai.kernel.refusal import Refusal
from balai.people.access import holds_everywhere
from balai.people.enums import EVERYWHERE, ROLES_WITHOUT_SECOND_FACTOR, Role
from balai.people.rules import may_delete_scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import ProtectedError

    from balai.directory.models import DirectoryRecord, Recorded
    from balai.people.models import Grant

KEEPERS = frozenset({Role.PROGRAMME_OFFICER, Role.SECRETARIAT})
WRITERS = KEEPERS | {Role.CENTRE_COORDINATOR}
READERS = frozenset(Role) - ROLES_WITHOUT_SECOND_FACTOR - {Role.API_CLIENT}
"""Who finds the directory among their tasks; what is public in it opens to whoever is signed in."""


def may_keep_directory(grants: Iterable[Grant]) -> Refusal | None:
    """Only the office keeps the whole of it; a role bound to one edition or country does not suffice."""
    if holds_everywhere(grants, KEEPERS):
        return None
    return Refusal("directory.not_kept_by_you", _("The directory is kept by the office."))


def may_write(record: Recorded, grants: Iterable[Grant]) -> Refusal | None:
    """Enter, change or archive a record: the office everything, a coordinator what is the own centre's.

    Asked of a record that is to be changed both as it was and as it shall be.
    """
    grants = list(grants)
    refusal = may_keep_directory(grants)
    if refusal is None:
        return None
    owner = coordinated_by(record)
    held = [grant.scope for grant in grants if grant.role == Role.CENTRE_COORDINATOR]
    if owner is None or not held:
        return refusal
    scopes = {EVERYWHERE, *(f"organisation:{pk}" for pk in lineage_of(owner))}
    if scopes.isdisjoint(held):
        return Refusal(
            "directory.not_your_centre",
            _("This belongs to another organisation. Its own coordinator or the office changes it."),
        )
    return None


def coordinated_by(record: Recorded) -> Organisation | None:
    """The organisation whose coordinator keeps this record, or None when only the office does."""
    if isinstance(record, Room | Machine | Closure):
        return record.site.organisation
    return record.organisation if isinstance(record, Site) else None


def must_be_true(record: Recorded) -> Refusal | None:
    """What no constraint can say: no circles, known countries and zones, and a machine's room at its site."""
    if (
        isinstance(record, Organisation | Body)
        and record.parent is not None
        and is_below(record.parent, record)
    ):
        return Refusal(
            "directory.circle",
            _("“%(part)s” is part of “%(whole)s”, so it cannot be what that is part of.")
            % {"part": record.parent, "whole": record},
        )
    if isinstance(record, Organisation) and record.accredited_to:
        return _accredited_well(record) or _whole_is_live(record)
    if isinstance(record, Site) and record.time_zone not in available_timezones():
        return Refusal(
            "site.zone_unknown",
            _("“%(zone)s” is not a time zone. Write one such as Asia/Jakarta.") % {"zone": record.time_zone},
        )
    if isinstance(record, Machine) and record.room is not None and record.room.site_id != record.site_id:
        return Refusal(
            "machine.room_elsewhere",
            _("The room “%(room)s” is not at this site. Choose one of the site’s rooms, or none.")
            % {"room": record.room},
        )
    if isinstance(record, Membership) and not record.source.strip():
        return Refusal(
            "membership.no_source", _("Say where the membership is written, so that others can check it.")
        )
    return _whole_is_live(record)


def _accredited_well(embassy: Organisation) -> Refusal | None:
    """An embassy names countries that there are, each once, and not the one that it represents."""
    named = embassy.accredited_to
    unknown = {*named} - {*Country.objects.filter(code__in=named).values_list("code", flat=True)}
    if unknown:
        return Refusal(
            "embassy.country_unknown",
            _("These are no codes of countries: %(codes)s.") % {"codes": ", ".join(sorted(unknown))},
        )
    if len({*named, embassy.country_id}) <= len(named):
        return Refusal("embassy.countries_odd", _("Name each country once, and not the embassy’s own."))
    return None


def _whole_is_live(record: Recorded) -> Refusal | None:
    """Nothing new hangs on what was archived."""
    whole = _whole_of(record)
    if whole is not None and whole.is_archived and not record.is_archived:
        return Refusal(
            "directory.whole_archived",
            _("“%(whole)s” is archived. Take it back into use first, or choose another.") % {"whole": whole},
        )
    return None


def _whole_of(record: Recorded) -> DirectoryRecord | None:
    match record:
        case Organisation() | Body():
            return record.parent
        case Site() | Contact() | Technology() | ResourcePerson():
            return record.organisation
        case Room() | Machine() | Closure():
            return record.site
        case Membership():
            return record.body
        case _:
            return None


def may_archive(record: DirectoryRecord) -> Refusal | None:
    """What live records hang on stays in use."""
    if record.is_archived:
        return Refusal("directory.archived_already", _("This is archived already."))
    if isinstance(record, Organisation) and (
        live(record.parts.all()).exists() or live(record.sites.all()).exists()
    ):
        return Refusal(
            "directory.in_use",
            _("Parts or sites of this organisation are in use. Archive them first, or move them."),
        )
    if isinstance(record, Body) and live(record.parts.all()).exists():
        return Refusal(
            "directory.in_use", _("Organs or pillars of this body are in use. Archive them first.")
        )
    return None


def may_restore(record: DirectoryRecord) -> Refusal | None:
    """What was archived comes back, unless what it belongs to is still archived."""
    if not record.is_archived:
        return Refusal("directory.not_archived", _("This is in use."))
    whole = _whole_of(record)
    if whole is not None and whole.is_archived:
        return Refusal(
            "directory.whole_archived",
            _("“%(whole)s” is archived. Take it back into use first, or choose another.") % {"whole": whole},
        )
    return None


def may_remove(record: Recorded) -> Refusal | None:
    """Only a record that nothing ever pointed to goes for good, such as one that was entered twice."""
    if isinstance(record, Country):
        return Refusal("country.listed", _("A country stays: ISO 3166-1 lists it."))
    return may_delete_scope(record.reference)


def still_used(error: ProtectedError) -> Refusal:
    """What the database's own refusal to remove a record means."""
    return Refusal(
        "directory.in_use",
        _("Other records point to this one (%(number)d). Archive it rather than remove it.")
        % {"number": len(error.protected_objects)},
    )
