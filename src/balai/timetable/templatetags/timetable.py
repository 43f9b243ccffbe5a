"""Words of slots for templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from balai.timetable.views.showing.differences import where_and_when as words

if TYPE_CHECKING:
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot

register = template.Library()


@register.simple_tag
def where_and_when(slot: Slot, edition: Edition) -> str:
    """Day, times and place of a slot, in the edition's zone."""
    return words(slot, edition.time_zone)
