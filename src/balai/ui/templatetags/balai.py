"""The components: ``{% load balai %}``. What comes from people is escaped by the template that prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.template.defaultfilters import date as format_date
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> str:
    """A drawing beside a word, never alone. ``name`` is one of templates/ui/icons/."""
    return get_template(f"ui/icons/{name}.svg").render()


@register.simple_tag
def moment(value: datetime, place: str) -> SafeString:
    """A moment with its place: “Fri 4 May 2018, 16:00 in Kathmandu”; ``value`` is in that place's zone."""
    written = format_date(value, pgettext("date format of a moment", "D j M Y, H:i"))
    text = gettext("%(moment)s in %(place)s") % {"moment": written, "place": place}
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="minutes"), text)


@register.filter
def initials(name: object) -> str:
    """Two letters for the round sign of a person: first and last word."""
    words = str(name).replace("@", " ").split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else "?"
