"""Reading what mail servers send back: delivery reports after RFC 3464."""

from __future__ import annotations

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal, RuleViolationError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What a delivery report says about one mail.

    Attributes:
        message_id: of the mail it is about, with its angle brackets.
        is_final: whether the server gave up; a report of a delay is not final.
        status: after RFC 3463, such as 5.1.1.
        reason: the words of the server that refused it.
    """

    message_id: str
    is_final: bool
    status: str
    reason: str


def read_report(message: bytes) -> DeliveryReport:
    """Read a delivery report.

    Raises:
        RuleViolationError: ``bounce.too_big``, ``bounce.not_a_report`` or ``bounce.no_message_id``.
    """
    if len(message) > MOST_BYTES:
        raise RuleViolationError(
            Refusal("bounce.too_big", _("The file is larger than 5 MB. A delivery report is not."))
        )
    parts = list(BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(message).walk())
    fields = {name.lower(): _flat(value) for part in parts for name, value in _status_fields(part)}
    if not fields.get("action"):
        raise RuleViolationError(
            Refusal(
                "bounce.not_a_report",
                _("This is not a delivery report. Save the mail itself, as an .eml file."),
            )
        )
    message_id = next((found for part in parts for found in _original_id(part)), "")
    if not message_id:
        raise RuleViolationError(
            Refusal("bounce.no_message_id", _("The report does not say which letter it is about."))
        )
    return DeliveryReport(
        message_id=message_id,
        is_final=fields["action"].lower() == "failed",
        status=fields.get("status", "")[:20],
        reason=fields.get("diagnostic-code", "").removeprefix("smtp;").strip()[:500],
    )


def _status_fields(part: Message) -> Iterator[tuple[str, str]]:
    """The fields of a delivery-status part; of several recipients the last, and a letter has one."""
    if part.get_content_type() == "message/delivery-status":
        for block in part.get_payload():
            if isinstance(block, Message):
                yield from block.items()


def _original_id(part: Message) -> Iterator[str]:
    """The identifier of the mail that came back, which the report carries whole or as its headers."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload(0)
        if isinstance(inner, Message) and inner["Message-ID"]:
            yield _flat(inner["Message-ID"])
    elif kind == "text/rfc822-headers":
        content = part.get_payload(decode=True)
        headers = BytesParser(policy=policy.default).parsebytes(
            content if isinstance(content, bytes) else b"", headersonly=True
        )
        if headers["Message-ID"]:
            yield _flat(headers["Message-ID"])


def _flat(value: object) -> str:
    return " ".join(str(value).split())
