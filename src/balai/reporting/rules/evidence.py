"""Who lets figures of an edition go public, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.enums import Role
from balai.programmes.queries.scopes import covers
from balai.reporting.rules.reports import OVER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.people.models import Grant
    from balai.programmes.models import Edition
    from balai.reporting.models import Evidence

PUBLISHERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""The office decides what goes public."""


def may_decide_on_evidence(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """The office of the edition."""
    if covers(grants, PUBLISHERS, edition):
        return None
    return Refusal("evidence.not_yours", _("The office of this edition decides what is published of it."))


def may_publish_evidence(edition: Edition, *, has_figures: bool) -> Refusal | None:
    """Of a programme that is over and that everybody may know of."""
    if edition.status not in OVER:
        return Refusal("evidence.not_over", _("Figures are published once the programme is over."))
    if not edition.is_public:
        return Refusal("evidence.not_public", _("The programme itself is not public. Publish it first."))
    if not has_figures:
        return Refusal("evidence.nothing", _("Nothing is recorded yet that could be told."))
    return None


def may_withdraw_evidence(newest: Evidence | None) -> Refusal | None:
    """What is public."""
    if newest is not None and newest.is_public:
        return None
    return Refusal("evidence.not_there", _("No figures of this programme are public."))
