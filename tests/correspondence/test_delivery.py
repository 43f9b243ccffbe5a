"""Letters on their way, over a real connection to a mail server that can be told to misbehave."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from contextlib import contextmanager
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from balai.correspondence.enums import AttemptOutcome, LetterState
from balai.correspondence.models import DeliveryAttempt, Letter
from balai.correspondence.services import delivery
from balai.correspondence.services.delivery import WAITS, deliver, mark_read, record_bounce, send_again
from balai.kernel.refusal import RuleViolationError
from balai.office.models import MailServer, Office
from balai.office.services.smtp import PostponedError, RefusedError
from tests.correspondence.test_reports import REPORT
from tests.correspondence.writing import AT, write_call, write_code
from tests.kernel import worker_process
from tests.office.sink import Sink, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _committed() -> Iterator[None]:
    """The hand-over needs commits of its own; each test begins with an office that has a sender."""
    Office.objects.create(mail_sender="office@balai.example", public_address="https://balai.example")
    yield
    connection.close()


def serving(sink: Sink) -> AbstractContextManager[Sink]:
    """A running mail server that the office names as its own."""
    opened = running(sink)

    class Named:
        def __enter__(self) -> Sink:
            started = opened.__enter__()
            MailServer.objects.all().delete()
            MailServer.objects.create(host="127.0.0.1", port=started.port, security="none")
            return started

        def __exit__(self, *error: object) -> None:
            opened.__exit__(None, None, None)

    return Named()


def try_to_deliver(letter: Letter, *, at: dt.datetime = AT) -> str:
    deliver(letter_id=letter.pk, clock=lambda: at)
    letter.refresh_from_db()
    return letter.state


def outcomes(letter: Letter) -> list[str]:
    return [attempt.outcome for attempt in letter.attempts.order_by("id")]


def waiting_jobs() -> list[dt.datetime | None]:
    return [job.scheduled_at for job in ProcrastinateJob.objects.order_by("id")]


def test_a_letter_arrives_as_text_and_page_with_an_identifier_that_stays() -> None:
    letter = write_call()
    letter.recipient_name = "Dechen\r\n Wangmo"  # as an organisation's name may be
    letter.save(update_fields=["recipient_name"])

    with serving(Sink()) as sink:
        assert try_to_deliver(letter) == LetterState.ACCEPTED

    mail = BytesParser(policy=policy.default).parsebytes(sink.taken[0])
    assert (mail["To"], mail["From"], mail["Message-ID"], mail["Subject"]) == (
        "Dechen Wangmo <dechen@example.bt>",
        "Balai <office@balai.example>",
        f"<{letter.pk}@balai.example>",
        "The call of SMI-2018",
    )
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == letter.text
    assert (letter.answer, outcomes(letter)) == ("250 taken", ["accepted"])


def test_the_same_job_run_again_sends_nothing_more() -> None:
    letter = write_call()

    with serving(Sink()) as sink:
        for _ in range(3):
            assert try_to_deliver(letter) == LetterState.ACCEPTED

    assert len(sink.taken) == 1


@pytest.mark.parametrize("answer", ["250", "451", "550"])
def test_a_letter_that_is_forgotten_while_the_server_answers_is_left(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    letter = write_code()

    @contextmanager
    def forgetting(*_given: object, **_more: object) -> Iterator[None]:
        Letter.objects.filter(pk=letter.pk).delete()
        if answer != "250":
            raise {"451": PostponedError, "550": RefusedError}[answer](answer)
        yield

    monkeypatch.setattr(delivery, "conversation", forgetting)
    MailServer.objects.create(host="127.0.0.1", port=1, security="none")

    deliver(letter_id=letter.pk, clock=lambda: AT)

    assert not DeliveryAttempt.objects.exists()


def test_two_workers_with_the_same_job_send_once() -> None:
    letter = write_call()
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        deliver(letter_id=letter.pk, clock=lambda: AT)
        connection.close()

    with serving(Sink(waits=0.3)) as sink:
        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    letter.refresh_from_db()
    assert (len(sink.taken), letter.state, outcomes(letter)) == (1, "accepted", ["accepted"])


def test_a_worker_that_dies_after_the_hand_over_leaves_a_letter_that_is_not_sent_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letter = write_call()

    class KilledError(BaseException):
        """Stands for the power cut: nothing of ours runs after it."""

    def die(*args: object, **kwargs: object) -> None:
        raise KilledError

    with serving(Sink()) as sink:
        with monkeypatch.context() as patched, pytest.raises(KilledError):
            patched.setattr(delivery, "_end", die)
            deliver(letter_id=letter.pk, clock=lambda: AT)
        for _ in range(2):
            assert try_to_deliver(letter) == LetterState.UNCERTAIN

    assert (len(sink.taken), outcomes(letter)) == (1, ["uncertain"])


def test_a_server_that_hangs_up_after_the_message_leaves_it_uncertain_until_the_office_sends_it_again() -> (
    None
):
    letter = write_call()
    with serving(Sink(dies_after_data=True)) as sink:
        assert try_to_deliver(letter) == LetterState.UNCERTAIN
        assert try_to_deliver(letter) == LetterState.UNCERTAIN
    assert len(sink.taken) == 1

    send_again(letter_id=letter.pk, actor="system", at=AT)
    with serving(Sink()) as second:
        assert try_to_deliver(letter) == LetterState.ACCEPTED

    assert (len(second.taken), outcomes(letter)) == (1, ["set_aside", "accepted"])


def test_the_database_itself_refuses_a_second_hand_over() -> None:
    letter = write_call()
    DeliveryAttempt.objects.create(letter=letter, began_at=AT)

    with pytest.raises(IntegrityError, match="letter_is_handed_over_once"), transaction.atomic():
        DeliveryAttempt.objects.create(letter=letter, began_at=AT)


@pytest.mark.parametrize(
    "sink", [Sink(answer_to_recipient="451 later"), Sink(answer_to_data="452 disk full")]
)
def test_a_server_that_says_later_is_asked_again_later_and_later(sink: Sink) -> None:
    letter = write_call()

    with serving(sink):
        for _ in WAITS:
            assert try_to_deliver(letter) == LetterState.QUEUED
        assert try_to_deliver(letter) == LetterState.GIVEN_UP

    assert waiting_jobs() == [None, *(AT + wait for wait in WAITS)]
    assert set(outcomes(letter)) <= {AttemptOutcome.REFUSED}


def test_a_letter_that_waited_for_a_server_goes_out_when_it_is_there() -> None:
    letter = write_call()
    with serving(Sink()):
        pass  # it named a port where nobody listens any more

    assert try_to_deliver(letter) == LetterState.QUEUED
    with serving(Sink()) as sink:
        assert try_to_deliver(letter) == LetterState.ACCEPTED
    assert len(sink.taken) == 1


@pytest.mark.parametrize(
    "sink", [Sink(answer_to_recipient="550 5.1.1 unknown"), Sink(answer_to_data="550 5.1.1 unknown")]
)
def test_a_refused_letter_came_back_and_is_not_tried_again(sink: Sink) -> None:
    letter = write_call()

    with serving(sink):
        assert try_to_deliver(letter) == LetterState.BOUNCED

    assert (letter.answer, waiting_jobs()) == ("550 5.1.1 unknown", [None])


def test_without_a_mail_server_or_an_address_a_letter_is_kept() -> None:
    letter = write_call()

    assert try_to_deliver(letter) == LetterState.KEPT

    letter.recipient_address = ""
    letter.state = LetterState.QUEUED
    letter.save()
    with serving(Sink()) as sink:
        assert (try_to_deliver(letter), sink.taken) == (LetterState.KEPT, [])


def test_what_opens_an_account_is_emptied_once_it_left_and_never_sent_again() -> None:
    letter = write_code()

    with serving(Sink()) as sink:
        assert try_to_deliver(letter) == LetterState.ACCEPTED

    assert (b"7F3K2M" in sink.taken[0], letter.text, letter.html) == (True, "", "")
    with pytest.raises(RuleViolationError) as raised:
        send_again(letter_id=letter.pk, actor="system", at=AT)
    assert raised.value.refusal.code == "letter.secret"


def test_a_code_is_not_delivered_hours_late() -> None:
    letter = write_code()

    assert try_to_deliver(letter, at=AT) == LetterState.KEPT

    letter.state = LetterState.QUEUED
    letter.save()
    with serving(Sink(answer_to_recipient="451 later")):
        assert try_to_deliver(letter, at=AT + dt.timedelta(minutes=50)) == LetterState.QUEUED
        assert try_to_deliver(letter, at=AT + dt.timedelta(minutes=70)) == LetterState.GIVEN_UP


def test_a_letter_on_its_way_cannot_be_sent_again() -> None:
    letter = write_call()

    with pytest.raises(RuleViolationError) as raised:
        send_again(letter_id=letter.pk, actor="system", at=AT)

    assert raised.value.refusal.code == "letter.not_settled"


def report_of(letter: Letter, action: str = "failed") -> bytes:
    return (
        REPORT.format(action=action, kind="message/rfc822")
        .replace("<0190@balai.example>", letter.message_id)
        .encode()
    )


def test_a_bounce_finds_its_letter_and_it_may_be_sent_to_the_new_address() -> None:
    letter = write_call()
    with serving(Sink()):
        try_to_deliver(letter)

    record_bounce(message=report_of(letter), actor="system", at=AT)
    record_bounce(message=report_of(letter), actor="system", at=AT)

    letter.refresh_from_db()
    assert (letter.state, letter.answer, outcomes(letter)) == (
        "bounced",
        "550 5.1.1 <dechen@example.bt>: User unknown",
        ["bounced"],
    )
    assert letter.person is not None
    letter.person.email = "dechen@new.example.bt"
    letter.person.save()
    send_again(letter_id=letter.pk, actor="system", at=AT)
    with serving(Sink()) as sink:
        assert try_to_deliver(letter) == LetterState.ACCEPTED
    assert b"dechen@new.example.bt" in sink.taken[0]


def test_a_report_of_a_delay_changes_nothing_and_one_about_a_stranger_is_refused() -> None:
    letter = write_call()
    with serving(Sink()):
        try_to_deliver(letter)

    record_bounce(message=report_of(letter, "delayed"), actor="system", at=AT)

    letter.refresh_from_db()
    assert letter.state == LetterState.ACCEPTED
    with pytest.raises(RuleViolationError) as raised:
        record_bounce(
            message=REPORT.format(action="failed", kind="message/rfc822").encode(), actor="system", at=AT
        )
    assert raised.value.refusal.code == "bounce.letter_unknown"


def test_the_first_reading_is_noted() -> None:
    letter = write_call()

    mark_read(letter_id=letter.pk, at=AT)
    mark_read(letter_id=letter.pk, at=AT + dt.timedelta(days=1))

    letter.refresh_from_db()
    assert letter.read_at == AT


def test_the_worker_takes_the_letter_from_the_queue_to_the_server() -> None:
    """The whole way once: the deed's queue, a worker's process, a mail server."""
    letter = write_call()

    with serving(Sink()) as sink:
        command = [
            sys.executable,
            "-m",
            worker_process.__name__,
            connection.settings_dict["NAME"],
            "--until-idle",
        ]
        subprocess.run(command, check=True, timeout=60)

    letter.refresh_from_db()
    assert (letter.state, len(sink.taken)) == ("accepted", 1)
