"""A certificate is issued, checked, withdrawn and checked again, each by whoever does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from playwright.sync_api import FilePayload, expect

from balai.certificates.models import Batch, Certificate
from balai.certificates.services.issuing import work_through
from tests.browser.variants import Variant
from tests.certificates.factories import AT, completed, designed, people_of
from tests.certificates.looks import CODE, keep_people
from tests.kernel.keys import own_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.programmes.models import Edition
    from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
DESK, TELEPHONE = Variant(1280, "light", "en"), Variant(360, "light", "en")
OFFICER = "programme_officer"


@pytest.fixture
def edition(transactional_db: None) -> Iterator[Edition]:
    """The last day of a programme; the wording is written."""
    with own_keys(), time_machine.travel(AT):
        edition = keep_people()
        designed(edition)
        completed(people_of(edition)[2])
        yield edition


def test_issue_check_withdraw_and_check_again(visitor: Visitor, edition: Edition) -> None:
    with visitor.open(DESK, f"/certificates/{CODE}/", role=OFFICER) as opened:
        opened.page.get_by_role("button", name="Issue 2 certificates").click()
        expect(opened.page.get_by_text("Certificates are being issued", exact=True)).to_be_visible()
    work_through(batch_id=Batch.objects.get().pk, at=AT)
    certificate = Certificate.objects.order_by("name").first()
    assert certificate is not None

    with visitor.open(TELEPHONE, "/{language}/c/") as opened:
        opened.page.get_by_label("Number on the certificate").fill(certificate.number.lower())
        opened.page.get_by_role("button", name="Check the number").click()
        expect(opened.page.get_by_role("heading", name="This certificate is genuine")).to_be_visible()
        expect(opened.page.get_by_text(certificate.name)).to_be_visible()

    with visitor.open(DESK, f"/certificates/{CODE}/", role=OFFICER) as opened:
        opened.page.get_by_role("link", name=certificate.number).click()
        opened.page.get_by_label("Withdraw it").check()
        opened.page.get_by_label("Reason of a withdrawal").select_option("mistake")
        opened.page.get_by_role("button", name="Do it").click()
        expect(opened.page.get_by_text("The certificate is withdrawn.")).to_be_visible()

    with visitor.open(TELEPHONE, "/{language}/c/") as opened:
        held = FilePayload(name="held.json", mimeType="application/vc", buffer=certificate.document.encode())
        opened.page.get_by_label("File of the certificate").set_input_files(held)
        opened.page.get_by_role("button", name="Check the document").click()
        expect(opened.page.get_by_role("heading", name="This certificate was withdrawn")).to_be_visible()
