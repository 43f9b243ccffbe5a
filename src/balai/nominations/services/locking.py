"""Locking a country's list: every deed that changes it takes this lock first, so that two come one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.kernel.refusal import enforce
from balai.nominations.models import CountryCall, Nomination
from balai.nominations.rules import must_be_unchanged
from balai.people.queries import names_of

if TYPE_CHECKING:
    from uuid import UUID


def lock_call(call_id: UUID, *, version: int | None = None) -> CountryCall:
    """The call of a country, locked, with its edition and country; within a transaction only.

    Raises:
        RuleViolationError: ``nominations.changed_meanwhile`` when the list is not of this version any more.
    """
    call = (
        CountryCall.objects.select_for_update(of=("self",))
        .select_related("edition__series", "country")
        .get(pk=call_id)
    )
    if version is not None and version != call.version:
        by = names_of([call.changed_by]).get(call.changed_by, "")
        enforce(must_be_unchanged(call, version, by=by))
    return call


def lock_call_of(nomination_id: UUID, *, version: int | None = None) -> CountryCall:
    """The call on whose list a nomination stands, locked likewise.

    Raises:
        RuleViolationError: as above.
    """
    call_id = Nomination.objects.values_list("call_id", flat=True).get(pk=nomination_id)
    return lock_call(call_id, version=version)
