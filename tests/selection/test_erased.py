"""Whoever is erased is named nowhere, nor in letters to governments, employers and embassies."""

from __future__ import annotations

import datetime as dt
import re
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from balai.correspondence.enums import LetterState
from balai.correspondence.models import Letter, LetterMention, RegisterEntry
from balai.kernel.identity import uuid7
from balai.nominations.enums import DocumentKind, Origin, Signatory
from balai.nominations.models import Application, Nomination
from balai.nominations.services.applying import send_application
from balai.nominations.services.documents import keep_document
from balai.nominations.services.endorsing import ask_for_statement, sign_statement
from balai.nominations.services.nominating import add_nominee, attach_letter, send_nominations
from balai.people.enums import Role
from balai.people.services.erasing import erase_person, finish_erasures
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.selection.enums import EndReason, NameReason, ParticipantState
from balai.selection.models import Offer, Participant
from balai.selection.queries.offers import arrival_of
from balai.selection.services.announcing import announce_decision
from balai.selection.services.answering import accept_offer
from balai.selection.services.participating import (
    correct_name,
    end_participation,
    miss_who_did_not_arrive,
    note_arrival,
)
from tests.directory.factories import ContactFactory, EmbassyFactory
from tests.nominations.factories import COMPLETE, PDF, CountryCallFactory, ProfileFactory, seal
from tests.nominations.test_endorsing import SIGNED
from tests.people.factories import GrantFactory, PersonFactory
from tests.selection.factories import AGREED, decided

if TYPE_CHECKING:
    from balai.nominations.models import CountryCall
    from balai.people.models import Person

