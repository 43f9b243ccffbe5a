from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from balai.office.models import MailServer, Office
from balai.office.services.trying import mail_fault
from tests.office.sink import Sink, running

if TYPE_CHECKING:
    from balai.kernel.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(fault: Refusal | None) -> str | None:
    return fault.code if fault else None


def name_server(port: int) -> None:
    Office.objects.create(mail_sender="office@balai.example")
    MailServer.objects.create(host="127.0.0.1", port=port, security="none")


def test_a_server_that_greets_is_no_fault_and_gets_nothing() -> None:
    with running(Sink()) as sink:
        name_server(sink.port)

        assert (mail_fault(), sink.taken) == (None, [])


def test_a_missing_server_is_a_fault() -> None:
    assert code(mail_fault()) == "office.no_mail_server"


def test_a_server_that_is_not_there_is_a_fault_that_names_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    name_server(port)

    fault = mail_fault()

    assert fault is not None
    assert (fault.code, "127.0.0.1 said: Connection refused" in str(fault.message)) == (
        "office.mail_unreachable",
        True,
    )
