from __future__ import annotations

import socket
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from balai.office.enums import MailSecurity
from balai.office.services.smtp import (
    PostponedError,
    RefusedError,
    UncertainError,
    conversation,
)
from tests.office.sink import Sink, running

if TYPE_CHECKING:
    from balai.office.services.smtp import MailError

MESSAGE = b"Subject: Call\r\n\r\nDear Dechen\r\n.\r\nThe office\r\n"


def hand_over(sink: Sink, *, timeout: float = 5) -> str:
    with conversation(sink.route, recipient="dechen@example.bt", timeout=timeout) as opened:
        return opened.hand_over(MESSAGE)


def test_the_message_arrives_whole_with_the_line_that_is_only_a_full_stop() -> None:
    with running(Sink()) as sink:
        answer = hand_over(sink)

    assert (answer, sink.taken) == ("250 taken", [MESSAGE])


@pytest.mark.parametrize(
    ("sink", "error", "answer"),
    [
        (Sink(answer_to_recipient="550 5.1.1 no such person"), RefusedError, "550 5.1.1 no such person"),
        (Sink(answer_to_recipient="451 4.7.1 come back later"), PostponedError, "451 4.7.1 come back later"),
        (Sink(answer_to_data="554 5.7.1 looks like spam"), RefusedError, "554 5.7.1 looks like spam"),
        (Sink(answer_to_data="452 4.3.1 disk full"), PostponedError, "452 4.3.1 disk full"),
    ],
)
def test_an_answer_that_says_no_is_certain(sink: Sink, error: type[MailError], answer: str) -> None:
    with running(sink), pytest.raises(error) as raised:
        hand_over(sink)

    assert (str(raised.value), sink.taken) == (answer, [])


@pytest.mark.parametrize("sink", [Sink(dies_after_data=True), Sink(waits=3)])
def test_a_server_that_takes_the_message_and_says_nothing_leaves_it_uncertain(sink: Sink) -> None:
    with running(sink), pytest.raises(UncertainError):
        hand_over(sink, timeout=1)

    assert sink.taken == [MESSAGE]


def test_a_server_that_is_not_there_is_tried_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with (
        pytest.raises(PostponedError, match="Connection refused"),
        conversation(replace(Sink().route, port=port), recipient="dechen@example.bt"),
    ):
        pytest.fail("the conversation began")


def test_a_server_that_never_greets_is_tried_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        route = replace(Sink().route, port=silent.getsockname()[1])

        with (
            pytest.raises(PostponedError),
            conversation(route, recipient="dechen@example.bt", timeout=0.3),
        ):
            pytest.fail("the conversation began")


@pytest.mark.parametrize(
    "changed", [{"security": MailSecurity.STARTTLS}, {"user": "office", "password": lambda: "secret"}]
)
def test_a_password_or_letter_is_not_sent_where_the_server_cannot_protect_it(changed: dict[str, Any]) -> None:
    with running(Sink()) as sink:
        route = replace(sink.route, **changed)

        with pytest.raises(PostponedError), conversation(route, recipient="dechen@example.bt"):
            pytest.fail("the conversation began")

    assert sink.taken == []
