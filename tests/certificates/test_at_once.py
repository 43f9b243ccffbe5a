"""Workers that are killed at any moment, and batches at the same time, with real processes and threads."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from balai.certificates.enums import BatchState
from balai.certificates.models import Batch, Certificate, Paper
from balai.certificates.services.issuing import ask_for_certificates, work_through
from balai.kernel.refusal import RuleViolationError
from tests.certificates import killed_worker
from tests.certificates.factories import (
    ACTOR,
    AT,
    LATER,
    completed,
    designed,
    ended_edition,
    office,
    people_of,
)
from tests.nominations.conftest import countries, keys

if TYPE_CHECKING:
    from balai.programmes.models import Edition

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
__all__ = ["countries", "keys"]
PEOPLE = 5


@pytest.fixture
def edition(transactional_db: None, countries: None, keys: None) -> Edition:
    """Five people who have completed, and nobody has a certificate."""
    office()
    edition = ended_edition(PEOPLE)
    designed(edition)
    completed(*people_of(edition))
    return edition


def test_a_worker_killed_before_any_statement_leaves_whole_certificates_and_the_next_misses_none(
    edition: Edition,
) -> None:
    batch = ask_for_certificates(edition=edition, actor=ACTOR, at=AT)

    done = subprocess.run(
        [sys.executable, "-m", killed_worker.__name__, connection.settings_dict["NAME"], str(batch.pk)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )

    left = [json.loads(line) for line in done.stdout.splitlines()]
    assert [
        one for one in left if not one["certificates"] == one["papers"] == one["whole"] == one["people"]
    ] == []
    counts = [one["certificates"] for one in left]
    assert sorted(set(counts)) == [0, 2, 4, PEOPLE]  # something was lost, and something was kept
    assert counts == sorted(counts)
    assert [one["killed"] for one in left] == [True] * (len(left) - 1) + [False]
    assert len(left) > 20
    batch.refresh_from_db()
    assert (batch.state, batch.issued, Certificate.objects.count()) == (BatchState.DONE, PEOPLE, PEOPLE)


def test_the_same_batch_asked_for_and_worked_through_twice_at_once_gives_each_one(edition: Edition) -> None:
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def issue() -> None:
        try:
            connection.ensure_connection()
            together.wait(timeout=60)
            try:
                ask_for_certificates(edition=edition, actor=ACTOR, at=AT)
                outcomes.append("asked")
            except RuleViolationError as violation:
                outcomes.append(violation.refusal.code)
            together.wait(timeout=60)
            work_through(batch_id=Batch.objects.get().pk, at=LATER)
        except Exception as error:  # noqa: BLE001 -- a thread tells what stopped it, and the test compares
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=issue) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(outcomes) == ["asked", "certificates.under_way"]
    assert (Certificate.objects.count(), Paper.objects.count()) == (PEOPLE, PEOPLE)
    assert Certificate.objects.values("participant").distinct().count() == PEOPLE
    assert (Batch.objects.get().state, Batch.objects.get().issued) == (BatchState.DONE, PEOPLE)
