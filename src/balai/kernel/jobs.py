"""Background work: jobs that commit with the deed, survive killed workers, and take effect once.

The queue is Procrastinate's, in the same database. :func:`enqueue` joins the transaction of the deed,
so a deed that is rolled back leaves nothing in the queue. A job may be started more than once: its
worker can be killed after the effect and before it says so. What must not happen twice is written in
one transaction with the claim of its key::

    @job("certificates.issue", label=_("Issue a certificate"))
    def issue(*, participation: str) -> None:
        with transaction.atomic():
            if claim_effect(f"certificate:{participation}", at=clock.now()):
                issue_certificate(...)
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ParamSpec
from uuid import UUID

import psycopg
from asgiref.sync import sync_to_async
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from procrastinate import PsycopgConnector, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation

from balai.kernel import clock
from balai.kernel.models import LONGEST_REASON, JobFailure
from balai.kernel.once import OncePerRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise
    from procrastinate import App, JobContext

P = ParamSpec("P")

logger = logging.getLogger(__name__)

STALLED_AFTER = timedelta(seconds=30)
"""A worker says every ten seconds that it lives; three missed ones, and it counts as killed."""

RESCUE_EVERY = 10.0
"""Seconds between two looks of a worker for what others left; the first one is when it starts."""

MOST_STARTS = 5
"""A job whose worker died under it so often is the likely cause, and is set aside."""

KEEP_DONE = timedelta(days=7)
KEEP_FAILED = timedelta(days=90)
KEEP_EFFECTS = timedelta(days=180)
"""Longer than any job is kept: no job that could claim the key is left."""

NO_CONNECTION_AFTER = 5.0
"""Seconds without a connection after which a worker takes the database for gone; it then begins anew."""

BETWEEN_CONNECTIONS = 1.0
"""Seconds that a worker waits for a database that went away before it asks again."""


# --- declaring ------------------------------------------------------------------------------------


_labels: dict[str, StrOrPromise] = {}


def job(
    name: str, *, label: StrOrPromise, attempts: int = 6
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Declare a job; the function stays callable as it is.

    Args:
        name: ``app.verb``; it stands in the queue, so it outlives the function's name.
        label: what it does, translated: “Send a letter”.
        attempts: how often it is tried in all when it raises, after 4, 16, 64, 256, 1024 seconds.
    """

    def declare(function: Callable[P, None]) -> Callable[P, None]:
        # Procrastinate takes 0 retries for no limit.
        retry = RetryStrategy(max_attempts=attempts - 1, exponential_wait=4) if attempts > 1 else False
        _labels[name] = label
        app.task(name=name, retry=retry, pass_context=True)(_noting_failures(function))
        return function

    return declare


def _noting_failures(function: Callable[..., None]) -> Callable[..., None]:
    """Keep why a job failed, in a transaction of its own: that of the job is rolled back."""

    def run(context: JobContext, **arguments: Any) -> None:
        try:
            function(**arguments)
        except Exception as error:
            _note_failure(context.job.id, error)
            raise

    return run


def _note_failure(job_id: int | None, error: Exception) -> None:
    if job_id is None:  # it was not taken from the queue
        return
    words = f"{type(error).__name__}: {error}".replace("\0", "").split("\n", 1)[0]
    try:
        with transaction.atomic():
            JobFailure.objects.update_or_create(
                job=job_id, defaults={"at": clock.now(), "error": words[:LONGEST_REASON]}
            )
    except (OperationalError, InterfaceError):
        logger.warning("why job %s failed could not be kept", job_id)


def periodic(
    name: str, *, label: StrOrPromise, cron: str
) -> Callable[[Callable[[datetime], None]], Callable[[datetime], None]]:
    """Declare a job that the workers queue by themselves; it is given the moment it runs at.

    Args:
        name: as of :func:`job`. At most one waits in the queue, however long no worker ran.
        label: as of :func:`job`.
        cron: minute, hour, day, month, weekday, in UTC.
    """

    def declare(function: Callable[[datetime], None]) -> Callable[[datetime], None]:
        def run(timestamp: int) -> None:
            function(clock.now())

        _labels[name] = label
        task = app.task(name=name, queueing_lock=name, pass_context=True)(_noting_failures(run))
        app.periodic(cron=cron)(task)
        return function

    return declare


# --- queueing -------------------------------------------------------------------------------------


def enqueue(
    name: str, *, only_one: str | None = None, not_before: datetime | None = None, **arguments: Any
) -> None:
    """Queue a job; it commits or vanishes with the transaction around.

    Args:
        name: of a declared job.
        only_one: a key; while a job with this key waits, a second one is not queued.
        not_before: the moment from which it may run.
        arguments: what the job is called with: JSON values and UUIDs, which arrive as text.

    Raises:
        LookupError: no job of this name is declared.
    """
    if name not in app.tasks:
        raise LookupError(f"no job is declared as “{name}”")
    plain = {key: str(value) if isinstance(value, UUID) else value for key, value in arguments.items()}
    deferrer = app.configure_task(name, queueing_lock=only_one, schedule_at=not_before)
    try:
        with transaction.atomic():  # a refused row must not break the deed's transaction
            deferrer.defer(**plain)
    except AlreadyEnqueued:
        logger.info("%s waits already with the key %s", name, only_one)


