"""Remedies: where no timetable keeps every rule, the limits that may be given up, and the draft that does."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from balai.engine.entries import from_json
from balai.engine.timetabling.problem import DAY, Absence, Window
from balai.engine.timetabling.process import Answer
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.programmes.models import Edition
from balai.timetable.enums import SearchKind, SearchState
from balai.timetable.models import Search
from balai.timetable.queries.plans import published_timetable
from balai.timetable.rules.planning import may_plan
from balai.timetable.services.drafting import keep_draft, problem_in
from balai.timetable.services.hours import without
from balai.timetable.services.naming import names_of
from balai.timetable.services.searching import begin_search
from balai.timetable.services.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.result import Remedy
    from balai.people.models import Person
    from balai.timetable.models import Timetable


def remedies_of(search: Search) -> Sequence[Remedy]:
    """The remedies that an explanation found, the lightest first."""
    if search.state != SearchState.DONE or search.kind != SearchKind.EXPLAIN:
        return ()
    answer = from_json(Answer, json.dumps(search.answer))
    return answer.explanation.remedies if answer.explanation else ()


@transaction.atomic
def take_remedy(*, search: Search, number: int, actor: Person, at: datetime) -> Timetable:
    """Make the timetable of a remedy a draft, which says what the office has to see to.

    Args:
        search: an explanation that was worked out.
        number: of the remedy, from 1.
        actor: who takes it.
        at: the moment.

    Raises:
        RuleViolationError: ``timetable.no_such_remedy``, ``timetable.remedy_of_repair``, or
            ``timetable.refused_by_checker``.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=search.edition_id)
    remedy = _remedy(search, number)
    if search.before_id is not None:
        raise RuleViolationError(
            Refusal(
                "timetable.remedy_of_repair",
                _("With this remedy, have the smallest change of the published timetable worked out."),
            )
        )
    problem = problem_in(search.problem)
    draft = keep_draft(
        edition=edition,
        problem=relaxed(problem, remedy.limits),
        plan=remedy.timetable,
        given_up=_said(edition, problem, remedy.limits),
        actor=actor.reference,
        at=at,
    )
    Search.objects.filter(pk=search.pk).update(timetable=draft)
    return draft


@transaction.atomic
def repair_with_remedy(*, search: Search, number: int, actor: Person, at: datetime) -> Search:
    """Where a repair found no way, give up what a remedy names, and have the least disturbance worked out.

    Args:
        search: the explanation of a repair.
        number: of the remedy, from 1.
        actor: who asks.
        at: the moment; what has begun by then stays.

    Raises:
        RuleViolationError: ``timetable.no_such_remedy``, ``timetable.over``, or ``timetable.overtaken`` where
            another version was published meanwhile.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=search.edition_id)
    enforce(may_plan(edition))
    remedy = _remedy(search, number)
    before = published_timetable(edition)
    if before is None or before.pk != search.before_id:
        raise RuleViolationError(
            Refusal(
                "timetable.overtaken",
                _("Another version was published since. Report what is in the way again."),
            )
        )
    problem = problem_in(search.problem)
    return begin_search(
        edition=edition,
        problem=relaxed(problem, remedy.limits),
        kind=SearchKind.REPAIR,
        before=before,
        frozen_until=at,
        given_up=[*search.given_up, *_said(edition, problem, remedy.limits)],
        actor=actor,
        at=at,
    )


def _remedy(search: Search, number: int) -> Remedy:
    remedies = remedies_of(search)
    if not 1 <= number <= len(remedies):
        raise RuleViolationError(Refusal("timetable.no_such_remedy", _("There is no such remedy.")))
    return remedies[number - 1]


def _said(edition: Edition, problem: Problem, limits: Sequence[str]) -> list[dict[str, str]]:
    """What giving limits up asks of the office, in each language."""
    said: list[dict[str, str]] = [{} for _limit in limits]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words = Wording(problem, names_of(edition))
            for sentence, limit in zip(said, limits, strict=True):
                sentence[language] = words.given_up(limit)
    return said


def relaxed(problem: Problem, limits: Sequence[str]) -> Problem:
    """The same problem without some limits, by their ids (:mod:`balai.engine.timetabling.sentences`)."""
    for limit in limits:
        rule, name, *rest = limit.split(":")
        problem = _without(problem, rule, name, int(rest[0]) if rest else 0)
    return problem


def _without(problem: Problem, rule: str, name: str, day: int) -> Problem:  # noqa: PLR0911 -- one a rule
    whole = Window(begins=day * DAY, ends=(day + 1) * DAY)
    limits = problem.limits
    match rule:
        case "T2" | "T20":
            change: dict[str, Any] = {"windows": ()} if rule == "T2" else {"pin": None}
            return _changed(problem, "sessions", name, **change)
        case "T3":
            site = next(one for one in problem.sites if one.id == name)
            hours = sorted([*without(site.hours, [whole]), whole], key=lambda one: one.begins)
            return _changed(problem, "sites", name, hours=tuple(hours))
        case "T8":
            return _with_seats(problem, name)
        case "T9":
            return _changed(problem, "sites", name, holds=None)
        case "T10":
            machine = next(one for one in problem.machines if one.id == name)
            return _changed(problem, "machines", name, quantity=machine.quantity + 1)
        case "T11":
            person = next(one for one in problem.people if one.id == name)
            away = tuple(
                Absence(window=window, reason=one.reason)
                for one in person.away
                for window in without([one.window], [whole])
            )
            return _changed(problem, "people", name, away=away)
        case "T19":
            return replace(problem, quiets=tuple(one for one in problem.quiets if one.id != name))
        case _:
            gone = {"T15": "day_minutes", "T16": "contact_minutes", "T17": "sites", "T18": "free_half_day_in"}
            loose: dict[str, Any] = {gone[rule]: None}
            return replace(problem, limits=replace(limits, **loose))


def _changed(problem: Problem, things: str, name: str, **values: Any) -> Problem:
    """One of its things, changed."""
    found: dict[str, Any] = {
        things: tuple(replace(one, **values) if one.id == name else one for one in getattr(problem, things))
    }
    return replace(problem, **found)


def _with_seats(problem: Problem, name: str) -> Problem:
    """Rooms and machines that take everybody who comes to a session."""
    session = next(one for one in problem.sessions if one.id == name)
    heads = problem.heads(session)
    needs = {need.machine: need.count for need in session.machines}
    return replace(
        problem,
        rooms=tuple(
            replace(one, seats=max(one.seats, heads)) if one.id in session.rooms else one
            for one in problem.rooms
        ),
        machines=tuple(
            replace(one, trainees=max(one.trainees, -(-heads // needs[one.id]))) if one.id in needs else one
            for one in problem.machines
        ),
    )
