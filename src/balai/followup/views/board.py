"""The board of a country, for its focal point and the office, and the office's overview of an edition."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from balai.directory.models import Country
from balai.followup.enums import Voice
from balai.followup.exports import follow_up_head, follow_up_rows
from balai.followup.forms.deeds import question_of
from balai.followup.forms.tracking import FollowUpWithEvidenceForm
from balai.followup.models import FollowUpEvidence, Plan
from balai.followup.models.times import day_in, wave_of, waves_of
from balai.followup.queries.board import by_country, lines_of, people_of_country, summary_of, whole_edition
from balai.followup.queries.comparison import FEWEST, QUESTIONS, TOO_FEW, comparison_of
from balai.followup.queries.country_reports import handed_in
from balai.followup.queries.plans import endorsement_of, state_of, with_all
from balai.followup.queries.tracking import sent_by, told_of
from balai.followup.rules.access import READERS
from balai.followup.rules.tracking import may_report
from balai.followup.services.planning import newest_of
from balai.followup.services.tracking import report as tell
from balai.followup.views.common import MARKS, edition_for, file_of, mark_of, told, way_to
from balai.followup.views.country_reports import read
from balai.followup.views.tracking import form_for, months_or_404
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import xlsx_answer
from balai.nominations.queries import countries_of
from balai.people.access import person_of, roles
from balai.people.enums import Role
from balai.programmes.models import Edition
from balai.selection.models import Participant
from balai.ui.parts import Crumb, Figure

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.followup.queries.board import Line, Summary
    from balai.followup.queries.comparison import GroupAnswers, Share
    from balai.people.access import SignedInRequest

OF_A_COUNTRY = (Role.FOCAL_POINT, *sorted(READERS))
"""Who reads the board of a country: its focal point, and the office of every one."""
MOST = 100
"""Editions of the countries of one focal point."""


def _is_own(request: SignedInRequest, country: str) -> bool:
    return country in countries_of(request.grants)


def board_for(
    request: SignedInRequest, code: str, country: str, *, own: bool = False
) -> tuple[Edition, Country]:
    """Edition and country of an address; of a foreign country, or one without people, there is no board.

    With ``own`` it is there for the focal point alone, and not for the office.
    """
    if _is_own(request, country):
        edition = get_object_or_404(Edition.objects.select_related("series", "country"), code=code)
    elif own:
        raise Http404
    else:
        edition = edition_for(request, code)
    if not Participant.objects.filter(edition=edition, country=country).exists():
        raise Http404
    return edition, get_object_or_404(Country, pk=country)


def _way(request: SignedInRequest, edition: Edition, country: Country, *steps: str) -> list[Crumb]:
    board = reverse("followup:country", args=[edition.code, country.pk]) if steps else ""
    here = Crumb(label=f"{edition.code}, {country.brief_name}", url=board)
    if _is_own(request, country.pk):
        first = Crumb(label=gettext("Action plans of my country"), url=reverse("followup:countries"))
        return [first, here, *(Crumb(label=step) for step in steps)]
    page = reverse("followup:follow_ups", args=[edition.code])
    return way_to(edition, Crumb(label=gettext("Follow-up"), url=page), here, *steps)


# --- the board of a country --------------------------------------------------------------------------------


@roles(Role.FOCAL_POINT)
@require_safe
def countries(request: SignedInRequest) -> HttpResponse:
    """The editions in which people of the reader's countries took part, the newest first."""
    own = countries_of(request.grants)
    rows = (
        Participant.objects.filter(country__in=own)
        .order_by("-edition__starts_on", "edition", "country")
        .values_list("edition__code", "edition__title", "country__name", "country")
        .distinct()
    )
    return render(request, "followup/countries.html", {"rows": rows[:MOST]})


