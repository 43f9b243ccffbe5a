"""A mail that only asks whether mails arrive."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal, RuleViolationError
from balai.office.queries import mail_route
from balai.office.services.smtp import MailError, conversation

if TYPE_CHECKING:
    from datetime import datetime


def send_test_mail(*, to: str, at: datetime) -> str:
    """Hand a test mail over while the reader waits, and return the server's answer.

    Raises:
        RuleViolationError: ``office.no_mail_server``, or ``office.test_mail_failed`` with the server's words.
    """
    route = mail_route()
    if route is None:
        raise RuleViolationError(
            Refusal("office.no_mail_server", _("Name a mail server first, and save it."))
        )
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
