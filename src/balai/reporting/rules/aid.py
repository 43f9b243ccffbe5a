"""Who keeps aid data, and what may be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.access import holds_everywhere
from balai.programmes.rules import may_read_edition
from balai.reporting.rules.access import BOOKERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from balai.people.models import Grant
    from balai.programmes.models import Series


def may_keep_aid_data(grants: Iterable[Grant]) -> Refusal | None:
    """A series belongs to no single edition, so the role must hold everywhere."""
    if holds_everywhere(grants, BOOKERS):
        return None
    return Refusal("aid.not_kept_by_you", _("Finance officers whose role holds everywhere keep aid data."))


def may_see_draft(grants: Iterable[Grant], series: Series) -> Refusal | None:
    """A draft tells what was spent on every edition of a series: each must be the asker's to read."""
    held = list(grants)
    if all(may_read_edition(held, edition) is None for edition in series.editions.all()):
        return None
    return Refusal(
        "aid.draft_not_yours",
        _("The draft is open to those whose role holds for every edition of this series."),
    )


def may_change_identifier(*, is_published: bool) -> Refusal | None:
    """An identifier that was published is for ever."""
    if not is_published:
        return None
    return Refusal(
        "aid.identifier_published",
        _("Something was published under this identifier: it is for ever and cannot be changed."),
    )


def must_be_sound(*, has_content: bool, errors: int, gone: Sequence[str]) -> Refusal | None:
    """Nothing faulty is published, and nothing that was published disappears."""
    if not has_content:
        return Refusal("aid.nothing_to_tell", _("No edition can be told yet. Mend what is listed first."))
    if errors:
        return Refusal("aid.faulty", _("The file breaks rules of the standard. Mend what is listed first."))
    if gone:
        message = _("These were published and are missing now: %(names)s. An activity stays for ever.")
        return Refusal("aid.gone", message % {"names": ", ".join(gone)})
    return None
