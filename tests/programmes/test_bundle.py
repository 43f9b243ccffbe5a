"""Programmes as files: what an office may import, what is refused, and where it is told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from balai.audit.models import Deed
from balai.engine.bundle.kinds import UnfitError
from balai.engine.bundle.problem import BundleError
from balai.kernel.bundle.importing import import_bundle
from balai.kernel.refusal import RuleViolationError
from balai.people.enums import Role
from balai.programmes.bundle import bundle_of
from balai.programmes.bundle.values import Condition, Took, TookPart
from balai.programmes.bundle.wholes import SHIPPED
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Activity, BookletText, BudgetLine, Edition, Lesson, Organiser, SessionType
from balai.programmes.services.lessons import record_lesson
from tests.directory.factories import OrganisationFactory, SiteFactory
from tests.engine.bundle.sample import folder
from tests.people.factories import GrantFactory
from tests.programmes.factories import SHIPPED as SHIPPED_TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from balai.people.models import Person

AT = dt.datetime(2018, 3, 1, 4, tzinfo=dt.UTC)
PROGRAMME = {
    "bundle.yaml": "format: balai-bundle/1\n",
    "editions/SMI-2018/activities.csv": (
        "code,session_type,title.en,minutes,attendance,groups,sites,earliest_on,latest_on,after\n"
        "SAFETY,ORI,Safety,60,,,bblm,2018-07-23,2018-07-23,\n"
        "CNC,PRA,CNC practice,180,each-group,A; B,bblm,2018-07-23,2018-07-24,SAFETY\n"
    ),
    "editions/SMI-2018/booklet.yaml": """\
- chapter: orientation
  text:
    en: You hear about safety first.
""",
    "editions/SMI-2018/budget.csv": (
        "code,description.en,unit,quantity,days,rate,currency,payer\nBEDS,Rooms,room,10,12,750000.5,IDR,moi\n"
    ),
    "editions/SMI-2018/edition.yaml": """\
series: SMI
number: 3
title:
  en: Small and medium industry
status: closed
publicity: public
starts_on: '2018-07-18'
ends_on: '2018-07-30'
arrives_on: '2018-07-18'
departs_on: '2018-07-30'
time_zone: Asia/Jakarta
country: ID
cities:
  - Jakarta
  - Bandung
places: 20
known_participants: 20
known_countries:
  - BT 2
  - LA
source: Reports
""",
    "editions/SMI-2018/eligibility.yaml": """\
- code: E-AGE
  label:
    en: Age
  condition: age between 25, 50 and (track is official or is_endorsed)
  message:
    en: Too young or too old.
""",
    "editions/SMI-2018/groups.csv": "code,name.en,size\nA,Group A,10\nB,Group B,10\n",
    "editions/SMI-2018/lessons.yaml": """\
- number: 1
  source: Evaluation
  text:
    en: Practise longer.
  due_on: '2018-12-01'
""",
    "editions/SMI-2018/organisers.csv": "organisation,role\nmoi,host\nmoi,funder\n",
    "editions/SMI-2018/quotas.csv": "country,places\nBT,2\nLA,2\n",
    "editions/SMI-2018/rubric.yaml": """\
- code: FIT
  title:
    en: Fit
  weight: 60
  anchors:
    - score: 0
      text:
        en: none
    - score: 5
      text:
        en: ideal
- code: PLAN
  title:
    en: Plan
  weight: 40
