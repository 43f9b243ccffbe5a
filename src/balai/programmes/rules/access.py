"""Who may read and change what: by the grants that the asker holds now, within their scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.enums import Role
from balai.people.models import EVERYWHERE
from balai.programmes.models import Mandate, Pledge, Series
from balai.programmes.queries import editions_in_order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from balai.people.models import Grant
    from balai.programmes.models import Edition

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They write an edition: its definition, curriculum, places, rules and dates."""

MONEY_KEEPERS = KEEPERS | {Role.FINANCE_OFFICER}
"""They write its budget and its package."""

DECIDERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They approve, call, postpone, cancel and convert."""

SERIES_KEEPERS = KEEPERS
"""They write series and pledges and begin editions, where their role holds everywhere."""

READERS = MONEY_KEEPERS | {Role.SECRETARIAT, Role.AUDITOR}
"""They see the whole of an edition, its board and its money."""


def may_read_edition(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """The office and its partners read what a role of theirs covers."""
    if _holds(grants, READERS, edition):
        return None
    return Refusal(
        "edition.not_yours", _("This edition is open to its office, its secretariat and auditors.")
    )


def may_keep_edition(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Programme officers write; the secretariat and auditors read."""
    if _holds(grants, KEEPERS, edition):
        return None
    return Refusal("edition.not_kept_by_you", _("A programme officer of this edition changes this."))


def may_keep_money(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """The finance officer writes the budget as well."""
    if _holds(grants, MONEY_KEEPERS, edition):
        return None
    return Refusal(
        "edition.money_not_kept_by_you",
        _("A programme officer or finance officer of this edition changes this."),
    )


def may_decide(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Who moves an edition on, or stops it."""
    if _holds(grants, DECIDERS, edition):
        return None
    return Refusal("edition.not_decided_by_you", _("A programme officer of this edition decides this."))


def may_keep_series(grants: Iterable[Grant]) -> Refusal | None:
    """A series belongs to no single edition, so the role must hold everywhere."""
    if any(grant.role in SERIES_KEEPERS and grant.scope == EVERYWHERE for grant in grants):
        return None
    return Refusal("series.not_kept_by_you", _("Programme officers whose role holds everywhere change this."))


def readable_editions(grants: Iterable[Grant]) -> QuerySet[Edition]:
    """The editions that somebody may see in the office's lists, the newest first."""
    scopes = {grant.scope for grant in grants if grant.role in READERS}
    if _reads_everywhere(grants):
        return editions_in_order()
    keys = [UUID(scope.removeprefix("edition:")) for scope in scopes if scope.startswith("edition:")]
    return editions_in_order().filter(pk__in=keys)


def readable_series(grants: Iterable[Grant]) -> QuerySet[Series]:
    """Every series for whom a role holds everywhere; for others those of the editions they may see."""
    every = Series.objects.select_related("body")
    if _reads_everywhere(grants):
        return every
    return every.filter(pk__in=readable_editions(grants).order_by().values("series"))


def readable_pledges(grants: Iterable[Grant]) -> QuerySet[Pledge]:
    """Every pledge for whom a role holds everywhere; for others those that their editions are held under."""
    every = Pledge.objects.select_related("body", "country")
    if _reads_everywhere(grants):
        return every
    return every.filter(
        pk__in=Mandate.objects.filter(edition__in=readable_editions(grants).order_by()).values("pledge")
    )


def _reads_everywhere(grants: Iterable[Grant]) -> bool:
    return any(grant.role in READERS and grant.scope == EVERYWHERE for grant in grants)


def _holds(grants: Iterable[Grant], roles: frozenset[Role], edition: Edition) -> bool:
    return any(grant.role in roles and grant.scope in {EVERYWHERE, edition.scope} for grant in grants)
