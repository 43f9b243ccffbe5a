"""What the pages of programmes are tried with: an edition of one's own, and one whose texts are marked.

Those who have a duty here have it everywhere, so every foreign edition opens to them too; everybody else
meets a closed door before both.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from balai.kernel import clock
from balai.office.models import Office
from balai.programmes.bundle import bundle_for
from balai.programmes.enums import EditionStatus, Family, ImportState, Mode
from balai.programmes.models import (
    BookletText,
    BudgetLine,
    BundleExport,
    BundleImport,
    CompletionRule,
    DateSearch,
    DeadlinePlan,
    Edition,
    Lesson,
    LightOverride,
    Mandate,
    Pledge,
    Series,
    SessionType,
)
from balai.programmes.services.booklets import freeze_booklet
from balai.programmes.services.giving import make_bundle
from tests.directory.factories import country
from tests.permissions.world import EDITION, MARKER, Aim, aims
from tests.programmes.factories import (
    BookletFactory,
    BookletFileFactory,
    BudgetLineFactory,
    EditionFactory,
    LessonFactory,
    LightOverrideFactory,
    MandateFactory,
    OrganiserFactory,
    PledgeFactory,
    SeriesFactory,
)
from tests.programmes.typesetting import plain

if TYPE_CHECKING:
    from balai.people.models import Person
    from tests.permissions.world import Seen, World

MARKED = {"en": MARKER}
REASON = {"reason_en": "The hall is needed.", "reason_id": "Aulanya diperlukan."}
DAYS = {
    "arrives_on": "2030-07-16",
    "starts_on": "2030-07-17",
    "ends_on": "2030-07-29",
    "departs_on": "2030-07-30",
}


def two_editions(**fields: Any) -> tuple[Edition, Edition]:
    """An edition of one's own, and a foreign one."""
    country("ID"), country("BT")
    series = SeriesFactory.create(body=None)
    marked = SeriesFactory.create(body=None, title=MARKED)
    own: Edition = EditionFactory.create(pk=EDITION, series=series, **fields)
    foreign: Edition = EditionFactory.create(series=marked, title=MARKED, **fields)
    return own, foreign


def at_editions(**fields: Any) -> Aim:
    """Both editions, in a page that names them by their codes alone."""
    own, foreign = two_editions(**fields)
    return Aim(own={"code": own.code}, foreign={"code": foreign.code})


def named(seen: Seen) -> Edition:
    """The edition that an address was about, as it is now."""
    return Edition.objects.get(code=seen.arguments["code"])


@aims("programmes:index", "programmes:export")
def lists_of_editions(world: World) -> Aim:
    two_editions()
    return Aim()


@aims("programmes:new")
def beginning(world: World) -> Aim:
    own, _foreign = two_editions()
    data = {
        "series": str(own.series_id),
        "code": "NEW-2030",
        "title_en": "Small industry",
        "country": "ID",
        "time_zone": "Asia/Jakarta",
    }
    return Aim(data=data, effect=lambda _seen: Edition.objects.filter(code="NEW-2030").exists())


@aims(
    "programmes:edition",
    "programmes:curriculum",
    "programmes:places",
    "programmes:money",
    "programmes:partners",
    "programmes:dates",
    "programmes:deadlines_calendar",
    "programmes:booklet",
    "programmes:lessons",
    "portal:board",
    "portal:documents",
)
def pages_of_an_edition(world: World) -> Aim:
    Office.objects.create(public_address="https://balai.example")  # the calendar of deadlines carries it
    return at_editions()


@aims("programmes:change")
def defining(world: World) -> Aim:
    own, foreign = two_editions()
    data = {
        "title_en": "Small industry",
        "theme_en": "Design",
        "country": "ID",
        "time_zone": "Asia/Jakarta",
        "languages": "en",
        "places": "20",
        "host_places": "0",
        "publicity": own.publicity,
        "certainty": own.certainty,
    }
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data=data,
        effect=lambda seen: named(seen).theme == {"en": "Design"},
    )


@aims("programmes:change_dates")
def dating(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data=DAYS,
        effect=lambda seen: named(seen).starts_on == dt.date(2030, 7, 17),
    )


@aims("programmes:mandates")
def choosing_pledges(world: World) -> Aim:
    own, foreign = two_editions()
    pledge = PledgeFactory.create()
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data={"pledges": [str(pledge.pk)]},
        effect=lambda seen: Mandate.objects.filter(edition__code=seen.arguments["code"]).exists(),
    )


