"""Completion as far as presence tells it: shares of required sessions, and required activities."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from balai.certificates.registries import Measured
from balai.delivery.enums import PresenceState
from balai.delivery.models import Presence
from balai.delivery.queries.presence import expected_at
from balai.timetable.enums import TimetableState
from balai.timetable.models import Slot

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from balai.programmes.models import CompletionRule, Edition

THERE = frozenset({PresenceState.PRESENT, PresenceState.LATE, PresenceState.LEFT_EARLY, PresenceState.ONLINE})
"""States that count as having been there."""


def _required(edition: Edition) -> tuple[dict[UUID, dict[UUID, UUID]], dict[tuple[UUID, UUID], str], bool]:
    """What is required of whom, and what is known of it.

    Returns:
        for each participant the required sessions where they are expected, each with its activity; states by
        session and participant; and whether something is known of every such session.
    """
    required = list(
        Slot.objects.filter(
            timetable__edition=edition,
            timetable__state=TimetableState.PUBLISHED,
            session__activity__is_required=True,
        )
        .select_related("timetable", "session")
        .only("session", "session__activity", "timetable__edition")
        .prefetch_related("groups")
    )
    rows = Presence.objects.filter(session__in=[slot.session_id for slot in required])
    states = {
        (session, participant): "" if is_claimed else state  # who only says so counts when it is confirmed
        for session, participant, state, is_claimed in rows.values_list(
            "session", "participant", "state", "is_claimed"
        )
    }
    expected: dict[UUID, dict[UUID, UUID]] = defaultdict(dict)
    people = expected_at(required)
    for slot in required:
        for participant in people[slot.session_id]:
            expected[participant.pk][slot.session_id] = slot.session.activity_id
    seen = {session for session, _participant in states}
    return expected, states, bool(required) and all(slot.session_id in seen for slot in required)


def presence(
    edition: Edition, rule: CompletionRule, participants: Collection[UUID]
) -> Mapping[UUID, Measured]:
    """Of the required sessions, at how many somebody was; excused ones do not count either way.

    Nothing is known while nobody was noted at a required session: an empty list is no absence. Nor is it
    of somebody who was expected at none, or excused from all: none out of none is no presence.
    """
    expected, states, is_whole = _required(edition)
    if not is_whole:
        return {}
    found = {}
    for key in participants:
        sessions = [one for one in expected.get(key, {}) if states.get((one, key)) != PresenceState.EXCUSED]
        if not sessions:
            continue
        have = sum(states.get((one, key)) in THERE for one in sessions)
        found[key] = Measured(
            is_met=100 * have >= rule.least_presence_percent * len(sessions), have=have, need=len(sessions)
        )
    return found


def activities(
    edition: Edition, rule: CompletionRule, participants: Collection[UUID]
) -> Mapping[UUID, Measured]:
    """Of the required activities, in how many somebody took part; who is excused is excused.

    As with presence, nothing is known of somebody who was expected in none.
    """
    expected, states, is_whole = _required(edition)
    if not is_whole:
        return {}
    found = {}
    for key in participants:
        done: dict[UUID, bool] = {}
        for session, activity in expected.get(key, {}).items():
            state = states.get((session, key))
            is_done = state in THERE or state == PresenceState.EXCUSED
            done[activity] = done.get(activity, False) or is_done
        if not done:
            continue
        have = sum(done.values())
        found[key] = Measured(is_met=have == len(done), have=have, need=len(done))
    return found
