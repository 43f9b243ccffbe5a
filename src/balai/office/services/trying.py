"""Trying whether mails leave: with a test mail, or by greeting the server only."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai import config
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.office.queries import mail_route
from balai.office.services.smtp import MailError, conversation, greet

if TYPE_CHECKING:
    from datetime import datetime


NO_MAIL_SERVER = Refusal("office.no_mail_server", _("Name a mail server first, and save it."))


def mail_fault(*, timeout: float = 10) -> Refusal | None:
    """What keeps mails from leaving now, with the remedy; nothing is sent. A demonstration sends none.

    Returns:
        ``office.no_mail_server``, ``office.mail_unreachable``, or None when all is well.
    """
    route = mail_route()
    if route is None:
        return None if config.current().is_demo else NO_MAIL_SERVER
    try:
        greet(route, timeout=timeout)
    except MailError as error:
        return Refusal(
            "office.mail_unreachable",
            _("%(host)s said: %(answer)s. Correct the mail server on the Office page or in BALAI_SMTP_URL.")
            % {"host": route.host, "answer": error},
        )
    return None


def send_test_mail(*, to: str, at: datetime) -> str:
    """Hand a test mail over while the reader waits, and return the server's answer.

    Raises:
        RuleViolationError: ``office.no_mail_server``, or ``office.test_mail_failed`` with the server's words.
    """
    route = mail_route()
    if route is None:
        raise RuleViolationError(NO_MAIL_SERVER)
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["Subject"] = gettext("Test mail")
    message["From"] = route.sender
    message["To"] = to
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain="balai.invalid")
    message.set_content(gettext("If you can read this, letters of the office leave as they should."))
    try:
        with conversation(route, recipient=to, timeout=10) as opened:
            return opened.hand_over(message.as_bytes())
    except MailError as error:
        raise RuleViolationError(
            Refusal(
                "office.test_mail_failed",
                _("The test mail did not leave. %(host)s said: %(answer)s")
                % {"host": route.host, "answer": error},
            )
        ) from error