""",
    "series.yaml": "- code: SMI\n  title:\n    en: Small and medium industry\n",
}
FOLDER = "editions/SMI-2018"


@pytest.fixture(autouse=True)
def _directory(countries: None) -> None:
    organisation = OrganisationFactory.create(code="moi")
    SiteFactory.create(code="bblm", organisation=organisation)


def taken(path: Path, actor: Person | None = None) -> dict[str, dict[str, int]]:
    told = import_bundle(path, actor=actor, at=AT)
    return {name: dict(counts) for name, counts in told.counts.items()}


def refused(path: Path, actor: Person | None = None) -> list[tuple[str, str]]:
    with pytest.raises(BundleError) as caught:
        import_bundle(path, actor=actor, at=AT)
    return [(str(one.place), one.sentence()) for one in caught.value.report]


def only(path: Path, *names: str, **changes: str) -> Path:
    """A bundle with some files of the programme, changed."""
    return folder(path, {name: PROGRAMME[name] for name in ("bundle.yaml", *names)} | changes)


def test_a_programme_comes_in_and_goes_out_the_same(tmp_path: Path) -> None:
    counts = taken(folder(tmp_path, PROGRAMME))

    given = {name: content.decode() for name, content in bundle_of("SMI").items()}
    assert counts["activities"] == {"new": 2}
    # The directory that is needed to read it elsewhere comes along.
    assert {name: text for name, text in given.items() if not name.startswith("directory/")} == PROGRAMME
    assert sorted(name for name in given if name.startswith("directory/")) == [
        "directory/organisations.yaml",
        "directory/sites.yaml",
    ]
    assert set(taken(tmp_path)["activities"]) == {"same"}


def test_the_records_hold_what_the_files_say(tmp_path: Path) -> None:
    taken(folder(tmp_path, PROGRAMME))

    edition = Edition.objects.get(code="SMI-2018")
    assert (edition.status, edition.places, edition.languages) == (EditionStatus.CLOSED, 20, ["en"])
    assert sorted(edition.known_countries.values_list("country", "participants")) == [("BT", 2), ("LA", None)]
    assert list(edition.organisers.order_by("order").values_list("order", "role")) == [
        (1, "host"),
        (2, "funder"),
    ]
    practice = Activity.objects.get(code="CNC")
    assert [one.code for one in practice.after.all()] == ["SAFETY"]
    assert sorted(one.code for one in practice.groups.all()) == ["A", "B"]
    assert BudgetLine.objects.get().amount == Decimal(90_000_060)
    assert edition.eligibility_rules.get().expression == {
        "all": [
            {"field": "age", "operator": "between", "value": [25, 50]},
            {
                "any": [
                    {"field": "track", "operator": "is", "value": "official"},
                    {"field": "is_endorsed", "operator": "is", "value": True},
                ]
            },
        ]
    }
    assert set(Deed.objects.filter(subject=edition.reference).values_list("action", flat=True)) >= {
        "edition.recorded",
        "edition.activity_list_kept",
        "edition.countries_known",
    }


def test_what_the_lists_refuse_is_told_at_its_cell(tmp_path: Path) -> None:
    files = PROGRAMME | {
        f"{FOLDER}/activities.csv": (
            "code,session_type,title.en,minutes,attendance,groups,latest_on,after\n"
            "A,PRA,Too short,60,,,,B\n"
            "B,LEC,Groups of all,60,all,A,,A\n"
            "C,LEC,No groups,60,each-group,,2018-08-30,\n"
        ),
        f"{FOLDER}/quotas.csv": "country,places\nBT,12\nLA,12\n",
        f"{FOLDER}/eligibility.yaml": PROGRAMME[f"{FOLDER}/eligibility.yaml"].replace(
            "age between", "ago between"
        ),
    }

    told = refused(folder(tmp_path, files))

    assert told == [
        (f"{FOLDER}/activities.csv:2:4", "“Practice or workshop” takes at least 120 minutes."),
        (
            f"{FOLDER}/activities.csv:3:6",
            "Everybody comes together. Leave the groups empty, or say who comes.",
        ),
        (f"{FOLDER}/activities.csv:4:6", "Say which groups come."),
        (f"{FOLDER}/activities.csv:4:7", "This day is not a day of the edition."),
        (f"{FOLDER}/eligibility.yaml:4:14", told[4][1]),
        (f"{FOLDER}/quotas.csv:2:1", "The countries are given more places than the edition has."),
    ]
    assert "ago" in told[4][1]
    assert Edition.objects.count() == 0


def test_activities_that_wait_for_each_other_are_refused(tmp_path: Path) -> None:
    table = "code,session_type,title.en,minutes,after\nA,LEC,One,60,B\nB,LEC,Two,60,A\n"

    told = refused(folder(tmp_path, PROGRAMME | {f"{FOLDER}/activities.csv": table}))

    assert told == [
        (f"{FOLDER}/activities.csv:2:5", "These wait for each other: A, B."),
        (f"{FOLDER}/activities.csv:3:5", "These wait for each other: A, B."),
    ]


def test_a_sheet_of_some_activities_changes_these_and_leaves_the_others(tmp_path: Path) -> None:
    taken(folder(tmp_path / "all", PROGRAMME))
    table = (
        "edition,code,session_type,title.en,minutes\nSMI-2018,CNC,PRA,Practice,240\nSMI-2018,NEW,LEC,New,60\n"
    )

    counts = taken(folder(tmp_path / "some", {"activities.csv": table}) / "activities.csv")

    assert counts == {"activities": {"new": 1, "changed": 1}}
    assert list(Activity.objects.order_by("order").values_list("code", "minutes", "order")) == [
        ("SAFETY", 60, 1),
        ("CNC", 240, 2),
        ("NEW", 60, 4),
    ]
    assert [one.code for one in Activity.objects.get(code="CNC").after.all()] == ["SAFETY"]


def test_the_life_of_an_edition_is_decided_here(tmp_path: Path) -> None:
    taken(folder(tmp_path / "a", PROGRAMME))
    edition = PROGRAMME[f"{FOLDER}/edition.yaml"]

    told = refused(only(tmp_path / "b", **{f"{FOLDER}/edition.yaml": edition.replace("closed", "approved")}))
    moved = refused(only(tmp_path / "c", **{f"{FOLDER}/edition.yaml": edition.replace("07-30", "07-31")}))

    assert [sentence for _place, sentence in told] == [
        "The series, the status and the mode of this edition are decided on its page, not by a file."
    ]
    assert "Others count on these dates." in moved[0][1]


def test_a_definition_is_corrected(tmp_path: Path) -> None:
    taken(folder(tmp_path / "a", PROGRAMME))
    edition = (
        PROGRAMME[f"{FOLDER}/edition.yaml"].replace("places: 20", "places: 24").replace("- BT 2", "- BT 3")
    )

    counts = taken(only(tmp_path / "b", **{f"{FOLDER}/edition.yaml": edition}))

    assert counts == {"editions": {"changed": 1}}
    corrected = Edition.objects.get()
    assert corrected.places == 24
    assert corrected.known_countries.get(country="BT").participants == 3


@pytest.mark.parametrize(
    ("role", "lists_here", "new_series", "money_here"),
    [
        (Role.PROGRAMME_OFFICER, True, True, True),
        (Role.FINANCE_OFFICER, False, False, True),
        (Role.SECRETARIAT, False, True, False),
        (Role.FOCAL_POINT, False, False, False),
    ],
)
def test_who_may_not_write_may_not_import(
    tmp_path: Path, role: Role, *, lists_here: bool, new_series: bool, money_here: bool
) -> None:
    taken(folder(tmp_path / "all", PROGRAMME))
    actor = GrantFactory.create(role=role).person
    lists = only(tmp_path / "a", **{f"{FOLDER}/groups.csv": "code,name.en,size\nA,Group A,12\n"})
    budget = only(
        tmp_path / "b",
        **{f"{FOLDER}/budget.csv": PROGRAMME[f"{FOLDER}/budget.csv"].replace("BEDS", "MORE")},
    )
    series = only(tmp_path / "c", **{"series.yaml": PROGRAMME["series.yaml"].replace("SMI", "NEW")})

    assert [_may(lists, actor), _may(series, actor), _may(budget, actor)] == [
        lists_here,
        new_series,
        money_here,
    ]


def _may(path: Path, actor: Person) -> bool:
    try:
        import_bundle(path, actor=actor, at=AT)
    except BundleError:
        return False
    return True


def test_a_kind_of_session_that_was_not_known_comes_along(tmp_path: Path) -> None:
    files = PROGRAMME | {
        "session-types.yaml": "- code: HCK\n  name:\n    en: Data sprint\n  family: exchange\n  minutes_least: 120\n",
        f"{FOLDER}/activities.csv": "code,session_type,title.en,minutes\nS1,HCK,Sprint,120\n",
    }

    taken(folder(tmp_path / "a", files))
    given = bundle_of("SMI-2018")
    again = taken(
        only(tmp_path / "b", **{"session-types.yaml": files["session-types.yaml"].replace("120", "90")})
    )

    assert given["session-types.yaml"].decode() == files["session-types.yaml"]
    assert again == {"session-types": {"changed": 1}}
    assert SessionType.objects.get(code="HCK").minutes_least == 90
    assert Deed.objects.filter(subject="session_type:HCK").count() == 2


def test_kinds_of_sessions_that_are_everywhere_are_those_that_are_shipped() -> None:
    assert {row["code"] for row in SHIPPED_TYPES} == SHIPPED


def test_organisers_stand_in_the_order_of_protocol(tmp_path: Path) -> None:
    taken(folder(tmp_path / "a", PROGRAMME))

    taken(only(tmp_path / "b", **{f"{FOLDER}/organisers.csv": "organisation,role\nmoi,funder\nmoi,host\n"}))

    assert list(Organiser.objects.order_by("order").values_list("role", flat=True)) == ["funder", "host"]


def test_there_is_no_bundle_of_nothing() -> None:
    with pytest.raises(RuleViolationError) as caught:
        bundle_of("XYZ")

    assert caught.value.refusal.code == "bundle.no_such_code"


def test_countries_that_took_part_are_told_with_their_number() -> None:
    assert [TookPart().read(text) for text in ("BT", "BT 12")] == [Took("BT", 0), Took("BT", 12)]
    assert [TookPart().plain(one) for one in (Took("BT", 0), Took("BT", 12))] == ["BT", "BT 12"]
    for text in ("bt", "XX", "BT 0", "BT two", "BT  2"):
        with pytest.raises(UnfitError):
            TookPart().read(text)
    with pytest.raises(UnfitError):
        Condition().read("(age at_least 3")


NEXT = """\
series: SMI
title:
  en: The next one
