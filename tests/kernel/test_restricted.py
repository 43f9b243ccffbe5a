from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction

from balai.audit.models import Look
from balai.kernel import crypto
from balai.kernel.crypto import UnreadableError
from balai.kernel.identity import IdentifiedModel
from balai.kernel.registry import Registry
from balai.kernel.restricted import (
    RestrictedJSONField,
    RestrictedTextField,
    Sealed,
    destroy_data_key,
    look,
    look_logs,
    put,
    rotate_keys,
    unreadable_owners,
)
from balai.people.models import Person
from tests.people.factories import PersonFactory
from tests.tables import owner_connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

AT = dt.datetime(2018, 4, 2, 8, 30, tzinfo=dt.UTC)


class Passport(IdentifiedModel):
    """What a later stage will keep of a person: sealed columns in a table of its own."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    number = RestrictedTextField(owner="person", null=True)
    birth_name = RestrictedTextField(owner="person", null=True)
    visas = RestrictedJSONField(owner="person", null=True)

    objects: ClassVar[models.Manager[Passport]] = models.Manager()

    class Meta:
        app_label = "tests"
        db_table = "balai_passport"

    def __str__(self) -> str:
        return str(self.pk)


@pytest.fixture(scope="module", autouse=True)
def _table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The table lives as long as the tests of this file; the owner makes it, as a migration would."""
    with django_db_blocker.unblock(), owner_connection(connection.settings_dict["NAME"]) as owner:
        owner.execute(
            "CREATE TABLE balai_passport (id uuid PRIMARY KEY, person_id uuid REFERENCES balai_person,"
            " number bytea, birth_name bytea, visas bytea)"
        )
        yield
        connection.close()
        owner.execute("DROP TABLE balai_passport")


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


def passport(number: str = "C1234567", **others: Any) -> Passport:
    made = Passport(person=PersonFactory.create())
    for name, value in {"number": number, **others}.items():
        put(made, name, value)
    made.save()
    return Passport.objects.get()


def see(row: models.Model, name: str = "number") -> Any:
    return look(row, name, actor="account:7", purpose="visa_case", at=AT)


def refusal_of(row: models.Model, name: str = "number") -> str:
    with pytest.raises(UnreadableError) as refused:
        see(row, name)
    return refused.value.refusal.code


def test_a_look_shows_the_value_and_is_logged() -> None:
    kept = passport(visas=[{"country": "ID", "faith": "ᨅᨗᨀᨘ"}])

    shown = see(kept), see(kept, "visas")

    assert shown == ("C1234567", [{"country": "ID", "faith": "ᨅᨗᨀᨘ"}])
    assert list(Look.objects.order_by("id").values_list("at", "actor", "subject", "field", "purpose")) == [
        (AT, "account:7", f"person:{kept.person.pk}", "passport.number", "visa_case"),
        (AT, "account:7", f"person:{kept.person.pk}", "passport.visas", "visa_case"),
    ]


def test_nothing_plain_is_at_rest_nor_in_an_attribute() -> None:
    kept = passport("C1234567", birth_name="Dechen Wangmo")

    with connection.cursor() as cursor:
        cursor.execute("SELECT number || birth_name FROM balai_passport")
        stored = bytes(cursor.fetchone()[0])
    assert [plain for plain in (b"C1234567", b"Dechen", b"Wangmo") if plain in stored] == []
    assert isinstance(kept.number, Sealed)
    assert (repr(kept.number), str(kept.number)) == ("Sealed()", "Sealed()")


def test_a_plain_value_is_not_saved() -> None:
    kept = passport()
    kept.number = "C1234567"  # type: ignore[assignment]  # the mistake

    with pytest.raises(TypeError, match=r"put\(\)"):
        kept.save()


def test_no_value_needs_no_look() -> None:
    kept = passport(birth_name=None)

    assert (see(kept, "birth_name"), Look.objects.count()) == (None, 0)


