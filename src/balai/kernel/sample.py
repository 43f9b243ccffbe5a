"""The sample life of a demonstration: what happened in the reference programme, stage by stage.

Rooms add chapters: the pool of nominees, the timetable, the days themselves, certificates, the news. Each
stage does what people did, by the same deeds as their pages and at the moments of that year. A stage is one
transaction that claims its name, so that a demonstration that is stopped half-way goes on where it was, and
one that is started again does nothing twice.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from balai.kernel.jobs import claim_effect
from balai.kernel.models import Effect
from balai.kernel.once import answered_once
from balai.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django_stubs_ext import StrOrPromise

LIVE = "kernel.live_sample"
"""The job that goes through the life, one stage at a time."""
KEPT = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
"""What a claim is dated with: nightly tidying forgets old ones, and no stage may happen a second time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of the life.

    Attributes:
        name: of its claim, ``sample:…``; it stands in the database.
        label: translated; what happens, as a sentence without its full stop.
        at: the moment at which it happened.
        do: the deeds, within one transaction.
        then: work that follows outside of a transaction, such as a search; asked again, it finds nothing.
    """

    name: str
    label: StrOrPromise
    at: dt.datetime
    do: Callable[[], object]
    then: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """The stages that a room adds.

    Attributes:
        order: among rooms, where two stages have the same moment.
        stages: tells them in order; none where there is nothing to show.
    """

    order: int
    stages: Callable[[], Sequence[Stage]]


chapters: Registry[Chapter] = Registry("chapter of the sample life")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A stage that was gone now.

    Attributes:
        done, of: how many of how many are done.
        seconds: of the processor, by this process.
    """

    stage: Stage
    done: int
    of: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the life is.

    Attributes:
        following: the stage that comes; None when the life is whole.
    """

    done: int
    of: int
    following: Stage | None


def whole_life(names: Sequence[str] = ()) -> list[Stage]:
    """All stages, or those of some chapters, in the order of time; at one moment, in that of their rooms."""
    told = [chapter for name, chapter in chapters.items() if not names or name in names]
    stages = [stage for chapter in sorted(told, key=lambda one: one.order) for stage in chapter.stages()]
    return sorted(stages, key=lambda stage: stage.at)


def progress(stages: Sequence[Stage] | None = None) -> Progress:
    """How far the life is; one question beside those of the chapters."""
    stages = whole_life() if stages is None else stages
    gone = set(Effect.objects.filter(key__in=[stage.name for stage in stages]).values_list("key", flat=True))
    following = next((stage for stage in stages if stage.name not in gone), None)
    return Progress(done=len(gone), of=len(stages), following=following)


def go_on(stages: Sequence[Stage] | None = None) -> Gone | None:
    """Go the next stage; None when the life is whole."""
    stages = whole_life() if stages is None else stages
    now = progress(stages)
    if now.following is None:
        return None
    began = time.process_time()
    place = stages.index(now.following)
    before = stages[place - 1].then if place else None
    if before is not None:
        before()  # a worker that was killed may have left it
    with answered_once(), transaction.atomic():  # one stage may write hundreds of letters of the same office
        if claim_effect(now.following.name, at=KEPT):
            now.following.do()
    if now.following.then is not None:
        now.following.then()
    return Gone(stage=now.following, done=now.done + 1, of=now.of, seconds=time.process_time() - began)


def told(gone: Gone) -> str:
    """A line for whoever watches in a terminal."""
    return (
        f"The sample life, {gone.done:2} of {gone.of}:"
        f" {gone.stage.at:%d %b %Y}, {gone.stage.label} ({gone.seconds:.1f} s)."
    )
