"""An object storage in a process of its own, which is none of our code."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import requests

from balai import config

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

SERVER = """
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
print(server.port, flush=True)
server.serve_forever()
"""
SOMEBODY = {"Authorization": "AWS4-HMAC-SHA256 Credential=another/20180402/x/s3/aws4_request"}
"""It asks that there be a key, and not which."""


@dataclass(frozen=True)
class Service:
    """A running object storage.

    Attributes:
        address: where it answers.
        process: of it alone.
    """

    address: str
    process: subprocess.Popen[str]

    def url(self, bucket: str, prefix: str = "files") -> str:
        """What BALAI_FILES_URL says of a bucket here."""
        return f"s3://office:a-secret-word@{bucket}/{prefix}?endpoint={self.address}&region=ap-southeast-3"

    def make(self, bucket: str) -> None:
        requests.put(f"{self.address}/{bucket}", timeout=10).raise_for_status()

    def put(self, bucket: str, key: str, content: bytes) -> None:
        """By another program."""
        answer = requests.put(f"{self.address}/{bucket}/{key}", content, headers=SOMEBODY, timeout=10)
        answer.raise_for_status()

    def get(self, bucket: str, key: str) -> bytes | None:
        """What another program sees."""
        answer = requests.get(f"{self.address}/{bucket}/{key}", headers=SOMEBODY, timeout=10)
        return answer.content if answer.ok else None

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def object_storage() -> Iterator[Service]:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield Service(f"http://127.0.0.1:{int(process.stdout.readline())}", process)
        finally:
            process.kill()


@contextmanager
def files_in(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process keeps its files there."""
    with monkeypatch.context() as changed:
        changed.setenv("BALAI_FILES_URL", url)
        config.current.cache_clear()
        yield
    config.current.cache_clear()
