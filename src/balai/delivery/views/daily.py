"""One day: the sheet that the office and centres go by, and the meals as kitchens are told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from balai.delivery.adapters.day_sheet import day_shown, days_with, is_fasting, meals_on, sheet_of
from balai.delivery.documents.day import day_pdf, meals_pdf
from balai.delivery.queries.incidents import editions_to_report_in
from balai.delivery.rules.presence import KEEPERS, READERS, SEES
from balai.delivery.views.common import edition_for, slots_for, way_to
from balai.engine.documents.words import language_for
from balai.kernel import clock
from balai.kernel.sheets import xlsx_answer
from balai.people.access import roles
from balai.programmes.queries.scopes import covers
from balai.timetable.views.showing.days import links_to
from balai.ui import wording
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase

    from balai.delivery.adapters.day_sheet import DayMeal, DaySheet
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot


class _Asked:
    """The day that somebody asks for, with the sessions of the edition that they see."""

    def __init__(self, request: SignedInRequest, code: str) -> None:
        self.at = clock.now()
        self.edition: Edition = edition_for(request, code)
        self.is_whole = covers(request.grants, READERS, self.edition)
        self.seen: list[Slot] = list(slots_for(request, self.edition))
        zone = ZoneInfo(self.edition.time_zone)
        self.dates = days_with(self.seen, zone)
        try:
            self.on = day_shown(self.dates, request.GET.get("on", ""), self.at.astimezone(zone).date())
        except LookupError as error:
            raise Http404 from error

    @property
    def day(self) -> dt.date:
        """The day, where there is one."""
        if self.on is None:
            raise Http404
        return self.on

    def sheet(self) -> DaySheet:
        return sheet_of(self.edition, self.seen, self.day, is_whole=self.is_whole, at=self.at)

    def meals(self) -> list[DayMeal]:
        return meals_on(self.edition, self.seen, self.day, is_whole=self.is_whole)

    def file(self, what: str, ending: str, language: str) -> str:
        """How a file of the day is called."""
        return f"{what}-{self.edition.code.lower()}-{self.day}-{language}.{ending}"


@roles(*SEES)
@never_cache
@require_safe
def day(request: SignedInRequest, code: str) -> HttpResponse:
    """The sheet of one day: today, or the next with sessions; of a centre, its own part alone."""
    asked = _Asked(request, code)
    address = reverse("delivery:day", args=[asked.edition.code])
    context = {
        "edition": asked.edition,
        "sheet": asked.sheet() if asked.on else None,
        "is_whole": asked.is_whole,
        "replaces": covers(request.grants, KEEPERS, asked.edition),
        "reports": editions_to_report_in(request.grants).filter(pk=asked.edition.pk).exists(),
        "links": links_to(asked.dates, asked.on, lambda on: f"{address}?on={on}"),
        "crumbs": way_to(asked.edition, gettext("Sheet of the day")),
    }
    return render(request, "delivery/day.html", context)


@roles(*SEES)
@never_cache
@require_safe
def day_paper(request: SignedInRequest, code: str) -> HttpResponse:
    """The same on paper."""
    asked = _Asked(request, code)
    language = language_for(get_language() or "en")
    return _pdf(day_pdf(asked.sheet(), language, at=asked.at), asked.file("day", "pdf", language))


@roles(*SEES)
@never_cache
@require_safe
def meals(request: SignedInRequest, code: str) -> HttpResponse:
    """What kitchens cook on a day: counts of diets by meal and site, and nobody's name."""
    asked = _Asked(request, code)
    context = {
        "edition": asked.edition,
        "on": asked.on,
        "name": wording.long_day(asked.day),
        "meals": asked.meals(),
        "is_fasting": is_fasting(asked.edition, asked.day),
        "crumbs": _way_of_meals(asked),
    }
    return render(request, "delivery/meals.html", context)


@roles(*SEES)
@never_cache
@require_safe
def meals_file(request: SignedInRequest, code: str, kind: str) -> HttpResponseBase:
    """The same for the kitchen: on paper or as a workbook."""
    asked = _Asked(request, code)
    language = language_for(get_language() or "en")
    name = asked.file("meals", kind, language)
    if kind == "pdf":
        found = asked.meals()
        if not found:
            raise Http404
        fasts = is_fasting(asked.edition, asked.day)
        return _pdf(meals_pdf(asked.edition, asked.day, found, language, is_fasting=fasts, at=asked.at), name)
    if kind != "xlsx":
        raise Http404
    head = [gettext("Time"), gettext("Meal"), gettext("Where"), gettext("Eats"), gettext("Meals")]
    return xlsx_answer(name, head, _rows(asked.meals()))


def _rows(found: list[DayMeal]) -> Iterator[list[str]]:
    for meal in found:
        start = [meal.time, meal.sitting.label, meal.place]
        yield [*start, gettext("All"), str(meal.sitting.people)]
        for way, number in meal.counts:
            yield [*start, way, str(number)]
        for said in meal.notes:
            yield [*start, said, ""]


def _way_of_meals(asked: _Asked) -> list[Crumb]:
    day_url = f"{reverse('delivery:day', args=[asked.edition.code])}?on={asked.day}"
    *above, _last = way_to(asked.edition, "")
    return [
        *above,
        Crumb(label=gettext("Sheet of the day"), url=day_url),
        Crumb(label=gettext("Meals by diet")),
    ]


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
