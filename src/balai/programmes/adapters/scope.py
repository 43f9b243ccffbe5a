"""Roles can be bound to one edition: how it is named and offered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.programmes.models import Edition
from balai.programmes.queries import editions_in_order

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.utils.functional import Promise


class EditionScope:
    """``edition:<id>`` as a scope of roles."""

    label: str | Promise = _("Edition")

    def name(self, key: str) -> str | None:
        """The edition's code and title, or None when there is none."""
        try:
            edition = Edition.objects.filter(pk=UUID(key)).first()
        except ValueError:
            return None
        return None if edition is None else str(edition)

    def choices(self, *, at: datetime) -> Iterable[tuple[str, str]]:
        """Every edition, the newest first; roles of old ones are still asked about."""
        return [(str(edition.pk), str(edition)) for edition in editions_in_order()]
