"""What people add to *My tasks* and to the search."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from balai import config
from balai.kernel.gathering import Hit
from balai.people.access import administers
from balai.people.models import Breach
from balai.people.queries import (
    accounts_without_second_factor,
    open_invitations,
    open_requests,
    persons_matching,
)
from balai.people.rules import may_read_people
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from balai.people.access import SignedInRequest
    from balai.people.models import Invitation

SOON = timedelta(hours=24)
"""Before the clock of a request has run down; its task is told as due, and administrators are written to."""


class PersonSearch:
    """Finds persons by name and e-mail address, in the order of their names."""

    kind: StrOrPromise = _("People")

    def __call__(self, request: SignedInRequest, words: str, *, most: int) -> Sequence[Hit]:
        """Those who may read about people find them; others find nobody."""
        if may_read_people(request.grants) is not None:
            return ()
        found = persons_matching(words).only("name", "email").order_by("name", "id")[:most]
        return [
            Hit(
                title=person.name,
                line=person.email or _("No e-mail address"),
                url=reverse("people:person", args=[person.pk]),
            )
            for person in found
        ]


def unanswered_invitations(request: SignedInRequest, *, at: datetime) -> Sequence[Move]:
    """Administrators see who was invited and has not come in; a link that expired needs a new one."""
    if not administers(request.grants):
        return ()
    rows = list(open_invitations().select_related("person"))
    expired = [row for row in rows if row.expires_at <= at]
    return [*_expired(request, expired), *_waiting(request, [row for row in rows if row not in expired])]


def missing_second_factors(request: SignedInRequest, *, at: datetime) -> Sequence[Move]:
    """Administrators see whose roles wait for a second factor: until then these people reach nothing.

    The people themselves need no line here; the door leads them to the page that sets it up.
    """
    if not administers(request.grants) or config.current().is_demo:
        return ()
    accounts = accounts_without_second_factor(at=at)
    number = accounts.count()
    first = accounts.first()
    if first is None:
        return ()
    what = ngettext(
        "%(number)s person has not set up a second factor yet",
        "%(number)s people have not set up a second factor yet",
        number,
    )
    why = gettext("Until then their roles open nothing. Among them: %(name)s.")
    return [
        Move(
            state="wait",
            what=what % {"number": number},
            why=why % {"name": first.person},
            deed=Deed(label=_("See the people"), url=reverse("people:index")),
        )
    ]


def waiting_requests(request: SignedInRequest, *, at: datetime) -> Sequence[Move]:
    """Administrators see what was asked about personal data, and what of it is due within a day or late."""
    if not administers(request.grants):
        return ()
    rows = list(open_requests())
    if not rows:
        return ()
    first = rows[0]
    what = ngettext(
        "%(number)s request about personal data waits for an answer",
        "%(number)s requests about personal data wait for an answer",
        len(rows),
    )
    return [
        Move(
            state="late" if first.due_at <= at else "due" if first.due_at - at <= SOON else "wait",
            what=what % {"number": len(rows)},
            why=gettext("The law gives 72 hours. First: %(name)s, %(asked)s.")
            % {"name": first.person, "asked": first.get_kind_display()},
            by=_day(request, first.due_at),
            deed=Deed(label=_("Answer it"), url=reverse("people:request", args=[first.pk])),
        )
    ]


def open_breaches(request: SignedInRequest, *, at: datetime) -> Sequence[Move]:
    """And which breaches have people who were not told yet."""
    if not administers(request.grants):
        return ()
    first = Breach.objects.filter(closed_at=None).order_by("due_at", "id").first()
    if first is None:
        return ()
    return [
        Move(
            state="late" if first.due_at <= at else "due",
            what=_("A breach is open"),
            why=_("Those affected and the authority are told within 72 hours."),
            by=_day(request, first.due_at),
            deed=Deed(label=_("Open the breach"), url=reverse("people:breach", args=[first.pk])),
        )
    ]


def _expired(request: SignedInRequest, rows: Sequence[Invitation]) -> Iterator[Move]:
    if not rows:
        return
    what = ngettext(
        "%(number)s invitation expired before it was used",
        "%(number)s invitations expired before they were used",
        len(rows),
    )
    why = gettext("First that of %(name)s. Invite them again if they are still to come in.")
    yield Move(
        state="due",
        what=what % {"number": len(rows)},
        why=why % {"name": rows[0].person},
        deed=Deed(label=_("See the person"), url=_page_of(rows[0])),
    )


def _waiting(request: SignedInRequest, rows: Sequence[Invitation]) -> Iterator[Move]:
    if not rows:
        return
    what = ngettext(
        "%(number)s invitation has not been accepted yet",
        "%(number)s invitations have not been accepted yet",
        len(rows),
    )
    why = gettext("The link of %(name)s is the next to expire.")
    yield Move(
        state="wait",
        what=what % {"number": len(rows)},
        why=why % {"name": rows[0].person},
        by=_day(request, rows[0].expires_at),
        deed=Deed(label=_("See the person"), url=_page_of(rows[0])),
    )


def _page_of(invitation: Invitation) -> str:
    return reverse("people:person", args=[invitation.person_id])


def _day(request: SignedInRequest, at: datetime) -> str:
    """A day as the reader's own zone has it."""
    zone = ZoneInfo(request.user.person.time_zone if request.user.person else "UTC")
    return date_format(at.astimezone(zone), pgettext("date format of a day", "D j M Y"))
