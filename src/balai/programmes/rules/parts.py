"""What must be true of the parts of an edition beyond what one row can say by its constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.programmes.enums import Attendance
from balai.programmes.models import Activity, EligibilityRule, SessionType
from balai.programmes.rules.eligibility import may_use_condition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import Model


def must_be_true(row: Model) -> tuple[str, Refusal] | None:
    """What is wrong with a row that its columns and constraints do not say: the field, and why."""
    if isinstance(row, EligibilityRule):
        refusal = may_use_condition(row.expression)
        return ("expression", refusal) if refusal else None
    if isinstance(row, Activity):
        return _minutes_fit(row, row.session_type) or _days_fit(row)
    return None


def _minutes_fit(activity: Activity, kind: SessionType) -> tuple[str, Refusal] | None:
    if kind.minutes_least and activity.minutes < kind.minutes_least:
        return "minutes", Refusal(
            "activity.too_short",
            _("“%(kind)s” takes at least %(minutes)d minutes.")
            % {"kind": kind.name, "minutes": kind.minutes_least},
        )
    if kind.minutes_most and activity.minutes > kind.minutes_most:
        return "minutes", Refusal(
            "activity.too_long",
            _("“%(kind)s” takes at most %(minutes)d minutes. Make two activities of it.")
            % {"kind": kind.name, "minutes": kind.minutes_most},
        )
    return None


def _days_fit(activity: Activity) -> tuple[str, Refusal] | None:
    first = activity.edition.arrives_on or activity.edition.starts_on
    last = activity.edition.departs_on or activity.edition.ends_on
    for name in ("earliest_on", "latest_on"):
        day = getattr(activity, name)
        if day and ((first and day < first) or (last and day > last)):
            return name, Refusal("activity.outside", _("This day is not a day of the edition."))
    return None


def must_have_groups(activity: Activity, groups: int) -> Refusal | None:
    """Groups are named where they come, and nowhere else."""
    if activity.attendance == Attendance.ALL and groups:
        return Refusal(
            "activity.groups_of_all", _("Everybody comes together. Leave the groups empty, or say who comes.")
        )
    if activity.attendance != Attendance.ALL and not groups:
        return Refusal("activity.no_groups", _("Say which groups come."))
    return None


def circle_in(after: Mapping[str, Sequence[str]]) -> list[str]:
    """Codes of activities that wait for each other, or nothing: each named only after those before it."""
    done: set[str] = set()
    waiting = {code: set(codes) & set(after) for code, codes in after.items()}
    while ready := [code for code, codes in waiting.items() if codes <= done]:
        done |= {*ready}
        for code in ready:
            del waiting[code]
    return sorted(waiting)


def may_come_after(codes: Sequence[str], *, own: str = "") -> Refusal | None:
    """A kind of session follows other kinds that there are."""
    known = set(SessionType.objects.filter(code__in=codes).values_list("code", flat=True))
    for code in codes:
        if code not in known or code == own:
            return Refusal(
                "session_type.no_other_kind", _("“%(code)s” is no other kind of session.") % {"code": code}
            )
    return None
