"""Vehicles and drivers of an edition, and the rides of its published timetable."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, person_of, roles
from balai.timetable.documents.papers import Paper
from balai.timetable.forms.vehicles import RideForm, VehicleForm
from balai.timetable.models import Vehicle
from balai.timetable.queries.plans import published_timetable
from balai.timetable.queries.vehicles import still_taken
from balai.timetable.rules.planning import KEEPERS, READERS, may_keep_timetable, may_plan
from balai.timetable.services.vehicles import give_vehicles, remove_vehicle, take_vehicles, write_vehicle
from balai.timetable.views.common import edition_for, way_to
from balai.timetable.views.showing.days import date_in, links_to
from balai.timetable.views.showing.rides import ride_rows
from balai.ui import wording
from balai.ui.parts import Crumb, Pager

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.timetable.views.showing.rides import RideRow


@roles(*sorted(READERS))
@require_http_methods(["GET", "HEAD", "POST"])
def vehicles(request: SignedInRequest, code: str) -> HttpResponse:
    """The vehicles, and one day's rides; posted, a vehicle is added or changed."""
    edition = edition_for(request, code)
    if request.method != "POST":
        plate = request.GET.get("plate", "")
        shown = edition.vehicles.filter(plate=plate).values(*VehicleForm.base_fields).first()
        return _page(request, edition, form=VehicleForm(initial=shown))
    admit(may_keep_timetable(request.grants, edition))
    form = VehicleForm(request.POST)
    if not form.is_valid():
        return _page(request, edition, form=form, status=422)
    try:
        written = write_vehicle(
            edition=edition, actor=person_of(request), at=clock.now(), **form.cleaned_data
        )
    except RuleViolationError as violation:
        return _page(request, edition, form=form, refusal=violation.refusal, status=409)
    except ValidationError as error:  # a plate of blanks alone
        form.add_error(None, error)
        return _page(request, edition, form=form, status=422)
    messages.success(request, gettext("%(plate)s is kept.") % {"plate": written.plate})
    return redirect("timetable:vehicles", code)


@roles(*sorted(KEEPERS))
@require_POST
def give(request: SignedInRequest, code: str) -> HttpResponse:
    """Take vehicles for every ride that has too few seats."""
    edition = edition_for(request, code, keeps=True)
    try:
        given, without = give_vehicles(edition=edition, actor=person_of(request), at=clock.now())
    except RuleViolationError as violation:
        return _page(request, edition, refusal=violation.refusal, status=409)
    told = ngettext("%(number)d ride got vehicles.", "%(number)d rides got vehicles.", given) % {
        "number": given
    }
    left = ngettext(
        "%(number)d ride finds too few seats free.", "%(number)d rides find too few seats free.", without
    ) % {"number": without}
    messages.success(request, f"{told} {left}" if without else told)
    return redirect("timetable:vehicles", code)


@roles(*sorted(KEEPERS))
@require_POST
def remove(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Do without a vehicle."""
    edition = edition_for(request, code, keeps=True)
    vehicle = get_object_or_404(Vehicle.objects.select_related("edition"), pk=key, edition=edition)
    try:
        remove_vehicle(vehicle=vehicle, actor=person_of(request), at=clock.now())
    except RuleViolationError as violation:
        return _page(request, edition, refusal=violation.refusal, status=409)
    messages.success(request, gettext("%(plate)s is gone, and so are its rides.") % {"plate": vehicle.plate})
    return redirect("timetable:vehicles", code)


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def ride(request: SignedInRequest, code: str, key: str) -> HttpResponse:
    """Which vehicles a ride has; posted, it has these."""
    edition = edition_for(request, code, keeps=True)
    row = next((one for one in ride_rows(edition) if one.ride.key == key), None)
    if row is None:
        raise Http404
    form = RideForm(
        request.POST if request.method == "POST" else None,
        initial={"vehicles": [one.pk for one in row.vehicles]},
        edition=edition,
        busy=_busy(edition, row),
    )
    refusal, status = None, 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            take_vehicles(
                edition=edition,
                key=key,
                vehicles=[one.pk for one in form.cleaned_data["vehicles"]],
                actor=person_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            refusal, status = violation.refusal, 409
        else:
            return redirect(_address(edition, row.on))
    context = {
        "edition": edition,
        "row": row,
        "day": wording.long_day(row.on),
        "form": form,
        "refusal": refusal,
        "stopped": may_plan(edition),
        "crumbs": way_to(
            edition, Crumb(label=gettext("Vehicles and rides"), url=_address(edition, row.on)), row.ride.way
        ),
    }
    return render(request, "timetable/ride.html", context, status=status)


def _busy(edition: Edition, row: RideRow) -> set[UUID]:
    """Vehicles of the edition that are taken for other rides at that time, of another edition too."""
    plates = (
        still_taken()
        .filter(during__overlap=(row.ride.from_at, row.ride.until_at))
        .exclude(vehicle__in=[one.pk for one in row.vehicles])
        .values("plate")
    )
    return set(edition.vehicles.filter(plate__in=plates).values_list("pk", flat=True))


def _address(edition: Edition, on: dt.date) -> str:
    return f"{reverse('timetable:vehicles', args=[edition.code])}?day={on}"


def _page(
    request: SignedInRequest,
    edition: Edition,
    *,
    form: VehicleForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = ride_rows(edition)
    days = sorted({one.on for one in rows})
    shown = _day_in(request, edition, days)
    rides = [one for one in rows if one.on == shown]
    timetable = published_timetable(edition)
    counts = Counter(vehicle.pk for one in rows for vehicle in one.vehicles)
    fleet = list(edition.vehicles.order_by("-seats", "plate"))
    told = ngettext("%(number)d vehicle", "%(number)d vehicles", len(fleet)) % {"number": len(fleet)}
    context = {
        "edition": edition,
        "fleet": [(vehicle, counts[vehicle.pk]) for vehicle in fleet],
        "pager": Pager(shown=told),
        "form": form or VehicleForm(),
        "day": wording.long_day(shown) if shown else "",
        "links": links_to(days, shown, lambda on: _address(edition, on)) if shown else [],
        "rides": rides,
        "without": sum(not one.is_ready for one in rows),
        "paper": reverse("timetable:paper", args=[edition.code, timetable.version, Paper.VEHICLES])
        if timetable and rows
        else "",
        "keeps": may_keep_timetable(request.grants, edition) is None and may_plan(edition) is None,
        "refusal": refusal,
        "crumbs": way_to(edition, gettext("Vehicles and rides")),
    }
    return render(request, "timetable/vehicles.html", context, status=status)


def _day_in(request: SignedInRequest, edition: Edition, days: Sequence[dt.date]) -> dt.date | None:
    """The day that is asked for, or today, or else the first."""
    if not days:
        return None
    try:
        today = clock.now().astimezone(ZoneInfo(edition.time_zone)).date()
        return date_in(days, request.GET.get("day", ""), today)
    except LookupError as error:
        raise Http404 from error
