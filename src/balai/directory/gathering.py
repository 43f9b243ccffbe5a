"""What the directory adds to other rooms: hits of the search, and the scopes that roles are bound to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import OrganisationKind
from balai.directory.kinds import KINDS
from balai.directory.models import Country, Organisation
from balai.directory.queries import in_order_of_names, live
from balai.directory.rules import READERS
from balai.kernel.gathering import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.utils.functional import Promise
    from django_stubs_ext import StrOrPromise

    from balai.directory.kinds import Kind
    from balai.people.access import SignedInRequest

NAMED = ("code", "name", "title", "city")
WHOSE = ("person", "parent", "organisation", "site")
"""Columns of which a hit is made."""
SEARCHED = ("organisation", "site", "machine", "technology", "resource_person", "country", "body")
GRANTED = (
    OrganisationKind.MINISTRY,
    OrganisationKind.AGENCY,
    OrganisationKind.CENTRE,
    OrganisationKind.SECRETARIAT,
)
"""Kinds of organisations that roles are bound to; of the others there may be 20,000."""


class RecordSearch:
    """Finds records of one kind, in the order of their names."""

    def __init__(self, kind: Kind) -> None:
        assert kind.listing is not None  # noqa: S101 -- only listed kinds are searched
        self.kind: StrOrPromise = kind.listing.title
        self._listing = kind.listing
        self._view = f"directory:{kind.name}"
        there = {column.name for column in kind.model._meta.concrete_fields}
        self._joined = [name for name in WHOSE if name in there]
        self._shown = [*(name for name in NAMED if name in there), *(f"{one}__name" for one in self._joined)]

    def __call__(self, request: SignedInRequest, words: str, *, most: int) -> Sequence[Hit]:
        """Whoever works for programmes finds them; people only those who may see them."""
        if not any(grant.role in READERS for grant in request.grants):
            return ()
        rows = self._listing.found(words=words)
        if self._listing.visible is not None:
            rows = rows.filter(pk__in=self._listing.visible(request.grants).values("pk"))
        usual = next(iter(self._listing.sorts.values()))
        found = self._listing.prepare(rows).defer(None).select_related(None).select_related(*self._joined)
        found = found.only(*self._shown).order_by(*usual.columns)[:most]
        return [Hit(title=str(row), line=_line(row), url=reverse(self._view, args=[row.pk])) for row in found]


def _line(row: Any) -> str:
    """One line about a record: whose it is, and where."""
    whole = getattr(row, "parent", None) or getattr(row, "organisation", None) or getattr(row, "site", None)
    parts = [str(whole) if whole else "", getattr(row, "city", ""), getattr(row, "code", "")]
    return " · ".join(part for part in parts if part)


def search_sources() -> Iterable[tuple[str, RecordSearch]]:
    """A source for each kind, by the name it is registered under."""
    return [(f"directory.{name}", RecordSearch(KINDS[name])) for name in SEARCHED]


class CountryScope:
    """Roles of one country: ``country:BT``."""

    label: str | Promise = _("Country")

    def name(self, key: str) -> str | None:
        """How the country is called, or None."""
        found = Country.objects.filter(pk=key).first()
        return str(found) if found else None

    def choices(self, *, at: datetime) -> Iterable[tuple[str, str]]:
        """Every country in the order of names."""
        return [(one.code, str(one)) for one in in_order_of_names(Country.objects.all())]


class OrganisationScope:
    """Roles of one organisation: ``organisation:<id>``."""

    label: str | Promise = _("Organisation")

    def name(self, key: str) -> str | None:
        """How the organisation is called, or None."""
        found = Organisation.objects.filter(pk=UUID(key)).first()
        return str(found) if found else None

    def choices(self, *, at: datetime) -> Iterable[tuple[str, str]]:
        """Ministries, agencies, centres and secretariats in use, in the order of names."""
        rows = live(Organisation.objects.all()).filter(kind__in=GRANTED)
        return [(str(one.pk), str(one)) for one in in_order_of_names(rows)]