AT = dt.datetime(2018, 4, 20, 3, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
WHO = {"Yangdon Lhazom": "yangdon@example.bt", "Namgay Thinley": "namgay@example.bt"}
pytestmark = pytest.mark.usefixtures("countries", "keys")


def named_in(*words: str) -> list[str]:
    """Tables in which one of these words stands, wherever the application can read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT') ORDER BY tablename"
        )
        tables = [table for (table,) in cursor.fetchall()]
        found = []
        for table in tables:
            quoted = connection.ops.quote_name(table)
            query = f"SELECT count(*) FROM {quoted} AS row WHERE row::text ILIKE ANY (%s)"  # noqa: S608 -- our own tables
            cursor.execute(query, [[f"%{word}%" for word in words]])
            if cursor.fetchone()[0]:
                found.append(table)
        return found


def at_status(edition: Edition, status: EditionStatus) -> None:
    Edition.objects.filter(pk=edition.pk).update(status=status)
    edition.refresh_from_db()


@pytest.fixture
def focal(edition: Edition) -> Person:
    person: Person = GrantFactory.create(
        person=PersonFactory.create(name="Dechen Wangmo", email="dechen@example.bt"),
        role=Role.FOCAL_POINT,
        scope="country:BT",
    ).person
    return person


@pytest.fixture
def call(edition: Edition) -> CountryCall:
    made: CountryCall = CountryCallFactory.create(edition=edition)
    return made


def apply(nomination: Nomination) -> None:
    """A nominee tells everything, has the employer sign, and sends it."""
    person = nomination.person
    seal(ProfileFactory.create(person=person, name_in_passport=nomination.name))
    application = nomination.application
    said = ("problem", "why_me", "outcomes", "use_after", "signed_name")
    Application.objects.filter(pk=application.pk).update(
        **dict.fromkeys(said, f"{nomination.name} says so."),
        has_conflict_of_interest=False,
        has_read_demands=True,
        photo_consent="internal",
    )
    for kind in (DocumentKind.PASSPORT, DocumentKind.PHOTO, DocumentKind.CV, DocumentKind.DEGREE):
        keep_document(
            application_id=application.pk,
            kind=kind,
            content=PDF,
            name=f"{nomination.name}.pdf",
            issued_on=None,
            actor=person,
            at=AT,
        )
    ask_for_statement(
        application_id=application.pk,
        signatory=Signatory.EMPLOYER,
        name=f"Superior of {nomination.name}",
        title="Head",
        email=f"superior.{nomination.email}",
        actor=person,
        at=AT,
    )
    asked = Letter.objects.get(kind="endorsement.request", recipient_address=f"superior.{nomination.email}")
    (secret,) = re.findall(r"/statement/([^/\s]+)/", asked.text)
    sign_statement(secret=secret, values=SIGNED, at=AT)
    application.refresh_from_db()
    send_application(application_id=application.pk, declared={}, actor=person, at=AT)


@pytest.mark.slow
def test_an_erased_person_is_named_in_no_table_and_the_others_stay_named(
    edition: Edition, call: CountryCall, focal: Person, sari: Person
) -> None:
    ContactFactory.create(organisation=EmbassyFactory.create(), email="consul@example.bt")
    at_status(edition, EditionStatus.CALL)
    attach_letter(call_id=call.pk, content=PDF, name="note.pdf", actor=focal, at=AT)
    for name, email in WHO.items():
        values = {**COMPLETE, "name": name, "email": email}
        add_nominee(
            call_id=call.pk, key=uuid7(), values=values, origin=Origin.FOCAL_POINT, actor=focal, at=AT
        )
    send_nominations(
        call_id=call.pk,
        version=None,
        is_eligibility_stated=True,
        is_release_stated=True,
        is_return_stated=True,
        actor=focal,
        at=AT,
    )
    gone, stays = Nomination.objects.order_by("rank").select_related("person", "application")
    for one in (gone, stays):
        apply(one)
    at_status(edition, EditionStatus.SELECTION)
    decided(edition, selected=[gone, stays], actor=sari)
    announce_decision(edition=edition, actor=sari, at=AT + 30 * DAY, expires_at=AT + 40 * DAY)
    for one in (gone, stays):
        accept_offer(
            offer_id=Offer.objects.get(nomination=one).pk, answers=AGREED, actor=one.person, at=AT + 31 * DAY
        )
    leaver, comer = Participant.objects.order_by("nomination__rank")
    correct_name(
        participant_id=leaver.pk,
        said={
            "name": "Yangdon Lhazomo",
            "honorific": "",
            "name_in_passport": "Yangdon Lhazomo",
            "name_on_certificate": "",
            "name_native": "",
        },
        why=next(iter(NameReason)),
        actor=sari,
        at=AT + 32 * DAY,
    )
    at_status(edition, EditionStatus.RUNNING)
    arrival = arrival_of(edition)
    assert arrival is not None
    note_arrival(participant_id=comer.pk, actor=sari, at=arrival)
    assert miss_who_did_not_arrive(at=arrival + 2 * DAY) == 1
    end_participation(
        participant_id=leaver.pk,
        to=ParticipantState.RELEASED,
        why=EndReason.NO_SHOW,
        note="Yangdon does not answer the telephone.",
        actor=sari,
        at=arrival + 4 * DAY,
    )
    Letter.objects.exclude(kind="participant.not_met").update(state=LetterState.ACCEPTED)
    to_embassy = Letter.objects.get(kind="participant.not_met")
    assert "Yangdon Lhazomo, a participant from Bhutan, was expected" in to_embassy.text
    assert {"balai_letter", "balai_register_entry", "balai_nomination"} <= {*named_in("yangdon")}
    others = named_in("namgay")
    noted = {*LetterMention.objects.values_list("letter", "person", "said")}
    with transaction.atomic(), connection.cursor() as cursor:
        LetterMention.objects.all().delete()  # as before letters noted it
        cursor.execute(import_module("balai.followup.migrations.0008_letters_of_before_mention_people").NOTE)
        assert noted <= {*LetterMention.objects.values_list("letter", "person", "said")}
        transaction.set_rollback(True)

    erase_person(person=gone.person, actor=None, at=arrival + 5 * DAY)
    assert named_in("yangdon") == ["balai_letter", "balai_letter_mention"]  # the one that has not left yet
    Letter.objects.update(state=LetterState.ACCEPTED)
    assert [finish_erasures(at=arrival + 6 * DAY) for _night in "ab"] == [1, 0]

    assert named_in("yangdon") == []
    assert named_in("namgay") == others
    result = Letter.objects.get(kind="offer.government")
    assert f"- [erased] ({gone.code}): a place is offered\n- Namgay Thinley ({stays.code})" in result.text
    assert "[erased]" in RegisterEntry.objects.filter(letter__kind="offer.outcome").earliest("number").subject
