from __future__ import annotations

import json
import socket
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from balai.engine.badges import pinned
from balai.engine.badges.canon import expanded
from balai.engine.badges.pinned import DIGESTS, PRACTICE_PATH, UnknownContextError, context, file_of
from tests.engine.badges.samples import judged, proven

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = files("balai.engine.badges").joinpath("contexts")


def test_every_context_is_recorded_with_its_digest() -> None:
    assert {file.name: sha256(file.read_bytes()).hexdigest() for file in FOLDER.iterdir()} == dict(DIGESTS)


def test_a_changed_context_stops_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "contexts").mkdir()
    (tmp_path / "contexts" / "practice-v1.json").write_text('{"@context": {}}')
    monkeypatch.setattr(pinned, "files", lambda _package: tmp_path)

    with pytest.raises(RuntimeError, match="changed"):
        pinned.context_bytes.__wrapped__("practice-v1.json")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.w3.org/ns/credentials/v1",
        "https://www.w3.org/ns/credentials/v2/",
        "HTTPS://www.w3.org/ns/credentials/v2",
        f"https://balai.example{PRACTICE_PATH}?a",
        f"https://user@balai.example{PRACTICE_PATH}",
        f"file:///etc{PRACTICE_PATH}",
        f"https://balai.example/..\n{PRACTICE_PATH}",
    ],
)
def test_no_other_context_is_known(address: str) -> None:
    with pytest.raises(UnknownContextError):
        file_of(address)


def test_our_words_are_the_same_on_every_host() -> None:
    assert context(f"https://a.example{PRACTICE_PATH}") == context(f"http://localhost:8000/x{PRACTICE_PATH}")


def test_our_words_are_new_words() -> None:
    ours = json.loads(FOLDER.joinpath("practice-v1.json").read_text())["@context"]
    theirs = "".join(file.read_text() for file in FOLDER.iterdir() if file.name != "practice-v1.json")

    assert [word for word in ours if f'"{word}"' in theirs and word != "@protected"] == []


def test_nothing_is_ever_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    pinned.context_bytes.cache_clear()

    assert judged(proven()).verdict == "valid"
    assert expanded({"@context": [pinned.VC], "id": "urn:x:y", "name": "z"})
