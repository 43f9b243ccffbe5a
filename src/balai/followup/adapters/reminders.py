"""Whom to remind of plans, as they stand now."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse

from balai.correspondence.registries import WantedReminder
from balai.engine.documents.words import date_text, language_for
from balai.followup.adapters.lights import end_of
from balai.followup.enums import ANSWERING
from balai.followup.models.times import ASKED_UNTIL, FIRST_STEP_DAYS, day_in, waves_of
from balai.followup.queries.plans import asked_for_plans
from balai.followup.queries.tracking import answers_of, holders_of, plans_to_follow
from balai.followup.rules.tracking import ASKED_AGAIN_AFTER, TOLD_ON_AFTER
from balai.followup.services.following import plans_in_their_time
from balai.office.addresses import link_to
from balai.people.enums import Role
from balai.people.queries import grants_live_at
from balai.programmes.enums import EditionStatus
from balai.programmes.services.telling import edition_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from balai.followup.models import Plan
    from balai.followup.models.times import Wave
    from balai.people.models import Person
    from balai.programmes.models import Edition

BEFORE = dt.timedelta(days=3)
"""How long before the end of the last day somebody without a submitted plan is reminded."""
DUE = "plan.due"
SILENT = "follow_up.silent"
ASKED, LATE, FIRST_STEP = "follow_up.asked", "follow_up.late", "follow_up.first_step"


def plan_reminders(*, at: dt.datetime) -> Iterator[WantedReminder]:
    """For participants of running editions whose plan is not submitted. One question, however many."""
    rows = (
        asked_for_plans()
        .filter(edition__status=EditionStatus.RUNNING, edition__ends_on__isnull=False)
        .filter(action_plan__submitted_at=None)
        .select_related("edition", "action_plan", "person__merged_into")
        .order_by("pk")
    )
    home = link_to("/").rstrip("/")
    for one in rows:
        end = end_of(one.edition)
        if end is None or end <= at or one.edition.ends_on is None:
            continue
        person = one.person.merged_into or one.person
        language = language_for(person.language)
        plan = getattr(one, "action_plan", None)
        path = reverse("followup:plan", args=[plan.pk]) if plan else reverse("followup:begin", args=[one.pk])
        yield WantedReminder(
            key=f"due:{one.pk}",
            letter=DUE,
            person_id=person.pk,
            subject_reference=plan.reference if plan else one.reference,
            due_at=end - BEFORE,
            context={
                "name": one.name,
                "edition": edition_in(one.edition, language),
                "day": date_text(one.edition.ends_on, language),
                "link": f"{home}{path}",
            },
        )


def morning_of(edition: Edition, day: dt.date) -> dt.datetime:
    """Nine in the morning of a day, by the clock of the edition."""
    return dt.datetime.combine(day, dt.time(9), tzinfo=ZoneInfo(edition.time_zone))


def follow_up_reminders(*, at: dt.datetime) -> Iterator[WantedReminder]:
    """For authors of plans who have not told how it goes: before the day, and a week after."""
    plans = plans_in_their_time(at=at)
    answers, holders = answers_of(plans), holders_of(plans)
    home = link_to("/").rstrip("/")
    for plan in plans:
        edition = plan.participant.edition
        for wave in waves_of(edition):
            told = answers.get(plan.pk, {}).get(wave.months, {})
            is_told = any(voice in told for voice in ANSWERING) or plan.pk in holders
            today, again_on = day_in(edition, at), wave.due_on + ASKED_AGAIN_AFTER
            if is_told or today > wave.due_on + ASKED_UNTIL:
                continue
            path = reverse("followup:report", args=[plan.pk, wave.months])
            for letter, day in ((ASKED, wave.opens_on), (LATE, again_on)):
                if letter == ASKED and today >= again_on:
                    continue  # nobody gets both on one day
                yield _wanted(
                    plan,
                    key=f"{letter}:{plan.pk}:{wave.months}",
                    letter=letter,
                    due_at=morning_of(edition, day),
                    more={"title": plan.title, "day": wave.due_on, "link": f"{home}{path}"},
                )


def first_step_reminders(*, at: dt.datetime) -> Iterator[WantedReminder]:
    """For authors of plans who have not said that the first step is done, two weeks after the end."""
    today = at.date()
    after, home = dt.timedelta(days=FIRST_STEP_DAYS), link_to("/").rstrip("/")
    plans = plans_to_follow(ends_from=today - after - ASKED_UNTIL, ends_to=today + after)
    for plan in plans.filter(first_step_done_on=None).exclude(hand_overs__is_accepted=True):
        edition = plan.participant.edition
        if edition.ends_on is None:
            continue
        path = reverse("followup:plan", args=[plan.pk])
        yield _wanted(
            plan,
            key=f"{FIRST_STEP}:{plan.pk}",
            letter=FIRST_STEP,
            due_at=morning_of(edition, edition.ends_on + after),
            more={"step": plan.first_step, "link": f"{home}{path}"},
        )


def silent_plans(*, at: dt.datetime) -> Iterator[WantedReminder]:
    """For focal points, two weeks after a day: of which of their plans nothing was heard."""
    plans = plans_in_their_time(at=at)
    answers = answers_of(plans)
    silent: dict[tuple[UUID, Wave, str], list[Plan]] = {}
    editions = {plan.participant.edition_id: plan.participant.edition for plan in plans}
    for plan in plans:
        edition, country = plan.participant.edition, plan.participant.country_id
        for wave in waves_of(edition):
            told = answers.get(plan.pk, {}).get(wave.months, {})
            if wave.is_asked(day_in(edition, at)) and not any(voice in told for voice in ANSWERING):
                silent.setdefault((edition.pk, wave, country), []).append(plan)
    focal_points = _focal_points({country for _edition, _wave, country in silent}, at=at)
    home = link_to("/").rstrip("/")
    for (key, wave, country), about in silent.items():
        edition = editions[key]
        path = reverse("followup:country", args=[edition.code, country])
        for person in focal_points.get(country, ()):
            language = language_for(person.language)
            yield WantedReminder(
                key=f"{SILENT}:{edition.pk}:{int(wave.months)}:{country}:{person.pk}",
                letter=SILENT,
                person_id=person.pk,
                subject_reference=edition.reference,
                due_at=morning_of(edition, wave.due_on + TOLD_ON_AFTER),
                context={
                    "name": person.name,
                    "edition": edition_in(edition, language),
                    "number": str(len(about)),
                    "people": ", ".join(sorted(plan.participant.name for plan in about)),
                    "day": date_text(wave.due_on, language),
                    "link": f"{home}{path}",
                },
                mentions=[plan.participant.as_mentioned for plan in about],
            )


def _focal_points(countries: set[str], *, at: dt.datetime) -> dict[str, list[Person]]:
    """Who speaks for countries now; a person recorded twice is one."""
    scopes = {f"country:{country}" for country in countries}
    grants = grants_live_at(at).filter(role=Role.FOCAL_POINT, scope__in=scopes)
    found: dict[str, dict[UUID, Person]] = {}
    for grant in grants.select_related("person__merged_into").order_by("person_id"):
        person = grant.person.merged_into or grant.person
        found.setdefault(grant.scope.removeprefix("country:"), {})[person.pk] = person
    return {country: list(people.values()) for country, people in found.items()}


def _wanted(
    plan: Plan, *, key: str, letter: str, due_at: dt.datetime, more: dict[str, str | dt.date]
) -> WantedReminder:
    participant = plan.participant
    person = participant.person.merged_into or participant.person
    language = language_for(person.language)
    told = {name: date_text(one, language) if isinstance(one, dt.date) else one for name, one in more.items()}
    return WantedReminder(
        key=key,
        letter=letter,
        person_id=person.pk,
        subject_reference=plan.reference,
        due_at=due_at,
        context={"name": participant.name, "edition": edition_in(participant.edition, language), **told},
    )
