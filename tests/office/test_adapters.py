from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from balai.office.models import Office
from balai.people.models import Account, Person


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("Balai-Balai-2026", ["password_of_known_names"]),
        ("DITJEN IKMA 2018", ["password_of_known_names"]),
        ("kementerian.perindustrian", ["password_of_known_names"]),
        ("choden+karma=1985", ["password_of_known_names"]),
        ("balai of the seven blue herons", []),
        ("karma rides over the pass", []),
    ],
)
def test_a_password_of_names_that_anybody_would_try_is_refused(password: str, codes: list[str]) -> None:
    Office.objects.create(
        short_name="Ditjen IKMA", name={"en": "Ministry of Industry", "id": "Kementerian Perindustrian"}
    )
    account = Account(email="k.choden@example.bt", person=Person(name="Karma Choden"))

    found = []
    try:
        validate_password(password, account)
    except ValidationError as error:
        found = [one.code for one in error.error_list]

    assert found == codes
