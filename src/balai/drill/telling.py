"""What one drill did, and the clock and the chance by which it went on."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection

from balai.audit.models import Deed
from balai.kernel.refusal import RuleViolationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.drill.ground import Ground
    from balai.kernel.clock import MovingClock
    from balai.programmes.models import Edition


class _Written:
    """Counts the entries that a deed writes into the trail."""

    def __init__(self) -> None:
        self.entries = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.entries += sql.startswith(f'INSERT INTO "{Deed._meta.db_table}"')
        return execute(sql, *rest)


@dataclass(slots=True, kw_only=True)
class Telling:
    """One programme as far as it has come.

    Attributes:
        seed: the number that decides everything.
        draw: of that number.
        picks: of that number too, for what is read: that changes nothing of what happens.
        clock: that the edges read.
        ground: what it shares with other programmes.
        edition: the programme.
        happened: how often each kind of event happened.
        broken: what should not have been, in words; empty where all is well.
        numbered: people so far: each has planted words of their own.
        answers: pages that were asked for.
        opened: those that opened, as the reader may see them.
    """

    seed: int
    draw: random.Random
    picks: random.Random
    clock: MovingClock
    ground: Ground
    edition: Edition
    happened: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    numbered: int = 0
    answers: int = 0
    opened: int = 0

    @property
    def at(self) -> dt.datetime:
        return self.clock.now()

    def pass_time(self, **by: float) -> dt.datetime:
        """Let hours or days go by."""
        return self.clock.forward(dt.timedelta(**by))

    def wait_until(self, moment: dt.datetime | None) -> None:
        """Let time go by until a moment, unless there is none or it has passed."""
        if moment is not None and moment > self.at:
            self.clock.go_to(moment)

    @property
    def zone(self) -> ZoneInfo:
        """Where the programme is."""
        return ZoneInfo(self.edition.time_zone)

    def chance(self, share: float) -> bool:
        return self.draw.random() < share

    def draw_apart(self, code: str) -> random.Random:
        """The chance of one kind of event alone: what it draws changes nothing of what else happens."""
        return random.Random(f"{self.seed} {code}")  # noqa: S311 -- a drill is repeated by its seed; no secret

    def befalls(self, code: str, share: float) -> bool:
        return self.draw_apart(code).random() < share

    def happens(self, code: str) -> None:
        """An event has taken its course."""
        self.happened[code] += 1

    def do(self, deed: Callable[..., Any], /, **arguments: Any) -> Any:
        """Do a deed now, and see that the trail tells of it."""
        written = _Written()
        with connection.execute_wrapper(written):
            done = deed(**arguments, at=self.at)
        if not written.entries:
            self.broken.append(f"{deed.__name__} left no trace in the trail")
        return done

    def refused(self, why: str, deed: Callable[..., Any], /, **arguments: Any) -> bool:
        """Try what must be refused by a rule, and see that it is."""
        try:
            deed(**arguments, at=self.at)
        except RuleViolationError as error:
            if error.refusal.code == why:
                return True
            self.broken.append(f"{deed.__name__} was refused as {error.refusal.code}, not as {why}")
            return False
        self.broken.append(f"{deed.__name__} was not refused as {why}")
        return False
