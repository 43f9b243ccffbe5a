"""One message to one recipient over SMTP: first all that can be taken back, then the hand-over.

In: the conversation with the mail server and the meaning of its answers. Not in: what is sent, when it is
tried again, and who is told; correspondence decides that.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from typing import TYPE_CHECKING

from balai.kernel.refusal import RuleViolationError
from balai.office.enums import MailSecurity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.office.queries import MailRoute


class MailError(Exception):
    """The mail server did not take the message; the text is its answer, or the reason why there was none."""


class PostponedError(MailError):
    """Certainly not taken, and it may be taken later: no connection, log-in refused, "try again"."""


class RefusedError(MailError):
    """Certainly not taken, and it will not be: this recipient or this message is refused."""


class UncertainError(MailError):
    """Handed over, but the answer never came: it may have been taken."""


class Conversation:
    """An open connection on which the server has accepted sender and recipient, and nothing was sent yet."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def hand_over(self, message: bytes) -> str:
        """Send the message and return the server's answer.

        Raises:
            PostponedError, RefusedError: the server said that it did not take it.
            UncertainError: the connection broke before the server said anything.
        """
        try:
            code, answer = self._server.data(message)
        except smtplib.SMTPDataError as error:  # the server answered "no" before the message was sent
            code, answer = error.smtp_code, _bytes(error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            raise UncertainError(_reason(error)) from error
        if code == 250:
            return _line(code, answer)
        raise (PostponedError if 400 <= code < 500 else RefusedError)(_line(code, answer))


@contextmanager
def conversation(route: MailRoute, *, recipient: str, timeout: float = 30) -> Iterator[Conversation]:
    """Connect, log in, and name sender and recipient; nothing is sent before :meth:`Conversation.hand_over`.

    Raises:
        PostponedError: the server cannot be reached, or does not want us or the sender now.
        RefusedError: the server will never take a message for this recipient.
    """
    server: smtplib.SMTP | None = None
    try:
        try:
            server = _connect(route, timeout=timeout)
            server.ehlo_or_helo_if_needed()
            _expect(server.mail(parseaddr(route.sender)[1]))
        except (OSError, smtplib.SMTPException) as error:
            raise PostponedError(_reason(error)) from error
        _name_recipient(server, recipient)
        yield Conversation(server)
    finally:
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()


def greet(route: MailRoute, *, timeout: float) -> None:
    """Connect and log in, and leave again.

    Raises:
        PostponedError: the server cannot be reached, or does not want us.
    """
    try:
        with _connect(route, timeout=timeout) as server:
            _expect(server.noop())
    except (OSError, smtplib.SMTPException) as error:
        raise PostponedError(_reason(error)) from error


def _connect(route: MailRoute, *, timeout: float) -> smtplib.SMTP:
    if route.security == MailSecurity.TLS:
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(route.host, route.port, timeout=timeout, context=context)
    else:
        server = smtplib.SMTP(route.host, route.port, timeout=timeout)
    try:
        if route.security == MailSecurity.STARTTLS:
            server.starttls(context=ssl.create_default_context())
        if route.user:
            server.login(route.user, _password(route))
    except BaseException:
        server.close()
        raise
    return server


def _password(route: MailRoute) -> str:
    try:
        return route.password()
    except RuleViolationError as violation:
        raise PostponedError(str(violation.refusal.message)) from violation


def _name_recipient(server: smtplib.SMTP, recipient: str) -> None:
    try:
        code, answer = server.rcpt(recipient)
    except (OSError, smtplib.SMTPException) as error:
        raise PostponedError(_reason(error)) from error
    if code >= 500:
        raise RefusedError(_line(code, answer))
    if code not in {250, 251}:
        raise PostponedError(_line(code, answer))


def _expect(reply: tuple[int, bytes]) -> None:
    code, answer = reply
    if code != 250:
        raise smtplib.SMTPResponseException(code, answer)


def _reason(error: OSError | smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _line(error.smtp_code, _bytes(error.smtp_error))
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _bytes(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()


def _line(code: int, answer: bytes) -> str:
    text = " ".join(answer.decode("utf-8", errors="replace").split())
    return f"{code} {text}"[:500]
