"""What the sentences of lights share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext

from balai.ui.parts import Deed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

    from balai.programmes.models import Edition

TOLD_OF = 3
"""Names that a sentence lists before it says how many more there are."""


def deed_on(label: StrOrPromise, view: str, edition: Edition, *more: str) -> Deed:
    return Deed(label=label, url=reverse(view, args=[edition.code, *more]))


def some_of(names: Sequence[object]) -> str:
    """A few names, and how many more."""
    shown = ", ".join(str(name) for name in names[:TOLD_OF])
    more = len(names) - TOLD_OF
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(more)d more", "%(names)s and %(more)d more", more) % {
        "names": shown,
        "more": more,
    }
