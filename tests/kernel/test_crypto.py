from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from balai.kernel import crypto
from balai.kernel.crypto import Key, Keyring, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

AT = dt.datetime(2018, 4, 2, 8, 30, tzinfo=dt.UTC)
PLACES = st.from_regex(r"balai_[a-z]{1,8}\.[a-z]{1,8}:[0-9]{1,4}", fullmatch=True)


@given(plain=st.binary(max_size=300), place=PLACES)
def test_what_is_sealed_opens_in_its_place_with_its_key(plain: bytes, place: str) -> None:
    key = Key.new()

    assert key.open(key.seal(plain, place=place), place=place) == plain


@given(plain=st.binary(min_size=8, max_size=60), place=PLACES)
def test_sealed_bytes_do_not_contain_the_plain_ones_nor_repeat(plain: bytes, place: str) -> None:
    key = Key.new()
    one, other = key.seal(plain, place=place), key.seal(plain, place=place)

    assert plain not in one
    assert one != other


@given(place=PLACES, elsewhere=PLACES)
def test_what_is_moved_to_another_place_does_not_open(place: str, elsewhere: str) -> None:
    assume(place != elsewhere)
    key = Key.new()

    with pytest.raises(UnreadableError):
        key.open(key.seal(b"C1234567", place=place), place=elsewhere)


@given(place=PLACES, data=st.data())
def test_what_was_changed_or_cut_does_not_open(place: str, data: st.DataObject) -> None:
    key = Key.new()
    sealed = bytearray(key.seal(b"C1234567", place=place))
    if data.draw(st.booleans()):
        sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    else:
        del sealed[data.draw(st.integers(0, len(sealed) - 1)) :]

    with pytest.raises(UnreadableError):
        key.open(bytes(sealed), place=place)


def test_another_key_does_not_open() -> None:
    with pytest.raises(UnreadableError):
        Key.new().open(Key.new().seal(b"C1234567", place="a"), place="a")


def test_a_key_shows_itself_to_nobody() -> None:
    key = Key(b"k" * 32)

    assert (repr(key), b"kkkk" in key.id) == ("Key()", False)


def test_a_data_key_opens_for_its_owner_alone() -> None:
    ring, data_key = Keyring.new(), Key.new()
    wrapped = ring.wrap(data_key, owner="person:1")

    assert ring.unwrap(wrapped, owner="person:1") == data_key
    with pytest.raises(UnreadableError) as refused:
        ring.unwrap(wrapped, owner="person:2")
    assert refused.value.refusal == crypto.DAMAGED


@pytest.mark.usefixtures("keys")
def test_keys_are_made_once_and_lie_in_a_private_file() -> None:
    before = crypto.keyring()

    assert crypto.make_keys() is False
    assert crypto.keyring() == before
    assert crypto.keys_path().stat().st_mode & 0o777 == 0o600
    assert crypto.keys_path().parent.stat().st_mode & 0o077 == 0


def test_without_keys_the_refusal_says_so() -> None:
    crypto.keys_path().unlink(missing_ok=True)

    with pytest.raises(UnreadableError) as refused:
        crypto.keyring()

    assert refused.value.refusal == crypto.KEYS_MISSING
    assert (crypto.has_keys(), crypto.export_is_current()) == (False, False)


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("content", ["", "{}", "[]", '{"keys": ["c2hvcnQ="]}', "\N{BLACK HEART SUIT}"])
def test_a_damaged_file_of_keys_is_a_refusal_and_not_replaced(content: str) -> None:
    crypto.keys_path().write_text(content, encoding="utf-8")

    with pytest.raises(UnreadableError) as refused:
        crypto.keyring()

    assert refused.value.refusal == crypto.KEYS_DAMAGED
    assert (crypto.make_keys(), crypto.export_is_current()) == (False, False)
    assert crypto.keys_path().read_text(encoding="utf-8") == content


@pytest.mark.usefixtures("keys")
def test_export_brings_the_keys_back() -> None:
    before = crypto.keyring()
    crypto.note_destroyed("person:1")
    exported = crypto.export_keys("a river in spring", at=AT)
    crypto.keys_path().unlink()

    new = crypto.import_keys(exported, "a river in spring")

    after = crypto.keyring()
    assert (new, after.keys, after.index_key, after.destroyed) == (
        1,
        before.keys,
        before.index_key,
        frozenset({"person:1"}),
    )


@pytest.mark.usefixtures("keys")
def test_import_keeps_the_keys_that_are_here() -> None:
    exported = crypto.export_keys("a river in spring", at=AT)
    theirs = crypto.keyring()
    crypto.keys_path().unlink()
    crypto.make_keys()
    mine = crypto.keyring()
    crypto.note_destroyed("person:2")

    news = [crypto.import_keys(exported, "a river in spring") for _ in range(2)]

    after = crypto.keyring()
    assert (news, after.keys, after.destroyed) == (
        [1, 0],
        (*theirs.keys, *mine.keys),
        frozenset({"person:2"}),
    )


@pytest.mark.usefixtures("keys")
def test_export_holds_nothing_that_opens_without_the_passphrase() -> None:
    exported = crypto.export_keys("a river in spring", at=AT).decode()
    secrets = crypto.keys_path().read_text(encoding="ascii")

    assert [key for key in json.loads(secrets)["keys"] if key in exported] == []
    assert json.loads(secrets)["index_key"] not in exported


def cut(exported: bytes) -> bytes:
    table = json.loads(exported)
    return json.dumps(table | {"sealed": table["sealed"][:-8]}).encode()


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    ("change", "passphrase", "message"),
    [
        (lambda e: e, "another river", "passphrase"),
        (lambda _: b"\x89PNG", "a river in spring", "not a file"),
        (lambda _: b"[]", "a river in spring", "not a file"),
        (lambda e: e[: len(e) // 2], "a river in spring", "not a file"),
        (lambda e: e.replace(b"balai-keys-1", b"balai-keys-9"), "a river in spring", "balai-keys-9"),
        (lambda e: e.replace(b"32768", b"2147483648"), "a river in spring", "more work"),
        (cut, "a river in spring", "cut off"),
    ],
)
def test_a_bad_export_says_what_is_wrong_and_changes_nothing(
    change: Callable[[bytes], bytes], passphrase: str, message: str
) -> None:
    exported = crypto.export_keys("a river in spring", at=AT)
    before = crypto.keys_path().read_bytes()

    with pytest.raises(crypto.ExportError, match=message):
        crypto.import_keys(change(exported), passphrase)

    assert crypto.keys_path().read_bytes() == before


@pytest.mark.usefixtures("keys")
def test_export_is_current_until_the_keys_are_rotated() -> None:
    seen = [crypto.export_is_current()]
    crypto.note_export(at=AT)
    seen.append(crypto.export_is_current())
    crypto.begin_rotation()
    seen.append(crypto.export_is_current())

    assert seen == [False, True, False]


@pytest.mark.usefixtures("keys")
def test_blind_index_finds_a_value_however_it_is_typed_and_only_in_its_column() -> None:
    number = crypto.blind_index("C1234567", place="balai_passport.number")

    assert crypto.blind_index(" c123-4567 ", place="balai_passport.number") == number
    assert crypto.blind_index("C1234568", place="balai_passport.number") != number
    assert crypto.blind_index("C1234567", place="balai_visa.number") != number
    crypto.keys_path().unlink()
    crypto.make_keys()
    assert crypto.blind_index("C1234567", place="balai_passport.number") != number