@aims("programmes:completion")
def saying_who_completes(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data={"least_presence_percent": "80"},
        effect=lambda seen: CompletionRule.objects.filter(edition__code=seen.arguments["code"]).exists(),
    )


@aims("programmes:delete", "api:delete_edition")
def deleting(world: World) -> Aim:
    own, foreign = two_editions(status=EditionStatus.IDEA)
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        effect=lambda seen: not Edition.objects.filter(code=seen.arguments["code"]).exists(),
    )


@aims("programmes:decide")
def deciding(world: World) -> Aim:
    own, foreign = two_editions(status=EditionStatus.APPROVED)
    return Aim(
        own={"code": own.code, "name": "convert"},
        foreign={"code": foreign.code, "name": "convert"},
        data={"mode": Mode.ONLINE, **REASON},
        effect=lambda seen: named(seen).mode == Mode.ONLINE,
    )


@aims("programmes:clone")
def cloning(world: World) -> Aim:
    own, foreign = two_editions()
    data = {"code": "NEXT-2030", "title_en": "Small industry", "starts_on": "2030-07-17"}
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data=data,
        effect=lambda _seen: Edition.objects.filter(code="NEXT-2030").exists(),
    )


@aims("programmes:plan")
def planning_deadlines(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        effect=lambda seen: DeadlinePlan.objects.filter(edition__code=seen.arguments["code"]).exists(),
    )


@aims("programmes:find_dates")
def looking_for_dates(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data={"season_first": "2030-07-01", "season_last": "2030-08-30", "days": "13"},
        effect=lambda seen: DateSearch.objects.filter(edition__code=seen.arguments["code"]).exists(),
    )


@aims("programmes:found", "programmes:forget_dates")
def dates_that_were_found(world: World) -> Aim:
    own, foreign = two_editions()
    for edition, name in ((own, "Maintenance"), (foreign, MARKER)):
        reason = {
            "rule": "D4",
            "since": "2030-07-01",
            "until": "2030-07-05",
            "cost": 0,
            "country": "",
            "name": name,
            "certainty": "",
            "hijri_year": None,
            "first_days": [],
            "last_days": [],
            "blocks": [],
            "noons": [],
        }
        window = {"first": "2030-07-01", "last": "2030-07-13", "cost": 0, "reasons": [reason]}
        answer = {"feasible": [], "refused": [window], "feasible_count": 0, "refused_count": 1}
        DateSearch.objects.create(
            edition=edition, question={}, asked_at=clock.now(), answer=answer, answered_at=clock.now()
        )
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        effect=lambda seen: not DateSearch.objects.filter(edition__code=seen.arguments["code"]).exists(),
    )


@aims("programmes:booklet_draft")
def drafts(world: World) -> Aim:
    own, foreign = two_editions()
    for edition in (own, foreign):
        OrganiserFactory.create(edition=edition)
    return Aim(own={"code": own.code, "language": "en"}, foreign={"code": foreign.code, "language": "en"})


@aims("programmes:booklet_file", "api:get_booklet_file")
def frozen_files(world: World) -> Aim:
    own, foreign = two_editions(status=EditionStatus.CALL)
    for edition, text in ((own, "Small industry"), (foreign, MARKER)):
        BookletFileFactory.create(booklet=BookletFactory.create(edition=edition), content=text.encode())
    place = {"version": 1, "kind": "booklet", "language": "en"}
    return Aim(own={"code": own.code, **place}, foreign={"code": foreign.code, **place})


@aims("programmes:booklet_texts")
def writing_the_booklet(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data={"information_en": "Bring a jacket.", "information_id": "Bawalah jaket."},
        effect=lambda seen: BookletText.objects.filter(edition__code=seen.arguments["code"]).exists(),
    )


@aims("programmes:erratum")
def correcting_the_booklet(world: World) -> Aim:
    own, foreign = two_editions(status=EditionStatus.CALL)
    for edition in (own, foreign):
        OrganiserFactory.create(edition=edition)
        freeze_booklet(edition=edition, typeset=plain, actor="system", at=clock.now())
    Edition.objects.update(objective={"en": "To learn by doing."})
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data=REASON,
        effect=lambda seen: named(seen).booklets.filter(version=2).exists(),
    )


@aims("programmes:new_lesson")
def recording_a_lesson(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data={"text_en": "Ask sites earlier.", "source": "Evaluation", "owner_role": "host"},
        effect=lambda seen: Lesson.objects.filter(edition__code=seen.arguments["code"]).exists(),
    )


