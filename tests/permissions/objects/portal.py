"""What everybody meets: preferences, the search, and the public pages of programmes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings

from balai.delivery.models import Presence
from balai.directory.services.shipped import enter_shipped_lists
from balai.office.models import Office
from balai.programmes.enums import BookletFileKind, EditionStatus, Publicity
from balai.programmes.models import Booklet
from balai.timetable.models import Session
from tests.permissions.objects.delivery import held
from tests.permissions.world import MARKER, Aim, aims
from tests.programmes.factories import (
    ActivityFactory,
    BookletFactory,
    BookletFileFactory,
    EditionFactory,
    session_type,
)

if TYPE_CHECKING:
    from tests.permissions.world import World


@aims("portal:preferences")
def preferences(world: World) -> Aim:
    return Aim(
        data={"language": "id", "theme": "dark"},
        effect=lambda seen: (
            seen.client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "id"
            if settings.LANGUAGE_COOKIE_NAME in seen.client.cookies
            else False
        ),
    )


@aims("set_language")
def languages(world: World) -> Aim:
    return Aim(
        data={"language": "id"},
        effect=lambda seen: settings.LANGUAGE_COOKIE_NAME in seen.client.cookies,
    )


@aims("portal:search")
def searching(world: World) -> Aim:
    return Aim(query={"q": MARKER.partition("-")[0]})


@aims("api:search")
def searching_by_program(world: World) -> Aim:
    return Aim(query={"words": MARKER.partition("-")[0]})


def _programmes() -> tuple[str, str]:
    """The codes of a public edition and of an internal one; both have a day and a booklet."""
    Office.objects.create(public_address="https://balai.example")  # calendars and feeds carry it
    enter_shipped_lists(apps)
    session_type("PRA")
    codes = []
    for publicity, title in ((Publicity.PUBLIC, "Small industry"), (Publicity.INTERNAL, MARKER)):
        edition = EditionFactory.create(
            title={"en": title}, publicity=publicity, status=EditionStatus.APPROVED
        )
        ActivityFactory.create(edition=edition, earliest_on=edition.starts_on, latest_on=edition.starts_on)
        booklet = BookletFactory.create(edition=edition, version=1)
        BookletFileFactory.create(booklet=booklet, language="en", content=title.encode())
        codes.append(edition.code)
    return codes[0], codes[1]


def _aim_at_programmes(**arguments: Any) -> Aim:
    own, foreign = _programmes()
    return Aim(own={"code": own, **arguments}, foreign={"code": foreign, **arguments})


@aims("public:edition", "public:edition_calendar")
def reading_of_an_edition(world: World) -> Aim:
    return _aim_at_programmes()


@aims("public:day")
def reading_of_a_day(world: World) -> Aim:
    return _aim_at_programmes(on=dt.date(2018, 7, 18))


@aims("public:booklet")
def reading_a_booklet(world: World) -> Aim:
    return _aim_at_programmes(version=1, language="en")


@aims("public:erratum")
def reading_an_erratum(world: World) -> Aim:
    aim = _aim_at_programmes(version=1, language="en")
    for booklet in Booklet.objects.select_related("edition"):
        content = str(booklet.edition.title).encode()
        BookletFileFactory.create(
            booklet=booklet, kind=BookletFileKind.ERRATUM, language="en", content=content
        )
    return aim


@aims("public:home", "public:catalogue", "public:calendar", "public:feed")
def reading_of_programmes(world: World) -> Aim:
    _programmes()
    return Aim()


@aims("portal:my_programme")
def ones_own_programme(world: World) -> Aim:
    return Aim()


@aims("portal:claim")
def saying_that_one_was_there(world: World) -> Aim:
    there = held()
    there.somebody.person = world.person
    there.somebody.save(update_fields=["person"])
    elsewhere = ActivityFactory.create(
        edition=EditionFactory.create(code="OTHER-2018"), session_type_id="LEC"
    )
    foreign = Session.objects.create(edition=elsewhere.edition, activity=elsewhere, code=elsewhere.code)
    return Aim(
        own={"key": there.own.pk},
        foreign={"key": foreign.pk},
        effect=lambda seen: Presence.objects.filter(session=seen.arguments["key"]).exists(),
    )
