"""What pages about spending write again and again."""

from __future__ import annotations

from django import template

from balai.reporting import exports

register = template.Library()


@register.filter
def method_name(method: str) -> str:
    """A method of valuation in the reader's language."""
    return exports.method_name(method)
