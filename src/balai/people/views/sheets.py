"""The registers that an authority may ask for, as files: requests about personal data, and breaches.

What somebody asked for in words, and what they were answered, is sealed and in neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from balai.kernel.sheets import csv_answer, xlsx_answer
from balai.people.access import roles
from balai.people.enums import Role
from balai.people.models import Breach, RightsRequest
from balai.people.queries import names_of, number_affected

if TYPE_CHECKING:
    from datetime import datetime

    from django.http.response import HttpResponseBase

    from balai.people.access import SignedInRequest

readers = roles(Role.ADMINISTRATOR, Role.AUDITOR, everywhere=True)


def _moment(value: datetime | None) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if value else ""


@readers
@require_safe
def requests(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """Everything that was ever asked, by when it was due, and when and by whom it was answered."""
    rows = list(
        RightsRequest.objects.select_related("person").defer("wish", "answer").order_by("asked_at", "id")
    )
    names = names_of({one.answered_by for one in rows})
    head = [
        gettext("Person"),
        gettext("What is asked for"),
        gettext("Asked (UTC)"),
        gettext("Due (UTC)"),
        gettext("State"),
        gettext("Answered (UTC)"),
        gettext("Answered by"),
    ]
    lines = (
        [
            one.person.name,
            one.get_kind_display(),
            _moment(one.asked_at),
            _moment(one.due_at),
            one.get_state_display(),
            _moment(one.answered_at),
            names.get(one.answered_by, ""),
        ]
        for one in rows
    )
    return (xlsx_answer if kind == "xlsx" else csv_answer)(f"requests.{kind}", head, lines)


@readers
@require_safe
def breaches(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """The register of breaches: what happened, how many are affected, and who was told when."""
    rows = list(Breach.objects.order_by("noticed_at", "id"))
    names = names_of({one.entered_by for one in rows})
    head = [
        gettext("Noticed (UTC)"),
        gettext("To be told by (UTC)"),
        gettext("From (UTC)"),
        gettext("Until (UTC)"),
        gettext("What happened"),
        gettext("What was done about it"),
        gettext("People affected"),
        gettext("Authority told (UTC)"),
        gettext("People told (UTC)"),
        gettext("Closed (UTC)"),
        gettext("Entered by"),
    ]
    lines = (
        [
            _moment(one.noticed_at),
            _moment(one.due_at),
            _moment(one.began_at),
            _moment(one.ended_at),
            one.what,
            one.measures,
            str(number_affected(one)),
            _moment(one.authority_told_at),
            _moment(one.people_told_at),
            _moment(one.closed_at),
            names.get(one.entered_by, ""),
        ]
        for one in rows
    )
    return (xlsx_answer if kind == "xlsx" else csv_answer)(f"breaches.{kind}", head, lines)
