"""Replacing a resource person in one session of what is published, on the day if need be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.programmes.enums import Task
from balai.programmes.models import ActivityPerson, Edition
from balai.timetable.models import StandIn
from balai.timetable.queries.plans import published_slots, published_timetable
from balai.timetable.rules.replacing import may_replace, must_be_of_activity
from balai.timetable.services.building import build
from balai.timetable.services.drafting import (
    Replacement,
    axis_for,
    keep_draft,
    plan_of,
    problem_of,
    slots_of,
)
from balai.timetable.services.publishing import publish_timetable

if TYPE_CHECKING:
    from datetime import datetime

    from balai.directory.models import ResourcePerson
    from balai.kernel.translated import TranslatedText
    from balai.people.models import Person
    from balai.timetable.models import Session
    from balai.timetable.services.changes import Change


@transaction.atomic
def replace_resource_person(  # noqa: PLR0913 -- each is named where it is called
    *,
    session: Session,
    absent: ResourcePerson,
    person: ResourcePerson,
    reason: TranslatedText,
    actor: Person,
    at: datetime,
) -> list[Change]:
    """Have somebody else teach a session, where and when it is; those whose session it is are told.

    What is published is replaced by a version that has everything and everybody else where it was, whatever
    the curriculum says by now.

    Args:
        session: of what is published.
        absent: who teaches it there.
        person: who stands in; asked to confirm, as everybody who teaches.
        reason: that people are told, each in their language.
        actor: who replaces them.
        at: the moment; a session that is over stays.

    Raises:
        RuleViolationError: ``timetable.over``, those of :func:`may_replace`; or
            ``timetable.curriculum_changed``; or those of publishing, where the one who stands in is
            elsewhere at that time.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=session.edition_id)
    before = published_timetable(edition)
    slot = published_slots(edition).filter(session=session).first()
    enforce(may_replace(edition, slot, absent, person, reason, at=at))
    assert before is not None  # noqa: S101 -- the slot is published
    # Who stands in for somebody who stood in takes the place of the one in the curriculum.
    earlier = StandIn.objects.filter(session=session, person=absent).first()
    missed = earlier.absent if earlier else absent
    named = {
        part.resource_person_id: part.task
        for part in ActivityPerson.objects.filter(activity=session.activity_id)
    }
    enforce(must_be_of_activity(named.get(missed.pk)))
    if missed == person:
        StandIn.objects.filter(session=session, absent=missed).delete()
    else:
        StandIn.objects.update_or_create(
            session=session,
            absent=missed,
            defaults={"person": person, "reason": reason, "at": at, "actor": actor.reference},
        )
    record(
        actor=actor.reference,
        action="session.resource_person_replaced",
        subject=session.reference,
        at=at,
        detail={"edition": edition.reference, "absent": absent.code, "stands_in": person.code},
    )
    asked, known = problem_of(before), {one.id: one for one in build(edition).problem.people}
    people = {one.id: one for one in asked.people} | {person.code: known[person.code]}
    problem = replace(
        asked,
        sessions=tuple(
            replace(
                one,
                people=tuple(person.code if each == absent.code else each for each in one.people),
            )
            if one.id == session.code
            else one
            for one in asked.sessions
        ),
        people=tuple(people[code] for code in sorted(people)),
    )
    slots = slots_of(before)
    draft = keep_draft(
        edition=edition,
        problem=problem,
        plan=plan_of(slots, axis_for(asked, edition)),
        follows=before,
        replacement=Replacement(
            session=session,
            absent=absent,
            person=person,
            substitute=named.get(absent.pk) == Task.SUBSTITUTE,
        ),
        pinned=[one.session.code for one in slots if one.is_pinned],
        given_up=before.given_up,
        reason=reason,
        actor=actor.reference,
        at=at,
    )
    return publish_timetable(timetable=draft, reason=reason, actor=actor, at=at)
