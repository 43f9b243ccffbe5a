"""Keys, and what is sealed with them: AES-256-GCM, bound to its place.

Two layers. The installation's keys lie in ``<home>/secrets/keys.json``, outside the database and outside
its backups; commands make, export and rotate them. They wrap one data key per person, which seals that
person's fields and files (:mod:`balai.kernel.restricted`, :mod:`balai.kernel.files`). A data key that is
destroyed is noted beside the installation's keys, so that a backup does not bring it back.

Sealed bytes are: format (1 byte), identifier of the key (4), nonce (12), ciphertext and tag. The place
(``table.column:row``) is authenticated with them: moved to another row or column they do not open.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import hmac
import json
import secrets
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext_lazy as _

from balai import config
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.storage.folder import write_private

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

FORMAT = b"\x01"
KEY_BYTES = 32
ID_BYTES = 4
NONCE_BYTES = 12
HEADER_BYTES = 1 + ID_BYTES + NONCE_BYTES

KEYS_MISSING = Refusal(
    "restricted.keys_missing",
    _("This is sealed with a key that this installation does not have. An administrator can bring it back."),
)
KEYS_DAMAGED = Refusal(
    "restricted.keys_damaged",
    _("The file of this installation's keys cannot be read. An administrator can bring it back."),
)
DESTROYED = Refusal(
    "restricted.destroyed", _("This was erased: the key of this person's restricted data was destroyed.")
)
DAMAGED = Refusal(
    "restricted.damaged", _("This cannot be opened: it was changed, or it belongs to another place.")
)


class UnreadableError(RuleViolationError):
    """Something sealed cannot be opened now; the refusal says whether it can be again."""


class ExportError(Exception):
    """A file of exported keys cannot be used; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Key:
    """256 secret bits; known by a fingerprint, shown to nobody."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(self.secret)}")

    @classmethod
    def new(cls) -> Self:
        return cls(secrets.token_bytes(KEY_BYTES))

    @property
    def id(self) -> bytes:
        """Tells keys apart without telling anything about them."""
        return hashlib.sha256(b"balai key " + self.secret).digest()[:ID_BYTES]

    def seal(self, plain: bytes, *, place: str) -> bytes:
        """Encrypt for one place."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return FORMAT + self.id + nonce + AESGCM(self.secret).encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, *, place: str) -> bytes:
        """Decrypt what was sealed for this place.

        Raises:
            UnreadableError: another key, another place, or changed bytes.
        """
        nonce = sealed[HEADER_BYTES - NONCE_BYTES : HEADER_BYTES]
        if sealed[:1] != FORMAT or key_id(sealed) != self.id:
            raise UnreadableError(DAMAGED)
        try:
            return AESGCM(self.secret).decrypt(nonce, sealed[HEADER_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise UnreadableError(DAMAGED) from error


def key_id(sealed: bytes) -> bytes:
    """Which key sealed this."""
    return sealed[1 : 1 + ID_BYTES]


# --- the installation's keys ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """The installation's keys.

    Attributes:
        keys: the newest first; it wraps, the others only unwrap until a rotation has ended.
        index_key: of blind indexes; never rotated, for what was typed is not kept.
        destroyed: references of the persons whose data keys were destroyed.
        exported: identifier of the newest key when the keys were last exported.
        exported_at: that moment, as ISO text.
        is_rotating: the data keys are being wrapped again, and the older keys are still needed.
    """

    keys: tuple[Key, ...]
    index_key: Key
    destroyed: frozenset[str] = frozenset()
    exported: str = ""
    exported_at: str = ""
    is_rotating: bool = False

    @classmethod
    def new(cls) -> Self:
        return cls(keys=(Key.new(),), index_key=Key.new())

    @property
    def current(self) -> Key:
        return self.keys[0]

    def wrap(self, data_key: Key, *, owner: str) -> bytes:
        """Seal a person's data key with the newest key of the installation."""
        return self.current.seal(data_key.secret, place=_wrapping_place(owner))

    def unwrap(self, wrapped: bytes, *, owner: str) -> Key:
        """Open a person's data key.

        Raises:
            UnreadableError: the key was destroyed, or the installation's key is not here.
        """
        if owner in self.destroyed or not wrapped:
            raise UnreadableError(DESTROYED)
        for key in self.keys:
            if key.id == key_id(wrapped):
                return Key(key.open(wrapped, place=_wrapping_place(owner)))
        raise UnreadableError(KEYS_MISSING)

    def to_json(self) -> dict[str, Any]:
        return {
            "keys": [_text(key.secret) for key in self.keys],
            "index_key": _text(self.index_key.secret),
            "destroyed": sorted(self.destroyed),
            "exported": self.exported,
            "exported_at": self.exported_at,
            "is_rotating": self.is_rotating,
        }

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Self:
        return cls(
            keys=tuple(Key(base64.b64decode(key)) for key in table["keys"]),
            index_key=Key(base64.b64decode(table["index_key"])),
            destroyed=frozenset(table["destroyed"]),
            exported=table["exported"],
            exported_at=table["exported_at"],
            is_rotating=table["is_rotating"],
        )


def _wrapping_place(owner: str) -> str:
    return f"data key:{owner}"


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode()


def keys_path() -> Path:
    """Where the installation's keys lie: one file, readable by its user alone."""
    return config.current().secrets_folder / "keys.json"


def keyring() -> Keyring:
    """The installation's keys as they are now; another process may have rotated them.

    Raises:
        UnreadableError: there are none, or their file is damaged.
    """
    path = keys_path()
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise UnreadableError(KEYS_MISSING) from error
    return _read(path, found.st_mtime_ns, found.st_ino)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, inode: int) -> Keyring:
    try:
        return Keyring.from_json(json.loads(path.read_text(encoding="ascii")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableError(KEYS_DAMAGED) from error


def has_keys() -> bool:
    """Whether this installation has keys, be they readable or not."""
    return keys_path().exists()


def make_keys() -> bool:
    """Make the installation's keys where there are none; true when it did. Only commands do this."""
    with _changing():
        if has_keys():
            return False
        _write(Keyring.new())
        return True


@contextmanager
def _changing() -> Iterator[None]:
    """One process at a time changes the file of keys."""
    folder = keys_path().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "keys.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(keyring: Keyring) -> None:
    path = keys_path()
    write_private(path, (json.dumps(keyring.to_json(), indent=1) + "\n").encode("ascii"))


def begin_rotation() -> None:
    """Put a new key before the others, unless a rotation is under way already."""
    with _changing():
        ring = keyring()
        if not ring.is_rotating:
            _write(replace(ring, keys=(Key.new(), *ring.keys), is_rotating=True))


def end_rotation() -> None:
    """Forget all keys but the newest: nothing in the database is wrapped with them."""
    with _changing():
        ring = keyring()
        _write(replace(ring, keys=ring.keys[:1], is_rotating=False))


def note_destroyed(owner: str) -> None:
    """Keep a backup from bringing a destroyed data key back."""
    with _changing():
        ring = keyring()
        _write(replace(ring, destroyed=ring.destroyed | {owner}))


# --- blind index ------------------------------------------------------------------------------------


def blind_index(value: str, *, place: str) -> str:
    """What equal values have in common and nobody can read back: for finding a passport by its number.

    Args:
        value: compared without regard to case, spaces and hyphens.
        place: ``table.column``; the same value has another index elsewhere.
    """
    plain = unicodedata.normalize("NFKC", value).casefold()
    plain = "".join(character for character in plain if character.isalnum())
    return hmac.new(keyring().index_key.secret, f"{place}\0{plain}".encode(), "sha256").hexdigest()


# --- exporting --------------------------------------------------------------------------------------

EXPORT_FORMAT = "balai-keys-1"
SCRYPT = {"n": 2**15, "r": 8, "p": 3}
"""RFC 7914's measure of work: 32 MB and a third of a second for each guess."""


def export_keys(passphrase: str, *, at: datetime) -> bytes:
    """The installation's keys, sealed with a passphrase.

    The export is current until the keys are rotated; call :func:`note_export` once it is written.
    """
    salt = secrets.token_bytes(16)
    plain = json.dumps(keyring().to_json()).encode()
    sealed = _passphrase_key(passphrase, salt, SCRYPT).seal(plain, place=EXPORT_FORMAT)
    table = {
        "format": EXPORT_FORMAT,
        "made_at": at.isoformat(timespec="seconds"),
        "scrypt": SCRYPT,
        "salt": _text(salt),
        "sealed": _text(sealed),
    }
    return (json.dumps(table, indent=1) + "\n").encode("ascii")


def note_export(*, at: datetime) -> None:
    """Remember that the keys of now were exported."""
    with _changing():
        ring = keyring()
        _write(replace(ring, exported=ring.current.id.hex(), exported_at=at.isoformat(timespec="seconds")))


def export_is_current() -> bool:
    """Whether the keys were exported since they were made or last rotated."""
    try:
        ring = keyring()
    except UnreadableError:
        return False
    return ring.exported == ring.current.id.hex()


def import_keys(exported: bytes, passphrase: str) -> int:
    """Take keys from an export, beside those that are here; tells how many were new.

    Raises:
        ExportError: the file is not an export, is damaged, or the passphrase is another.
    """
    theirs = _open_export(exported, passphrase)
    with _changing():
        ours = keyring() if has_keys() else None
        mine = ours.keys if ours else ()
        new = [key for key in theirs.keys if key not in mine]
        _write(
            Keyring(
                keys=(*new, *mine),
                is_rotating=ours.is_rotating if ours else False,
                index_key=theirs.index_key,
                destroyed=theirs.destroyed | (ours.destroyed if ours else frozenset()),
                exported=ours.exported if ours else theirs.keys[0].id.hex(),
                exported_at=ours.exported_at if ours else theirs.exported_at,
            )
        )
    return len(new)


def _open_export(exported: bytes, passphrase: str) -> Keyring:
    try:
        table = json.loads(exported)
        if table["format"] != EXPORT_FORMAT:
            raise ExportError(f"This is not an export of keys that this version reads ({table['format']}).")
        salt, sealed = base64.b64decode(table["salt"]), base64.b64decode(table["sealed"])
        work = {name: int(table["scrypt"][name]) for name in SCRYPT}
        if work["n"] > 2**20 or work["r"] * work["p"] > 256:
            raise ExportError("This file asks for more work than an export does; it was changed.")
        key = _passphrase_key(passphrase, salt, work)
    except (ValueError, KeyError, TypeError) as error:
        raise ExportError("This is not a file that `balai keys export` made.") from error
    if key_id(sealed) != key.id:
        raise ExportError("The passphrase is not the one of this export.")
    try:
        return Keyring.from_json(json.loads(key.open(sealed, place=EXPORT_FORMAT)))
    except UnreadableError as error:
        raise ExportError("This export was changed or cut off. Use another copy.") from error


def _passphrase_key(passphrase: str, salt: bytes, work: Mapping[str, int]) -> Key:
    normal = unicodedata.normalize("NFKC", passphrase)
    return Key(Scrypt(salt=salt, length=KEY_BYTES, **work).derive(normal.encode()))
