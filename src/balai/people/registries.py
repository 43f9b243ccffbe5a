"""What higher rooms add to this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from balai.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.utils.functional import Promise


class ScopeKind(Protocol):
    """One kind of thing that a role can be bound to, such as a country or an edition.

    The room that owns the thing registers it under the word before the colon (``country``). Before it
    deletes such a thing it asks :func:`balai.people.rules.may_delete_scope`.
    """

    label: str | Promise
    """What the kind is called on pages: “Country”."""

    def name(self, key: str) -> str | None:
        """How the thing is called, or None when there is none with this key."""

    def choices(self, *, at: datetime) -> Iterable[tuple[str, str]]:
        """Keys with names, for choosing one in a form."""


scope_kinds: Registry[ScopeKind] = Registry("people.scope_kinds")
