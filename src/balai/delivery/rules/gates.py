"""Who sees and sends gate lists, and which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.delivery.rules.presence import OVER
from balai.kernel.refusal import Refusal
from balai.people.enums import Role
from balai.programmes.queries.scopes import covers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from balai.delivery.queries.gates import Visit
    from balai.people.models import Grant
    from balai.programmes.models import Edition

SENDERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT})
"""They give names to sites, and open numbers of passports for it; each look is logged."""


def may_send_gate_lists(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """The office of the edition."""
    if covers(grants, SENDERS, edition):
        return None
    return Refusal("gate_list.not_yours", _("The office of this edition sends gate lists."))


def may_note_sent(visit: Visit, edition: Edition, *, today: date) -> Refusal | None:
    """Before or on the day of the visit, and only a list with somebody in it."""
    if edition.status in OVER or visit.on < today:
        return Refusal("gate_list.over", _("This visit is over."))
    if not visit.people:
        return Refusal("gate_list.nobody", _("Nobody is to stand in this list yet."))
    return None
