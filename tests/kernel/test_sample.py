from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from balai.kernel.models import Effect, JobFailure
from balai.kernel.sample import LIVE, Chapter, Stage, chapters, go_on, progress, whole_life
from balai.kernel.tasks import live_sample

if TYPE_CHECKING:
    from collections.abc import Callable

MARCH, MAY, JULY = (dt.datetime(2018, month, 20, tzinfo=dt.UTC) for month in (3, 5, 7))


def stage(
    name: str, at: dt.datetime, do: Callable[[], object], then: Callable[[], object] | None = None
) -> Stage:
    return Stage(name=f"sample:{name}", label=name, at=at, do=do, then=then)


def test_stages_of_all_rooms_happen_in_the_order_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    of_rooms = {
        "pool": Chapter(order=1, stages=lambda: [stage("call", MARCH, list), stage("end", JULY, list)]),
        "days": Chapter(order=2, stages=lambda: [stage("day", JULY, list), stage("plan", MAY, list)]),
    }
    monkeypatch.setattr(chapters, "_entries", of_rooms)

    assert [one.label for one in whole_life()] == ["call", "plan", "end", "day"]
    assert [one.label for one in whole_life(["days"])] == ["plan", "day"]


def test_each_stage_happens_once_and_what_follows_it_is_looked_for_again(db: None) -> None:
    done: list[str] = []
    life = [
        stage("call", MARCH, lambda: done.append("call"), then=lambda: done.append("search")),
        stage("day", MAY, lambda: done.append("day")),
    ]

    first, between, second, third = go_on(life), progress(life), go_on(life), go_on(life)

    assert first is not None
    assert second is not None
    assert (first.done, second.done, second.of, third) == (1, 2, 2, None)
    assert (between.done, between.following) == (1, life[1])
    assert done == ["call", "search", "search", "day"]  # a killed worker may have left the search


def test_a_stage_that_breaks_leaves_nothing_and_comes_again(db: None) -> None:
    def breaks() -> None:
        JobFailure.objects.create(job=1, at=MARCH, error="half of it")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        go_on([stage("call", MARCH, breaks)])

    assert (JobFailure.objects.count(), Effect.objects.count()) == (0, 0)


def test_the_worker_goes_one_stage_and_asks_for_the_next(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chapter = Chapter(order=1, stages=lambda: [stage("the call goes out", MARCH, list)])
    monkeypatch.setattr(chapters, "_entries", {"pool": chapter})
    asked = ProcrastinateJob.objects.filter(task_name=LIVE)

    live_sample()
    live_sample()  # the life is whole: nothing more is asked for

    assert asked.count() == 1
    assert capsys.readouterr().out == ("The sample life,  1 of 1: 20 Mar 2018, the call goes out (0.0 s).\n")
