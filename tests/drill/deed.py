"""A deed as the product's are: one transaction with its trail and its job, whose effect happens once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel import clock
from balai.kernel.jobs import claim_effect, enqueue, job

if TYPE_CHECKING:
    from datetime import datetime

WRITTEN, TOOK_EFFECT = "number.written", "number.took_effect"

WORK = 0.005
"""Seconds of work before and after the commit of an effect, so that kills meet jobs there."""


@transaction.atomic
def write(*, number: int, at: datetime) -> None:
    record(actor="system", action=WRITTEN, subject=f"number:{number}", at=at)
    enqueue("drill.take_effect", number=number)


@job("drill.take_effect", label="Take effect", attempts=20)
def take_effect(number: int) -> None:
    at = clock.now()
    with transaction.atomic():
        if claim_effect(f"number:{number}", at=at):
            record(actor="system", action=TOOK_EFFECT, subject=f"number:{number}", at=at)
        time.sleep(WORK)
    time.sleep(WORK)
