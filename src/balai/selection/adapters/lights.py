"""The lights of this room on the board: the dossiers are scored, and the panel has decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.programmes.enums import EditionStatus
from balai.programmes.queries.editions import due_moment
from balai.programmes.registries import Light, OpenThing, Owner
from balai.selection.enums import Place
from balai.selection.queries.decisions import decision_before_panel, decision_in_force
from balai.selection.queries.scores import NOBODY, eligible_in, plan_of, scores_in
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
    plan, scores = plan_of(edition), scores_in(edition)
    nominees = list(eligible_in(edition).values_list("pk", flat=True))
    found = [scores.get(key, NOBODY) for key in nominees]
    things = []
    address = reverse("selection:panel", args=[edition.code])
    deed = Deed(label=_("Open the scores"), url=address)
    unread = sum(one.readers == 0 for one in found)
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
    return _scores(due, sum(one.is_whole for one in found), len(found), things)


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
    decision = None if edition.status in BEFORE_SELECTION else decision_in_force(edition)
    if edition.status not in BEFORE_SELECTION and decision is None:
        before = decision_before_panel(edition)
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
    decision = None if edition.status in BEFORE_SELECTION else decision_in_force(edition)
    if decision is None:
        return None
    return gettext("%(selected)d selected, %(reserves)d reserves") % {
        "selected": decision.verdicts.filter(place=Place.SELECTED).count(),
        "reserves": decision.verdicts.filter(place=Place.RESERVE).count(),
    }
