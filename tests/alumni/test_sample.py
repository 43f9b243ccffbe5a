from __future__ import annotations

import pytest

from balai.alumni.enums import ExpertOfferState, Purpose
from balai.alumni.models import AlumniInvitation, AlumnusEntry, ExpertOffer, GroupLetter
from balai.alumni.services.sample import life_of_alumni
from balai.directory.models import ResourcePerson
from tests.alumni.factories import graduates, next_edition

pytestmark = pytest.mark.django_db


def test_the_sample_life_lets_some_be_found_and_one_come_back(countries: None, keys: None) -> None:
    graduates(7)
    edition = next_edition(code="sample-2019")

    for stage in life_of_alumni():
        stage.do()

    assert AlumnusEntry.objects.count() == 5
    assert GroupLetter.objects.get().members == 5
    offer = ExpertOffer.objects.get()
    assert (offer.state, offer.edition, offer.resource_person) == (
        ExpertOfferState.TAKEN_UP,
        edition,
        ResourcePerson.objects.get(),
    )
    by_purpose = AlumniInvitation.objects.filter(edition=edition)
    assert by_purpose.filter(purpose=Purpose.PASS_ON).count() == 7
    assert by_purpose.filter(purpose=Purpose.COME_BACK).count() == 7
