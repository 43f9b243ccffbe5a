"""Who notes presence where, who corrects it, and what participants may say of themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.enums import EVERYWHERE, Role
from balai.programmes.enums import EditionStatus
from balai.programmes.queries.scopes import covers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from balai.delivery.models import Conflict, Device, PresenceTerms
    from balai.people.models import Grant
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot

READERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.AUDITOR})
"""They see the presence of everybody, in the editions that their role covers."""

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They note presence everywhere, correct it, and look at conflicts."""

NOTERS = KEEPERS | {Role.CENTRE_COORDINATOR}
"""They note presence: coordinators at their own centre."""

SEES = READERS | NOTERS

PRINTERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT})
"""They print badges, name tents and lists of participants."""

OVER = frozenset({EditionStatus.REPORTED, EditionStatus.EVALUATED, EditionStatus.CANCELLED})


def hosts(grants: Iterable[Grant], slot: Slot) -> bool:
    """Whether somebody coordinates the centre at which a session is; ``slot.site`` is fetched with it."""
    if slot.site is None:
        return False
    own = {EVERYWHERE, f"organisation:{slot.site.organisation_id}"}
    return any(grant.role == Role.CENTRE_COORDINATOR and grant.scope in own for grant in grants)


def may_note_presence(grants: Iterable[Grant], slot: Slot, edition: Edition) -> Refusal | None:
    """Officers of the edition, and the coordinator of the centre at which the session is."""
    grants = list(grants)
    if covers(grants, KEEPERS, edition) or hosts(grants, slot):
        return None
    return Refusal(
        "presence.not_yours", _("The coordinator of the centre or a programme officer notes who is there.")
    )


def may_correct_presence(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Programme officers of the edition."""
    if covers(grants, KEEPERS, edition):
        return None
    return Refusal("presence.not_corrected_by_you", _("A programme officer of this edition corrects this."))


def may_change_presence(edition: Edition) -> Refusal | None:
    """Until the edition is reported or cancelled."""
    if edition.status in OVER:
        return Refusal("presence.over", _("This edition is over. Its presence stays as it was."))
    return None


def may_register_device(grants: Iterable[Grant], edition: Edition, *, is_host: bool) -> Refusal | None:
    """Whoever notes presence in the edition, and only while it is not over.

    Args:
        grants: of the reader.
        edition: for which the device is.
        is_host: whether a session of it is at a centre that the reader coordinates.
    """
    if not covers(grants, KEEPERS, edition) and not is_host:
        return Refusal("device.not_yours", _("Coordinators and programme officers register devices."))
    return may_change_presence(edition)


def may_use_device(device: Device, *, at: datetime) -> Refusal | None:
    """A device that was ended gets no names any more; what it queued is still taken, and looked at."""
    if device.is_ended:
        return Refusal("device.ended", _("This device was ended. Register it again."))
    return None


def may_claim(slot: Slot, terms: PresenceTerms, *, at: datetime, is_noted: bool) -> Refusal | None:
    """From the beginning of the session until some hours after its end, where nobody has noted anything."""
    if is_noted:
        return Refusal("claim.noted", _("Your presence is noted already. Ask the coordinator to correct it."))
    if at < slot.begins_at:
        return Refusal("claim.too_early", _("The session has not begun."))
    if at > slot.ends_at + timedelta(hours=terms.claim_hours):
        return Refusal("claim.too_late", _("The time to say this is over. Ask the programme officer."))
    return None


def may_settle(conflict: Conflict) -> Refusal | None:
    """Once."""
    if conflict.is_open:
        return None
    return Refusal("presence_conflict.settled", _("Somebody has looked at this already."))
