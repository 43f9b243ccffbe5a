"""What the worker does for programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.kernel import clock
from balai.kernel.jobs import job, periodic
from balai.programmes.bundle import bundle_for
from balai.programmes.services import bundles, giving
from balai.programmes.services.finding import FIND, answer_search

if TYPE_CHECKING:
    from datetime import datetime


@job(FIND, label=_("Find dates for an edition"))
def find_dates(search_id: str) -> None:
    """Look for windows in which an edition can be held."""
    answer_search(search_id=UUID(search_id), at=clock.now())


@job(bundles.CHECK, label=_("Check a file that was brought"))
def check_bundle(import_id: str) -> None:
    """Check a file that somebody brought."""
    bundles.check_bundle(import_id=UUID(import_id), at=clock.now())


@job(bundles.RECORD, label=_("Take a file in"))
def record_bundle(import_id: str) -> None:
    """Take in a file in which nothing is wrong."""
    bundles.record_bundle(import_id=UUID(import_id), at=clock.now())


@job(giving.GIVE, label=_("Make a bundle"))
def make_bundle(export_id: str) -> None:
    """Make a bundle that somebody asked for."""
    giving.make_bundle(export_id=UUID(export_id), write=bundle_for, at=clock.now())


@periodic("programmes.put_old_imports_away", label=_("Put away files of old imports"), cron="23 2 * * *")
def put_old_imports_away(at: datetime) -> None:
    """Put away files and reports of imports, and exports, that are older than their time."""
    bundles.put_old_away(at=at)
    giving.put_old_exports_away(at=at)