time_zone: Asia/Jakarta
country: ID
"""
SETTLED = """\
- number: 1
  source: Evaluation
  text:
    en: Practise longer.
  taken_up_in: SMI-2019
  done_on: '2019-02-03'
  answer:
    en: Half a day more.
"""


def two_editions(path: Path) -> Path:
    """An edition whose lesson the next one has settled."""
    names = ("series.yaml", f"{FOLDER}/edition.yaml")
    return only(path, *names, **{f"{FOLDER}/lessons.yaml": SETTLED, "editions/SMI-2019/edition.yaml": NEXT})


def test_a_lesson_comes_and_goes_with_how_it_was_settled(tmp_path: Path) -> None:
    taken(two_editions(tmp_path))

    lesson = Lesson.objects.get()
    assert (lesson.taken_up_in, lesson.answer) == (
        Edition.objects.get(code="SMI-2019"),
        {"en": "Half a day more."},
    )
    assert lesson.done_at == dt.datetime(2019, 2, 3, 12, tzinfo=dt.UTC)
    assert bundle_of("SMI")[f"{FOLDER}/lessons.yaml"].decode() == SETTLED
    assert taken(tmp_path)["lessons"] == {"same": 1}


def test_an_edition_goes_out_without_the_one_that_took_up_its_lesson(tmp_path: Path) -> None:
    taken(two_editions(tmp_path))

    given = bundle_of("SMI-2018")

    assert [name for name in given if "SMI-2019" in name] == []
    assert given[f"{FOLDER}/lessons.yaml"].decode() == SETTLED.partition("  taken_up_in")[0]


def test_a_file_settles_a_lesson_by_the_deed_of_the_page(tmp_path: Path) -> None:
    path = two_editions(tmp_path)
    (path / f"{FOLDER}/lessons.yaml").write_text(SETTLED.partition("  taken_up_in")[0])
    taken(path)
    (path / f"{FOLDER}/lessons.yaml").write_text(SETTLED)

    assert taken(path)["lessons"] == {"changed": 1}
    lesson = Lesson.objects.get()
    assert (lesson.done_at, lesson.answer) == (AT, {"en": "Half a day more."})
    assert Deed.objects.filter(action="lesson.settled").count() == 1


def test_a_lesson_that_is_settled_here_stays_as_it_is(tmp_path: Path) -> None:
    path = two_editions(tmp_path)
    taken(path)
    (path / f"{FOLDER}/lessons.yaml").write_text(SETTLED.replace("Half a day", "A day"))

    assert refused(path) == [(f"{FOLDER}/lessons.yaml:1:3", "This lesson was settled already.")]


def test_lessons_of_an_edition_are_counted(tmp_path: Path) -> None:
    taken(only(tmp_path, "series.yaml", f"{FOLDER}/edition.yaml", f"{FOLDER}/lessons.yaml"))

    new = record_lesson(
        edition=Edition.objects.get(), source="Meeting", text={"en": "Begin later."}, actor="system", at=AT
    )

    assert new.number == 2


def test_texts_of_the_booklet_come_in_by_the_officer_of_the_edition(tmp_path: Path) -> None:
    path = only(tmp_path, "series.yaml", f"{FOLDER}/edition.yaml")
    taken(path)
    edition = Edition.objects.get()
    officer = GrantFactory.create(role=Role.PROGRAMME_OFFICER, scope=edition.scope).person
    finance = GrantFactory.create(role=Role.FINANCE_OFFICER, scope=edition.scope).person
    name = f"{FOLDER}/booklet.yaml"
    (path / name).write_text(PROGRAMME[name])

    assert refused(path, finance) == [
        (f"{name}:1:3", "A programme officer of this edition changes this."),
    ]
    assert taken(path, officer)["booklet-texts"] == {"new": 1}
    assert BookletText.objects.get().text == {"en": "You hear about safety first."}
