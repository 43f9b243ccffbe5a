"""Text of strangers read strictly: what two programs could read in two ways is not read at all."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import enum
import json
import re
from typing import Any, NoReturn

LONGEST = 512 * 1024
"""Characters of a credential; a transcript of a hundred tasks has a tenth of it."""
DEEPEST = 24
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


class Reason(enum.StrEnum):
    """Why a credential may not be relied on. Each has a sentence where people read it."""

    ISSUER_UNKNOWN = "issuer_unknown"
    KEY_UNKNOWN = "key_unknown"
    KEY_WITHDRAWN = "key_withdrawn"
    KEY_DAMAGED = "key_damaged"
    ANOTHER_LIST = "another_list"
    LIST_OUT_OF_DATE = "list_out_of_date"
    STATUS = "status"
    NOT_COVERED = "not_covered"
    SIGNATURE = "signature"
    CLAIMS = "claims"
    PROOF = "proof"
    CONTEXT = "context"
    ALIKE = "alike"
    FORM = "form"
    ADDRESS = "address"
    NONE = "none"
    SEVERAL = "several"
    DAMAGED = "damaged"
    JSON = "json"
    TWICE = "twice"
    SIZE = "size"
    DEPTH = "depth"
    KIND = "kind"
    MOMENT = "moment"
    ENCODING = "encoding"


class UnreadableError(Exception):
    """This is not what it should be; ``reason`` tells why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)


def read_object(text: str) -> dict[str, Any]:
    """Read a JSON object whose members have one name each.

    Raises:
        UnreadableError: ``SIZE``, ``JSON``, ``TWICE`` or ``DEPTH``.
    """
    if len(text) > LONGEST:
        raise UnreadableError(Reason.SIZE)
    try:
        text.encode()  # a lone half of a pair has no bytes
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode()  # nor has one that was written as an escape
    except (ValueError, RecursionError) as error:
        raise UnreadableError(Reason.JSON) from error
    if not isinstance(found, dict):
        raise UnreadableError(Reason.JSON)
    _require_shallow(found, DEEPEST)
    return found


def read_base64url(text: str) -> bytes:
    """Decode base64url without padding, of which there is one spelling.

    Raises:
        UnreadableError: ``ENCODING``.
    """
    try:
        found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error) as error:
        raise UnreadableError(Reason.ENCODING) from error
    if not _BASE64URL.fullmatch(text) or base64.urlsafe_b64encode(found).rstrip(b"=").decode() != text:
        raise UnreadableError(Reason.ENCODING)
    return found


def read_moment(text: object) -> dt.datetime:
    """Read a moment with its time zone (RFC 3339).

    Raises:
        UnreadableError: ``MOMENT``.
    """
    if not isinstance(text, str) or not _MOMENT.fullmatch(text):
        raise UnreadableError(Reason.MOMENT)
    try:
        return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise UnreadableError(Reason.MOMENT) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnreadableError(Reason.TWICE)
    return found


def _no_number(_name: str) -> NoReturn:
    raise UnreadableError(Reason.JSON)


def _require_shallow(value: Any, left: int) -> None:
    if left == 0:
        raise UnreadableError(Reason.DEPTH)
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            _require_shallow(one, left - 1)
