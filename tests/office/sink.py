"""A mail server for tests, on a free port of this machine, that can be told to misbehave."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

from balai.office.enums import MailSecurity
from balai.office.queries import MailRoute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Sink:
    """What the server took, and how it answers.

    Attributes:
        answer_to_recipient, answer_to_data: the replies it gives.
        dies_after_data: it takes the message and hangs up without a word.
        waits: seconds before it answers the message.
        taken: the messages, in order.
    """

    answer_to_recipient: str = "250 OK"
    answer_to_data: str = "250 taken"
    dies_after_data: bool = False
    waits: float = 0
    taken: list[bytes] = field(default_factory=list)
    port: int = 0
    reached: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- as above
        if self.answer_to_data.startswith("250"):
            self.taken.append(envelope.original_content or b"")
        self.reached.set()
        await asyncio.sleep(self.waits)
        if self.dies_after_data and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return self.answer_to_data

    @property
    def route(self) -> MailRoute:
        return MailRoute(
            host="127.0.0.1",
            port=self.port,
            security=MailSecurity.NONE,
            user="",
            password=str,
            sender="Balai <office@balai.example>",
        )


@contextmanager
def running(sink: Sink) -> Iterator[Sink]:
    """Serve on a free port while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        sink.port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, ready_timeout=10)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
