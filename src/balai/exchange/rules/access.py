"""Who sees and keeps the exchange: the office all of it, a coordinator what is the own centre's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.enums import EVERYWHERE, Role
from balai.programmes.queries.scopes import covers
from balai.programmes.rules import readable_editions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Grant
    from balai.programmes.models import Edition

READERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.AUDITOR})
"""They see the whole exchange of the editions that their role covers."""
KEEPERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They enter, propose and offer for anybody."""
SEERS = READERS | {Role.CENTRE_COORDINATOR}
SPEAKERS = KEEPERS | {Role.CENTRE_COORDINATOR}
"""They enter, answer and offer for organisations."""


def readers_editions(grants: Iterable[Grant]) -> QuerySet[Edition]:
    """The editions whose exchange somebody sees as a whole."""
    return readable_editions(grants, READERS)


def keeps(grants: Iterable[Grant], edition: Edition) -> bool:
    """Whether somebody keeps the whole exchange of an edition."""
    return covers(grants, KEEPERS, edition)


def may_speak_for(grants: Iterable[Grant], edition: Edition, organisation: UUID) -> Refusal | None:
    """For an organisation speaks its coordinator, or a programme officer of the edition."""
    grants = list(grants)
    scopes = {EVERYWHERE, f"organisation:{organisation}"}
    if keeps(grants, edition) or any(
        grant.role == Role.CENTRE_COORDINATOR and grant.scope in scopes for grant in grants
    ):
        return None
    return Refusal(
        "exchange.not_your_centre",
        _("The coordinator of this organisation or a programme officer of the edition does this."),
    )


def may_keep_exchange(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Programme officers of the edition."""
    if keeps(grants, edition):
        return None
    return Refusal("exchange.not_kept_by_you", _("A programme officer of this edition does this."))
