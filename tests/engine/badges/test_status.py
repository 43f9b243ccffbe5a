from __future__ import annotations

import base64
import gzip
import random
from typing import TYPE_CHECKING, Any

import pytest

from balai.engine.badges.errors import BadgeError
from balai.engine.badges.signing import signed, token
from balai.engine.badges.status import FULL as FULL_LIST
from balai.engine.badges.status import LENGTH, StatusList, free_place, status_list_of
from tests.engine.badges.samples import (
    AT,
    ISSUER,
    LIST,
    PLACE,
    PLAIN,
    judged,
    listed,
    proven,
    ring,
    said,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_first_place_is_the_left_most_bit() -> None:
    encoded = said(0, 9, LENGTH - 1)["credentialSubject"]["encodedList"]

    assert encoded.startswith("u")
    assert "=" not in encoded
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=="))
    assert len(bits) == 16 * 1024
    assert (bits[0], bits[1], bits[2], bits[-1]) == (0x80, 0x40, 0, 0x01)


@pytest.mark.parametrize("form", ["document", "token"])
@pytest.mark.parametrize(
    ("revoked", "superseded", "verdict"),
    [
        ((), (), "valid"),
        ((PLACE - 1, PLACE + 1), (PLACE + 1,), "valid"),
        ((PLACE,), (), "revoked"),
        ((PLACE, 5), (5,), "revoked"),
        ((PLACE,), (PLACE,), "superseded"),
    ],
)
def test_the_list_says_what_became_of_a_certificate(
    form: str, revoked: tuple[int, ...], superseded: tuple[int, ...], verdict: str
) -> None:
    list_of = said(*revoked, superseded=superseded)
    status: Any = (
        token(list_of, ring().for_tokens) if form == "token" else listed(*revoked, superseded=superseded)
    )

    judgement = judged(proven(PLAIN), status=status)

    assert (judgement.verdict, judgement.status, judgement.status_at) == (verdict, "clear", AT)


def resigned(**changes: Any) -> dict[str, Any]:
    return signed({**said(), **changes}, ring().for_proofs, at=AT)


def with_subject(**changes: Any) -> dict[str, Any]:
    return resigned(credentialSubject={**said()["credentialSubject"], **changes})


def packed(size: int) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(size))).decode().rstrip("=")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        pytest.param(
            lambda: {**listed(PLACE), "validFrom": "2018-04-14T00:00:00Z"}, "signature", id="tampered"
        ),
        pytest.param(lambda: proven(PLAIN), "another_list", id="a certificate"),
        pytest.param(said, "proof", id="unsigned"),
        pytest.param(lambda: resigned(id=f"{LIST}0"), "another_list", id="another"),
        pytest.param(
            lambda: resigned(validFrom="2019-01-01T00:00:00Z"), "list_out_of_date", id="of the future"
        ),
        pytest.param(lambda: resigned(validUntil="2018-04-14T00:00:00Z"), "list_out_of_date", id="stale"),
        pytest.param(lambda: with_subject(statusPurpose="message"), "another_list", id="of another purpose"),
        pytest.param(lambda: with_subject(encodedList="uAAAA"), "status", id="damaged"),
        pytest.param(lambda: with_subject(encodedList=packed(64)), "status", id="short"),
        pytest.param(lambda: with_subject(encodedList=packed(4 * 1024 * 1024)), "status", id="a bomb"),
    ],
)
def test_a_list_that_cannot_be_relied_on_proves_nothing(
    status: Callable[[], dict[str, Any]], reason: str
) -> None:
    judgement = judged(proven(PLAIN), status=status())

    assert (judgement.verdict, judgement.reason) == ("status_unproven", reason)
    assert judgement.facts is not None


def test_a_list_that_is_not_asked_is_not_guessed() -> None:
    assert judged(proven(PLAIN)).status == "not_asked"


def test_places_are_drawn_and_never_given_twice() -> None:
    draw = random.Random(7)  # noqa: S311 -- the test wants the same draw every time
    taken: set[int] = set()
    for _ in range(200):
        place = free_place(taken, random=draw)
        assert place not in taken
        taken.add(place)

    assert sorted(taken) != list(range(200))
    with pytest.raises(BadgeError, match="Begin another"):
        free_place(range(FULL_LIST), random=draw)


def test_what_is_superseded_is_revoked_too_and_every_place_is_in_the_list() -> None:
    with pytest.raises(ValueError, match="revoked too"):
        said(superseded=(4,))
    with pytest.raises(ValueError, match="places"):
        said(LENGTH)


def test_the_same_list_has_the_same_bytes() -> None:
    one = StatusList(address=LIST, issuer=ISSUER, revoked=frozenset({1, 2}), valid_from=AT)

    assert status_list_of(one) == status_list_of(one)