def claim_effect(key: str, *, at: datetime) -> bool:
    """Claim an effect within the current transaction: true in the one transaction that commits it.

    Whoever asks while another transaction holds the claim waits until that one ends.

    Raises:
        TransactionManagementError: there is no transaction to share with the effect.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an effect is claimed in the transaction that makes it")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO balai_effect (key, at) VALUES (%s, %s) ON CONFLICT DO NOTHING", [key, at])
        return bool(cursor.rowcount)


# --- questions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """How the work in the background goes.

    Attributes:
        worker_seen_at: when a worker last said that it lives; ``None`` when none is running or was killed.
        given_up: how many jobs were given up and neither retried nor forgotten.
    """

    worker_seen_at: datetime | None
    given_up: int


@OncePerRequest
def background() -> Background:
    """The state of the work in the background, as every page of an administrator tells it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT max(last_heartbeat) FROM procrastinate_workers),"
            " (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')"
        )
        seen, given_up = cursor.fetchone()
    return Background(worker_seen_at=seen, given_up=given_up)


def failed_jobs() -> QuerySet[ProcrastinateJob]:
    """Jobs that were given up; administrators are told until they are retried or dismissed."""
    return ProcrastinateJob.objects.filter(status="failed").order_by("-id")


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """A job that was given up, as people are told of it.

    Attributes:
        number: of the job; the worker's log names it too.
        name: as it was declared.
        label: what it was to do, translated.
        at: when it failed last; None for one of which nothing was noted.
        error: the last error, in the words of the program; empty when its worker was killed each time.
        attempts: how often it was begun.
    """

    number: int
    name: str
    label: StrOrPromise
    at: datetime | None
    error: str
    attempts: int


def given_up(rows: Sequence[ProcrastinateJob]) -> list[GivenUp]:
    """What is told of jobs of :func:`failed_jobs`; one query."""
    failures = JobFailure.objects.in_bulk([row.pk for row in rows])
    return [
        GivenUp(
            number=row.pk,
            name=row.task_name,
            label=_labels.get(row.task_name, row.task_name),
            at=failure.at if failure else None,
            error=failure.error if failure else "",
            attempts=row.attempts,
        )
        for row, failure in ((row, failures.get(row.pk)) for row in rows)
    ]


# --- mending --------------------------------------------------------------------------------------


def rescue_stalled(*, at: datetime, stalled_after: timedelta = STALLED_AFTER) -> None:
    """Queue again what killed workers had begun; set aside what was begun too often.

    What waits a second time already, as a job of the clock may, is let rest. Rows are locked, so that two
    rescuers never free the same job twice.
    """
    stalled = Q(worker=None) | Q(worker__last_heartbeat__lt=at - stalled_after)
    with transaction.atomic():
        rows = ProcrastinateJob.objects.select_for_update(skip_locked=True, of=("self",))
        for row in rows.filter(stalled, status="doing"):
            if row.attempts + 1 < MOST_STARTS:
                _queue_again(row, at=at)
            else:
                _give_up(row, at=at)


def _queue_again(row: ProcrastinateJob, *, at: datetime) -> None:
    try:
        with transaction.atomic():  # a refused row must not keep the others from being freed
            app.job_manager.retry_job_by_id(row.id, retry_at=at)
    except (UniqueViolation, IntegrityError):
        _finish(row, "aborted")  # another with its key waits, and does the same


def _give_up(row: ProcrastinateJob, *, at: datetime) -> None:
    JobFailure.objects.update_or_create(job=row.pk, defaults={"at": at, "error": ""})
    _finish(row, "failed")
    logger.error(
        "job %s (%s) killed its worker %s times and was set aside", row.id, row.task_name, MOST_STARTS
    )


def _finish(row: ProcrastinateJob, status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_finish_job_v1(%s, %s::procrastinate_job_status, false)", [row.id, status]
        )


def retry_failed(*, job_id: int, at: datetime) -> None:
    """Queue a job again that was given up, once its cause is mended.

    Raises:
        AlreadyEnqueued: the same work waits in the queue already.
    """
    try:
        with transaction.atomic():  # a refused row must not break the deed's transaction
            app.job_manager.retry_job_by_id(job_id, retry_at=at)
    except (UniqueViolation, IntegrityError) as error:
        raise AlreadyEnqueued from error


