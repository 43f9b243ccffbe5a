"""What may be done with an incident; who reads which is asked in its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    from balai.delivery.models.incident import Incident


def may_add_to(incident: Incident) -> Refusal | None:
    """While it is open; a correction at any time, as a further entry."""
    if incident.is_open:
        return None
    return Refusal("incident.closed", _("This incident is closed. Only a correction can be added."))


def may_close(incident: Incident) -> Refusal | None:
    """Once."""
    if incident.is_open:
        return None
    return Refusal("incident.closed_already", _("Somebody has closed this already."))
