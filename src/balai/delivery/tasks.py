"""What the worker does for the days of a programme."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.delivery.services.materials import LIGHTEN, make_lighter
from balai.kernel import clock
from balai.kernel.jobs import job


@job(LIGHTEN, label=_("Make a lighter form of a material"), attempts=3)
def lighten(version_id: str) -> None:
    """Make a smaller picture or PDF, and the text of a PDF, for slow lines."""
    make_lighter(version_id=UUID(version_id), at=clock.now())
