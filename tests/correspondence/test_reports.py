from __future__ import annotations

import pytest

from balai.correspondence.services.reports import DeliveryReport, read_report
from balai.kernel.refusal import RuleViolationError

REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example.bt>
To: office@balai.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain; charset=us-ascii

I could not deliver your message.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.bt

Final-Recipient: rfc822; dechen@example.bt
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <dechen@example.bt>:
    User unknown

--cut
Content-Type: {kind}

From: office@balai.example
Message-ID: <0190@balai.example>
Subject: Call

--cut--
"""


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_names_the_letter_and_the_reason(kind: str) -> None:
    report = read_report(REPORT.format(action="failed", kind=kind).encode())

    assert report == DeliveryReport(
        message_id="<0190@balai.example>",
        is_final=True,
        status="5.1.1",
        reason="550 5.1.1 <dechen@example.bt>: User unknown",
    )


def test_a_delay_is_no_bounce() -> None:
    assert not read_report(REPORT.format(action="delayed", kind="message/rfc822").encode()).is_final


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"", "bounce.not_a_report"),
        (b"Subject: Out of office\r\n\r\nI am away.", "bounce.not_a_report"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "bounce.not_a_report"),
        (REPORT.format(action="failed", kind="text/plain").encode(), "bounce.no_message_id"),
        (b"x" * (5 * 1024 * 1024 + 1), "bounce.too_big"),
    ],
)
def test_what_is_no_delivery_report_is_refused(message: bytes, code: str) -> None:
    with pytest.raises(RuleViolationError) as raised:
        read_report(message)

    assert raised.value.refusal.code == code
