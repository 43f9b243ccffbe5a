from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.kernel.restricted import look
from balai.nominations.adapters.application_rights import (
    ApplicationEraser,
    ApplicationRetention,
    ApplicationsSealed,
    SealedRetention,
)
from balai.nominations.enums import DocumentKind
from balai.nominations.models import Application, Document, Endorsement, Profile, Submission
from balai.nominations.services.applying import send_application
from balai.nominations.services.documents import keep_document
from balai.programmes.models import Edition
from tests.nominations.factories import (
    PDF,
    ApplicationFactory,
    DocumentFactory,
    EndorsementFactory,
    NominationFactory,
    ProfileFactory,
    seal,
)
from tests.nominations.test_documents import is_there

if TYPE_CHECKING:
    from balai.nominations.models import CountryCall
    from balai.people.models import Person

AT = dt.datetime(2018, 4, 20, 5, tzinfo=dt.UTC)
pytestmark = [pytest.mark.usefixtures("countries", "keys"), pytest.mark.django_db]


@pytest.fixture
def karma(call: CountryCall) -> Person:
    """Somebody who has told everything, sent it, and whose employer has signed."""
    nomination = NominationFactory.create(call=call, rank=1)
    person: Person = nomination.person
    seal(ProfileFactory.create(person=person, studies=[["RUB"]]))
    application = ApplicationFactory.create(nomination=nomination)
    keep_document(
        application_id=application.pk,
        kind=DocumentKind.PASSPORT,
        content=PDF,
        name="Karma.pdf",
        issued_on=None,
        actor=person,
        at=AT,
    )
    for kind in ("photo", "cv", "degree"):
        DocumentFactory.create(person=person, kind=kind)
    EndorsementFactory.create(
        application=application,
        signed_at=AT,
        signed_name="Sonam Dorji",
        why_this_course="It fits.",
        why_this_person="She advises.",
        is_relevant=True,
        is_released=True,
        returns_to_post=True,
    )
    send_application(application_id=application.pk, declared={}, actor=person, at=AT)
    return person


def everything() -> str:
    """What the tables of applications say in plain, in one text."""
    models = (Profile, Application, Submission, Endorsement, Document)
    return repr([list(model.objects.values()) for model in models])


@pytest.mark.django_db(transaction=True)
def test_erasing_leaves_nothing_that_somebody_told_and_does_nothing_twice(karma: Person) -> None:
    passport = Document.objects.get(kind="passport")
    told = ("Karma", "Choden", "Weavers", "Sonam", "RUB", "It fits.", "PBH", "karma@")
    assert all(words in everything() for words in told)
    assert is_there(passport)

    assert ApplicationEraser()([karma], at=AT) > 0

    assert [words for words in told if words in everything()] == []
    assert not is_there(passport)
    assert set(Document.objects.values_list("file", flat=True)) == {None}  # or nothing would sweep them
    assert Profile.objects.get().passport is None
    assert Application.objects.get().state == "sent"
    assert ApplicationEraser()([karma], at=AT) == 0


def test_a_copy_has_every_sealed_part_and_every_file(karma: Person) -> None:
    facts = list(ApplicationsSealed().facts([karma]))

    assert [one.name.rpartition(".")[2] for one in facts] == ["passport", "needs", "faith", "health"] * 2
    seen = look(facts[0].row, facts[0].field, actor=karma.reference, purpose="own", at=AT)
    assert seen["number"] == "E00009413"
    files = {one.what for one in ApplicationsSealed().files([karma])}
    assert files == {"document.passport", "document.photo", "document.cv", "document.degree"}


def test_what_is_sealed_goes_first_and_the_rest_later(karma: Person) -> None:
    Edition.objects.update(ends_on=dt.date(2018, 7, 30))
    profile = Profile.objects.get()
    early, late = SealedRetention(), ApplicationRetention()
    assert early.weeks < late.weeks
    assert list(early.expired(ended_before=dt.date(2018, 7, 30))) == []

    expired = list(early.expired(ended_before=dt.date(2018, 7, 31)))
    assert [(one.key, one.person_id) for one in expired] == [(profile.pk, karma.pk)]
    early.forget(expired, at=AT)

    profile.refresh_from_db()
    assert (profile.passport, profile.passport_index, profile.mobile) == (None, "", "+975 17 000 000")
    assert list(early.expired(ended_before=dt.date(2018, 7, 31))) == []
    late.forget(list(late.expired(ended_before=dt.date(2018, 7, 31))), at=AT)
    profile.refresh_from_db()
    assert profile.mobile == ""
    assert list(late.expired(ended_before=dt.date(2018, 7, 31))) == []
