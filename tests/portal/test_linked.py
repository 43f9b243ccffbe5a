"""The linked data of public pages, judged by the published vocabulary of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from balai.programmes.enums import EditionStatus, Mode
from balai.programmes.models import Edition
from tests.newsroom import looks as newsroom
from tests.portal.reading import PAGE, data_of
from tests.portal.reference import keep_editions
from tests.portal.vocabulary import SCHEMA, faults_of
from tests.timetable import looks as timetable

if TYPE_CHECKING:
    from django.test import Client

EVENT = {"@context": "https://schema.org", "@type": "Event", "name": "Opening"}


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"@type": "Happening"}, "Happening is no type"),
        ({"nickname": "IKM"}, "/nickname: no property"),
        ({"courseMode": "online"}, "/courseMode: not of this type"),
        ({"attendees": {"@type": "Person", "name": "A"}}, "/attendees: superseded"),
        ({"startDate": "None"}, "/startDate: 'None' is no"),
        ({"eventStatus": f"{SCHEMA}EventRained"}, "/eventStatus: "),
        ({"about": "Industry"}, "/about: 'Industry' is no"),
        ({"maximumAttendeeCapacity": "20"}, "/maximumAttendeeCapacity: '20' is no"),
        ({"location": {"@type": "Person", "name": "Jakarta"}}, "/location: of another kind than"),
    ],
)
def test_the_judge_tells_what_is_wrong(wrong: dict[str, Any], fault: str) -> None:
    assert faults_of(EVENT) == []

    assert any(fault in one for one in faults_of(EVENT | wrong)), faults_of(EVENT | wrong)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {},
        {"status": EditionStatus.CANCELLED, "mode": Mode.ONLINE},
        {
            "status": EditionStatus.POSTPONED,
            "status_before": EditionStatus.CALL,
            "mode": Mode.HYBRID,
            "cities": [],
        },
    ],
)
def test_an_edition_is_told_in_words_of_schema_org(client: Client, values: dict[str, Any]) -> None:
    edition = keep_editions()
    Edition.objects.filter(pk=edition.pk).update(**values)

    assert faults_of(data_of(client)) == []
    assert faults_of(data_of(client, PAGE.replace("/en/", "/id/"))) == []


@pytest.mark.django_db
def test_an_article_is_told_in_words_of_schema_org(client: Client) -> None:
    newsroom.keep_news()

    assert faults_of(data_of(client, f"/en/news/{newsroom.SLUG}/")) == []


@pytest.mark.django_db
def test_a_timetable_is_told_in_words_of_schema_org(client: Client) -> None:
    timetable.keep_open_to_all()

    assert faults_of(data_of(client, f"/en/programmes/{timetable.CODE}/timetable/")) == []