@roles(*OF_A_COUNTRY)
@require_safe
def country(request: SignedInRequest, code: str, country: str) -> HttpResponse:
    """Plans, endorsements, first steps, follow-ups, obstacles and people reached of one country."""
    edition, found = board_for(request, code, country)
    people = people_of_country(edition, country)
    page = page_of(people, order=("name", "id"), after=request.GET.get("after", ""))
    today = day_in(edition, clock.now())
    context = {
        "edition": edition,
        "country": found,
        "rows": [_row(line, edition, today=today) for line in lines_of(edition, page.rows)],
        "waves": waves_of(edition),
        "pager": pager_of(page, request.GET, ""),
        "is_own": _is_own(request, country),
        "report": next(map(read, handed_in(edition).filter(country=country)), None),
        **_figures(summary_of(edition, lines_of(edition, people))),
        "crumbs": _way(request, edition, found),
    }
    return render(request, "followup/country.html", context)


def _row(line: Line, edition: Edition, *, today: Any) -> dict[str, Any]:
    """One participant as the board shows it."""
    return {
        "line": line,
        "mark": MARKS[line.state],
        "step": _step(line),
        "waves": [mark_of(wave, line.answers.get(wave.months), today=today) for wave in waves_of(edition)]
        if line.is_submitted
        else [],
    }


def _step(line: Line) -> tuple[str, str] | None:
    """How the first step stands: in time, late, or nothing said."""
    if not line.is_submitted:
        return None
    if line.first_step is None:
        return "wait", gettext("not told")
    return ("ok", gettext("in time")) if line.first_step else ("info", gettext("later"))


def _figures(summary: Summary) -> dict[str, Any]:
    of = gettext("of %(number)d")
    plans = of % {"number": summary.submitted}
    steps = summary.steps_in_time + summary.steps_late
    return {
        "summary": summary,
        "figures": [
            Figure(
                value=str(summary.submitted),
                beside=of % {"number": summary.people},
                label=gettext("plans submitted"),
            ),
            Figure(value=str(summary.endorsed), beside=plans, label=gettext("endorsed at home")),
            Figure(
                value=str(summary.steps_in_time), beside=plans, label=gettext("first steps within 14 days")
            ),
            Figure(
                value=str(summary.women + summary.men),
                beside=gettext("women: %(women)d, men: %(men)d")
                % {"women": summary.women, "men": summary.men},
                label=ngettext(
                    "people reached, told of %(number)d plan",
                    "people reached, told of %(number)d plans",
                    summary.counting,
                )
                % {"number": summary.counting},
            ),
        ],
        "steps_told": steps,
    }


@roles(*OF_A_COUNTRY)
@require_safe
def country_sheet(request: SignedInRequest, code: str, country: str) -> HttpResponseBase:
    """The board of a country as a workbook: a line for each participant and time."""
    edition, found = board_for(request, code, country)
    lines = lines_of(edition, people_of_country(edition, country).order_by("name", "pk"))
    return xlsx_answer(
        f"follow-up-{edition.code}-{found.pk}.xlsx", follow_up_head(), follow_up_rows(edition, lines)
    )


def _plan_of(edition: Edition, country: Country, key: UUID) -> Plan:
    rows = Plan.objects.filter(participant__edition=edition, participant__country=country)
    return get_object_or_404(with_all(rows), pk=key)


