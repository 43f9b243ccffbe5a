"""Repair: what gets in the way is kept, the least disturbance is worked out, and one way is taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.engine.entries import from_json
from balai.engine.timetabling import check
from balai.engine.timetabling.problem import Problem
from balai.engine.timetabling.process import Answer
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.programmes.models import Edition
from balai.timetable.enums import HindranceKind, Proof, SearchKind, SearchState
from balai.timetable.models import Hindrance, Search
from balai.timetable.queries.plans import published_timetable
from balai.timetable.rules.planning import may_plan
from balai.timetable.services.building import build
from balai.timetable.services.drafting import axis_for, keep_draft, plan_in, refuse_what_has_begun
from balai.timetable.services.searching import begin_search

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from balai.directory.models import ResourcePerson, Site
    from balai.engine.timetabling.result import Repair
    from balai.kernel.translated import TranslatedText
    from balai.people.models import Person
    from balai.timetable.models import Session, Timetable
    from balai.timetable.services.wording import Wording


@transaction.atomic
def report_hindrance(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    site: Site | None = None,
    person: ResourcePerson | None = None,
    session: Session | None = None,
    begins_at: datetime,
    ends_at: datetime,
    reason: TranslatedText,
    actor: Person,
    at: datetime,
) -> Search:
    """Keep what gets in the way of the published timetable, and have the least disturbance worked out.

    Args:
        edition: whose timetable is published.
        site: that cannot be used; or
        person: who cannot come; or
        session: that cannot be held then.
        begins_at: from when.
        ends_at: until when.
        reason: that people are told, each in their language.
        actor: who reports it.
        at: the moment; what has begun by then stays.

    Raises:
        RuleViolationError: ``timetable.not_published``, ``timetable.over``, or those of :func:`build`.
        ValidationError: not exactly one of the three is named, or the end is before the beginning.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    enforce(may_plan(edition))
    before = published_timetable(edition)
    if before is None:
        raise RuleViolationError(
            Refusal("timetable.not_published", _("Nothing is published that could be repaired."))
        )
    kind = HindranceKind.SITE if site else HindranceKind.PERSON if person else HindranceKind.SESSION
    hindrance = Hindrance(
        edition=edition,
        kind=kind,
        site=site,
        person=person,
        session=session,
        begins_at=begins_at,
        ends_at=ends_at,
        reason=reason,
        at=at,
        actor=actor.reference,
    )
    hindrance.full_clean()
    hindrance.save()
    record(
        actor=actor.reference,
        action="hindrance.reported",
        subject=hindrance.reference,
        at=at,
        detail={"edition": edition.reference, "kind": kind.value},
    )
    return begin_search(
        edition=edition,
        problem=build(edition).problem,
        kind=SearchKind.REPAIR,
        before=before,
        frozen_until=at,
        actor=actor,
        at=at,
    )


def alternatives_of(search: Search) -> Sequence[Repair]:
    """The ways to repair that a search found, or has found so far, the least disturbance first."""
    if search.kind != SearchKind.REPAIR or search.answer is None:
        return ()
    answer = from_json(Answer, json.dumps(search.answer))
    return answer.repairs.alternatives if answer.repairs else ()


def hindrance_of(search: Search) -> Hindrance | None:
    """What a repair was asked for; none where nothing had been told by then."""
    rows = search.edition.hindrances.filter(at__lte=search.frozen_until).order_by("-at", "-pk")
    return rows.select_related("site", "person__person", "session__activity").first()


def obstacles_in(search: Search, problem: Problem, words: Wording) -> list[str]:
    """What of the published timetable breaks a rule by now, so that something has to move: in words."""
    if search.kind != SearchKind.REPAIR or search.before is None or search.frozen_until is None:
        return []
    axis = axis_for(problem, search.edition)
    before = plan_in(search.before, axis)
    found = check.disturbed(problem, before, frozen_until=max(axis.minute(search.frozen_until), 0))
    return list(dict.fromkeys(words.obstacle(one, before) for one in found))


def explanation_of(search: Search) -> Search | None:
    """The search that explains why a repair found no way, if it has been asked."""
    if search.status != Proof.INFEASIBLE:
        return None
    rows = Search.objects.filter(edition=search.edition_id, kind=SearchKind.EXPLAIN, before=search.before_id)
    asked = rows.filter(problem_digest=search.problem_digest, frozen_until=search.frozen_until)
    return asked.select_related("edition", "timetable").order_by("-asked_at", "-pk").first()


@transaction.atomic
def take_alternative(*, search: Search, number: int, actor: Person, at: datetime) -> Timetable:
    """Make one of the ways to repair a draft, ready to be published.

    Whoever takes one while others are still looked for ends the search with it.

    Args:
        search: a repair that was worked out, or has found some ways.
        number: of the way, from 1.
        actor: who takes it.
        at: the moment.

    Raises:
        RuleViolationError: ``timetable.no_such_way``, ``timetable.overtaken`` where another version was
            published meanwhile, ``timetable.begun_meanwhile`` where a session that it moves has begun since,
            or would have, or ``timetable.refused_by_checker``.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=search.edition_id)
    search = Search.objects.select_for_update(of=("self",)).get(pk=search.pk)
    ways = alternatives_of(search)
    if not 1 <= number <= len(ways):
        raise RuleViolationError(Refusal("timetable.no_such_way", _("There is no such way to repair it.")))
    before = published_timetable(edition)
    if before is None or before.pk != search.before_id:
        raise RuleViolationError(
            Refusal(
                "timetable.overtaken",
                _("Another version was published since. Report what is in the way again."),
            )
        )
    problem: Any = from_json(Problem, json.dumps(search.problem))
    way = ways[number - 1]
    refuse_what_has_begun(problem, way.timetable, edition=edition, published=before, at=at)
    hindrance = hindrance_of(search)
    draft = keep_draft(
        edition=edition,
        problem=problem,
        plan=way.timetable,
        follows=before,
        given_up=search.given_up,
        reason=hindrance.reason if hindrance else None,
        actor=actor.reference,
        at=at,
    )
    search.timetable = draft
    if search.is_open:  # the worker notices at its next word, and ends
        search.state, search.status, search.answered_at = SearchState.DONE, Proof.REPAIRED, at
    search.save(update_fields=["timetable", "state", "status", "answered_at"])
    return draft
