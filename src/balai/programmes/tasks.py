"""What the worker does for programmes."""

from __future__ import annotations

from uuid import UUID

from balai.kernel import clock
from balai.kernel.jobs import job
from balai.programmes.services.finding import FIND, answer_search


@job(FIND)
def find_dates(search_id: str) -> None:
    """Look for windows in which an edition can be held."""
    answer_search(search_id=UUID(search_id), at=clock.now())
