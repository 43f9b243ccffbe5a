"""Which vehicles may be taken for a ride."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection

    from balai.timetable.models import Vehicle


def may_carry(people: int, vehicles: Collection[Vehicle]) -> Refusal | None:
    """Whether these have a seat for everybody; none at all may always be left for later."""
    seats = sum(one.seats for one in vehicles)
    if not vehicles or seats >= people:
        return None
    return Refusal(
        "ride.too_few_seats",
        _("%(people)d people ride, and these vehicles have %(seats)d seats. Take a larger one, or one more.")
        % {"people": people, "seats": seats},
    )
