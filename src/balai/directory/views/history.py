"""What was done to a record, as its page tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.audit.queries import NEWEST_FIRST, deeds_about, fields_of
from balai.directory.kinds import KINDS
from balai.directory.rules import may_keep_directory
from balai.kernel.paging import page_of
from balai.people.queries import names_of

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from balai.audit.models import Deed
    from balai.directory.models import DirectoryRecord, Recorded
    from balai.people.access import SignedInRequest

MOST = 12
DONE: dict[str, StrOrPromise] = {
    "created": _("Entered"),
    "changed": _("Changed"),
    "archived": _("Archived"),
    "restored": _("Taken back into use"),
    "removed": _("Removed"),
    "hours_set": _("Opening hours written"),
    "availability_set": _("Days written"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One deed in words.

    Attributes:
        at: its moment.
        who: the name of the person, or that Balai did it.
        what: “Changed: name, city”.
        of: which part it was done to; empty for the record itself.
        back_url: where an archived part is taken back into use, for who may.
    """

    at: datetime
    who: str
    what: str
    of: str
    back_url: str = ""


def history_of(
    request: SignedInRequest, record: Recorded, *parts: DirectoryRecord, may_change: bool
) -> dict[str, Any]:
    """The deeds on a record and on its parts, some at a time, and the way to those before; two queries.

    Parts that were archived stand in no other list of the page: here they are found, and taken back.
    """
    keeps = may_keep_directory(request.grants) is None
    archived = [(part, KINDS[part.reference.partition(":")[0]]) for part in parts if part.is_archived]
    back = {
        part.reference: reverse(kind.archive_view, args=[part.pk])
        for part, kind in archived
        if keeps or (may_change and kind.for_coordinators)
    }
    named = {part.reference: str(part) for part in parts}
    after = request.GET.get("deeds", "")
    rows = deeds_about(record.reference, *named).order_by()
    page = page_of(rows, order=NEWEST_FIRST, after=after, size=MOST)
    people = names_of(deed.actor for deed in page.rows)
    lines = [
        Line(
            at=deed.at,
            who=people.get(deed.actor, gettext("Balai")),
            what=_told(deed),
            of=named.get(deed.subject, ""),
            back_url=back.pop(deed.subject, "") if deed.action.endswith(".archived") else "",
        )
        for deed in page.rows
    ]
    older = f"?{urlencode({'deeds': page.after})}#history-title" if page.after else ""
    return {"history": lines, "older_deeds": older, "are_older": bool(after)}


def _told(deed: Deed) -> str:
    kind, _dot, done = deed.action.partition(".")
    what = str(DONE.get(done, deed.action))
    columns = fields_of(deed)
    if not columns:
        return what
    return f"{what}: {', '.join(_labelled(kind, column) for column in columns)}"


def _labelled(kind: str, column: str) -> str:
    try:
        found = KINDS[kind].model._meta.get_field(column)
    except (KeyError, FieldDoesNotExist):  # of an older version
        return column
    return str(getattr(found, "verbose_name", column))
