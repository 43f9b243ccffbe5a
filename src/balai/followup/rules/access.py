"""Who sees plans, who returns and scores them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.enums import Role
from balai.programmes.queries.scopes import covers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.people.models import Grant
    from balai.programmes.models import Edition

READERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.AUDITOR})
"""They read the plans of the editions that their role covers."""

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They return plans, note that they were presented, and enter scores."""


def may_keep_plans(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Programme officers of the edition."""
    if covers(grants, KEEPERS, edition):
        return None
    return Refusal("plans.not_kept_by_you", _("A programme officer of this edition does this."))
