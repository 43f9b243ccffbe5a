"""Who may read and change what: by the grants that the asker holds now, within their scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.access import holds_everywhere
from balai.people.enums import Role
from balai.programmes.enums import OrganiserRole
from balai.programmes.models import Mandate, Organiser, Pledge, Series
from balai.programmes.queries import editions_in_order
from balai.programmes.queries.scopes import covered, covers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from balai.people.models import Grant
    from balai.programmes.models import BundleExport, Edition

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They write an edition: its definition, curriculum, places, rules and dates."""

MONEY_KEEPERS = KEEPERS | {Role.FINANCE_OFFICER}
"""They write its budget and its package."""

DECIDERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They approve, call, postpone, cancel and convert."""

SERIES_KEEPERS = KEEPERS
"""They write series and pledges and begin editions, where their role holds everywhere."""

BRINGERS = KEEPERS | {Role.SECRETARIAT}
"""They bring programmes in from files, where their role holds everywhere: a file may name anything."""

GIVERS = BRINGERS | {Role.AUDITOR}
"""They take an edition along as files: its money, and the names of its resource persons."""

READERS = MONEY_KEEPERS | {Role.SECRETARIAT, Role.AUDITOR}
"""They see the whole of an edition, its board and its money."""


def may_read_edition(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """The office and its partners read what a role of theirs covers."""
    if covers(grants, READERS, edition):
        return None
    return Refusal(
        "edition.not_yours", _("This edition is open to its office, its secretariat and auditors.")
    )


def may_keep_edition(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Programme officers write; the secretariat and auditors read."""
    if covers(grants, KEEPERS, edition):
        return None
    return Refusal("edition.not_kept_by_you", _("A programme officer of this edition changes this."))


def may_keep_money(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """The finance officer writes the budget as well."""
    if covers(grants, MONEY_KEEPERS, edition):
        return None
    return Refusal(
        "edition.money_not_kept_by_you",
        _("A programme officer or finance officer of this edition changes this."),
    )


def may_decide(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Who moves an edition on, or stops it."""
    if covers(grants, DECIDERS, edition):
        return None
    return Refusal("edition.not_decided_by_you", _("A programme officer of this edition decides this."))


def may_keep_series(grants: Iterable[Grant]) -> Refusal | None:
    """A series belongs to no single edition, so the role must hold everywhere."""
    if holds_everywhere(grants, SERIES_KEEPERS):
        return None
    return Refusal("series.not_kept_by_you", _("Programme officers whose role holds everywhere change this."))


def may_bring(grants: Iterable[Grant]) -> Refusal | None:
    """Who is offered to bring a file; what is in it is asked of the deeds, one by one."""
    if holds_everywhere(grants, BRINGERS):
        return None
    return Refusal(
        "bundle_import.not_brought_by_you",
        _("The office and its secretariat bring programmes in from files."),
    )


def may_bring_edition(grants: Iterable[Grant], series: Series) -> Refusal | None:
    """A secretariat brings new editions of a series that it organises; others keep the series.

    It organises a series of which an edition names a secretariat among its organisers, or none names any.
    Its role must hold everywhere. What is here already it changes neither by page nor by file.
    """
    held = list(grants)
    if may_keep_series(held) is None:
        return None
    if not _is_secretariat(held):
        return may_keep_series(held)
    organisers = Organiser.objects.filter(edition__series=series)
    if organisers.filter(role=OrganiserRole.SECRETARIAT).exists() or not organisers.exists():
        return None
    return Refusal(
        "series.not_organised_by_you",
        _("No edition of this series is organised with a secretariat. A programme officer brings it in."),
    )


def may_bring_series(grants: Iterable[Grant]) -> Refusal | None:
    """New series, pledges and kinds of sessions come in with a programme, from a secretariat as well."""
    held = list(grants)
    return None if _is_secretariat(held) else may_keep_series(held)


def may_give_edition(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Whoever reads all of an edition, with its money and its people, may take it along as files."""
    if covers(grants, GIVERS, edition):
        return None
    return Refusal("edition.not_given_to_you", _("The office of this edition gives it out as files."))


def may_give_series(grants: Iterable[Grant], series: Series) -> Refusal | None:
    """A series goes out with all its editions, so each of them must be the asker's to take along."""
    held = list(grants)
    if all(may_give_edition(held, edition) is None for edition in series.editions.all()):
        return None
    return Refusal(
        "series.not_given_to_you",
        _("Not every edition of this series is yours to take along. Take those that are one by one."),
    )


def may_fetch(grants: Iterable[Grant], export: BundleExport) -> Refusal | None:
    """A bundle that was made is fetched by whoever may still have what is in it."""
    if export.series is not None:
        return may_give_series(grants, export.series)
    assert export.edition is not None  # noqa: S101 -- the table says that it is of one thing
    return may_give_edition(grants, export.edition)


def readable_editions(grants: Iterable[Grant], readers: Collection[Role] = READERS) -> QuerySet[Edition]:
    """The editions that somebody may see in the office's lists, the newest first.

    Args:
        grants: of the reader.
        readers: the roles, among those that see the whole of an edition, to which a room opens its part.
    """
    return editions_in_order().filter(covered(grants, READERS.intersection(readers), "pk"))


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


def _is_secretariat(grants: Iterable[Grant]) -> bool:
    return holds_everywhere(grants, {Role.SECRETARIAT})


def _reads_everywhere(grants: Iterable[Grant]) -> bool:
    return holds_everywhere(grants, READERS)
