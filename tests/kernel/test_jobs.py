from __future__ import annotations

import asyncio
import datetime as dt
import json
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from psycopg import sql

from balai import config
from balai.audit.models import Deed
from balai.database.connection import owner_parameters
from balai.kernel import clock, jobs
from balai.kernel.identity import uuid7
from balai.kernel.models import Effect, JobFailure
from tests.kernel import worker_process
from tests.tables import owner_connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

AT = dt.datetime(2018, 4, 2, 8, 30, tzinfo=dt.UTC)
PATIENCE = 600.0
"""Seconds after which something is broken, and not slow."""

DRILL: dict[str, Any] = {"key": "1", "stop": "never", "marker": "/nonexistent"}


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """What the workers of this test say."""
    return tmp_path / "words"


@pytest.fixture
def start_worker(words: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start workers on this test's database; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", worker_process.__name__, connection.settings_dict["NAME"], *options]
        with words.open("ab") as said:
            started.append(subprocess.Popen(command, stderr=said))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_until(condition: Callable[[], object], *, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def age_workers(*, by: dt.timedelta) -> None:
    """Let the time pass in which no worker said that it lives."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - make_interval(secs => %s)",
            [by.total_seconds()],
        )


def end_other_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user"
        )


@contextmanager
def database_away() -> Iterator[None]:
    """Nobody is connected but this test, and nobody comes in."""
    name = sql.Identifier(connection.settings_dict["NAME"])
    with owner_connection(owner_parameters(config.current())["NAME"]) as owner:
        owner.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        try:
            end_other_connections()
            yield
        finally:
            owner.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


def listens() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
        return bool(cursor.rowcount)


def registered_workers() -> list[int]:
    return list(ProcrastinateWorker.objects.values_list("id", flat=True))


def queue() -> list[tuple[str, str, int]]:
    rows = ProcrastinateJob.objects.filter(task_name__startswith="drill.").order_by("id")
    return list(rows.values_list("task_name", "status", "attempts"))


@pytest.mark.django_db(transaction=True)
def test_a_job_is_queued_with_the_deed() -> None:
    person = uuid7()

    with transaction.atomic():
        jobs.enqueue("drill.write", **DRILL | {"key": person})

    assert list(ProcrastinateJob.objects.values_list("task_name", "args")) == [
        ("drill.write", DRILL | {"key": str(person)})
    ]


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_fails_leaves_no_job() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue("drill.write", **DRILL)
        _ = 1 / 0

    assert queue() == []


@pytest.mark.django_db
def test_a_second_job_of_the_same_key_does_not_wait_and_does_not_hurt_the_deed() -> None:
    jobs.enqueue("drill.write", only_one="drill:1", **DRILL)
    jobs.enqueue("drill.write", only_one="drill:1", **DRILL)
    jobs.enqueue("drill.write", only_one="drill:2", **DRILL)

    assert queue() == [("drill.write", "todo", 0)] * 2


@pytest.mark.django_db
def test_a_job_that_nobody_declared_is_refused() -> None:
    with pytest.raises(LookupError, match=r"drill\.unknown"):
        jobs.enqueue("drill.unknown")


@pytest.mark.django_db
def test_an_effect_is_claimed_once() -> None:
    with transaction.atomic():
        claims = [jobs.claim_effect("letter:1", at=AT), jobs.claim_effect("letter:1", at=AT)]

    assert claims == [True, False]


@pytest.mark.django_db(transaction=True)
def test_an_effect_that_is_rolled_back_can_be_claimed_again() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.claim_effect("letter:1", at=AT)
        _ = 1 / 0

    with transaction.atomic():
        assert jobs.claim_effect("letter:1", at=AT)


@pytest.mark.django_db(transaction=True)
def test_an_effect_is_not_claimed_outside_its_transaction() -> None:
    with pytest.raises(TransactionManagementError):
        jobs.claim_effect("letter:1", at=AT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stop", ["before", "after"])
def test_effect_happens_once_though_the_worker_is_killed(
    stop: str, start_worker: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    """Killed before the commit the effect is missing and is made up for; after it, it is not repeated."""
    marker = tmp_path / "reached"
    jobs.enqueue("drill.write", key="1", stop=stop, marker=str(marker))
    worker = start_worker()
    wait_until(marker.exists)

    worker.send_signal(signal.SIGKILL)
    worker.wait()

    assert (Deed.objects.count(), queue()) == (int(stop == "after"), [("drill.write", "doing", 0)])
    age_workers(by=jobs.STALLED_AFTER)
    start_worker()
    wait_until(lambda: queue() == [("drill.write", "succeeded", 2)])
    assert [deed.subject for deed in Deed.objects.all()] == ["drill:1"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_at_work_takes_over_from_one_that_is_killed_later(
    start_worker: Callable[..., subprocess.Popen[bytes]],
) -> None:
    """The one that is killed begins a job, and the other one has looked for such jobs already."""
    start_worker("--rescue-seconds=0.2")
    wait_until(lambda: jobs.background().worker_seen_at)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id),"
            " j AS (INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " SELECT 'default', 'drill.write', %s, 'doing', w.id FROM w RETURNING id) SELECT id FROM j",
            [json.dumps(DRILL)],
        )
    begin(attempts=0, key="2")  # it has no worker: freed at the next look
    wait_until(lambda: queue()[1] == ("drill.write", "succeeded", 2))
    assert queue()[0] == ("drill.write", "doing", 0)

    age_workers(by=jobs.STALLED_AFTER)

    wait_until(lambda: queue()[0][1] == "succeeded")


@pytest.mark.django_db(transaction=True)
def test_worker_shows_that_it_lives_and_ends_when_asked(
    start_worker: Callable[..., subprocess.Popen[bytes]],
) -> None:
    assert jobs.background().worker_seen_at is None
    before = clock.now()

    worker = start_worker()
    wait_until(lambda: jobs.background().worker_seen_at)
    seen = jobs.background().worker_seen_at
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=PATIENCE) == 0
    assert seen is not None
    assert before <= seen <= clock.now()
    assert jobs.background().worker_seen_at is None


@pytest.mark.django_db(transaction=True)
def test_worker_leaves_an_endless_job_to_the_next_one(
    start_worker: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    marker = tmp_path / "reached"
    jobs.enqueue("drill.write", key="1", stop="after", marker=str(marker))
    worker = start_worker()
    wait_until(marker.exists)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=PATIENCE) == 0
    assert queue() == [("drill.write", "doing", 0)]


@pytest.mark.django_db(transaction=True)
def test_worker_outlives_its_connections(start_worker: Callable[..., subprocess.Popen[bytes]]) -> None:
    worker = start_worker()
    wait_until(lambda: jobs.background().worker_seen_at)

    end_other_connections()
    jobs.enqueue("drill.write", **DRILL)

    wait_until(Deed.objects.exists)
    assert worker.poll() is None


@pytest.mark.django_db(transaction=True)
def test_worker_without_a_job_finds_its_way_back_to_the_database(
    start_worker: Callable[..., subprocess.Popen[bytes]], words: Path
) -> None:
    """It had queued the periodic jobs over a connection of its own, which no job mends now."""
    start_worker()
    wait_until(ProcrastinateJob.objects.exists)
    wait_until(listens)
    wait_until(lambda: not ProcrastinateJob.objects.exclude(status="succeeded").exists())

    before = registered_workers()
    with database_away():
        wait_until(lambda: words.read_text().count("the database does not answer, asking again") > 1)
        forget_periodic_jobs()

    wait_until(lambda: registered_workers() not in ([], before))
    wait_until(ProcrastinateJob.objects.exists)  # it queues them again


def forget_periodic_jobs() -> None:
    """As if none had been queued for this minute."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_periodic_defers")


def begin(*, attempts: int, key: str = "1", only_one: str | None = None) -> None:
    """One job as a killed worker leaves it; no living one sees it wait."""
    with transaction.atomic(), connection.cursor() as cursor:
        jobs.enqueue("drill.write", only_one=only_one, **DRILL | {"key": key})
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s WHERE args ->> 'key' = %s",
            [attempts, key],
        )


