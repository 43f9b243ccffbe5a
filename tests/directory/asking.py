"""What the tests of the pages of the directory ask with, and what its forms are sent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse

from balai.audit.models import Deed
from tests.directory.factories import (
    BodyFactory,
    OrganisationFactory,
    SiteFactory,
)
from tests.directory.sending import sent_by
from tests.people.factories import account_with

if TYPE_CHECKING:
    from balai.people.enums import Role

NOW = dt.datetime(2018, 7, 17, 22, 30, tzinfo=dt.UTC)
LONG_AGO = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)


def told() -> Deed:
    """The one deed on the directory."""
    return Deed.objects.exclude(action__startswith="account.").get()


def entered_as(role: Role, scope: str = "all") -> Client:
    client = Client()
    client.force_login(account_with(role, scope=scope))
    return client


def text_of(client: Client, view: str, *arguments: Any, **query: Any) -> str:
    response = client.get(reverse(view, args=arguments), query)
    assert response.status_code == 200
    return response.content.decode()


def columns_of(form_page: Any) -> dict[str, Any]:
    """What the form of a page would send as it stands."""
    return sent_by(form_page.context["form"])


ENTERED: dict[str, tuple[Any, dict[str, Any]]] = {
    "organisation": (None, {"name_en": "Centre", "kind": "centre", "country": "ID", "certainty": "known"}),
    "contact": (OrganisationFactory, {"office_en": "Bureau", "email": "bureau@example.org"}),
    "closure": (SiteFactory, {"since": "2018-07-16", "until": "2018-07-17", "reason_en": "Maintenance"}),
    "room": (SiteFactory, {"name_en": "Hall", "kind": "hall", "capacity": "40", "is_step_free": "true"}),
    "machine": (
        SiteFactory,
        {
            "name_en": "CNC",
            "quantity": "3",
            "trainees_per_machine": "2",
            "safety_class": "briefed",
            "certainty": "known",
        },
    ),
    "topic": (None, {"name_en": "Machining", "name_id": "Permesinan"}),
    "resource_person": (None, {"person_name": "Anwar Siregar", "certainty": "known", "languages": ["id"]}),
    "body": (None, {"name_en": "Colombo Plan", "kind": "intergovernmental", "certainty": "known"}),
    "membership": (
        BodyFactory,
        {
            "country": "BT",
            "since": "1962-01-01",
            "since_precision": "year",
            "until_precision": "day",
            "source": "Proceedings",
            "certainty": "known",
        },
    ),
    "visa_route": (
        None,
        {"host": "ID", "nationality": "AF", "route": "calling", "since": "2015-01-01", "certainty": "known"},
    ),
    "declared_day": (
        None,
        {
            "country": "ID",
            "since": "2018-06-11",
            "until": "2018-06-12",
            "kind": "leave",
            "name_en": "Collective leave",
            "certainty": "known",
        },
    ),
}


def stretches(*rows: dict[str, str]) -> dict[str, str]:
    sent = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    return sent | {
        f"form-{number}-{name}": text for number, row in enumerate(rows) for name, text in row.items()
    }
