"""From what is certified to the signed credential and its paper, many at a time, on every processor.

Signing and setting keep a processor busy for some hundredths of a second a certificate. A batch is shared out
among processes; each gets the key once. They end with the one that began them, even if that one is killed.
"""

from __future__ import annotations

import ctypes
import json
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from balai.engine.badges.award import credential_of
from balai.engine.badges.errors import BadgeError
from balai.engine.badges.keys import SigningKey
from balai.engine.badges.seal import sealed_address
from balai.engine.badges.signing import signed
from balai.engine.documents.certificate import certificate_pdf

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from balai.engine.badges.award import Award
    from balai.engine.badges.seal import Sealed
    from balai.engine.documents.certificate import CertificatePaper

ALONE = 24
"""As many are made faster in this process than others are started."""
AT_ONCE = 16
"""Handed to a process at a time."""
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A certificate to be made.

    Attributes:
        award: what is certified.
        paper: what is printed; its code is made here.
        sealed: what the code says.
    """

    award: Award
    paper: CertificatePaper
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A certificate.

    Attributes:
        document: the signed credential, as it is served and attached.
        pdf: its paper.
    """

    document: str
    pdf: bytes


def make(order: Order, key: SigningKey, *, at: dt.datetime) -> Made:
    """Sign and set one.

    Raises:
        BadgeError, DocumentError: it cannot be signed, or not be printed.
    """
    document = json.dumps(signed(credential_of(order.award), key, at=at), ensure_ascii=False)
    paper = replace(order.paper, code=sealed_address(order.sealed, key))
    return Made(document=document, pdf=certificate_pdf(paper, credential=document, at=at))


def make_many(
    orders: Sequence[Order], key: SigningKey, *, at: dt.datetime, processes: int | None = None
) -> Iterator[Made]:
    """Sign and set many, in their order.

    Args:
        orders: what is to be made.
        key: of proofs.
        at: the moment of all of them.
        processes: how many work; as many as there are processors, two at most, unless it is said.

    Raises:
        BadgeError, DocumentError: as :func:`make`, when it comes to the one at fault.
    """
    count = min(os.cpu_count() or 1, 2) if processes is None else processes
    if count < 2 or len(orders) <= ALONE:
        for order in orders:
            yield make(order, key, at=at)
        return
    if not isinstance(key.private, Ed25519PrivateKey):
        raise BadgeError("A proof needs an Ed25519 key.")
    raw = key.private.private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )
    with ProcessPoolExecutor(
        count,
        mp_context=multiprocessing.get_context("spawn"),  # a worker has threads and connections
        initializer=_begin,
        initargs=(key.id, key.made_at, raw, at, os.getpid()),
    ) as pool:
        yield from pool.map(_make_here, orders, chunksize=AT_ONCE)


_given: tuple[SigningKey, dt.datetime] | None = None


def _begin(key_id: str, made_at: dt.datetime, raw: bytes, at: dt.datetime, parent: int) -> None:
    global _given  # noqa: PLW0603 -- what a process of a pool is given once
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we could ask to be told
            os._exit(1)
    _given = SigningKey(id=key_id, made_at=made_at, private=Ed25519PrivateKey.from_private_bytes(raw)), at


def _make_here(order: Order) -> Made:
    if _given is None:
        raise RuntimeError("this process was given no key")
    key, at = _given
    return make(order, key, at=at)
