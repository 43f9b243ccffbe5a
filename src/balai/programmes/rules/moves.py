"""From which state an edition may go to which, and what must be there first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balai.kernel.refusal import Refusal
from balai.programmes.enums import EditionStatus, OrganiserRole
from balai.programmes.models import Deadline, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.programmes.enums import Mode
    from balai.programmes.models import Edition

S = EditionStatus
MOVES: Mapping[str, frozenset[EditionStatus]] = {
    S.IDEA: frozenset({S.APPROVED, S.CANCELLED}),
    S.APPROVED: frozenset({S.CALL, S.POSTPONED, S.CANCELLED}),
    S.CALL: frozenset({S.SELECTION, S.POSTPONED, S.CANCELLED}),
    S.SELECTION: frozenset({S.PREPARATION, S.POSTPONED, S.CANCELLED}),
    S.PREPARATION: frozenset({S.RUNNING, S.POSTPONED, S.CANCELLED}),
    S.RUNNING: frozenset({S.CLOSED, S.CANCELLED}),
    S.CLOSED: frozenset({S.REPORTED}),
    S.REPORTED: frozenset({S.EVALUATED}),
    S.EVALUATED: frozenset(),
    S.POSTPONED: frozenset({S.CANCELLED}),  # and back to where it was
    S.CANCELLED: frozenset(),
}
"""Every move that there is; nothing else changes a status."""

BEFORE_IT_BEGINS = frozenset({S.IDEA, S.APPROVED, S.CALL, S.SELECTION, S.PREPARATION})


def next_status(edition: Edition) -> EditionStatus | None:
    """Where an edition goes when all is well."""
    forward = MOVES[edition.status] - {S.POSTPONED, S.CANCELLED}
    return next(iter(forward), None)


def may_move(edition: Edition, to: EditionStatus, *, at: dt.datetime) -> Refusal | None:
    """Refuse a move that is not in the table, or that lacks what it needs."""
    if to not in MOVES[edition.status]:
        return Refusal(
            "edition.no_such_move",
            _("An edition that is “%(now)s” cannot become “%(then)s”.")
            % {"now": edition.get_status_display(), "then": to.label},
        )
    needs = {
        S.APPROVED: _lacks_for_approval,
        S.CALL: _lacks_for_a_call,
        S.RUNNING: _begins_later,
        S.CLOSED: _ends_later,
    }
    return needs[to](edition, at) if to in needs else None


def _lacks_for_approval(edition: Edition, at: dt.datetime) -> Refusal | None:
    if not edition.organisers.filter(role=OrganiserRole.HOST).exists():
        return Refusal("edition.no_host", _("Name the host among the organisers first."))
    if not edition.mandate_set.exists():
        return Refusal("edition.no_mandate", _("Name the pledge or mandate under which it is held first."))
    if edition.starts_on is None or edition.ends_on is None:
        return Refusal("edition.no_dates", _("Give it its first and last day first."))
    return None


def _lacks_for_a_call(edition: Edition, at: dt.datetime) -> Refusal | None:
    if None in {edition.arrives_on, edition.departs_on, edition.places}:
        return Refusal(
            "edition.not_planned", _("Give it the days of arrival and departure, and its places first.")
        )
    if not edition.quotas.exists():
        return Refusal("edition.no_quotas", _("Give at least one country its places first."))
    return _lacks_for_scoring(edition) or _lacks_a_deadline(edition, at)


def _lacks_for_scoring(edition: Edition) -> Refusal | None:
    weight = edition.rubric.aggregate(weight=Sum("weight"))["weight"]
    if weight != 100:
        return Refusal(
            "edition.rubric_incomplete",
            _("The weights of the rubric add up to %(weight)s. They must add up to 100 before the call.")
            % {"weight": weight or 0},
        )
    unseen = Outcome.objects.filter(edition=edition, assessments=None).count()
    if unseen:
        message = ngettext(
            "%(number)d outcome is seen by no assessment. Add one, or leave the outcome out.",
            "%(number)d outcomes are seen by no assessment. Add some, or leave these outcomes out.",
            unseen,
        )
        return Refusal("edition.outcome_not_seen", message % {"number": unseen})
    return None


def _lacks_a_deadline(edition: Edition, at: dt.datetime) -> Refusal | None:
    first = Deadline.objects.filter(plan__edition=edition, plan__code="nominations").order_by("at").first()
    if first is None:
        return Refusal("edition.no_deadline", _("Plan until when nominations must be there first."))
    if first.at <= at:
        return Refusal(
            "edition.deadline_over", _("A deadline for nominations is over already. Move it, or the dates.")
        )
    return None


def _begins_later(edition: Edition, at: dt.datetime) -> Refusal | None:
    today = at.astimezone(ZoneInfo(edition.time_zone)).date()
    if edition.arrives_on is not None and today < edition.arrives_on:
        return Refusal("edition.begins_later", _("It begins on the day of arrival, not before."))
    return None


def _ends_later(edition: Edition, at: dt.datetime) -> Refusal | None:
    today = at.astimezone(ZoneInfo(edition.time_zone)).date()
    if edition.ends_on is not None and today < edition.ends_on:
        return Refusal("edition.ends_later", _("It is closed on its last day, not before."))
    return None


def may_resume(edition: Edition) -> Refusal | None:
    if edition.status != S.POSTPONED:
        return Refusal("edition.not_postponed", _("This edition is not postponed."))
    return None


def may_set_dates(edition: Edition) -> Refusal | None:
    """Dates are set freely until the call goes out; then they are moved, with a reason."""
    if edition.status not in {S.IDEA, S.APPROVED}:
        return Refusal(
            "edition.dates_known_abroad",
            _("Others count on these dates. Move the edition with a reason; everybody concerned is told."),
        )
    return None


def may_move_dates(edition: Edition) -> Refusal | None:
    if edition.status not in {S.CALL, S.SELECTION, S.PREPARATION}:
        return Refusal(
            "edition.not_movable",
            _("Dates are moved between the call and the first day. Before, they are simply changed."),
        )
    return None


def may_convert(edition: Edition, mode: Mode) -> Refusal | None:
    """Until it is over, an edition may be held in another way."""
    if edition.status not in BEFORE_IT_BEGINS | {S.RUNNING, S.POSTPONED}:
        return Refusal("edition.is_over", _("This edition is over."))
    if edition.mode == mode:
        return Refusal(
            "edition.same_mode",
            _("It is held “%(mode)s” already.") % {"mode": edition.get_mode_display()},
        )
    return None


def may_change(edition: Edition) -> Refusal | None:
    """A cancelled edition stays as it was; one that is over may still be completed for the record."""
    if edition.status == S.CANCELLED:
        return Refusal("edition.cancelled", _("This edition was cancelled. It stays as it was."))
    return None


def may_delete(edition: Edition) -> Refusal | None:
    """Only what never left the desk."""
    if edition.status != S.IDEA:
        return Refusal(
            "edition.not_an_idea", _("Only an idea can be deleted. Cancel the edition; it stays on record.")
        )
    return None


def may_clone(edition: Edition) -> Refusal | None:
    """The days of the next edition are counted from the first day of this one."""
    if edition.starts_on is None:
        return Refusal("edition.no_dates", _("Give it its first and last day first."))
    return None


def may_search(question: Mapping[str, Any]) -> Refusal | None:
    """What the date finder is asked must be possible, and small enough to be answered in a minute."""
    first, last = (dt.date.fromisoformat(question[name]) for name in ("season_first", "season_last"))
    if (last - first).days + 1 < question["days"]:
        return Refusal("dates.do_not_fit", _("So many days do not fit between these two."))
    if (last - first).days > 2 * 366:
        return Refusal("dates.too_far_apart", _("Ask for two years at most."))
    for since, until, name in (*question["exclusions"], *question["cautions"]):
        if until < since:
            return Refusal("dates.out_of_order", _("“%(name)s” ends before it begins.") % {"name": name})
    return None
