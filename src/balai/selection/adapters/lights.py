"""The lights of this room on the board: the dossiers are scored, and the panel has decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.programmes.enums import EditionStatus
from balai.programmes.queries.editions import due_moment
from balai.programmes.registries import Light, OpenThing, Owner
from balai.selection.enums import DecisionState, Place
from balai.selection.models import Decision, SelectionPlan
from balai.selection.queries.scores import eligible_in, plan_of, scores_in
from balai.ui.parts import Deed

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from balai.programmes.models import Edition

BEFORE_SELECTION = frozenset({EditionStatus.IDEA, EditionStatus.APPROVED, EditionStatus.CALL})


def scores_light(edition: Edition, *, at: datetime) -> Light:
    """Every nominee who may be selected is scored by all readers, and none of these are far apart."""
    due = due_moment(edition, "selection")
    if edition.status in BEFORE_SELECTION:
        return _scores(due, 0, 0, [])
    number = eligible_in(edition).count()
    found = list(scores_in(edition).values()) if number else []
    plan = plan_of(edition) if found else SelectionPlan(edition=edition)
    things = []
    address = reverse("selection:panel", args=[edition.code])
    deed = Deed(label=_("Open the scores"), url=address)
    unread = number - len(found)
    if unread:
        things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Give the dossiers to the panel"),
                why=ngettext(
                    "%(number)d nominee has no reader.", "%(number)d nominees have no reader.", unread
                )
                % {"number": unread},
                deed=deed,
            )
        )
    missing = sum(one.readers - one.handed_in for one in found)
    if missing:
        things.append(
            OpenThing(
                owner=Owner.PEOPLE,
                what=_("Score the dossiers"),
                why=ngettext("%(number)d score is missing.", "%(number)d scores are missing.", missing)
                % {"number": missing},
                due_at=plan.scores_due_at or due,
                is_waiting=True,
                deed=deed,
            )
        )
    apart = sum(one.is_alarming(plan) for one in found)
    if apart:
        things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Call in third readers"),
                why=ngettext(
                    "The readers of %(number)d dossier are far apart.",
                    "The readers of %(number)d dossiers are far apart.",
                    apart,
                )
                % {"number": apart},
                deed=deed,
            )
        )
    return _scores(due, sum(one.is_whole for one in found), number, things)


def _scores(due: datetime | None, ready: int, of: int, things: list[OpenThing]) -> Light:
    return Light(
        title=_("Scores"),
        rule=_("Every nominee who may be selected is scored by all readers, and these agree."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=ready,
        of=of,
        open=things,
    )


def decision_light(edition: Edition, *, at: datetime) -> Light:
    """The panel has decided."""
    due = due_moment(edition, "selection")
    things = []
    decision = _decision(edition, DecisionState.DECIDED)
    if edition.status not in BEFORE_SELECTION and decision is None:
        before = _decision(edition, DecisionState.PROPOSED)
        things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("The panel decides"),
                why=_("It lies before the panel; more than half of it signs.")
                if before
                else _("No proposal lies before the panel."),
                due_at=due,
                deed=Deed(
                    label=_("Open what lies before the panel"),
                    url=reverse("selection:decision", args=[edition.code, before.version]),
                )
                if before
                else Deed(
                    label=_("Open the workbench"),
                    url=reverse("selection:workbench", args=[edition.code]),
                ),
            )
        )
    return Light(
        title=_("Decision of the panel"),
        rule=_("The panel has decided who is selected, and the minutes are signed."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=int(decision is not None),
        of=0 if edition.status in BEFORE_SELECTION else 1,
        open=things,
    )


def decision_fact(edition: Edition, *, at: datetime) -> StrOrPromise | None:
    """How many are selected, for the line of stages."""
    decision = _decision(edition, DecisionState.DECIDED)
    if decision is None:
        return None
    return gettext("%(selected)d selected, %(reserves)d reserves") % decision.verdicts.aggregate(
        selected=Count("pk", filter=Q(place=Place.SELECTED)),
        reserves=Count("pk", filter=Q(place=Place.RESERVE)),
    )


def _decision(edition: Edition, state: DecisionState) -> Decision | None:
    """What is decided, or lies before the panel; of both, and for all who look, one question.

    Without the minutes and the problem, which is as long as there are nominees.
    """
    if edition.status in BEFORE_SELECTION:
        return None
    counting = Decision.objects.filter(state__in=[DecisionState.DECIDED, DecisionState.PROPOSED])
    counting = counting.only("edition", "version", "state")
    prefetch_related_objects([edition], Prefetch("decisions", counting, to_attr="decisions_that_count"))
    known: list[Decision] = vars(edition)["decisions_that_count"]
    return next((one for one in known if one.state == state), None)