def dismiss_failed(*, job_id: int) -> None:
    """Let a job rest that was given up: nobody is told of it any more, and it is removed in its time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'aborted' WHERE id = %s AND status = 'failed'", [job_id]
        )


def remove_old(*, at: datetime) -> None:
    """Remove finished jobs, given-up jobs with their reasons, and claims of effects, after their time."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM procrastinate_jobs j
            WHERE j.status IN ('succeeded', 'cancelled', 'aborted', 'failed')
              AND NOT EXISTS (
                SELECT FROM procrastinate_events e
                WHERE e.job_id = j.id
                  AND e.at >= CASE j.status WHEN 'failed' THEN %s ELSE %s END)
            """,
            [at - KEEP_FAILED, at - KEEP_DONE],
        )
        cursor.execute(
            "DELETE FROM balai_job_failure f"
            " WHERE NOT EXISTS (SELECT FROM procrastinate_jobs j WHERE j.id = f.job)"
        )
        cursor.execute("DELETE FROM balai_effect WHERE at < %s", [at - KEEP_EFFECTS])


# --- working --------------------------------------------------------------------------------------


def run_worker(
    *,
    concurrency: int = 2,
    graceful_seconds: float = 20.0,
    rescue_seconds: float = RESCUE_EVERY,
    until_idle: bool = False,
) -> None:
    """Work until SIGTERM or SIGINT; running jobs are given time to end, then left to the next worker.

    A database that goes away is waited for. What other workers left is looked for at once, and again.

    Args:
        concurrency: jobs at a time.
        graceful_seconds: how long running jobs may still take when asked to stop.
        rescue_seconds: between two looks for what killed workers left.
        until_idle: return when the queue is empty instead of waiting for more.
    """
    asyncio.run(_work(concurrency, graceful_seconds, rescue_seconds, until_idle=until_idle))


async def _work(
    concurrency: int, graceful_seconds: float, rescue_seconds: float, *, until_idle: bool
) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    while not stopping.is_set():
        rescuing = asyncio.create_task(rescue_now_and_again(rescue_seconds))
        try:
            await sync_to_async(_connect_anew)()
            await _work_while_connected(concurrency, graceful_seconds, stopping, until_idle=until_idle)
        except (ConnectorException, OperationalError, psycopg.OperationalError) as error:
            logger.warning("the database does not answer, asking again: %s", error)
        finally:
            rescuing.cancel()
        if until_idle:
            return
        if not stopping.is_set():
            await asyncio.sleep(BETWEEN_CONNECTIONS)


async def _work_while_connected(
    concurrency: int, graceful_seconds: float, stopping: asyncio.Event, *, until_idle: bool
) -> None:
    async with _worker_app().open_async() as worker_app:
        working = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=concurrency,
                wait=not until_idle,
                shutdown_graceful_timeout=graceful_seconds,
                fetch_job_polling_interval=2.0,  # retries are found by asking, not by notification
                stalled_worker_timeout=STALLED_AFTER.total_seconds(),
                install_signal_handlers=False,
            )
        )
        stopped = asyncio.create_task(stopping.wait())
        await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if stopping.is_set():
            working.cancel()  # the worker takes this as the request to end gracefully
            await asyncio.wait({working}, timeout=graceful_seconds + 1)
            if not working.done():
                # A job in a thread cannot be stopped; with its process it can. The next worker rescues it.
                logger.warning(
                    "a job did not end in %s seconds and is left to the next worker", graceful_seconds
                )
                os._exit(0)
        await asyncio.gather(working, return_exceptions=stopping.is_set())


def _connect_anew() -> None:
    """Mend the connection over which periodic jobs are queued; once it broke, nothing else would."""
    connection.close()
    connection.connect()


async def rescue_now_and_again(seconds: float) -> None:
    """Not a periodic job, whose rows would fill the queue with news of nothing.

    After a machine slept its own workers’ signs of life are old, too: they are given time for a new one.
    """
    while True:
        await asyncio.to_thread(_rescue)
        looked_at = clock.now()
        await asyncio.sleep(seconds)
        if clock.now() - looked_at > timedelta(seconds=seconds) + STALLED_AFTER / 3:
            await asyncio.sleep(STALLED_AFTER.total_seconds() / 2)


def _rescue() -> None:
    try:
        rescue_stalled(at=clock.now())
    except (OperationalError, InterfaceError, ConnectorException) as error:
        logger.warning("the database does not answer, rescuing later: %s", error)
    except Exception:
        logger.exception("what killed workers left could not be queued again; it is tried later")
    finally:
        connection.close()  # of a thread that may never come again


def _worker_app() -> App:
    # Procrastinate advises `replace_connector`, which would also replace it for the jobs: what they
    # enqueue would no longer join their transaction.
    return app.with_connector(PsycopgConnector(kwargs=connector_params(), timeout=NO_CONNECTION_AFTER))
