"""What the links in letters open: ending such letters, without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from balai.alumni.queries.groups import group_of, silences_of
from balai.alumni.services.groups import end_letters, whose_letters
from balai.kernel import clock
from balai.people.access import public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@csrf_exempt  # a mail program posts here of its own (RFC 8058); the address is secret, and no cookie counts
@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """End letters of a group, or invitations. Programs open links, too: nothing happens before a click."""
    found = whose_letters(token)
    if found is None:
        raise Http404
    person, row = found
    if request.method == "POST":
        end_letters(person=person, group=row, at=clock.now())
    context = {
        "group": group_of(row) if row is not None else None,
        "is_ended": (row.pk if row is not None else None) in silences_of(person),
    }
    answer = render(request, "alumni/end_letters.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer
