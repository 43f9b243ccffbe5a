from __future__ import annotations

import datetime as dt

import pytest

from balai.kernel import clock

AT = dt.datetime(2018, 4, 2, 8, 30, tzinfo=dt.UTC)


def test_clock_shows_the_time_of_the_world() -> None:
    before = dt.datetime.now(tz=dt.UTC)  # noqa: TID251 -- what is compared with
    assert before <= clock.now() <= dt.datetime.now(tz=dt.UTC)  # noqa: TID251 -- as above


def test_a_life_runs_on_a_clock_that_its_caller_moves() -> None:
    with clock.moving_clock(AT) as moving:
        shown = [clock.now(), moving.forward(dt.timedelta(days=3)), clock.now()]

    assert shown == [AT, AT + dt.timedelta(days=3), AT + dt.timedelta(days=3)]
    assert clock.now() > AT + dt.timedelta(days=365)


def test_a_moving_clock_does_not_go_back() -> None:
    with clock.moving_clock(AT) as moving, pytest.raises(ValueError, match="does not go back"):
        moving.go_to(AT - dt.timedelta(seconds=1))


def test_a_moving_clock_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.moving_clock(dt.datetime(2018, 4, 2)):  # noqa: DTZ001 -- the mistake
        pass
