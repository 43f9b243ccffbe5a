"""Pages as people of every role read them meanwhile: they answer, and tell nothing that is sealed."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse

from balai.drill.people import PLANTED
from balai.people.enums import Role

if TYPE_CHECKING:
    from balai.drill.telling import Telling

HOST = "localhost"
PAGES = (
    "nominations:calls",
    "nominations:doubles",
    "nominations:late",
    "selection:outcome",
    "selection:outcome_csv",
    "selection:places",
    "selection:places_csv",
    "selection:workbench",
    "selection:panel",
    "selection:proposals",
    "selection:pool_csv",
    "certificates:edition",
    "followup:edition",
    "reporting:edition",
    "timetable:bench",
    "timetable:groups",
    "timetable:compare",
    "delivery:presence",
    "delivery:day",
    "delivery:meals",
    "delivery:gates",
    "delivery:conflicts",
    "delivery:materials",
    "public:edition",
    "portal:board",
    "portal:documents",
    "programmes:edition",
    "programmes:places",
    "programmes:dates",
    "programmes:booklet",
    "api:get_board",
    "api:list_places",
    "api:list_decisions",
    "api:list_timetables",
    "api:list_certificates",
)
"""Of an edition, by name."""
OF_NOBODY = ("portal:tasks", "portal:search", "portal:my_programme")
"""Of whoever reads."""
READERS = ("", *(role.value for role in Role if role not in {Role.API_CLIENT, Role.LINK_HOLDER}))
"""Visitors, and everybody whom a demonstration lets in."""


def read_some(told: Telling) -> None:
    """Read a page by the officer, to whom it opens, and one by anybody; in time, all of them by everybody."""
    for reader in (Role.PROGRAMME_OFFICER.value, told.picks.choice(READERS)):
        client = _client(reader)
        if client is None:
            told.broken.append(f"the demonstration lets nobody in as {reader}")
            continue
        name = told.picks.choice((*PAGES, *OF_NOBODY))
        address = reverse(name, kwargs={} if name in OF_NOBODY else {"code": told.edition.code})
        answer = client.get(address)
        told.answers += 1
        told.opened += answer.status_code == HTTPStatus.OK
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            told.broken.append(f"{address} answers {answer.status_code} to {reader or 'a visitor'}")
        text = b"".join(answer) if answer.streaming else answer.content
        if PLANTED.encode().lower() in text.lower():
            told.broken.append(f"{address} tells {reader or 'a visitor'} what is sealed")


def _client(reader: str) -> Client | None:
    client = Client(raise_request_exception=False, headers={"host": HOST})
    if (
        reader
        and client.post(reverse("people:demo", kwargs={"role": reader})).status_code != HTTPStatus.FOUND
    ):
        return None
    return client