@aims("programmes:change_lesson")
def correcting_a_lesson(world: World) -> Aim:
    own, foreign = two_editions()
    lessons = [LessonFactory.create(edition=edition) for edition in (own, foreign)]
    return Aim(
        own={"code": own.code, "lesson_id": lessons[0].pk},
        foreign={"code": foreign.code, "lesson_id": lessons[1].pk},
        data={"text_en": "Ask sites earlier.", "source": "Evaluation", "owner_role": "host"},
        effect=lambda seen: Lesson.objects.filter(
            pk=seen.arguments["lesson_id"], text={"en": "Ask sites earlier."}
        ).exists(),
    )


@aims("programmes:settle_lesson")
def settling_a_lesson(world: World) -> Aim:
    own, foreign = two_editions()
    before = EditionFactory.create(series=own.series)
    lessons = [LessonFactory.create(edition=before, taken_up_in=edition) for edition in (own, foreign)]
    return Aim(
        own={"code": own.code, "lesson_id": lessons[0].pk},
        foreign={"code": foreign.code, "lesson_id": lessons[1].pk},
        data={"answer_en": "Sites were asked in March.", "answer_id": "Lokasi ditanya pada bulan Maret."},
        effect=lambda seen: Lesson.objects.filter(
            pk=seen.arguments["lesson_id"], done_at__isnull=False
        ).exists(),
    )


