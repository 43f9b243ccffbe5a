"""Moments by the clock of a country: ``{% load nominations %}``.

Django's own filters put a moment into the zone of the request; these leave it where the view has put it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from balai.ui import wording

if TYPE_CHECKING:
    from datetime import datetime

register = template.Library()


@register.filter
def clock(value: datetime) -> str:
    """16:00, or 16.00 in Indonesian."""
    return wording.clock(value.time())


@register.filter
def spelled(value: datetime) -> str:
    """Fri 4 May 2018, 16:00."""
    return wording.timed(value.replace(tzinfo=None), "D j M Y, H:i")
