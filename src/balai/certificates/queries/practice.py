"""What participants practised, for the transcript of their certificates."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from balai.delivery.models import SignOff
from balai.delivery.queries.practice import counting
from balai.engine.badges.award import Level, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from balai.programmes.models import Edition


def practised(
    edition: Edition, participants: Collection[UUID], *, site: str, language: str
) -> Mapping[UUID, tuple[Task, ...]]:
    """The sign-offs that count, in the order of the tasks; of each person all in one question.

    A task is named by its own number and not by a page: it is the same in every certificate, for ever.
    """
    rows = counting(SignOff.objects.filter(task__edition=edition, participant__in=participants))
    found: dict[UUID, list[SignOff]] = defaultdict(list)
    for one in rows.select_related("task__site", "supervisor"):
        found[one.participant_id].append(one)
    return {
        key: tuple(
            Task(
                id=f"urn:uuid:{one.task_id}",
                name=one.task.title.in_language(language).text,
                level=Level(one.level),
                minutes=one.minutes,
                centre=one.task.site.name.in_language(language).text,
                supervisor=one.supervisor.name,
            )
            for one in sorted(of_one, key=lambda each: (each.task.order, each.task.code))
        )
        for key, of_one in found.items()
    }
