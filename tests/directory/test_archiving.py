"""Archiving records, and taking them back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from balai.directory.models import (
    Machine,
    Membership,
    Organisation,
    Site,
)
from balai.people.enums import Role
from tests.directory.asking import LONG_AGO, entered_as, text_of
from tests.directory.factories import (
    MachineFactory,
    MembershipFactory,
    SiteFactory,
)

pytestmark = pytest.mark.django_db


def test_archiving_says_first_what_it_means() -> None:
    site = SiteFactory.create()
    client = entered_as(Role.PROGRAMME_OFFICER)
    address = reverse("directory:site_archive", args=[site.pk])

    assert "It will no longer be offered" in client.get(address).content.decode()
    assert not Site.objects.get().is_archived
    client.post(address, {"deed": "archive"})

    assert Site.objects.get().is_archived
    assert "Out of use since" in text_of(client, "directory:site", site.pk)
    assert "offered nowhere" in client.get(address).content.decode()
    client.post(address, {"deed": "restore"})
    assert not Site.objects.get().is_archived


def test_what_is_in_use_says_why_it_cannot_be_archived_or_removed() -> None:
    centre = SiteFactory.create().organisation
    client = entered_as(Role.PROGRAMME_OFFICER)
    address = reverse("directory:organisation_archive", args=[centre.pk])

    page = client.get(address).content.decode()
    answers = [client.post(address, {"deed": deed}) for deed in ("archive", "remove")]

    assert "Parts or sites of this organisation are in use" in page
    assert [answer.status_code for answer in answers] == [409, 409]
    assert "Other records point to this one (1)" in answers[1].content.decode()
    assert not Organisation.objects.get().is_archived


def test_what_was_entered_by_mistake_is_removed_and_the_list_is_shown() -> None:
    machine = MachineFactory.create()
    client = entered_as(Role.PROGRAMME_OFFICER)

    response = client.post(reverse("directory:machine_archive", args=[machine.pk]), {"deed": "remove"})

    assert not Machine.objects.exists()
    assert client.get(response["Location"]).status_code == 200


def test_taking_back_what_has_been_replaced_says_so() -> None:
    old = MembershipFactory.create(archived_at=LONG_AGO)
    MembershipFactory.create(body=old.body)
    client = entered_as(Role.SECRETARIAT)

    page = client.post(reverse("directory:membership_archive", args=[old.pk]), {"deed": "restore"})

    assert page.status_code == 409
    assert "The country is a member on some of these days already" in page.content.decode()
    assert Membership.objects.get(pk=old.pk).is_archived
