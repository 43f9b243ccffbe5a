"""What the pages of offers and places show when they are looked at: Sri Lanka's and Pakistan's places."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from balai.kernel import clock
from balai.nominations.models import Nomination
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition, Quota
from balai.selection.enums import DeclineReason
from balai.selection.models import NumberedPlace, Offer, Participant
from balai.selection.services.announcing import announce_decision
from balai.selection.services.answering import accept_offer, decline_offer
from tests.browser.sign_in import account_of
from tests.directory.factories import VisaRouteFactory
from tests.nominations.factories import CountryCallFactory
from tests.nominations.looks import CODE, keep_a_call
from tests.people.factories import GrantFactory, PersonFactory
from tests.selection.factories import AGREED, decided, sent_nominee

OFFER = UUID("0190a0a0-0000-7000-8000-000000000911")
CONFIRMED = UUID("0190a0a0-0000-7000-8000-000000000912")
FREE = 1
NOTED = UUID("0190a0a0-0000-7000-8000-000000000913")
"""The place that its first nominee declined."""
NAMES = {
    "LK": ("Nimal Fernando", "Kumari Silva", "Ruwan Jayasuriya"),
    "PK": ("Imran Chaudhry", "Sana Iqbal", "Bilal Ahmed"),
    "BT": ("Karma Choden", "Sonam Tobgay", "Pema Lhamo"),
}


def selecting() -> tuple[Edition, dict[str, list[Nomination]]]:
    """An edition that is being selected, with three nominees of each of three countries."""
    edition = keep_a_call()
    arrives = clock.now().date() + dt.timedelta(days=40)
    Edition.objects.filter(pk=edition.pk).update(
        status=EditionStatus.SELECTION,
        places=6,
        host_places=0,
        arrives_on=arrives,
        starts_on=arrives,
        ends_on=arrives + dt.timedelta(days=12),
        departs_on=arrives + dt.timedelta(days=12),
    )
    edition.refresh_from_db()
    Quota.objects.filter(edition=edition).update(places=2)
    for code, days in (("LK", 7), ("PK", 30), ("BT", 60)):
        VisaRouteFactory.create(host_id="ID", nationality_id=code, lead_days=days, since=dt.date(2018, 1, 1))
    found = {}
    for code, names in NAMES.items():
        call = CountryCallFactory.create(edition=edition, country_id=code)
        found[code] = [
            sent_nominee(call, rank, name=name, **({"id": NOTED} if name == "Pema Lhamo" else {}))
            for rank, name in enumerate(names, start=1)
        ]
    return edition, found


def keep_a_decision() -> None:
    """The panel has decided; nobody was told."""
    edition, people = selecting()
    decided(edition, selected=[people["LK"][0]], reserves=[people["LK"][1]], others=[people["PK"][0]])


def keep_places() -> None:
    """One has confirmed, one was asked, one has declined; a place is free, with a ladder of three steps."""
    edition, people = selecting()
    selected = [*people["LK"][:2], *people["PK"][:1]]
    others = [one for country in people.values() for one in country if one not in selected]
    actor = PersonFactory.create(name="Sari Utami")
    GrantFactory.create(person=actor, role=Role.PROGRAMME_OFFICER, scope=edition.scope)
    decided(edition, selected=selected, reserves=others[:4], others=others[4:], actor=actor)
    dilani = PersonFactory.create(name="Dilani Perera", email="focal@example.lk")
    GrantFactory.create(person=dilani, role=Role.FOCAL_POINT, scope="country:LK")
    at = clock.now()
    announce_decision(edition=edition, actor=actor, at=at, expires_at=at + dt.timedelta(days=9))
    first, second, third = (Offer.objects.get(nomination=one) for one in selected)
    decline_offer(offer_id=first.pk, why=DeclineReason.WORK, note="", actor=first.nomination.person, at=at)
    done = accept_offer(offer_id=second.pk, answers=AGREED, actor=second.nomination.person, at=at)
    Participant.objects.filter(pk=done.pk).update(id=CONFIRMED)
    assert NumberedPlace.objects.filter(edition=edition, holder=None).count() == 5
    assert third.is_open


def keep_an_offer() -> None:
    """The nominee who looks is offered a place."""
    keep_places()
    offer = Offer.objects.get(nomination__name="Imran Chaudhry", kind="place")
    Nomination.objects.filter(pk=offer.nomination_id).update(person=account_of("nominee").person)
    Offer.objects.filter(pk=offer.pk).update(id=OFFER)


__all__ = ["CODE", "CONFIRMED", "FREE", "NOTED", "OFFER", "keep_a_decision", "keep_an_offer", "keep_places"]
