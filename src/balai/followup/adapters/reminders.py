"""Whom to remind of plans, as they stand now."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse

from balai.correspondence.registries import WantedReminder
from balai.engine.documents.words import date_text, language_for
from balai.followup.adapters.lights import end_of
from balai.followup.queries.plans import asked_for_plans
from balai.office.addresses import link_to
from balai.programmes.enums import EditionStatus
from balai.programmes.services.telling import edition_in

if TYPE_CHECKING:
    from collections.abc import Iterator

BEFORE = dt.timedelta(days=3)
"""How long before the end of the last day somebody without a submitted plan is reminded."""
DUE = "plan.due"


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
