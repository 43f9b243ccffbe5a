"""What is kept of a second factor opens nothing to who reads the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from balai.kernel.crypto import UnreadableError, keys_path
from balai.kernel.restricted import destroy_data_key
from balai.people.adapters import SecondFactorAdapter, sealed_for
from balai.people.enums import Role
from tests.kernel.keys import own_keys
from tests.people.factories import AccountFactory, PersonFactory
from tests.permissions.world import PASSWORD, person_of, world_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from balai.people.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_keys")]


@pytest.fixture
def _keys() -> Iterator[None]:
    with own_keys():
        yield


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def test_the_secrets_of_app_and_recovery_codes_are_sealed_for_their_person() -> None:
    world = world_of(Role.NOMINEE)
    client = world.client()
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert world.account is not None
    app, codes = Authenticator.objects.filter(user=world.account).order_by("type")[::-1]
    seed = codes.data["seed"]
    assert (secret in str(app.data), SecondFactorAdapter().decrypt(app.data["secret"])) == (False, secret)
    assert {text.partition(":")[0] for text in (seed, app.data["secret"])} == {str(world.account.person_id)}


def test_what_was_sealed_for_one_person_does_not_open_for_another() -> None:
    one, other = PersonFactory.create_batch(2)
    box = sealed_for(one, "GEZDGNBVGY3TQOJQ").partition(":")[2]
    sealed_for(other, "anything")

    with pytest.raises(UnreadableError):
        SecondFactorAdapter().decrypt(f"{other.pk}:{box}")


def test_an_erased_person_s_secret_is_gone_for_ever() -> None:
    person = PersonFactory.create()
    kept = sealed_for(person, "GEZDGNBVGY3TQOJQ")

    destroy_data_key(person)

    with pytest.raises(UnreadableError):
        SecondFactorAdapter().decrypt(kept)


def test_without_the_keys_a_code_is_refused_and_the_page_says_why(client: Client) -> None:
    account: Account = AccountFactory.create()
    account.set_password(PASSWORD)
    account.save()
    account.emailaddress_set.create(email=account.email, verified=True, primary=True)
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    kept = sealed_for(person_of(account), secret)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": kept})
    keys_path().unlink()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})

    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert (answer.status_code, "a key that this installation does not have" in answer.content.decode()) == (
        409,
        True,
    )
