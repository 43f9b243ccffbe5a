"""Lists as files: a CSV file or a workbook of the rows that the page beside it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from balai.kernel.sheets import csv_answer, xlsx_answer
from balai.nominations.enums import NominationState
from balai.nominations.exports import (
    applications_head,
    applications_rows,
    calls_head,
    calls_rows,
    doubles_head,
    doubles_rows,
    nominations_head,
    nominations_rows,
    own_calls_head,
    own_calls_rows,
)
from balai.nominations.models import Nomination
from balai.nominations.queries import calls_of, counted_calls, countries_of, with_opening
from balai.nominations.queries.applications import applications_of
from balai.nominations.queries.doubles import suspected_doubles
from balai.nominations.rules import READERS
from balai.nominations.views.applications import same_in_words
from balai.nominations.views.common import OF_A_COUNTRY, actor_of, call_for, edition_for
from balai.nominations.views.office import asked_for
from balai.people.access import roles, signed_in
from balai.people.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http.response import HttpResponseBase

    from balai.people.access import SignedInRequest

readers = roles(*sorted(READERS))


def _answer(name: str, kind: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponseBase:
    return (xlsx_answer if kind == "xlsx" else csv_answer)(f"{name}.{kind}", head, rows)


@readers
@require_safe
def nominations(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """The nominations asked for."""
    form, found = asked_for(request)
    return _answer("nominations", kind, nominations_head(), nominations_rows(found.order_by(*form.order)))


@readers
@require_safe
def applications(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """How far the applications of the nominations asked for are."""
    form, found = asked_for(request)
    return _answer("applications", kind, applications_head(), applications_rows(found.order_by(*form.order)))


@readers
@require_safe
def calls(request: SignedInRequest, code: str, kind: str) -> HttpResponseBase:
    """How the call reached each country."""
    edition = edition_for(request, code)
    found = with_opening(calls_of(edition)).prefetch_related(
        "letters__letter__entry", "copies__letter__entry", "contacts"
    )
    return _answer(f"invitations-{edition.code.lower()}", kind, calls_head(), calls_rows(found))


@readers
@require_safe
def doubles(request: SignedInRequest, code: str, kind: str) -> HttpResponseBase:
    """Pairs of records that may be of one person."""
    edition = edition_for(request, code)
    rows = doubles_rows(suspected_doubles(edition), same_in_words())
    return _answer(f"doubles-{edition.code.lower()}", kind, doubles_head(), rows)


@roles(*OF_A_COUNTRY)
@require_safe
def of_country(request: SignedInRequest, code: str, country: str, kind: str) -> HttpResponseBase:
    """The list of one country in its order; of no other."""
    call = call_for(request, code, country)
    found = call.nominations.exclude(state=NominationState.WITHDRAWN).order_by("rank", "pk")
    name = f"nominees-{call.edition.code.lower()}-{call.country_id.lower()}"
    return _answer(name, kind, nominations_head(), nominations_rows(found))


@signed_in
@require_safe
def own_applications(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """How far the reader's own applications are, the newest first."""
    mine = applications_of(actor_of(request)).order_by().values("nomination")
    found = Nomination.objects.filter(pk__in=mine).order_by("-entered_at", "-pk")
    return _answer("my-applications", kind, applications_head(), applications_rows(found))


@roles(Role.FOCAL_POINT)
@require_safe
def own_calls(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """The editions to which the reader's countries are invited, and of no other country."""
    rows = counted_calls().filter(country__in=countries_of(request.grants)).order_by("-issued_at", "-pk")
    return _answer("calls", kind, own_calls_head(), own_calls_rows(rows))
