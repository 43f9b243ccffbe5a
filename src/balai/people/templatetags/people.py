"""What pages ask this room: the entrances of a demonstration, and how a scope is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai import config
from balai.people.access import brings_second_factor
from balai.people.demo import is_offered
from balai.people.enums import Role
from balai.people.models import EVERYWHERE
from balai.people.registries import scope_kinds
from balai.people.rules import must_set_up_second_factor
from balai.people.services.sample import CAST

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_entrances(context: dict[str, Any]) -> list[dict[str, StrOrPromise]]:
    """One entrance per role when the reader sits at a demonstration, else none."""
    if not is_offered(config.current(), context["request"].META):
        return []
    return [{"role": role.value, "label": Role(role).label, "name": CAST[role][0]} for role in CAST]


@register.simple_tag(takes_context=True)
def second_factor_is_a_duty(context: dict[str, Any]) -> bool:
    """Whether the reader's roles open nothing before a second factor is set up."""
    request = context["request"]
    return not brings_second_factor(request.session) and must_set_up_second_factor(
        request.user, getattr(request, "grants", ())
    )


@register.filter
def scope_name(scope: str) -> StrOrPromise:
    """How a scope is called on pages; what no room knows is shown by its key."""
    kind, _colon, key = scope.partition(":")
    if scope == EVERYWHERE:
        return _("Everywhere")
    known = scope_kinds[kind].name(key) if kind in scope_kinds else None
    return known or key


BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""What browsers call themselves, the particular before the general, and what people call it."""


@register.filter
def browser_name(told: str) -> str:
    """A browser and its system as people know them, from what the browser told of itself."""
    found = [next((name for mark, name in names if mark in told), "") for names in (BROWSERS, SYSTEMS)]
    browser, system = found
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("Another program")
