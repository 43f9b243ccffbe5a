"""What the QR code on paper says is signed, and judged by the same judge."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from balai.engine.badges.errors import BadgeError
from balai.engine.badges.pinned import STATUS_PATH
from balai.engine.badges.reading import find_credential
from balai.engine.badges.seal import Sealed, sealed_address
from balai.engine.badges.signing import signed
from balai.engine.badges.status import StatusList, status_list_of
from balai.engine.badges.verify import Verdict, verify
from tests.engine.badges.samples import AT, ISSUER, LATER, SITE, did, other_ring, ring

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.engine.badges.reading import Found

SAID = Sealed(
    address=f"{SITE}/c/7Q4M-2X9D",
    name="Ms. Sunita Sample तामाङ",
    kind="Certificate of Completion",
    course="Training of Trainers",
    issued_at=AT,
    status_list=1,
    status_place=94_221,
)


def brought(said: Sealed = SAID) -> Found:
    return find_credential(sealed_address(said, ring().for_proofs).encode())


def a_list(*revoked: int, superseded: frozenset[int] = frozenset()) -> Found:
    said = StatusList(
        address=f"{SITE}{STATUS_PATH}1",
        issuer=ISSUER,
        revoked=frozenset(revoked) | superseded,
        superseded=superseded,
        valid_from=AT,
    )

    return find_credential(json.dumps(signed(status_list_of(said), ring().for_proofs, at=AT)).encode())


def test_a_seal_says_what_is_printed_and_fits_into_a_code() -> None:
    judged = verify(brought(), issuer=did(), status=a_list(), at=LATER)
    assert judged.verdict is Verdict.VALID
    assert judged.facts is not None
    assert (judged.facts.recipient, judged.facts.number) == (SAID.name, "7Q4M-2X9D")
    assert len(brought().address) < 420


def test_a_list_tells_of_a_sealed_certificate_too() -> None:
    place = SAID.status_place
    assert verify(brought(), issuer=did(), status=a_list(place), at=LATER).verdict is Verdict.REVOKED
    gone = a_list(superseded=frozenset({place}))
    assert verify(brought(), issuer=did(), status=gone, at=LATER).verdict is Verdict.SUPERSEDED


CHANGES: dict[str, Callable[[str], str]] = {
    "another number": lambda address: address.replace("7Q4M", "7Q4N"),
    "another site's address": lambda address: address.replace("balai.example", "balai.invalid"),
    "another name": lambda address: address.replace(address.partition("#")[2][40:44], "AAAA"),
    "no signature": lambda address: address.rpartition(".")[0] + ".",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_seal_proves_nothing(change: str) -> None:
    address = CHANGES[change](brought().address)
    judged = verify(find_credential(address.encode()), issuer=did(), at=LATER)
    assert judged.verdict in {Verdict.TAMPERED, Verdict.UNKNOWN_ISSUER, Verdict.UNREADABLE}
    assert judged.facts is None


def test_only_a_key_that_counts_seals_and_only_the_issuers_is_believed() -> None:
    with pytest.raises(BadgeError):
        sealed_address(SAID, ring().for_tokens)
    with pytest.raises(BadgeError):
        sealed_address(replace(SAID, address=f"{SAID.address}#x"), ring().for_proofs)
    other = find_credential(sealed_address(SAID, other_ring().for_proofs).encode())
    assert verify(other, issuer=did(), at=LATER).verdict in {Verdict.TAMPERED, Verdict.UNKNOWN_ISSUER}
    assert verify(brought(), issuer=None, at=LATER).verdict is Verdict.UNKNOWN_ISSUER
