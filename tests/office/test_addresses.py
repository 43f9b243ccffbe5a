from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError

from balai import config
from balai.kernel.refusal import RuleViolationError
from balai.office.addresses import link_to, public_url
from balai.office.models import Office

if TYPE_CHECKING:
    from pathlib import Path


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
def test_a_demonstration_issues_under_the_address_of_its_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "demo.json").touch()
    monkeypatch.setenv("BALAI_HOME", str(tmp_path))
    config.current.cache_clear()
    try:
        assert public_url() == "http://localhost:8000"
    finally:
        monkeypatch.undo()
        config.current.cache_clear()


@pytest.mark.django_db
def test_there_is_one_office() -> None:
    Office.objects.create()

    with pytest.raises(IntegrityError, match="office_is_one"):
        Office.objects.create(id=2)
