"""What may be done with an incident; who reads which is asked in its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import EntryKind
from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    from balai.delivery.models.incident import Incident


def may_add_to(incident: Incident, kind: EntryKind) -> Refusal | None:
    """While it is open, and then corrections alone; to what was forgotten nothing is added."""
    if incident.is_forgotten:
        return Refusal("incident.forgotten", _("What was told of this incident is forgotten for good."))
    if not incident.is_open and kind != EntryKind.CORRECTION:
        return Refusal("incident.closed", _("This incident is closed. Only a correction can be added."))
    return None


def may_close(incident: Incident) -> Refusal | None:
    """Once."""
    if incident.is_open:
        return None
    return Refusal("incident.closed_already", _("Somebody has closed this already."))