@aims("programmes:answer_light")
def answering_for_a_light(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(
        own={"code": own.code, "light": "mandate"},
        foreign={"code": foreign.code, "light": "mandate"},
        data={"reason": "The letter of the ministry is on its way."},
        effect=lambda seen: LightOverride.objects.filter(edition__code=seen.arguments["code"]).exists(),
    )


@aims("programmes:withdraw_light")
def withdrawing_an_answer(world: World) -> Aim:
    own, foreign = two_editions()
    for edition in (own, foreign):
        LightOverrideFactory.create(edition=edition, light="mandate", person=world.person)
    return Aim(
        own={"code": own.code, "light": "mandate"},
        foreign={"code": foreign.code, "light": "mandate"},
        effect=lambda seen: not LightOverride.objects.filter(edition__code=seen.arguments["code"]).exists(),
    )


@aims("programmes:sheet", "programmes:sheet_export")
def lists_of_an_edition(world: World) -> Aim:
    own, foreign = two_editions()
    BudgetLineFactory.create(edition=foreign, description=MARKED)
    data = {
        "key": [""],
        "code": ["NEW"],
        "description.en": ["Rooms"],
        "description.id": ["Kamar"],
        "unit": ["room"],
        "quantity": ["10"],
        "days": ["12"],
        "rate": ["650000"],
        "currency": ["IDR"],
    }
    return Aim(
        own={"code": own.code, "name": "budget"},
        foreign={"code": foreign.code, "name": "budget"},
        data=data,
        effect=lambda seen: BudgetLine.objects.filter(
            edition__code=seen.arguments["code"], code="NEW"
        ).exists(),
    )


def brought_by(person: Person, **fields: Any) -> BundleImport:
    """A file that is checked, and what would come of it."""
    return BundleImport.objects.create(
        person=person,
        language="en",
        brought_at=clock.now(),
        state=ImportState.SOUND,
        outcome={"counts": {"people": {"new": 1}}, "keys": {}},
        **{"file_name": "people.csv", **fields},
    )


@aims("programmes:imports")
def bringing_a_file(world: World) -> Aim:
    brought_by(world.foreign_person, file_name=f"{MARKER}.csv")
    content = b"email,name\nkarma@example.bt,Karma Choden\n"

    def is_kept(_seen: Seen) -> bool:
        return BundleImport.objects.filter(file_name="people.csv", person=world.person).exists()

    # As new for each request: a file is read once.
    return Aim(prepare=lambda _client: {"file": SimpleUploadedFile("people.csv", content)}, effect=is_kept)


@aims(
    "programmes:import",
    "programmes:import_progress",
    "programmes:import_report",
    "programmes:import_confirm",
    "programmes:import_forget",
)
def a_file_that_was_brought(world: World) -> Aim:
    own = brought_by(world.person)
    foreign = brought_by(world.foreign_person, file_name=f"{MARKER}.csv")

    def was_decided(seen: Seen) -> bool:
        found = BundleImport.objects.filter(pk=seen.arguments["import_id"]).first()
        return found is None or found.state == ImportState.RECORDING

    return Aim(own={"import_id": own.pk}, foreign={"import_id": foreign.pk}, effect=was_decided)


def asked_by(person: Person, **fields: Any) -> BundleExport:
    """A bundle that is ready."""
    made = BundleExport.objects.create(
        person=person, asked_at=clock.now(), edition=EditionFactory.create(), **fields
    )
    make_bundle(export_id=made.pk, write=bundle_for, at=clock.now())
    made.refresh_from_db()
    return made


@aims(
    "programmes:export_made",
    "programmes:export_progress",
    "programmes:export_file",
    "programmes:export_forget",
    "api:get_export",
    "api:fetch_export",
    "api:put_export_away",
)
def a_bundle_that_was_asked_for(world: World) -> Aim:
    own = asked_by(world.person, file_name="SMI.zip")
    foreign = asked_by(world.foreign_person, file_name=f"{MARKER}.zip")
    return Aim(
        own={"export_id": own.pk},
        foreign={"export_id": foreign.pk},
        effect=lambda seen: not BundleExport.objects.filter(pk=seen.arguments["export_id"]).exists(),
    )


@aims("programmes:new_session_type")
def entering_a_kind_of_session(world: World) -> Aim:
    return Aim(
        data={"code": "DOJO", "name_en": "Drill", "family": "practice", "counted": "session", "order": "100"},
        effect=lambda _seen: SessionType.objects.filter(code="DOJO").exists(),
    )


@aims("programmes:change_session_type")
def changing_a_kind_of_session(world: World) -> Aim:
    kind = SessionType.objects.create(code="DOJO", name={"en": "Drill"}, family=Family.PRACTICE)
    return Aim(
        own={"code": kind.code},
        data={"name_en": "Drill in pairs", "family": "practice", "counted": "session", "order": "100"},
        effect=lambda _seen: SessionType.objects.get(code="DOJO").name == {"en": "Drill in pairs"},
    )


@aims("programmes:export_edition")
def taking_an_edition_along(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        effect=lambda seen: BundleExport.objects.filter(edition__code=seen.arguments["code"]).exists(),
    )


@aims("programmes:export_series", "api:export_series")
def taking_a_series_along(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(
        own={"code": own.series.code},
        foreign={"code": foreign.series.code},
        effect=lambda seen: BundleExport.objects.filter(series__code=seen.arguments["code"]).exists(),
    )


@aims("programmes:series_list", "programmes:pledges")
def lists_of_series_and_pledges(world: World) -> Aim:
    own, foreign = two_editions()
    MandateFactory.create(edition=own, pledge=PledgeFactory.create())
    MandateFactory.create(edition=foreign, pledge=PledgeFactory.create(meeting=MARKED))
    return Aim()


@aims("programmes:series", "api:get_series")
def one_series(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(own={"code": own.series.code}, foreign={"code": foreign.series.code})


@aims("programmes:new_series")
def recording_a_series(world: World) -> Aim:
    data = {"code": "CNC", "title_en": "Machine tools", "publicity": "internal"}
    return Aim(data=data, effect=lambda _seen: Series.objects.filter(code="CNC").exists())


@aims("programmes:change_series")
def correcting_a_series(world: World) -> Aim:
    own, foreign = two_editions()
    return Aim(
        own={"code": own.series.code},
        foreign={"code": foreign.series.code},
        data={"code": "CNC", "title_en": "Machine tools", "publicity": "internal"},
        effect=lambda _seen: Series.objects.filter(code="CNC").exists(),
    )


PLEDGE = {
    "code": "CCM-46",
    "meeting_en": "46th Consultative Committee Meeting",
    "year": "2018",
    "text_en": "A programme each year.",
    "certainty": "known",
}


@aims("programmes:pledge")
def one_pledge(world: World) -> Aim:
    own, foreign = two_editions()
    MandateFactory.create(edition=own)
    MandateFactory.create(edition=foreign, pledge=PledgeFactory.create(meeting=MARKED))
    return Aim(
        own={"code": own.mandates.get().code},
        foreign={"code": foreign.mandates.get().code},
    )


@aims("programmes:new_pledge")
def recording_a_pledge(world: World) -> Aim:
    return Aim(data=PLEDGE, effect=lambda _seen: Pledge.objects.filter(code="CCM-46").exists())


@aims("programmes:change_pledge")
def correcting_a_pledge(world: World) -> Aim:
    own, foreign = PledgeFactory.create(), PledgeFactory.create(meeting=MARKED)
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        data=PLEDGE,
        effect=lambda _seen: Pledge.objects.filter(code="CCM-46").exists(),
    )
