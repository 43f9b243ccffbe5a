"""Each of the five errors that articles about the real series made is refused, with place and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.directory.enums import Certainty
from balai.newsroom.enums import FaultKind
from balai.newsroom.queries.facts import records_of
from balai.newsroom.rules.binding import Desk, faults_in, resolved
from balai.programmes.models import Edition
from tests.newsroom.factories import COUNTRIES, edition_of_2018

if TYPE_CHECKING:
    from balai.newsroom.queries.facts import Records
    from balai.newsroom.rules.binding import Fault

pytestmark = pytest.mark.django_db


@pytest.fixture
def records() -> Records:
    return records_of(edition_of_2018())


def faults(
    text: str, records: Records, *, language: str = "en", year: int = 2018, verified: tuple[str, ...] = ()
) -> list[Fault]:
    desk = Desk(records=records, seen={}, verified=verified, year=year)
    return faults_in(text, desk, language=language, place="headline")


def only(found: list[Fault]) -> tuple[str, str, str]:
    (fault,) = found
    assert fault.place == "headline"
    assert fault.remedy
    return fault.kind, fault.value, fault.message


def test_twenty_countries_for_twenty_participants_is_refused(records: Records) -> None:
    assert only(faults("Pelatihan untuk 20 Negara Colombo Plan", records, language="id")) == (
        FaultKind.CONTRADICTS,
        "20 Negara",
        "20 is the number of “Participants”; “Countries” is 10.",
    )


def test_nineteen_countries_for_nineteen_participants_of_thirteen_is_refused() -> None:
    more = (*COUNTRIES, "FJ", "PG", "MY")
    records = records_of(edition_of_2018(more, participants=19))

    assert only(faults("Diikuti 19 negara", records, language="id"))[1:] == (
        "19 negara",
        "19 is the number of “Participants”; “Countries” is 13.",
    )


def test_a_country_that_did_not_take_part_is_refused(records: Records) -> None:
    assert only(faults("They came from Nepal, Fiji and Bhutan", records)) == (
        FaultKind.CONTRADICTS,
        "Fiji",
        "Fiji is not among the countries of this edition.",
    )
    (fault,) = faults("They came from {fact:country.FJ}", records)
    assert (fault.kind, fault.value) == (FaultKind.UNKNOWN, "{fact:country.FJ}")


def test_a_misprinted_machine_is_refused_with_its_name(records: Records) -> None:
    assert only(faults("Peserta mencoba mesin MNC", records, language="id")) == (
        FaultKind.UNKNOWN,
        "MNC",
        "No record of this edition has “MNC”; they have “CNC”.",
    )


def test_a_programme_that_goes_on_until_a_year_that_is_over_is_refused(records: Records) -> None:
    assert only(faults("Program berlanjut hingga 2020", records, language="id", year=2021)) == (
        FaultKind.CONTRADICTS,
        "hingga 2020",
        "2020 is over: the article is of 2021.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "{fact:countries|Words} countries learn",
        "Its {fact:participants} participants ran CNC machines in {fact:city.bandung}",
        "They came from {fact:country.BT}, {fact:dates}",
        "Republic of Indonesia and Nepal, at 08:30 on ground floor 2a",
        "CLOSING IN JAKARTA",
    ],
)
def test_what_agrees_with_the_records_is_not_refused(text: str, records: Records) -> None:
    assert faults(text, records) == []


def test_a_figure_that_is_right_becomes_a_reference(records: Records) -> None:
    (counted,) = faults("Its twenty participants", records)
    (bare,) = faults("All in 2018", records)

    assert (counted.kind, counted.remedy) == (FaultKind.UNBOUND, "Write {fact:participants} instead.")
    assert (bare.kind, bare.remedy) == (FaultKind.UNBOUND, "Write {fact:year} instead.")


def test_what_no_record_has_is_made_sure_of_by_hand(records: Records) -> None:
    (figure, norm) = faults("It keeps ISO 9001", records)

    assert (figure.said, norm.said) == ("9001", "ISO")
    assert faults("It keeps ISO 9001", records, verified=("9001", "ISO")) == []


def test_a_record_that_is_not_known_is_unverified_until_somebody_made_sure(records: Records) -> None:
    Edition.objects.update(certainty=Certainty.PRINTED)
    unsure = records_of(Edition.objects.get())

    (fault,) = faults("{fact:participants} people", unsure)

    assert (fault.kind, fault.said) == (FaultKind.UNVERIFIED, "fact:participants")
    assert faults("{fact:participants} people", unsure, verified=("fact:participants",)) == []


def test_a_fact_that_changed_since_it_was_written_is_stale(records: Records) -> None:
    desk = Desk(records=records, seen={"participants": {"en": "19", "id": "19"}}, verified=(), year=2018)

    (fault,) = faults_in("{fact:participants} people", desk, language="en", place="lead (en)")

    assert (fault.kind, fault.place) == (FaultKind.STALE, "lead (en)")
    assert fault.message == "“Participants” was 19 when this was written and is 20 now."


def test_facts_are_written_in_the_language_of_the_text(records: Records) -> None:
    text = "{fact:countries|Words} / {fact:participants} / {fact:dates} / {fact:country.BD}"

    assert resolved(text, records.facts, "en") == "Ten / 20 / 18–30 July 2018 / Bangladesh"
    assert resolved(text, records.facts, "id") == "Sepuluh / 20 / 18–30 Juli 2018 / Bangladesh"
    assert resolved("{fact:nothing}", records.facts, "en") == "{fact:nothing}"


def test_facts_are_asked_for_equally_often_for_any_number_of_countries() -> None:
    few = edition_of_2018(("BT",), participants=2)
    many = edition_of_2018()

    counted = [queries_for(edition) for edition in (few, many)]

    assert counted == [10, 10]


def queries_for(edition: Edition) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    edition = Edition.objects.select_related("series", "country").get(pk=edition.pk)
    with CaptureQueriesContext(connection) as asked:
        records_of(edition)
    return len(asked)