@roles(*OF_A_COUNTRY)
@require_safe
def country_plan(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """A plan of the country and what was told of it; its focal point tells what a telephone call told."""
    edition, found = board_for(request, code, country)
    plan = _plan_of(edition, found, key)
    asked = endorsement_of(plan)
    said, number, moment = newest_of(plan)
    state = state_of(plan, asked.answer if asked else None)
    today = day_in(edition, clock.now())
    is_own = _is_own(request, country)
    context = {
        "edition": edition,
        "country": found,
        "plan": plan,
        "participant": plan.participant,
        "state": state,
        "mark": MARKS[state],
        "asked": None if plan.is_open else asked,
        "parts": told(said) if number else [],
        "version": number,
        "at": moment,
        "told": list(told_of(plan)),
        "is_own": is_own,
        "sent": set(told_of(plan).filter(actor__in=sent_by(person_of(request))).values_list("pk", flat=True)),
        "open": [wave for wave in waves_of(edition) if is_own and may_report(plan, wave, on=today) is None],
        "crumbs": _way(request, edition, found, plan.participant.name),
    }
    return render(request, "followup/country_plan.html", context)


@roles(Role.FOCAL_POINT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def country_report(request: SignedInRequest, code: str, country: str, key: UUID, months: int) -> HttpResponse:
    """Tell how a plan goes as the focal point, such as after a telephone call."""
    edition, found = board_for(request, code, country, own=True)
    plan, which, at = _plan_of(edition, found, key), months_or_404(months), clock.now()
    wave = wave_of(edition, which)
    refusal = may_report(plan, wave, on=day_in(edition, at))
    context: dict[str, Any] = {
        "plan": plan,
        "months": which,
        "wave": wave,
        "is_late": wave is not None and wave.is_over(day_in(edition, at)),
        "is_for_somebody": True,
        "refusal": refusal,
        "crumbs": _way(request, edition, found, f"{plan.participant.name}: {which.label}"),
    }
    if refusal is not None:
        return render(request, "followup/report.html", context, status=HTTPStatus.CONFLICT)
    form = form_for(FollowUpWithEvidenceForm, request, plan, Voice.FOCAL_POINT, at=at)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            person = person_of(request)
            try:
                tell(
                    plan_id=plan.pk,
                    months=which,
                    voice=Voice.FOCAL_POINT,
                    said=form.said,
                    told_by=person.name,
                    actor=person.reference,
                    at=at,
                )
            except RuleViolationError as violation:
                context["refusal"], status = violation.refusal, HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("Thank you. What you told is kept."))
                return redirect("followup:country_plan", code, country, key)
    before = told_of(plan).filter(months=which, voice=Voice.FOCAL_POINT)
    return render(request, "followup/report.html", {**context, "form": form, "told": before}, status=status)


@roles(*OF_A_COUNTRY)
@require_safe
def country_evidence(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """A paper or photo about a plan of the country, to be saved; the look is logged.

    Who is on a photo agreed that the organisers see it: a focal point opens those alone that they sent.
    """
    edition, found = board_for(request, code, country)
    rows = FollowUpEvidence.objects.select_related("person").filter(
        follow_up__plan__participant__edition=edition, follow_up__plan__participant__country=found
    )
    reader = person_of(request)
    if _is_own(request, country):
        rows = rows.filter(Q(is_photo=False) | Q(follow_up__actor__in=sent_by(reader)))
    return file_of(get_object_or_404(rows, pk=key), actor=reader, purpose="follow_up", at=clock.now())


# --- the overview of an edition ----------------------------------------------------------------------------


@roles(*sorted(READERS))
@require_safe
def follow_ups(request: SignedInRequest, code: str) -> HttpResponse:
    """Of how many plans it was told how they go, at each time and by country; the silent are counted."""
    edition = edition_for(request, code)
    lines = whole_edition(edition)
    context = {
        "comparison": _compared(edition),
        "edition": edition,
        **_figures(summary_of(edition, lines)),
        "countries": [
            (own[0].participant.country, summary_of(edition, own)) for own in by_country(lines).values()
        ],
        "crumbs": way_to(edition, gettext("Follow-up")),
    }
    return render(request, "followup/follow_ups.html", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Both groups side by side.

    Attributes:
        groups: each with its name.
        rows: each question with the share of each group, or None where too few answered.
        note: says that too few did, or is empty.
    """

    groups: list[tuple[str, GroupAnswers]]
    rows: list[tuple[str, list[Share | None]]]
    note: str


def _compared(edition: Edition) -> Compared | None:
    """What a year later was said; nothing while nobody was asked, and once it is no longer kept."""
    found = comparison_of(edition, on=clock.now().date())
    if found is None or not any(one.asked for one in found.values()):
        return None
    return Compared(
        groups=[(str(group.label), answers) for group, answers in found.items()],
        rows=[(question_of(name), [one.shares.get(name) for one in found.values()]) for name in QUESTIONS],
        note=gettext(TOO_FEW) if any(one.answered < FEWEST for one in found.values()) else "",
    )


@roles(*sorted(READERS))
@require_safe
def follow_ups_sheet(request: SignedInRequest, code: str) -> HttpResponseBase:
    """Everything that was told in an edition, as a workbook."""
    edition = edition_for(request, code)
    rows = follow_up_rows(edition, whole_edition(edition))
    return xlsx_answer(f"follow-up-{edition.code}.xlsx", follow_up_head(), rows)
