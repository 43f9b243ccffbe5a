"""Who hands out materials, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.delivery.rules.presence import KEEPERS, OVER, READERS
from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    from uuid import UUID

    from balai.delivery.models import Material
    from balai.delivery.queries.materials import Reach
    from balai.programmes.models import Edition

__all__ = ["KEEPERS", "READERS", "may_add_material", "may_change_material", "must_be_going_on"]


def may_add_material(reach: Reach, edition: Edition, session: UUID | None) -> Refusal | None:
    """The office everywhere, resource persons for their own sessions, until the edition is reported."""
    if reach.keeps_all or session in reach.taught:
        return must_be_going_on(edition)
    return Refusal(
        "material.not_yours", _("Resource persons add materials to their own sessions, the office to all.")
    )


def must_be_going_on(edition: Edition) -> Refusal | None:
    """Nothing is added to an edition that was reported, or cancelled."""
    if edition.status in OVER:
        return Refusal("material.over", _("This edition is over. Its materials stay as they are."))
    return None


def may_change_material(reach: Reach, material: Material) -> Refusal | None:
    """The office, whoever added it, and the resource persons of its session; nobody what was withdrawn."""
    if material.withdrawn_at is not None:
        return Refusal("material.withdrawn", _("This was withdrawn. Add it anew."))
    if reach.keeps_all or material.added_by in reach.own or material.session_id in reach.taught:
        return None
    return Refusal(
        "material.not_changed_by_you", _("Whoever added this, or the office, changes or withdraws it.")
    )