def begin_alive() -> None:
    """One job whose worker said at :data:`AT` that it lives."""
    begin(attempts=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id)"
            " UPDATE procrastinate_jobs SET worker_id = w.id FROM w",
            [AT],
        )


@pytest.mark.django_db(transaction=True)
def test_a_machine_that_slept_does_not_take_its_own_workers_for_killed() -> None:
    begin_alive()

    async def sleep_a_while() -> None:
        with clock.moving_clock(AT) as moving:
            rescuing = asyncio.create_task(jobs.rescue_now_and_again(0.2))
            await asyncio.sleep(0.1)
            moving.forward(jobs.STALLED_AFTER * 2)
            await asyncio.sleep(0.4)
            rescuing.cancel()

    with ThreadPoolExecutor(1) as beside:  # in this thread another loop may lead a browser
        beside.submit(asyncio.run, sleep_a_while()).result()

    assert queue() == [("drill.write", "doing", 0)]


@pytest.mark.django_db
def test_rescue_lets_living_workers_work() -> None:
    begin_alive()

    jobs.rescue_stalled(at=AT + jobs.STALLED_AFTER)
    assert queue() == [("drill.write", "doing", 0)]

    jobs.rescue_stalled(at=AT + jobs.STALLED_AFTER + dt.timedelta(seconds=1))
    assert queue() == [("drill.write", "todo", 1)]


