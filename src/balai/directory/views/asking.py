"""What the views of this room share: who asks, whether they may, and the way down to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from balai.directory.kinds import KINDS
from balai.directory.rules import KEEPERS, WRITERS
from balai.people.access import roles
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from balai.directory.kinds import Kind
    from balai.directory.models import Recorded
    from balai.people.access import View


def for_writers(kind: Kind) -> Callable[[View], View]:
    """The door of the forms of a kind: the office, and for some kinds coordinators."""
    return roles(*WRITERS) if kind.for_coordinators else roles(*KEEPERS, everywhere=True)


def the(kind: Kind, pk: UUID | str, *related: str) -> Any:
    """The record of a kind, archived or not; 404 when there is none."""
    return get_object_or_404(kind.model._default_manager.select_related(*related), pk=pk)


def whole_of(kind: Kind, record: Any) -> Any:
    """What a record belongs to, for a kind that is shown there."""
    return getattr(record, kind.whole) if kind.whole else None


def address_of(record: Recorded) -> str:
    """The page that shows a record: its own, or that of what it belongs to."""
    kind = KINDS[record.reference.partition(":")[0]]
    if kind.listing is None:
        return address_of(whole_of(kind, record))
    return reverse(f"directory:{kind.name}", args=[record.pk])


def crumbs_to(record: Recorded | None, kind: Kind, *more: str) -> list[Crumb]:
    """Directory, the list, the record (or its whole), and what is done with it."""
    shown_in = kind if kind.listing else KINDS[kind.whole_kind]
    trail = [
        Crumb(label=gettext("Directory"), url=reverse("directory:index")),
        Crumb(
            label=shown_in.listing.title if shown_in.listing else "",
            url=reverse(f"directory:{shown_in.plural.replace('-', '_')}"),
        ),
    ]
    if record is not None:
        trail.append(Crumb(label=str(record), url=address_of(record) if more else ""))
    return [*trail, *(Crumb(label=label) for label in more)]
