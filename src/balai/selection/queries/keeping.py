"""How many participants of an edition keep which days free of work; nobody learns who."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balai.kernel.restricted import tally
from balai.selection.enums import KeptDays
from balai.selection.queries.offers import confirmed

if TYPE_CHECKING:
    from collections import Counter

    from balai.programmes.models import Edition


def people_by_kept_days(edition: Edition) -> Counter[KeptDays]:
    """Exact numbers, for counting on alone: whoever shows them says less (decision 1241)."""
    rows = confirmed(edition).filter(kept_days__isnull=False).select_related("person")
    return tally(rows, "kept_days", kept_in)


def kept_in(value: Any) -> list[KeptDays]:
    """What an opened value says, as :func:`balai.selection.services.keeping.written` wrote it."""
    return [one for one in KeptDays if (value or {}).get(one.value)]
