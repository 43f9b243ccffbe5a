from __future__ import annotations

import pytest
from django.db import IntegrityError

from balai.kernel.refusal import RuleViolationError
from balai.office.addresses import link_to, public_url
from balai.office.models import Office


@pytest.mark.django_db
def test_without_a_public_address_nothing_that_carries_it_for_ever_is_issued() -> None:
    with pytest.raises(RuleViolationError) as raised:
        public_url()

    assert raised.value.refusal.code == "office.public_address_missing"
    assert link_to("/tasks/") == "http://localhost:8000/tasks/"


@pytest.mark.django_db
def test_the_offices_public_address_is_used() -> None:
    Office.objects.create(public_address="https://balai.example")

    assert (public_url(), link_to("/tasks/")) == ("https://balai.example", "https://balai.example/tasks/")


@pytest.mark.django_db
def test_there_is_one_office() -> None:
    Office.objects.create()

    with pytest.raises(IntegrityError, match="office_is_one"):
        Office.objects.create(id=2)
