"""What the records say of the days: practice, country reports, evaluation and learning, and what happened."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext, pgettext

from balai.delivery.adapters.outcome_tests import told_gains
from balai.delivery.enums import FeedbackKind, Level
from balai.delivery.models import Incident, PracticeTask, SafetyBriefing, SignOff
from balai.delivery.queries.feedback import results_of
from balai.delivery.queries.outcome_tests import outcome_tests_of
from balai.delivery.queries.practice import counting
from balai.delivery.rules.feedback import END_DAYS, FEWEST, share_between
from balai.delivery.rules.outcome_tests import FEWEST as FEWEST_TESTED
from balai.followup.queries.country_reports import asks_for_reports, handed_in
from balai.reporting.queries.few import parted, parted_by_owners
from balai.reporting.queries.report_parts.records import (
    Told,
    bars,
    facts,
    hours,
    nothing,
    number,
    percent,
    persons,
    table,
    text,
    told_bars,
)
from balai.ui import wording

if TYPE_CHECKING:
    from decimal import Decimal
    from uuid import UUID

    from balai.delivery.queries.feedback import Counted
    from balai.engine.documents.report import Block
    from balai.reporting.queries.report_parts.records import Records

OBSTACLE = "obstacle"
"""The question of the end that has no good answers."""


def practice(records: Records) -> Told:
    """What was practised where, by how many, and how far they came."""
    tasks = list(
        PracticeTask.objects.filter(edition=records.edition).select_related("site").order_by("order", "code")
    )
    signed: Counter[UUID] = Counter()
    levels: dict[str, list[UUID]] = defaultdict(list)
    minutes = 0
    rows = counting(SignOff.objects.filter(task__in=tasks, participant__in=records.people))
    for task, level, spent, participant in rows.values_list("task", "level", "minutes", "participant"):
        signed[task] += 1
        levels[level].append(participant)
        minutes += spent
    if not signed:
        return Told(blocks=[nothing(gettext("No practice was signed off."))])
    people = set(rows.values_list("participant", flat=True))
    if len(people) < FEWEST:
        said = gettext("Practice of fewer than five people was signed off: nothing is told of so few.")
        return Told(blocks=[nothing(said)])
    briefings = SafetyBriefing.objects.filter(participant__in=records.people, withdrawn_at=None).count()
    blocks = [
        facts(
            (gettext("Sign-offs that count"), signed.total()),
            (gettext("Hours at machines and tables, all participants together"), hours(minutes)),
            (gettext("Safety briefings given"), persons(briefings) if briefings else ""),
        ),
        told_bars(
            gettext("How far participants came, by sign-off"), dict(Level.choices), parted_by_owners(levels)
        ),
        table(
            gettext("By task"),
            [(gettext("Task"), 2), (gettext("Centre"), 1.6), (gettext("Signed off"), 1)],
            [
                (task.title, task.site.name, persons(signed[task.pk], of=len(records.people)))
                for task in tasks
            ],
        ),
    ]
    return Told(blocks=blocks)


def country_reports(records: Records) -> Told:
    """What countries told of their small industry: figures, main problems, and questions."""
    reports = sorted(handed_in(records.edition), key=lambda one: str(one.country.brief_name))
    if not reports:
        said = (
            gettext("Country reports were asked for; none was handed in.")
            if asks_for_reports(records.edition)
            else gettext("No country reports were asked for.")
        )
        return Told(blocks=[nothing(said)])
    country = (gettext("Country"), 0.8)
    blocks = [
        facts(
            (
                gettext("Reports handed in"),
                gettext("%(number)s of %(of)s countries")
                % {"number": len(reports), "of": max(len(records.by_country), len(reports))},
            )
        ),
        text(gettext("What follows is as each country wrote it.")),
    ]
    if told := [one for one in reports if one.has_figures]:
        heads = [
            country,
            (gettext("Enterprises"), 0.9),
            (gettext("Share of GDP"), 0.6),
            (gettext("Share of jobs"), 0.6),
            (gettext("Share of exports"), 0.6),
            (gettext("Year and source"), 1.4),
        ]
        rows = [
            (
                one.country.brief_name,
                "" if one.enterprises is None else number(one.enterprises),
                *(_of_hundred(value) for value in (one.gdp_percent, one.jobs_percent, one.export_percent)),
                f"{one.figures_year}, {one.figures_source}",
            )
            for one in told
        ]
        blocks.append(table(gettext("Small and medium industry in figures"), heads, rows))
    blocks += [
        table(
            gettext("The main problems"),
            [country, (pgettext("of a country", "Problems"), 3)],
            [(one.country.brief_name, _points(one.problems)) for one in reports],
        ),
        table(
            gettext("Questions to the host"),
            [country, (gettext("Questions"), 3)],
            [(one.country.brief_name, _points(one.questions)) for one in reports],
        ),
    ]
    return Told(blocks=blocks)


def _of_hundred(value: Decimal | None) -> str:
    return "" if value is None else f"{number_format(value.normalize())} %"


def _points(said: str) -> str:
    """The lines of an answer as sentences, one after another."""
    lines = [line.strip().rstrip(".;") for line in said.splitlines() if line.strip()]
    return " ".join(line if line.endswith(("?", "!")) else f"{line}." for line in lines)


def evaluation(records: Records) -> Told:
    """What participants said at the end, and what they knew before and after."""
    ends_on = records.edition.ends_on
    if ends_on is None or records.on <= ends_on + dt.timedelta(days=END_DAYS):
        return Told(blocks=[nothing(gettext("Answers are told once nobody is asked any more."))])
    answers, parts = results_of(records.edition, FeedbackKind.END)
    pulses, pulse_parts = results_of(records.edition, FeedbackKind.PULSE)
    blocks: list[Block] = []
    if len(answers) >= FEWEST:
        told = ngettext(
            "%(number)d participant answered the questions at the end, without a name. The bars show how"
            " many of those who answered gave a good mark; in brackets, between what the share lies with"
            " 95 percent confidence.",
            "%(number)d participants answered the questions at the end, without names. The bars show how"
            " many of those who answered gave a good mark; in brackets, between what the share lies with"
            " 95 percent confidence.",
            len(answers),
        )
        blocks.append(
            text(told % {"number": len(answers)}, title=gettext("What participants said at the end"))
        )
        for part, rows in parts:
            told_rows = [
                (one.question.label, one.good / one.number, _share(one.good, one.number))
                for one in rows
                if one.number >= FEWEST and not one.question.is_of_one and one.question.key != OBSTACLE
            ]
            if told_rows:
                blocks.append(bars(str(part.heading), told_rows, whole=1))
        blocks += [
            _obstacle(one, of=len(answers))
            for _part, rows in parts
            for one in rows
            if one.question.key == OBSTACLE
        ]
        if any(one.question.is_of_one and one.number for _part, rows in parts for one in rows):
            blocks.append(
                nothing(gettext("What was said of each trainer and each centre is for them and the office."))
            )
    elif answers:
        blocks.append(nothing(gettext("Fewer than five answered at the end: nothing is told of so few.")))
    else:
        blocks.append(nothing(gettext("There is no feedback from the end of the programme.")))
    if len(pulses) >= FEWEST:
        rows = [one for _part, ones in pulse_parts for one in ones if one.number >= FEWEST]
        blocks.append(
            bars(
                gettext("What participants said after sessions"),
                [(one.question.label, one.good / one.number, _share(one.good, one.number)) for one in rows],
                whole=1,
            )
        )
    blocks += _learning(records)
    blocks.append(nothing(gettext("What resource persons and organisers thought of it is not recorded.")))
    return Told(blocks=blocks)


def _obstacle(one: Counted, *, of: int) -> Block:
    """What stands in the way, which is no mark: how many of those who answered named each."""
    choices = {word: str(label) for word, label in one.question.scale.choices}
    told = parted(dict(zip(choices, one.counts, strict=True)), of=of)
    return told_bars(str(one.question.label), choices, told)


def _share(good: int, of: int) -> str:
    low, high = share_between(good, of)
    return f"{percent(good, of)} ({round(100 * low)}–{round(100 * high)} %)"


def _learning(records: Records) -> list[Block]:
    """What the same people knew before and after, by outcome."""
    test = outcome_tests_of(records.edition)
    is_over = test is not None and records.on > test.after_until
    told = [one for one in told_gains(test, fewest=FEWEST_TESTED) if one.is_told] if test and is_over else []
    if not told:
        return [nothing(gettext("There are no tests before and after of which enough is known."))]
    heads = [
        (gettext("Outcome"), 2.4),
        (gettext("Answered both times"), 0.8),
        (gettext("Right before"), 0.7),
        (gettext("Right after"), 0.7),
        (gettext("Gain, points"), 0.7),
        (gettext("95 percent"), 0.9),
    ]
    rows = [
        (
            one.outcome.statement,
            one.gain.number,
            one.before,
            one.after,
            one.points,
            gettext("%(low)s to %(high)s") % {"low": one.low, "high": one.high},
        )
        for one in told
    ]
    return [table(gettext("What participants knew before and after"), heads, rows)]


def welfare(records: Records) -> Told:
    """How many incidents there were, and no more: who knows the group would know whom they concern."""
    incidents = Incident.objects.filter(edition=records.edition).count()
    blocks: list[Block] = [
        nothing(gettext("Travel, lodging and meals as they were given are not recorded.")),
    ]
    if incidents:
        told = gettext(
            "Incidents reported: %(number)s. What they were is told to nobody but those who look after them."
        )
        blocks.append(text(told % {"number": persons(incidents)}))
    else:
        blocks.append(text(gettext("No incident was reported.")))
    arrived = [one.met_at for one in records.people if one.met_at]
    if arrived:
        blocks.append(
            facts(
                (gettext("Participants met on arrival"), persons(len(arrived), of=len(records.people))),
                (gettext("First day on which presence was noted"), _first_noted(records)),
            )
        )
    return Told(blocks=blocks)


def _first_noted(records: Records) -> str:
    seen = {session for session, _state, _claimed in records.presences}
    days = [records.day(slot.begins_at) for slot in records.slots if slot.session_id in seen]
    return wording.date(min(days)) if days else ""
