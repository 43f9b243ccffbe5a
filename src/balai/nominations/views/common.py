"""What pages of this room have in common: finding a call, asking whose it is, telling what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext

from balai.nominations.enums import Standing
from balai.nominations.models import Nomination
from balai.nominations.queries import calls_visible_to, countries_of
from balai.nominations.rules import KEEPERS, READERS, may_keep_call, may_keep_nominations
from balai.people.access import admit
from balai.people.enums import Role
from balai.programmes.rules import readable_editions
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.nominations.models import CountryCall
    from balai.people.access import SignedInRequest
    from balai.people.models import Person
    from balai.programmes.models import Edition

OF_A_COUNTRY = (Role.FOCAL_POINT, *sorted(READERS))
"""Who opens the page of a country."""
KEEPING_A_COUNTRY = (Role.FOCAL_POINT, *sorted(KEEPERS))
"""Who changes it."""


MARKS = {
    Standing.READY.value: "ok",
    Standing.MISSING.value: "due",
    Standing.WAIVER.value: "late",
    Standing.BLOCKED.value: "block",
}
"""The sign of how a nomination stands."""

NOBODY = UUID(int=0)
"""The key in an address that is worked out once for a whole list."""


def actor_of(request: SignedInRequest) -> Person:
    """The person who asks; a program has no pages."""
    person = request.user.person
    if person is None:
        raise PermissionDenied
    return person


def call_for(request: SignedInRequest, code: str, country: str, *, keeps: bool = False) -> CountryCall:
    """The call of an address; one of another country is not there at all."""
    calls = calls_visible_to(request.grants, READERS)
    call = get_object_or_404(calls, edition__code=code, country=country)
    if keeps:
        admit(may_keep_call(request.grants, call))
    return call


def nomination_for(
    request: SignedInRequest, code: str, country: str, key: UUID, *, keeps: bool = False
) -> Nomination:
    """The nomination of an address, with its call."""
    call = call_for(request, code, country, keeps=keeps)
    nomination = get_object_or_404(
        Nomination.objects.select_related("edition", "person").filter(call=call), pk=key
    )
    nomination.call = call
    return nomination


def nomination_for_lookers(code: str, country: str, key: UUID) -> Nomination:
    """The nomination of an address for who may see a sealed part alone; ask ``may_look_at`` of it."""
    return get_object_or_404(
        Nomination.objects.select_related("call__edition", "call__country", "edition", "person"),
        edition__code=code,
        country=country,
        pk=key,
    )


def edition_for(request: SignedInRequest, code: str, *, keeps: bool = False) -> Edition:
    """The edition of an address, for those who see every country in it."""
    edition = get_object_or_404(readable_editions(request.grants, READERS), code=code)
    if keeps:
        admit(may_keep_nominations(request.grants, edition))
    return edition


def is_office(request: SignedInRequest, call: CountryCall) -> bool:
    """Whether the reader acts for the office and not for the country."""
    return call.country_id not in countries_of(request.grants)


def way_to(request: SignedInRequest, call: CountryCall, *steps: str) -> list[Crumb]:
    """The way down to a page of a country; the last step is the page itself."""
    if is_office(request, call):
        first = Crumb(label=gettext("Nominations"), url=reverse("nominations:index"))
    else:
        first = Crumb(label=gettext("My country"), url=reverse("nominations:mine"))
    country = Crumb(
        label=f"{call.edition.code}, {call.country.brief_name}",
        url=reverse("nominations:country", args=[call.edition.code, call.country_id]) if steps else "",
    )
    return [first, country, *(Crumb(label=step) for step in steps)]


def to_list(call: CountryCall) -> HttpResponse:
    """The page of a country's list, after a deed."""
    return redirect("nominations:country", call.edition.code, call.country_id)