@pytest.mark.django_db
def test_what_waits_a_second_time_already_is_not_queued_again_and_keeps_nothing_else_from_it() -> None:
    """As a job of the clock is, whose next one was queued while its worker was dead."""
    begin(attempts=0, key="first", only_one="the clock")
    jobs.enqueue("drill.write", only_one="the clock", **DRILL | {"key": "next"})
    begin(attempts=0, key="another")

    jobs.rescue_stalled(at=AT)

    assert queue() == [("drill.write", "aborted", 1), ("drill.write", "todo", 0), ("drill.write", "todo", 1)]


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_set_aside_and_can_be_tried_again() -> None:
    begin(attempts=jobs.MOST_STARTS - 1)

    jobs.rescue_stalled(at=AT)

    assert [(one.name, one.error, one.at) for one in jobs.given_up(list(jobs.failed_jobs()))] == [
        ("drill.write", "", AT)
    ]
    jobs.retry_failed(job_id=jobs.failed_jobs()[0].pk, at=AT)
    assert queue() == [("drill.write", "todo", jobs.MOST_STARTS + 1)]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_as_often_as_it_may_is_given_up(
    start_worker: Callable[..., subprocess.Popen[bytes]],
) -> None:
    before = clock.now()
    jobs.enqueue("drill.poison")

    start_worker("--until-idle").wait(timeout=PATIENCE)

    assert queue() == [("drill.poison", "failed", 1)]
    [told] = jobs.given_up(list(jobs.failed_jobs()))
    assert (told.label, told.error, told.attempts) == ("Fail", "ValueError: this job always fails", 1)
    assert before <= (told.at or before) <= clock.now()


@pytest.mark.django_db
def test_what_is_old_is_removed_and_what_waits_is_kept() -> None:
    now = clock.now()
    for _ in range(4):
        jobs.enqueue("drill.write", **DRILL)
    done, failed, _doing, _todo = ProcrastinateJob.objects.order_by("id").values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [done])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [failed])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [_doing])
    Effect.objects.create(key="old", at=now)
    Effect.objects.create(key="new", at=now + dt.timedelta(days=1))

    JobFailure.objects.create(job=failed, at=now, error="ValueError: none")
    statuses = []
    reasons = []
    for kept in (dt.timedelta(), jobs.KEEP_DONE, jobs.KEEP_FAILED, jobs.KEEP_EFFECTS):
        jobs.remove_old(at=now + kept + dt.timedelta(minutes=1))
        statuses.append([status for _, status, _ in queue()])
        reasons.append(JobFailure.objects.count())

    assert statuses == [
        ["succeeded", "failed", "doing", "todo"],
        ["failed", "doing", "todo"],
        ["doing", "todo"],
        ["doing", "todo"],
    ]
    assert reasons == [1, 1, 0, 0]
    assert [effect.key for effect in Effect.objects.all()] == ["new"]
