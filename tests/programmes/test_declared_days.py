"""Days that a country declares: deadlines, the date finder and the board count them, lists or not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.translation import override

from balai.audit.models import Deed
from balai.directory.enums import DeclaredKind
from balai.directory.models import DeclaredDay
from balai.directory.services.records import (
    archive_record,
    change_record,
    enter_record,
    remove_record,
)
from balai.engine.calendars.working import is_working_day
from balai.programmes.models import DateSearch, Deadline, DeadlinePlan
from balai.programmes.queries.calendar_words import own_names, summed_up
from balai.programmes.queries.calendars import almanac_between, calendars_to_mind
from balai.programmes.services.deadlines import recompute_deadlines
from balai.programmes.services.finding import answer_search, ask_for_dates
from balai.programmes.templatetags.programmes import skipped_days
from tests.directory.factories import ClosureFactory, DeclaredDayFactory, SiteFactory
from tests.programmes.factories import (
    DeadlinePlanFactory,
    EditionFactory,
    QuotaFactory,
    ReservationFactory,
    T,
)

if TYPE_CHECKING:
    from balai.programmes.models import Edition

pytestmark = pytest.mark.usefixtures("countries")
D = dt.date


def declare(first: dt.date, last: dt.date | None = None, **values: Any) -> DeclaredDay:
    given = {
        "country_id": "ID",
        "since": first,
        "until": last or first,
        "kind": DeclaredKind.HOLIDAY,
        "name": {"en": "Mourning"},
        **values,
    }
    return enter_record(DeclaredDay, values=given, actor=None, at=T)


@pytest.fixture
def edition() -> Edition:
    """That of 18 July 2018, whose host must have acted 75 days before: on Friday 4 May."""
    found: Edition = EditionFactory.create()
    DeadlinePlanFactory.create(edition=found, code="nominations", days=75)
    recompute_deadlines(edition=found, actor="system", at=T)
    return found


def due() -> dt.date:
    return Deadline.objects.get().at.date()


def test_a_deadline_moves_with_what_its_country_declares_and_back(edition: Edition) -> None:
    before = due()

    declared = declare(D(2018, 5, 3), D(2018, 5, 4))
    moved = due()
    change_record(declared, values={"since": D(2018, 5, 4)}, actor=None, at=T)
    moved_less = due()
    archive_record(declared, actor=None, at=T)

    assert (before, moved, moved_less, due()) == (D(2018, 5, 4), D(2018, 5, 2), D(2018, 5, 3), D(2018, 5, 4))
    remove_record(declare(D(2018, 5, 4)), actor=None, at=T)
    assert due() == before


def test_another_country_moves_nothing(edition: Edition) -> None:
    declare(D(2018, 5, 4), country_id="LK")

    assert due() == D(2018, 5, 4)


def test_a_listed_day_off_that_is_worked_counts_as_a_working_day() -> None:
    def works(day: dt.date) -> bool:
        return is_working_day(almanac_between(["ID"], D(2018, 5, 1), D(2018, 6, 30)), "ID", day)

    assert not works(D(2018, 5, 10))  # Ascension Day
    declare(D(2018, 5, 10), kind=DeclaredKind.WORKED)
    assert works(D(2018, 5, 10))


def test_a_day_set_by_hand_that_no_longer_fits_is_left_and_said(edition: Edition) -> None:
    DeadlinePlan.objects.all().delete()
    DeadlinePlanFactory.create(edition=edition, code="call", days=75)
    late = DeadlinePlanFactory.create(edition=edition, code="call", level="secretariat", set_on=D(2018, 5, 4))
    recompute_deadlines(edition=edition, actor="system", at=T)
    before = sorted(Deadline.objects.values_list("at", flat=True))

    declare(D(2018, 5, 4))

    assert late.deadlines.count() == 1
    assert sorted(Deadline.objects.values_list("at", flat=True)) == before
    assert Deed.objects.filter(action="edition.deadlines_left").values_list("detail", flat=True).get() == {
        "why": "deadline.after_the_level_above"
    }


def test_the_date_finder_refuses_what_the_host_declared_and_minds_closed_sites(edition: Edition) -> None:
    site = SiteFactory.create(code="bblm")
    ReservationFactory.create(edition=edition, site=site)
    ClosureFactory.create(site=site, since=D(2018, 7, 26), until=D(2018, 7, 27))
    declare(D(2018, 8, 1), name={"en": "Regional election"})
    question = {
        "season_first": "2018-07-18", "season_last": "2018-08-05", "days": 13, "weekdays": [2],
        "avoids_ramadan": False, "keeps_fridays": False, "exclusions": [], "cautions": [],
    }  # fmt: skip

    search = ask_for_dates(edition=edition, question={**question, "days": 10}, actor="system", at=T)
    answer_search(search_id=search.pk, at=T)

    answer = DateSearch.objects.get().answer
    assert answer is not None
    assert [one["first"] for one in answer["feasible"]] == ["2018-07-18"]
    assert ("D10", "bblm: Maintenance") in [
        (one["rule"], one["name"]) for one in answer["feasible"][0]["reasons"]
    ]
    refused = {one["first"]: one["reasons"] for one in answer["refused"]}
    assert ("D2", "Regional election") in [(one["rule"], one["name"]) for one in refused["2018-07-25"]]


def test_the_board_minds_what_was_declared_a_moment_ago(edition: Edition) -> None:
    """Also where a day off of the host speaks against the dates by itself: people have to live with them."""
    QuotaFactory.create(edition=edition, country_id="BT")
    declare(D(2018, 7, 24), country_id="ID", name={"en": "Regional election"})
    before = calendars_to_mind(edition)
    assert ("D2", "Regional election") in [(one["rule"], one["name"]) for one in before]

    DeclaredDayFactory.create(country_id="BT", since=D(2018, 7, 19), until=D(2018, 7, 19))

    new = [one for one in calendars_to_mind(edition) if one not in before]
    assert [(one["rule"], one["since"], one["name"]) for one in new] == [
        ("D5", "2018-07-19", "Collective leave")
    ]


def test_days_off_have_their_names_in_the_language_of_the_page_or_are_marked_as_english(
    edition: Edition,
) -> None:
    QuotaFactory.create(edition=edition, country_id="BT")
    site = ReservationFactory.create(edition=edition, site__code="bblm").site
    ClosureFactory.create(
        site=site,
        since=D(2018, 7, 26),
        until=D(2018, 7, 26),
        reason={"en": "Maintenance", "id": "Pemeliharaan"},
    )
    declare(D(2018, 7, 19), country_id="BT", name={"en": "Mourning", "id": "Hari berkabung"})
    declare(D(2018, 7, 20), country_id="BT", name={"en": "Feast & dance"})
    reasons = calendars_to_mind(edition)

    def told(language: str) -> list[str]:
        with override(language):
            return [sentence for _days, sentence in summed_up(reasons, {}, own_names(reasons))]

    assert told("id") == [
        "Peserta jauh dari rumah pada hari libur di BT: Hari berkabung, 19 Jul 2018.",
        'Peserta jauh dari rumah pada hari libur di BT: <span lang="en">Feast &amp; dance</span>, 20 Jul 2018.',
        "Hari libur di BT ketika peserta dalam perjalanan: Khotbah Pertama Buddha, 16 Jul 2018.",
        "Ramadan 1439 jatuh pada masa persiapan di ID: dari 16/17 Mei 2018 sampai 14 Jun 2018.",
        "Perlu diperhatikan: bblm: Pemeliharaan, 26 Jul 2018.",
        (
            "9 hari kerja persiapan hilang: Cuti Bersama Hari Raya Idul Fitri (11 Jun 2018 – 14 Jun 2018, "
            "18 Jun 2018 – 20 Jun 2018); Hari Raya Idul Fitri (15 Jun 2018); "
            "Hari Pemilihan Kepala Daerah (27 Jun 2018)."
        ),
    ]
    assert 'lang="en"' not in " ".join(told("en"))
    assert any("Feast &amp; dance" in sentence for sentence in told("en"))


def test_a_deadline_names_the_days_that_it_passed_over_as_its_own_country_does(edition: Edition) -> None:
    deadline = Deadline.objects.select_related("plan").get()
    deadline.skipped = [{"on": "2018-06-15", "why": "day_off", "name": "Eid al-Fitr"}]

    def told(country: str | None) -> str:
        deadline.country_id = country
        with override("id"):
            return skipped_days(deadline, "ID", {})

    assert (told(None), told("LK")) == ("15 Jun: Hari Raya Idul Fitri", "15 Jun: Idulfitri")
