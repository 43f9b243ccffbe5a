"""What the operations about programmes are tried with; what can be aimed at is as for the pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from balai.kernel import clock
from balai.programmes.enums import EditionStatus, Family, ImportState, Mode
from balai.programmes.models import (
    BookletText,
    BudgetLine,
    BundleExport,
    BundleImport,
    CompletionRule,
    DateSearch,
    Edition,
    Lesson,
    LightOverride,
    Mandate,
    Pledge,
    Series,
    SessionType,
)
from balai.programmes.services.booklets import freeze_booklet
from balai.programmes.services.deadlines import plan_usual_deadlines
from tests.permissions.objects.programmes import DAYS, MARKED, brought_by, named, two_editions
from tests.permissions.world import MARKER, Aim, aims
from tests.programmes.factories import (
    BudgetLineFactory,
    DeadlinePlanFactory,
    EditionFactory,
    LessonFactory,
    LightOverrideFactory,
    MandateFactory,
    OrganiserFactory,
    PledgeFactory,
    QuotaFactory,
    RubricCriterionFactory,
    session_type,
)
from tests.programmes.typesetting import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.permissions.world import Effect, Maker, World

WHY = {"reason": {"en": "The hall is needed.", "id": "Aulanya diperlukan."}}
HERE = {"title": {"en": "Small industry"}, "country": "ID"}


def nothing(edition: Edition) -> None:
    """An edition as it comes."""


def on_both(
    name: str,
    data: Mapping[str, Any] | None = None,
    *,
    effect: Callable[[Edition], object] | None = None,
    prepare: Callable[[Edition], object] = nothing,
    more: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Maker:
    """The maker of an operation on an edition: what is sent, and how to see that it is done."""

    def make(world: World) -> Aim:
        own, foreign = two_editions(**fields)
        for edition in (own, foreign):
            prepare(edition)
        is_done: Effect | None = None if effect is None else lambda seen: effect(named(seen))
        return Aim(
            own={"code": own.code, **(more or {})},
            foreign={"code": foreign.code, **(more or {})},
            data=data or {},
            effect=is_done,
        )

    return aims(f"api:{name}")(make)


def has_status(*statuses: EditionStatus) -> Callable[[Edition], object]:
    return lambda edition: edition.status in statuses


# --- series and pledges -------------------------------------------------------------------------------------


@aims("api:list_series", "api:list_editions")
def lists(world: World) -> Aim:
    two_editions()
    return Aim()


@aims("api:enter_session_type")
def entering_a_kind_of_session(world: World) -> Aim:
    return Aim(
        data={"code": "DOJO", "name": {"en": "Drill"}, "family": "practice"},
        effect=lambda _seen: SessionType.objects.filter(code="DOJO").exists(),
    )


@aims("api:get_session_type")
def reading_a_kind_of_session(world: World) -> Aim:
    return Aim(own={"code": session_type("LEC").pk}, is_of_everywhere=True)


@aims("api:change_session_type", "api:remove_session_type")
def a_kind_of_session(world: World) -> Aim:
    kind = SessionType.objects.create(code="DOJO", name={"en": "Drill"}, family=Family.PRACTICE)
    return Aim(
        own={"code": kind.code},
        data={"minutes_most": 45},
        effect=lambda _seen: not SessionType.objects.filter(code="DOJO", minutes_most=None).exists(),
    )


@aims("api:record_series")
def recording_a_series(world: World) -> Aim:
    data = {"code": "CNC", "title": {"en": "Machine tools"}}
    return Aim(data=data, effect=lambda _seen: Series.objects.filter(code="CNC").exists())


@aims("api:change_series")
def correcting_a_series(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(
        own={"code": own.series.code},
        foreign={"code": foreign.series.code},
        data={"pillar": "Skills"},
        effect=lambda seen: Series.objects.get(code=seen.arguments["code"]).pillar == "Skills",
    )


@aims("api:list_pledges")
def pledges(world: World) -> Aim:
    PledgeFactory.create(meeting=MARKED)
    return Aim()


@aims("api:get_pledge")
def one_pledge(world: World) -> Aim:
    own, foreign = PledgeFactory.create(), PledgeFactory.create(meeting=MARKED)
    return Aim(own={"code": own.code}, foreign={"code": foreign.code})


@aims("api:record_pledge")
def recording_a_pledge(world: World) -> Aim:
    data = {"code": "CCM-46", "meeting": {"en": "46th"}, "year": 2018, "text": {"en": "One a year."}}
    return Aim(data=data, effect=lambda _seen: Pledge.objects.filter(code="CCM-46").exists())


@aims("api:change_pledge")
def correcting_a_pledge(world: World) -> Aim:
    own, foreign = PledgeFactory.create(), PledgeFactory.create(meeting=MARKED)
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data={"place": {"en": "Suva"}},
        effect=lambda seen: Pledge.objects.get(code=seen.arguments["code"]).place == {"en": "Suva"},
    )


# --- editions -----------------------------------------------------------------------------------------------


@aims("api:begin_edition")
def beginning(world: World) -> Aim:
    own, _foreign = two_editions()
    data = {"series": own.series.code, "code": "NEW-2030", **HERE}
    return Aim(data=data, effect=lambda _seen: Edition.objects.filter(code="NEW-2030").exists())


on_both("get_edition")
on_both("export_edition", effect=lambda edition: BundleExport.objects.filter(edition=edition).exists())
on_both(
    "change_edition",
    {"theme": {"en": "Design"}},
    effect=lambda edition: edition.theme == {"en": "Design"},
)
on_both("set_edition_days", DAYS, effect=lambda edition: edition.starts_on == dt.date(2030, 7, 17))
on_both(
    "set_completion",
    {"least_presence_percent": 80},
    effect=lambda edition: CompletionRule.objects.filter(edition=edition).exists(),
)


@aims("api:set_edition_mandates")
def choosing_pledges(world: World) -> Aim:
    own, foreign = two_editions()
    pledge = PledgeFactory.create()
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data={"pledges": [pledge.code]},
        effect=lambda seen: Mandate.objects.filter(edition__code=seen.arguments["code"]).exists(),
    )


@aims("api:clone_edition")
def cloning(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data={"code": "NEXT-2030", "title": {"en": "Small industry"}, "starts_on": "2030-07-17"},
        effect=lambda _seen: Edition.objects.filter(code="NEXT-2030").exists(),
    )


# --- what is decided ----------------------------------------------------------------------------------------


def fit_for_approval(edition: Edition) -> None:
    OrganiserFactory.create(edition=edition)
    MandateFactory.create(edition=edition)


def fit_for_a_call(edition: Edition) -> None:
    """Next year, with all that a call needs."""
    fit_for_approval(edition)
    QuotaFactory.create(edition=edition)
    RubricCriterionFactory.create(edition=edition, weight=100)
    first = clock.now().date() + dt.timedelta(days=300)
    last = first + dt.timedelta(days=12)
    Edition.objects.filter(pk=edition.pk).update(
        arrives_on=first, starts_on=first, ends_on=last, departs_on=last
    )
    edition.refresh_from_db()
    plan_usual_deadlines(edition=edition, actor="system", at=clock.now())


on_both(
    "approve_edition",
    effect=has_status(EditionStatus.APPROVED),
    prepare=fit_for_approval,
    status=EditionStatus.IDEA,
)
on_both(
    "open_call",
    effect=has_status(EditionStatus.CALL),
    prepare=fit_for_a_call,
    status=EditionStatus.APPROVED,
)
on_both(
    "move_edition_on",
    {"to": "selection"},
    effect=has_status(EditionStatus.SELECTION),
    status=EditionStatus.CALL,
)
on_both(
    "move_edition",
    {**DAYS, **WHY},
    effect=lambda edition: edition.starts_on == dt.date(2030, 7, 17),
    status=EditionStatus.CALL,
)
on_both(
    "postpone_edition",
    WHY,
    effect=has_status(EditionStatus.POSTPONED),
    status=EditionStatus.CALL,
)
on_both(
    "resume_edition",
    {**DAYS, **WHY},
    effect=has_status(EditionStatus.CALL),
    status=EditionStatus.POSTPONED,
    status_before=EditionStatus.CALL,
)
on_both(
    "convert_edition",
    {"mode": "online", **WHY},
    effect=lambda edition: edition.mode == Mode.ONLINE,
    status=EditionStatus.APPROVED,
)
on_both(
    "cancel_edition",
    WHY,
    effect=has_status(EditionStatus.CANCELLED),
    status=EditionStatus.CALL,
)


# --- lists, booklet, lessons, board -------------------------------------------------------------------------


def marked_budget(edition: Edition) -> None:
    BudgetLineFactory.create(edition=edition, code="OLD", description=edition.title)


LINE = {
    "code": "NEW",
    "description.en": "Rooms",
    "unit": "room",
    "quantity": "10",
    "days": "12",
    "rate": "650000",
    "currency": "IDR",
}
on_both("get_list", prepare=marked_budget, more={"name": "budget"})
on_both(
    "keep_list",
    {"rows": [{"cells": LINE}]},
    effect=lambda edition: BudgetLine.objects.filter(edition=edition, code="NEW").exists(),
    more={"name": "budget"},
)


def marked_deadlines(edition: Edition) -> None:
    plan = DeadlinePlanFactory.create(edition=edition, title=edition.title)
    plan.deadlines.create(at=clock.now(), zone="Asia/Jakarta")


on_both("list_deadlines", prepare=marked_deadlines)
on_both(
    "get_booklet",
    prepare=lambda edition: BookletText.objects.create(
        edition=edition, chapter="information", text=edition.title
    ),
)
on_both("list_edition_papers")
on_both(
    "keep_booklet_texts",
    {"texts": {"information": {"en": "Bring a jacket."}}},
    effect=lambda edition: edition.booklet_texts.filter(text={"en": "Bring a jacket."}).exists(),
)


def owe_an_erratum(edition: Edition) -> None:
    OrganiserFactory.create(edition=edition)
    freeze_booklet(edition=edition, typeset=plain, actor="system", at=clock.now())
    Edition.objects.filter(pk=edition.pk).update(objective={"en": "To learn by doing."})


on_both(
    "issue_erratum",
    WHY,
    effect=lambda edition: edition.booklets.filter(version=2).exists(),
    prepare=owe_an_erratum,
    status=EditionStatus.CALL,
)
ASKED = {"season_first": "2030-07-01", "season_last": "2030-08-30", "days": 13}


def look_for_dates(edition: Edition) -> None:
    name = MARKER if edition.title == MARKED else "Maintenance"
    reason = {
        "rule": "D4", "since": "2030-07-01", "until": "2030-07-02", "cost": 0, "country": "", "name": name,
        "certainty": "",
    }  # fmt: skip
    window = {"first": "2030-07-01", "last": "2030-07-13", "cost": 0, "reasons": [reason]}
    DateSearch.objects.create(
        edition=edition,
        question={},
        asked_at=clock.now(),
        answered_at=clock.now(),
        answer={"feasible": [window], "refused": [], "feasible_count": 1, "refused_count": 0},
    )


on_both(
    "find_dates",
    ASKED,
    effect=lambda edition: DateSearch.objects.filter(edition=edition).exists(),
)
on_both("get_found_dates", prepare=look_for_dates)
on_both(
    "forget_found_dates",
    prepare=look_for_dates,
    effect=lambda edition: not DateSearch.objects.filter(edition=edition).exists(),
)


on_both("list_lessons", prepare=lambda edition: LessonFactory.create(edition=edition, text=edition.title))
on_both(
    "record_lesson",
    {"source": "Evaluation", "text": {"en": "Ask sites earlier."}},
    effect=lambda edition: edition.lessons.exists(),
)


def on_lessons(name: str, data: Mapping[str, Any], *, is_taken_up: bool, **wanted: Any) -> None:
    """An operation on one lesson of each edition."""

    @aims(f"api:{name}")
    def make(world: World) -> Aim:
        pair = two_editions()
        before = EditionFactory.create(series=pair[0].series)
        lessons = [
            LessonFactory.create(edition=before, taken_up_in=edition)
            if is_taken_up
            else LessonFactory.create(edition=edition)
            for edition in pair
        ]
        own, foreign = (
            {"code": edition.code, "lesson_id": lesson.pk}
            for edition, lesson in zip(pair, lessons, strict=True)
        )
        return Aim(
            own=own,
            foreign=foreign,
            data=data,
            effect=lambda seen: Lesson.objects.filter(pk=seen.arguments["lesson_id"], **wanted).exists(),
        )


on_lessons("change_lesson", {"source": "Meeting"}, is_taken_up=False, source="Meeting")
on_lessons(
    "settle_lesson",
    {"answer": {"en": "Sites were asked in March."}},
    is_taken_up=True,
    done_at__isnull=False,
)


def answered(edition: Edition) -> None:
    LightOverrideFactory.create(
        edition=edition, light="mandate", reason=MARKER if edition.title == MARKED else "It is on its way."
    )


on_both("get_board", prepare=answered)
on_both(
    "answer_for_light",
    {"reason": "The letter of the ministry is on its way."},
    effect=lambda edition: LightOverride.objects.filter(edition=edition).exists(),
    more={"light": "mandate"},
)
on_both(
    "withdraw_answer",
    effect=lambda edition: not LightOverride.objects.filter(edition=edition).exists(),
    prepare=answered,
    more={"light": "mandate"},
)


# --- files --------------------------------------------------------------------------------------------------


@aims("api:list_imports")
def files_that_were_brought(world: World) -> Aim:
    brought_by(world.foreign_person, file_name=f"{MARKER}.csv")
    return Aim()


@aims("api:bring_file")
def bringing_a_file(world: World) -> Aim:
    content = b"email,name\nkarma@example.bt,Karma Choden\n"
    return Aim(
        prepare=lambda _client: {"file": SimpleUploadedFile("people.csv", content)},
        effect=lambda _seen: BundleImport.objects.filter(person=world.person).exists(),
    )


@aims("api:get_import", "api:confirm_import", "api:put_import_away")
def a_file_that_was_brought(world: World) -> Aim:
    own = brought_by(world.person)
    foreign = brought_by(world.foreign_person, file_name=f"{MARKER}.csv")
    waits = BundleImport.objects.filter(state=ImportState.SOUND)
    return Aim(
        own={"import_id": own.pk},
        foreign={"import_id": foreign.pk},
        effect=lambda seen: not waits.filter(pk=seen.arguments["import_id"]).exists(),
    )
