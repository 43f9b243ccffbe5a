from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from balai.certificates.enums import BatchState
from balai.certificates.models import Appeal, Batch
from balai.people.enums import Role
from tests.certificates.factories import ACTOR, AT, decided, ended_edition, people_of
from tests.people.factories import account_with

if TYPE_CHECKING:
    from django.test import Client

    from balai.people.models import Account
    from balai.programmes.models import Edition


def test_offices_are_told_of_appeals_and_stopped_batches_of_their_own_editions(
    client: Client, edition: Edition
) -> None:
    other = ended_edition(title="Another training")
    for one in (edition, other):
        for someone in people_of(one):
            Appeal.objects.create(completion=decided(someone), text="I was there", made_at=AT)
        told = {"state": BatchState.STOPPED, "faults": [{"code": "x"}]}
        Batch.objects.create(edition=one, asked_at=AT, asked_by=ACTOR, ended_at=AT, **told)

    def lines(account: Account) -> set[tuple[str, str]]:
        client.force_login(account)
        shown = client.get(reverse("portal:tasks")).content.decode()
        said = ("2 appeals", "certificates were not issued")
        return {
            (one.code, what) for one in (edition, other) for what in said if f"{one.code}: {what}" in shown
        }

    own = {(edition.code, "2 appeals"), (edition.code, "certificates were not issued")}
    everything = own | {(other.code, what) for _code, what in own}
    assert lines(account_with(Role.PROGRAMME_OFFICER)) == everything
    assert lines(account_with(Role.PROGRAMME_OFFICER, scope=edition.scope)) == own
    assert lines(account_with(Role.AUDITOR)) == set()
