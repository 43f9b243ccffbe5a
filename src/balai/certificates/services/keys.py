"""The keys that sign certificates: made at first use, kept outside the database, rotated by adding."""

from __future__ import annotations

import fcntl
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai import config
from balai.audit.services import record
from balai.certificates.models import IssuerKey
from balai.engine.badges.award import Issuer
from balai.engine.badges.did import did_document, did_of
from balai.engine.badges.errors import BadgeError, KeyFileError
from balai.engine.badges.keys import Keyring, read_keyring, rotated, withdrawn, write_keyring
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.office.addresses import public_url
from balai.office.queries import current_office, in_language

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

OFFICE = "office:1"
"""How the trail names the one office."""

KEYS_UNREADABLE = Refusal(
    "certificates.keys_unreadable",
    _("The file of the keys that sign certificates cannot be read. An administrator can bring it back."),
)
KEYS_LOST = Refusal(
    "certificates.keys_lost",
    _(
        "The keys that signed earlier certificates are not here. An administrator brings their file back, or"
        " makes new ones with: balai credential rotate"
    ),
)


def issuer_in(language: str) -> Issuer:
    """Who certifies: the office, at its public address.

    Raises:
        RuleViolationError: ``office.public_address_missing``.
    """
    office = current_office()
    site = public_url().rstrip("/")
    return Issuer(
        did=did_of(site),
        name=in_language(office.name, language) or str(office),
        site=site,
        is_demo=config.current().is_demo,
    )


def keys_path(did: str) -> Path:
    """The file of an issuer's keys; an office that moves to another address has another one."""
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", did.removeprefix("did:web:"))
    return config.current().secrets_folder / f"certificates-{name}.json"


def signing_ring(*, at: dt.datetime) -> Keyring:
    """The office's keys, made now if it never had any; what is public of them is in the database.

    Raises:
        RuleViolationError: ``certificates.keys_unreadable``, ``certificates.keys_lost`` where the database
            knows keys that the file has not, or ``office.public_address_missing``.
    """
    did = did_of(public_url().rstrip("/"))
    path = keys_path(did)
    known = set(IssuerKey.objects.filter(issuer=did).values_list("pk", flat=True))
    if path.exists() and known:
        ring = _read(path)
        if known <= {key.id for key in ring.keys}:
            return ring
        raise RuleViolationError(KEYS_LOST)
    if known:
        raise RuleViolationError(KEYS_LOST)
    with _alone(path):
        ring = _read(path) if path.exists() else rotated(Keyring(did=did, keys=()), at=at)
        if not path.exists():
            write_keyring(path, ring)
    _publish(ring)
    return ring


@transaction.atomic
def rotate_keys(*, actor: str, at: dt.datetime) -> str:
    """Add a pair of keys, which signs from now on; old certificates verify as before.

    Where the file of the old keys is lost, a new one begins beside what the database knows of them.

    Returns:
        the new key's name.
    """
    did = did_of(public_url().rstrip("/"))
    path = keys_path(did)
    with _alone(path):
        old = _read(path) if path.exists() else Keyring(did=did, keys=())
        known = frozenset(IssuerKey.objects.filter(issuer=did).values_list("pk", flat=True))
        ring = rotated(old, at=at, taken=known)
        write_keyring(path, ring)
    _publish(ring)
    record(actor=actor, action="signing_key.added", subject=OFFICE, at=at)
    return ring.for_proofs.id


@transaction.atomic
def withdraw_key(*, key_id: str, actor: str, at: dt.datetime) -> None:
    """Say that a stolen key does not count; what it signed is refused from now on, and issued anew by hand.

    Raises:
        RuleViolationError: ``certificates.no_such_key``.
    """
    did = did_of(public_url().rstrip("/"))
    path = keys_path(did)
    with _alone(path):
        try:
            ring = withdrawn(_read(path), key_id, at=at)
        except BadgeError as error:
            raise RuleViolationError(
                Refusal("certificates.no_such_key", _("There is no such key here."))
            ) from error
        write_keyring(path, ring)
    _publish(ring)
    record(actor=actor, action="signing_key.withdrawn", subject=OFFICE, at=at)


def _publish(ring: Keyring) -> None:
    """Keep what is public of the keys where backups find it."""
    methods = {method["id"]: method for method in did_document(ring)["verificationMethod"]}
    IssuerKey.objects.bulk_create(
        [
            IssuerKey(
                id=key.id,
                issuer=ring.did,
                method=methods[key.id],
                made_at=key.made_at,
                withdrawn_at=key.withdrawn_at,
            )
            for key in ring.keys
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["method", "withdrawn_at"],
    )


def _read(path: Path) -> Keyring:
    try:
        return read_keyring(path)
    except KeyFileError as error:
        raise RuleViolationError(KEYS_UNREADABLE) from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time makes keys."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
