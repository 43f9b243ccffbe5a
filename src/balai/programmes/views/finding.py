"""The date finder: asked here, worked out by a worker, looked at while it works."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import clock
from balai.kernel.refusal import status_of
from balai.people.access import admit, roles
from balai.programmes.forms.editions import FindDatesForm
from balai.programmes.models import DateSearch
from balai.programmes.queries.calendar_words import own_names, summed_up
from balai.programmes.rules import KEEPERS, may_keep_edition
from balai.programmes.rules.moves import may_move_dates, may_set_dates
from balai.programmes.services.finding import ask_for_dates, forget_search
from balai.programmes.views.common import actor_of, country_names, edition_for, edition_page
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

SPAN = dt.timedelta(days=60)


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def find_dates(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for windows, or look at those that were found."""
    edition = edition_for(request, code)
    admit(may_keep_edition(request.grants, edition))
    search = DateSearch.objects.filter(edition=edition).first()
    form = FindDatesForm(request.POST or None, initial=_asked_before(search) if search else _likely(edition))
    if request.method == "POST" and form.is_valid():
        ask_for_dates(
            edition=edition, question=_plain(form.cleaned_data), actor=actor_of(request), at=clock.now()
        )
        return redirect("programmes:find_dates", edition.code)
    context = {"form": form, **_result(edition, search)}
    return edition_page(
        request,
        edition,
        "programmes/find_dates.html",
        context,
        here="programmes:dates",
        way=[Crumb(label=gettext("Find dates"))],
        status=status_of(request),
    )


@roles(*KEEPERS)
@require_safe
def found(request: SignedInRequest, code: str) -> HttpResponse:
    """The part of the page with the answer, asked for every second until it is there."""
    edition = edition_for(request, code)
    admit(may_keep_edition(request.grants, edition))
    search = DateSearch.objects.filter(edition=edition).first()
    context = {"edition": edition, **_result(edition, search)}
    return render(request, "programmes/_found.html", context)


@roles(*KEEPERS)
@require_POST
def forget(request: SignedInRequest, code: str) -> HttpResponse:
    """Cancel the search, or put its answer away."""
    edition = edition_for(request, code)
    admit(may_keep_edition(request.grants, edition))
    forget_search(edition=edition, actor=actor_of(request), at=clock.now())
    return redirect("programmes:find_dates", edition.code)


def _result(edition: Edition, search: DateSearch | None) -> dict[str, Any]:
    answer = search.answer if search else None
    if not answer:
        return {"search": search, "windows": [], "refused": []}
    every = [reason for window in answer["feasible"] + answer["refused"] for reason in window["reasons"]]
    names, own = country_names(every), own_names(every)

    def told(windows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {
                "first": dt.date.fromisoformat(window["first"]),
                "last": dt.date.fromisoformat(window["last"]),
                "cost": window["cost"],
                "reasons": [sentence for _days, sentence in summed_up(window["reasons"], names, own)],
            }
            for window in windows
        ]

    return {
        "search": search,
        "windows": told(answer["feasible"]),
        "refused": told(answer["refused"]),
        "feasible_count": answer["feasible_count"],
        "refused_count": answer["refused_count"],
        "may_set": may_set_dates(edition) is None,
        "may_move": may_move_dates(edition) is None,
    }


def _likely(edition: Edition) -> dict[str, Any]:
    first = edition.arrives_on or edition.starts_on
    last = edition.departs_on or edition.ends_on
    around = {"season_first": first - SPAN, "season_last": (last or first) + SPAN} if first else {}
    days = (last - first).days + 1 if first and last else 14
    return {**around, "days": days, "avoids_ramadan": True, "keeps_fridays": True}


def _asked_before(search: DateSearch) -> dict[str, Any]:
    asked = search.question
    return {
        **asked,
        "exclusions": "\n".join(" ".join(line) for line in asked["exclusions"]),
        "cautions": "\n".join(" ".join(line) for line in asked["cautions"]),
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()
    }
