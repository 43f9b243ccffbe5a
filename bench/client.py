"""A light client: it must not take from the server the cores that both share."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it came over the wire.

    Attributes:
        status: of HTTP.
        size: bytes of its body.
        seconds: from the first byte asked to the last byte answered.
    """

    status: int
    size: int
    seconds: float


async def ask(port: int, path: str, *, clients: int, requests: int) -> list[Answer]:
    """Ask for a page as often as said, by so many clients at once, each on one kept connection."""
    shares = await asyncio.gather(*(_one_client(port, path, requests // clients) for _ in range(clients)))
    return [answer for share in shares for answer in share]


async def _one_client(port: int, path: str, requests: int) -> list[Answer]:
    reader, writer = await asyncio.open_connection(HOST, port)
    question = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    answers = []
    for _ in range(requests):
        began = time.perf_counter()
        writer.write(question)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        size = await _read_body(reader, head.lower())
        answers.append(Answer(int(head.split()[1]), size, time.perf_counter() - began))
    writer.close()
    await writer.wait_closed()
    return answers


async def _read_body(reader: asyncio.StreamReader, head: str) -> int:
    for line in head.splitlines():
        if line.startswith("content-length:"):
            return len(await reader.readexactly(int(line.split(":")[1])))
    size = 0
    while length := int(await reader.readuntil(b"\r\n"), 16):  # in chunks
        size += len(await reader.readexactly(length))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return size
