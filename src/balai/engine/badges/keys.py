"""The keys that sign certificates, in a file outside the database.

Certificates live for decades, so a key that signed one is never taken away: a new pair comes beside it, and
the newest signs. Each rotation makes a pair: Ed25519 for proofs, RSA for tokens (JWT), which other products
read. A key that fell into wrong hands is withdrawn: it stays listed, with the moment since when it does not
count.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from balai.engine.badges.errors import BadgeError, KeyFileError

FORM = "balai signing keys 1"
RSA_BITS = 3072
"""NIST SP 800-57 gives them until 2030 and beyond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A private key.

    Attributes:
        id: of the method that verifies it, such as ``did:web:balai.example#key-2026-1``.
        made_at: when it was made.
        private: the key; never printed.
        withdrawn_at: since when it does not count, because it was lost or stolen.
    """

    id: str
    made_at: dt.datetime
    private: Ed25519PrivateKey | RSAPrivateKey = field(repr=False)
    withdrawn_at: dt.datetime | None = None

    @property
    def did(self) -> str:
        """Whose key it is."""
        return self.id.partition("#")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """All keys that one issuer ever had, in the order in which they were made."""

    did: str
    keys: tuple[SigningKey, ...]

    @property
    def for_proofs(self) -> SigningKey:
        """The newest Ed25519 key that counts.

        Raises:
            BadgeError: all are withdrawn.
        """
        return self._newest(Ed25519PrivateKey)

    @property
    def for_tokens(self) -> SigningKey:
        """The newest RSA key that counts.

        Raises:
            BadgeError: all are withdrawn.
        """
        return self._newest(RSAPrivateKey)

    def _newest(self, kind: type[Ed25519PrivateKey | RSAPrivateKey]) -> SigningKey:
        for key in reversed(self.keys):
            if isinstance(key.private, kind) and key.withdrawn_at is None:
                return key
        raise BadgeError("Every key that could sign is withdrawn. Rotate the keys.")


def new_keyring(did: str, *, at: dt.datetime) -> Keyring:
    """Make an issuer's first pair of keys."""
    return rotated(Keyring(did=did, keys=()), at=at)


def rotated(ring: Keyring, *, at: dt.datetime, taken: frozenset[str] = frozenset()) -> Keyring:
    """Add a pair, which signs from now on; the older ones stay for what they signed.

    Args:
        ring: the keys there are.
        at: the moment.
        taken: names of keys that are known otherwise, as when the file of the older ones was lost.
    """
    taken = taken | {key.id for key in ring.keys}
    number = 1
    while f"{ring.did}#key-{at.year}-{number}" in taken:
        number += 1
    name = f"{ring.did}#key-{at.year}-{number}"
    rsa = generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return replace(
        ring,
        keys=(
            *ring.keys,
            SigningKey(id=name, made_at=at, private=Ed25519PrivateKey.generate()),
            SigningKey(id=f"{name}-rsa", made_at=at, private=rsa),
        ),
    )


def withdrawn(ring: Keyring, key_id: str, *, at: dt.datetime) -> Keyring:
    """Say that a key does not count any more; whatever it signed is refused from now on.

    Raises:
        BadgeError: the ring has no such key.
    """
    if key_id not in {key.id for key in ring.keys}:
        raise BadgeError(f"There is no key {key_id}.")
    return replace(
        ring, keys=tuple(replace(key, withdrawn_at=at) if key.id == key_id else key for key in ring.keys)
    )


def write_keyring(path: Path, ring: Keyring, *, passphrase: bytes | None = None) -> None:
    """Write the keys, for the owner of the process alone; the old file stays whole until the new one is.

    Args:
        path: outside the database and its backups.
        ring: must hold every key of the file that is there.
        passphrase: seals each key (PKCS #8) if given.

    Raises:
        KeyFileError: a key would be lost, or the file that is there cannot be read.
        OSError: the folder cannot be written to.
    """
    if path.exists():
        missing = {key.id for key in read_keyring(path, passphrase=passphrase).keys} - {
            key.id for key in ring.keys
        }
        if missing:
            raise KeyFileError(
                f"{path} holds keys that would be lost ({', '.join(sorted(missing))}). Add keys to those there."
            )
    seal: serialization.KeySerializationEncryption = (
        serialization.NoEncryption()
        if passphrase is None
        else serialization.BestAvailableEncryption(passphrase)
    )
    written = {"form": FORM, "did": ring.did, "keys": [_entry(key, seal) for key in ring.keys]}
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # made for the owner alone
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(written, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def read_keyring(path: Path, *, passphrase: bytes | None = None) -> Keyring:
    """Read the keys of an issuer.

    Raises:
        KeyFileError: the file is not there, not ours, open to others, or the passphrase is wrong.
    """
    try:
        is_open = os.name == "posix" and bool(path.stat().st_mode & 0o077)
        written = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{path} cannot be read as a file of signing keys.") from error
    if is_open and passphrase is None:
        raise KeyFileError(f"{path} can be read by others. Close it: chmod 600 {path}")
    try:
        if written["form"] != FORM:
            raise KeyFileError(f"{path} is not a file of signing keys of this version.")
        return Keyring(did=written["did"], keys=tuple(_key(entry, passphrase) for entry in written["keys"]))
    except (KeyError, TypeError, ValueError, UnsupportedAlgorithm) as error:
        raise KeyFileError(f"{path} is damaged, or its passphrase is another.") from error


def _entry(key: SigningKey, seal: serialization.KeySerializationEncryption) -> dict[str, str]:
    pem = key.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, seal
    ).decode()
    entry = {"id": key.id, "made_at": key.made_at.isoformat(), "private": pem}
    if key.withdrawn_at is not None:
        entry["withdrawn_at"] = key.withdrawn_at.isoformat()
    return entry


def _key(entry: dict[str, Any], passphrase: bytes | None) -> SigningKey:
    private = serialization.load_pem_private_key(entry["private"].encode(), passphrase)
    if not isinstance(private, Ed25519PrivateKey | RSAPrivateKey):
        raise TypeError("neither Ed25519 nor RSA")
    since = entry.get("withdrawn_at")
    return SigningKey(
        id=entry["id"],
        made_at=dt.datetime.fromisoformat(entry["made_at"]),
        private=private,
        withdrawn_at=None if since is None else dt.datetime.fromisoformat(since),
    )
