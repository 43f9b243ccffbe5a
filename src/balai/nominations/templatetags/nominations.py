"""Moments by the clock of a country: ``{% load nominations %}``.

Django's own filters put a moment into the zone of the request; these leave it where the view has put it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import formats
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from datetime import datetime

register = template.Library()


@register.filter
def clock(value: datetime) -> str:
    """16:00, or 16.00 in Indonesian."""
    return formats.time_format(value.time(), pgettext("time format of a clock", "H:i"))


@register.filter
def spelled(value: datetime) -> str:
    """Fri 4 May 2018, 16:00."""
    there = value.replace(tzinfo=None)
    return formats.date_format(there, pgettext("date format of a moment", "D j M Y, H:i"))
