"""Asking a scanner for viruses about an upload, where the operator has one (``BALAI_CLAMD``).

The protocol is that of clamd, the daemon of ClamAV: the bytes are sent over a socket and never written to a
folder for it. Which uploads are asked about is for the rooms; what is infected is kept nowhere.

Source:
    clamd(8), “INSTREAM”: four bytes of length, network order, before each piece; zero ends.
"""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai import config
from balai.kernel.refusal import Refusal, RuleViolationError

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 64 * 1024
PATIENCE = 20.0
"""Seconds for connecting, and again for each step; a large PDF takes clamd a few."""
LONGEST_ANSWER = 4096


def scan(content: bytes) -> bool:
    """Ask the scanner about an upload.

    Returns:
        Whether it was scanned and nothing was found; False where no scanner is set up.

    Raises:
        RuleViolationError: ``upload.infected``; or ``upload.not_scanned`` when a scanner is set up and does
            not answer: what nobody looked at is not taken where looking is the rule.
    """
    place = config.current().clamd
    if place is None:
        return False
    try:
        answer = _ask(place, content)
    except OSError as error:
        raise RuleViolationError(_not_scanned()) from error
    # “stream: OK”, “stream: Eicar-Signature FOUND”, or “INSTREAM size limit exceeded. ERROR”.
    if answer.endswith(" FOUND"):
        found = answer.removeprefix("stream: ").removesuffix(" FOUND")
        message = _(
            "The scanner found something harmful in this file (%(found)s), so it was not kept. "
            "Scan your device, and send a clean copy."
        )
        raise RuleViolationError(Refusal("upload.infected", message % {"found": found[:80]}))
    if answer != "stream: OK":
        raise RuleViolationError(_not_scanned())
    return True


def _not_scanned() -> Refusal:
    return Refusal(
        "upload.not_scanned",
        _("The scanner for viruses does not answer, so the file was not taken. Try again in a few minutes."),
    )


def _ask(place: str, content: bytes) -> str:
    with _connected(place) as line:
        line.sendall(b"zINSTREAM\0")
        try:
            for piece in _pieces(content):
                line.sendall(struct.pack("!I", len(piece)) + piece)
            line.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it stopped listening, as for what is larger than its limit; its answer says why
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            more = line.recv(LONGEST_ANSWER)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(place: str) -> socket.socket:
    kind, _colon, where = place.partition(":")
    if kind == "tcp":
        host, _colon, port = where.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(PATIENCE)
        line.connect(where)
    except OSError:
        line.close()
        raise
    return line


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]