def test_a_value_moved_to_another_column_or_row_or_person_does_not_open() -> None:
    kept = passport()
    other = Passport.objects.create(person=kept.person, number=kept.number, birth_name=kept.number)
    stranger = Passport(id=kept.pk, person=PersonFactory.create(), number=kept.number)
    put(stranger, "birth_name", "made so that the stranger has a key")

    assert [refusal_of(other), refusal_of(other, "birth_name"), refusal_of(stranger)] == [
        "restricted.damaged"
    ] * 3


def test_without_a_log_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = passport()
    monkeypatch.setattr("balai.kernel.restricted.look_logs", Registry("logs of looks"))

    with pytest.raises(ImproperlyConfigured):
        see(kept)
    assert [name for name, _ in look_logs.items()] == ["audit"]


@pytest.mark.django_db(transaction=True)
def test_a_look_is_never_part_of_what_may_be_rolled_back() -> None:
    kept = passport()

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        see(kept)


def test_a_destroyed_key_opens_nothing_again_and_is_not_replaced() -> None:
    kept = passport()

    destroy_data_key(kept.person)

    assert refusal_of(kept) == "restricted.destroyed"
    with pytest.raises(UnreadableError):
        put(kept, "number", "C7654321")


@pytest.mark.django_db(transaction=True)
def test_a_backup_does_not_bring_a_destroyed_key_back() -> None:
    kept = passport()
    backup = bytes(Person.objects.get().wrapped_key or b"")
    destroy_data_key(kept.person)

    Person.objects.update(wrapped_key=backup)

    restored = Passport.objects.get()
    assert refusal_of(restored) == "restricted.destroyed"
    assert list(rotate_keys())[-1] == 1
    assert Person.objects.get().wrapped_key == b""


def test_without_the_installations_keys_the_refusal_says_so_and_the_rest_is_read() -> None:
    kept = passport()
    crypto.keys_path().unlink()

    assert refusal_of(kept) == "restricted.keys_missing"
    assert (Passport.objects.get().person.name, unreadable_owners()) == (kept.person.name, 1)
    crypto.make_keys()
    assert (refusal_of(kept), unreadable_owners()) == ("restricted.keys_missing", 1)


@pytest.mark.django_db(transaction=True)
def test_rotation_wraps_every_key_anew_and_forgets_the_old_one() -> None:
    kept, before = passport(), crypto.keyring()
    PersonFactory.create()  # has no key
    old = bytes(Person.objects.get(pk=kept.person.pk).wrapped_key or b"")

    assert list(rotate_keys())[-1] == 1

    after = crypto.keyring()
    assert (len(after.keys), after.current in before.keys, after.is_rotating) == (1, False, False)
    assert (see(Passport.objects.get()), unreadable_owners()) == ("C1234567", 0)
    Person.objects.filter(pk=kept.person.pk).update(wrapped_key=old)
    assert (refusal_of(Passport.objects.get()), unreadable_owners()) == ("restricted.keys_missing", 1)


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_rotation_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balai.kernel.restricted.BATCH", 1)
    first = passport()
    second = Passport(person=PersonFactory.create())
    put(second, "number", "C7654321")
    second.save()

    begun = rotate_keys()
    assert next(begun) == 1
    halfway = crypto.keyring()
    del begun
    assert (len(halfway.keys), see(first), see(second)) == (2, "C1234567", "C7654321")
    list(rotate_keys())

    assert crypto.keyring().keys == halfway.keys[:1]
    shown = [see(row) for row in Passport.objects.order_by("id")]
    assert shown == ["C1234567", "C7654321"]


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_made_while_the_keys_rotate_is_not_lost() -> None:
    """Somebody wraps with the old key just before the old key would be forgotten."""
    passport()
    old, late = crypto.keyring(), PersonFactory.create()
    rotation = rotate_keys()
    next(rotation)
    wrapped = old.wrap(crypto.Key.new(), owner=f"person:{late.pk}")
    Person.objects.filter(pk=late.pk).update(wrapped_key=wrapped)

    assert list(rotation)[-1] == 2

    assert (len(crypto.keyring().keys), unreadable_owners()) == (1, 0)
