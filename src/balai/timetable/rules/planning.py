"""Who plans an edition's timetable, and what may be done with which version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus
from balai.programmes.queries.scopes import covers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.people.models import Grant
    from balai.programmes.models import Edition
    from balai.timetable.models import Timetable

READERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.AUDITOR})
"""They see drafts and published timetables of the editions that their role covers."""

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They form groups, plan, move, publish and repair."""

HOLDERS = frozenset({Role.RESOURCE_PERSON, Role.PRACTICE_SUPERVISOR, Role.CENTRE_COORDINATOR})
"""They teach sessions, or host them."""

OVER = frozenset({EditionStatus.REPORTED, EditionStatus.EVALUATED, EditionStatus.CANCELLED})


def may_keep_timetable(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Programme officers of the edition."""
    if covers(grants, KEEPERS, edition):
        return None
    return Refusal("timetable.not_kept_by_you", _("A programme officer of this edition does this."))


def may_plan(edition: Edition) -> Refusal | None:
    """Until the edition is reported or cancelled."""
    if edition.status in OVER:
        return Refusal("timetable.over", _("This edition is over. Its timetable stays as it was."))
    return None


def must_be_draft(timetable: Timetable) -> Refusal | None:
    """Only drafts change; what is published is replaced."""
    if timetable.is_draft:
        return None
    return Refusal(
        "timetable.published",
        _("A published timetable does not change. Begin a new draft from it, and publish that."),
    )
