"""Health never reaches a member of a panel: by no page, list, file, count or answer to a program.

Every address that can be read is asked for as a member who sits on the panel and has a dossier of a nominee
whose passport, needs, faith and health are all filled in, and whose place is confirmed.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import zipfile
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from balai.kernel import clock
from balai.kernel.identity import uuid7
from balai.nominations.enums import DocumentKind, Scan, Section
from balai.nominations.models import Document
from balai.people.enums import Role
from balai.people.models import Account
from balai.selection.enums import Place
from balai.selection.models import Offer, Participant, Reading, Verdict
from balai.selection.services.announcing import announce_decision
from balai.selection.services.answering import accept_offer
from tests.nominations.factories import PASSPORT, ProfileFactory, seal
from tests.people.factories import account_with
from tests.selection import looks
from tests.selection.factories import AGREED, PanelDeclarationFactory, ReadingFactory

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.test import Client
    from django.urls import URLPattern

    Known = Mapping[str, tuple[Any, ...]]

pytestmark = pytest.mark.usefixtures("countries", "keys")

SEALED = ("asthma", "peanuts", "prayer-room", "vegetarian", "Tashi Dorji", PASSPORT["number"], "fever-note")
"""Words of what is sealed, and of a health certificate's name."""


def patterns(below: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named address, with the name by which it is made."""
    for one in below.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}", one


def addresses(space: str, known: Known) -> Iterator[str]:
    """Every address of a room, with every thing that there is in each of its places."""
    for name, pattern in patterns(get_resolver()):
        if not name.startswith(space):
            continue
        wanted = list(pattern.pattern.converters)
        things = [known.get(one, known["_id"] if one.endswith("_id") else ()) for one in wanted]
        missing = [one for one, found in zip(wanted, things, strict=True) if not found]
        assert not missing, f"{name}: say in `known` what stands for {missing}"
        found = []
        for chosen in itertools.product(*things):
            with suppress(NoReverseMatch):  # not every kind of file is made of everything
                found.append(reverse(name, kwargs=dict(zip(wanted, chosen, strict=True))))
        assert found, f"{name}: nothing in `known` fits its address"
        yield from found


def content_of(client: Client, address: str) -> tuple[int, str]:
    """The status of an answer and all of its text, of files within files too."""
    answer = client.get(address)
    content = answer.getvalue()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return answer.status_code, content.decode("utf-8", "replace")


@pytest.fixture
def known() -> Known:
    """A nominee with all that can be sealed, who has confirmed, and a member who reads the dossier."""
    looks.keep_a_decision()
    verdict = Verdict.objects.filter(place=Place.SELECTED).order_by("pk").first()
    assert verdict is not None
    nominee, at = verdict.nomination, clock.now()
    profile = seal(ProfileFactory.create(person=nominee.person))
    certificate = Document.objects.create(
        person=nominee.person,
        kind=DocumentKind.HEALTH,
        file=uuid7(),
        name="fever-note.pdf",
        media_type="application/pdf",
        size=9,
        scan=Scan.NONE,
        kept_at=at,
        kept_by=nominee.person.reference,
    )
    announce_decision(
        edition=nominee.edition, actor=looks.officer(), at=at, expires_at=at + dt.timedelta(days=9)
    )
    offer = Offer.objects.get(nomination=nominee)
    participant = accept_offer(offer_id=offer.pk, answers=AGREED, actor=nominee.person, at=at)
    member = account_with(Role.PANEL_MEMBER, scope=looks.SCOPE).person
    assert member is not None
    PanelDeclarationFactory.create(edition=nominee.edition, member=member)
    reading = ReadingFactory.create(nomination=nominee, member=member)
    things = (nominee, verdict, offer, participant, reading, certificate, profile, nominee.person)
    keys = (*(one.pk for one in things), nominee.application.pk)
    by_type = dict.fromkeys(
        ("key", "participant", "document", "person_id", "grant_id", "letter_id", "entry_id", "record_id"),
        keys,
    ) | dict.fromkeys(("_id", "nomination_id", "leaver", "comer"), keys[:2])
    return by_type | {
        "code": (looks.CODE,),
        "country": (nominee.country_id,),
        "section": tuple(Section.values),
        "part": ("health", "needs", "faith", "passport"),
        "language": ("en",),
        "kind": ("pdf", "docx", "csv", "xlsx"),
        "number": (1,),
        "version": (1,),
        "job_id": (1,),
        "secret": ("none",),
        "rule": ("E-AGE",),
        "name": ("quotas",),
        "light": ("decision",),
        "form": ("original",),
        "on": ("2018-07-24",),
    }


@pytest.mark.slow
@pytest.mark.parametrize(("space", "least"), [("selection:", 150), ("nominations:", 300), ("api:", 100)])
def test_no_address_shows_a_member_of_the_panel_what_is_sealed(
    client: Client, known: Known, space: str, least: int
) -> None:
    client.force_login(
        Account.objects.get(person__grants__role=Role.PANEL_MEMBER, person__grants__until=None)
    )

    asked = 0
    contract = reverse("api:openapi-json")  # names the diets one may choose from
    for address in addresses(space, known):
        if address == contract:
            continue
        status, text = content_of(client, address)
        assert status < HTTPStatus.INTERNAL_SERVER_ERROR, address
        assert [word for word in SEALED if word in text] == [], address
        asked += 1

    assert asked >= least


def test_the_member_does_get_the_dossier_and_whoever_may_does_get_the_needs(
    client: Client, known: Known
) -> None:
    """So that the test above looks where something is: the words would be found."""
    reading = Reading.objects.get(member__grants__role=Role.PANEL_MEMBER, member__account__isnull=False)
    client.force_login(reading.member.account)
    status, text = content_of(client, reverse("selection:dossier", args=[reading.pk]))
    assert (status, "Weavers sell below cost." in text) == (HTTPStatus.OK, True)
    assert content_of(client, "/api/v1/selection/dossiers")[1].count("Weavers sell below cost.") == 1

    look = reverse("selection:needs", args=[Participant.objects.get().pk])
    assert client.post(look).status_code == HTTPStatus.FORBIDDEN
    client.force_login(account_with(Role.HEALTH_OFFICER, scope=looks.SCOPE))
    answer = client.post(look)
    assert (answer.status_code, "Tashi Dorji" in answer.content.decode()) == (HTTPStatus.OK, True)
