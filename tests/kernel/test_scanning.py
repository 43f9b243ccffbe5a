from __future__ import annotations

import socket
import struct
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from balai import config
from balai.kernel.refusal import RuleViolationError
from balai.kernel.scanning import PIECE, scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HARMFUL = b"X5O!P%@AP-a-made-up-signature"
LIMIT = 3 * PIECE


def received(line: socket.socket, size: int) -> bytes:
    whole = b""
    while len(whole) < size:
        more = line.recv(size - len(whole))
        if not more:
            raise EOFError
        whole += more
    return whole


def answer_to(line: socket.socket) -> bytes:
    """Speak clamd's protocol once, as clamd(8) has it: pieces with their length, until one of none."""
    assert received(line, 10) == b"zINSTREAM\0"
    whole = b""
    while size := struct.unpack("!I", received(line, 4))[0]:
        whole += received(line, size)
        if len(whole) > LIMIT:
            return b"INSTREAM size limit exceeded. ERROR\0"
    return b"stream: Made-Up.Signature FOUND\0" if HARMFUL in whole else b"stream: OK\0"


@contextmanager
def clamd(listening: socket.socket, place: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A scanner that listens at a place, and a configuration that names it."""

    def serve() -> None:
        while True:
            try:
                line, _address = listening.accept()
            except OSError:
                return
            with line:
                line.sendall(answer_to(line))

    listening.listen()
    known = config.current()
    monkeypatch.setattr(config, "current", lambda: replace(known, clamd=place))
    worker = threading.Thread(target=serve, daemon=True)
    worker.start()
    try:
        yield
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        worker.join(5)


@pytest.fixture
def over_tcp(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        with clamd(listening, f"tcp:127.0.0.1:{listening.getsockname()[1]}", monkeypatch):
            yield


def code_of(content: bytes) -> str:
    with pytest.raises(RuleViolationError) as refused:
        scan(content)
    return refused.value.refusal.code


@pytest.mark.usefixtures("over_tcp")
def test_what_is_clean_passes_in_as_many_pieces_as_it_needs() -> None:
    assert scan(b"a" * (2 * PIECE + 1))
    assert scan(b"b")


@pytest.mark.usefixtures("over_tcp")
def test_what_is_harmful_is_refused_and_named() -> None:
    with pytest.raises(RuleViolationError) as refused:
        scan(b"a" * PIECE + HARMFUL)

    assert refused.value.refusal.code == "upload.infected"
    assert "Made-Up.Signature" in str(refused.value.refusal.message)


@pytest.mark.usefixtures("over_tcp")
def test_what_the_scanner_would_not_look_at_whole_is_not_taken() -> None:
    assert code_of(b"a" * (LIMIT + PIECE)) == "upload.not_scanned"


def test_a_scanner_on_a_unix_socket_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "clamd.ctl"))
        with clamd(listening, f"unix:{tmp_path / 'clamd.ctl'}", monkeypatch):
            assert scan(b"a")


def test_a_scanner_that_is_away_lets_nothing_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = config.current()
    monkeypatch.setattr(config, "current", lambda: replace(known, clamd=f"unix:{tmp_path / 'nobody.ctl'}"))

    assert code_of(b"a") == "upload.not_scanned"


def test_without_a_scanner_it_is_said_that_nothing_was_scanned() -> None:
    assert scan(b"a") is False
